"""The oracle's escalations: which signs count, when, and what a wait without one is."""

import importlib
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
judge = importlib.import_module("oracles.verdicts").judge

AT = datetime(2026, 11, 18, 9)
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
DUE, BY = AT + DAY, AT + DAY + 4 * HOUR
UNTIL = AT + 9 * DAY
EVA, MAX = "eva@post.example", "max@elsewhere.example"
WAYS = "shop,way,value,valid_from_day\n*,address,escalation@,2000-01-01\n"
OWN = WAYS + "nord,address,boss@holding.example,2000-01-01\nnord,address,b2@,2026-11-19\n"


@pytest.fixture
def told(folder):
    def of(message_id, until=UNTIL):
        found = judge(folder.place, until).escalations.get(message_id)
        return found and (found["verdict"], found["escalated_at"], found["how"])

    return of


@pytest.fixture
def own_way(folder):
    folder.seed("escalation_ways", OWN)


@pytest.mark.parametrize(
    ("whom", "is_sign"),
    [
        ("escalation@nord.example", True),
        ("escalation@elsewhere.example", False),
        ("boss@holding.example", True),
        ("bo@nord.example", False),
        ("b2@nord.example", False),  # it is such an address from the next day on
    ],
)
@pytest.mark.usefixtures("own_way")
def test_a_mail_of_ours_to_an_address_for_it_escalates(folder, told, whom, is_sign):
    first = folder.ask(AT)
    folder.answer(AT + HOUR, first, whom=whom, text="Please look at this.")
    folder.answer(AT + 2 * HOUR, first)

    assert told(first) == (("in_time", AT + HOUR, "forwarded") if is_sign else None)


@pytest.mark.parametrize(
    ("subject", "is_sign"), [("Fwd: order 10001", True), ("Fwd: something", False)]
)
def test_a_forward_that_names_the_order_needs_no_thread(folder, told, subject, is_sign):
    folder.ordered(("10001", EVA), ("10002", EVA))
    first = folder.ask(AT, subject="Order 10001")
    folder.answer(AT + HOUR, None, whom="escalation@nord.example", subject=subject)
    folder.answer(AT + 2 * HOUR, first)

    assert bool(told(first)) == is_sign


@pytest.mark.parametrize(
    ("at", "verdict"),
    [(AT - SECOND, None), (AT, "in_time"), (BY, "in_time"), (BY + SECOND, "late"),
     (AT + 3 * DAY, None)],
)  # fmt: skip
@pytest.mark.usefixtures("own_way")
def test_a_sign_counts_from_the_question_until_before_its_end(folder, told, at, verdict):
    first = folder.ask(AT, id="<q@post.example>")
    folder.answer(AT + 3 * DAY, first)
    folder.answer(at, first, whom="escalation@nord.example")

    assert told(first) == ((verdict, at, "forwarded") if verdict else ("missing", None, None))


@pytest.mark.parametrize(("answered", "verdict"), [(BY, None), (BY + SECOND, "missing")])
@pytest.mark.usefixtures("own_way")
def test_who_was_answered_within_the_target_needed_no_escalation(folder, told, answered, verdict):
    first = folder.ask(AT)
    folder.answer(answered, first)

    assert (told(first) or [None])[0] == verdict


@pytest.mark.parametrize(
    ("read", "verdict"),
    [(DUE, None), (DUE + SECOND, "waiting"), (BY, "waiting"), (BY + SECOND, "missing")],
)
@pytest.mark.usefixtures("own_way")
def test_an_open_wait_is_missing_its_escalation_only_past_the_target(folder, told, read, verdict):
    first = folder.ask(AT)
    folder.answer(AT, None, whom=MAX)

    assert (told(first, read) or [None])[0] == verdict


def test_where_no_way_is_known_nobody_can_say_that_an_escalation_is_missing(folder, told):
    folder.seed("escalation_ways", WAYS)
    first = folder.ask(AT)
    folder.answer(AT, None, whom=MAX)

    assert told(first)[0] == "unknown"


def test_an_escalation_once_seen_shows_that_there_is_a_way(folder, told):
    folder.seed("escalation_ways", WAYS)
    first, other = folder.ask(AT), folder.ask(AT, who=MAX)
    folder.answer(AT + HOUR, other, whom="escalation@nord.example")

    assert [told(one)[0] for one in (first, other)] == ["missing", "in_time"]


@pytest.mark.parametrize(("name", "is_sign"), [("Eskaliert", True), ("Erledigt", False)])
def test_a_folder_for_it_escalates_when_it_was_read_there(folder, told, name, is_sign):
    folder.also_reads(name)
    first = folder.ask(AT, place=f"support/.{name}")
    folder.answer(AT, None, whom=MAX)

    assert (told(first, DUE) == ("in_time", DUE, "folder")) == is_sign


def test_a_person_can_record_an_escalation(folder, told):
    first = folder.ask(AT)
    folder.decide("escalated", first, AT + DAY, {"at": "2026-11-18 12:00:00"})

    assert told(first) == ("in_time", datetime(2026, 11, 18, 12), "decision")
