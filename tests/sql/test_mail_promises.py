"""What mails promise: phrases in four languages, written down before they were ever read."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from sql.days_in_words import span_in
from sql.steps import mail_promises, promise_phrases

PHRASES = Path(__file__).with_name("promise_phrases.txt")
BERLIN = ZoneInfo("Europe/Berlin")


def phrases():
    for line in PHRASES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, *promise = (part.strip() for part in line.split("|"))
            yield phrase.replace("\\n", "\n"), promise


def local(at):
    return at and at.replace(tzinfo=ZoneInfo("UTC")).astimezone(BERLIN).replace(tzinfo=None)


def expected(promise):
    if promise == ["nothing"]:
        return []
    kind, start, until = promise
    end = until if "T" in until else f"{until}T23:59:59.999999"
    return [(kind, start and datetime.fromisoformat(start) or None, datetime.fromisoformat(end))]


@pytest.fixture(scope="module")
def promised(tmp_path_factory):
    """Every phrase in a mail of its own; what was read from each, in the shop's zone."""
    from tests.conftest import Warehouse
    from tests.sql.conftest import Postroom

    room = Postroom(Warehouse(tmp_path_factory.mktemp("phrases")))
    for number, (phrase, _) in enumerate(phrases()):
        room.sent(f"m{number}", "09:00:00", text=f"Hello Mia,\n\n{phrase}\n\nBest wishes\n")
    found = {}
    for key, kind, start, until in room.ask(
        "select message_key, kind, from_at, until_at from steps.mail_promises"
    ):
        found.setdefault(key, []).append((kind, local(start), local(until)))
    yield found
    room.warehouse.close()


@pytest.mark.parametrize(("number", "phrase", "promise"), [
    (number, *one) for number, one in enumerate(phrases())
])  # fmt: skip
def test_a_phrase_promises_what_its_reader_understands(promised, number, phrase, promise):
    assert promised.get(f"m{number}", []) == expected(promise)


MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(("phrase", "until"), [
    ("in 1 working day", date(2026, 3, 4)), ("in 3 working days", date(2026, 3, 9)),
    ("in 3 days", date(2026, 3, 5)), ("in 2 weeks", date(2026, 3, 16)),
])  # fmt: skip
def test_working_days_leave_out_weekends_and_days_on_which_the_shop_is_closed(phrase, until):
    closed = frozenset({date(2026, 3, 3), date(2026, 3, 5)})

    span = span_in(phrase, MONDAY, closed, is_month_first=False)

    assert span == (None, datetime.combine(until, time(23, 59, 59, 999999)))


@pytest.mark.parametrize(("phrase", "is_month_first", "expected"), [
    ("03/04/2026", False, date(2026, 4, 3)), ("03/04/2026", True, date(2026, 3, 4)),
    ("03.04.2026", True, date(2026, 4, 3)), ("03/14/2026", False, date(2026, 3, 14)),
    ("14/03/2026", True, date(2026, 3, 14)), ("5/3/26", False, date(2026, 3, 5)),
    ("1 March", False, date(2027, 3, 1)), ("2 March", False, date(2026, 3, 2)),
    ("29 February", False, date(2028, 2, 29)), ("30 February", False, None),
    ("1970-01-01", False, None), ("2036-03-05", False, None), ("99.99.2026", False, None),
    ("5 March – 3 March", False, None), ("room 12, 4th floor", False, None),
])  # fmt: skip
def test_a_date_is_read_as_it_is_written_there_or_not_at_all(phrase, is_month_first, expected):
    span = span_in(phrase, MONDAY, frozenset(), is_month_first)

    assert (span and span[1].date()) == expected


@pytest.mark.parametrize(("phrase", "start", "until"), [
    ("5 March, 14:00–16:00", time(14), time(16)), ("5 March by 6 pm", None, time(18)),
    ("5. März zwischen 9 und 12 Uhr", time(9), time(12)), ("5 mars avant 18h", None, time(18)),
    ("5 March, 2–4 pm", time(14), time(16)), ("5 March, 2 parcels", None, None),
])  # fmt: skip
def test_hours_behind_a_day_hold_and_other_numbers_do_not(phrase, start, until):
    day = date(2026, 3, 5)
    last = until or time(23, 59, 59, 999999)

    span = span_in(phrase, MONDAY, frozenset(), is_month_first=False)

    assert span == (start and datetime.combine(day, start), datetime.combine(day, last))


def test_a_day_ends_by_the_clock_of_its_own_season():
    row = {"kind": "deliver", "zone": "Europe/Berlin", "made_at": datetime(2026, 3, 2, 9)}

    winter, summer = (mail_promises.promised(row | {"phrase": day}, frozenset())
                      for day in ("28.03.2026", "29.03.2026"))  # fmt: skip

    assert winter[1:] == (datetime(2026, 3, 28, 22, 59, 59, 999999), date(2026, 3, 28),
                          datetime(2026, 3, 27, 23))  # fmt: skip
    assert summer[1:] == (datetime(2026, 3, 29, 21, 59, 59, 999999), date(2026, 3, 29),
                          datetime(2026, 3, 28, 23))  # fmt: skip


def test_of_several_days_for_one_thing_the_latest_is_promised():
    row = {"message_key": "m", "kind": "deliver", "numbers": [], "shop": "s",
           "zone": "UTC", "made_at": datetime(2026, 3, 2, 9)}  # fmt: skip
    said = pa.Table.from_pylist([row | {"phrase": f"{day} March"} for day in (5, 9, 7)])

    found = mail_promises.run(said, pa.table({"shop": [], "closed_day": []}))

    assert found["until_day"] == [date(2026, 3, 9)]


@pytest.mark.parametrize("text", [
    "estimated delivery: " * 5_000, "delivery by " + "5 " * 50_000, "wird " * 40_000 + "geliefert",
    "- " * 50_000, "Lieferung: " + "1-" * 50_000,
])  # fmt: skip
def test_a_hostile_text_yields_few_phrases_of_bounded_length(text):
    found = list(promise_phrases.phrases(text.lower() * 3))

    assert all(len(phrase) <= promise_phrases.VALUE for _, phrase, _ in found)
    assert len(promise_phrases.run(
        pa.table({"message_key": ["m"], "shop": ["s"], "text": [text * 3]}),
        pa.table({"shop": ["s"], "number_key": ["X"]}),
    )["phrase"]) <= promise_phrases.MOST  # fmt: skip
