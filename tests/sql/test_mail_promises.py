"""What mails promise: phrases in four languages, written down before they were ever read."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

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
