"""The oracle's own arithmetic for orders and inquiries, second by second."""

import importlib
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
judge = importlib.import_module("oracles.verdicts").judge

UNTIL = datetime(2026, 11, 20, 12)
PLACED = datetime(2026, 11, 16, 9)  # as in the folder's orders.csv


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [(-6, "implausible"), (-5, "on_time"), (300, "on_time"), (301, "late"),
     (604800, "late"), (604801, "implausible")],
)  # fmt: skip
def test_a_confirmation_is_late_from_the_first_second_after_its_target(folder, seconds, verdict):
    at = PLACED + timedelta(seconds=seconds)
    folder.mail("archive", at, "shop@nord.example", "eva@post.example", "Order confirmation 10001")

    found = judge(folder.place, datetime(2026, 11, 25)).confirmations["nord", "10001"]

    assert (found["verdict"], found["confirmed_at"]) == (verdict, at)


@pytest.mark.parametrize(
    ("until", "verdict"),
    [(PLACED + timedelta(seconds=1799), "waiting"), (PLACED + timedelta(seconds=1800), "missing")],
)
def test_a_confirmation_is_missing_once_the_archive_was_read_past_it(folder, until, verdict):
    folder.mail("archive", PLACED, "shop@nord.example", "bo@post.example", "Newsletter")

    assert judge(folder.place, until).confirmations["nord", "10001"]["verdict"] == verdict


def test_with_an_empty_archive_a_confirmation_is_unknown(folder):
    assert judge(folder.place, UNTIL).confirmations["nord", "10001"]["verdict"] == "unknown"


def test_without_an_archive_a_confirmation_is_unknown(folder):
    settings = folder.place / "trackrecord.toml"
    before, _, after = settings.read_text().partition("[sources.archive]")
    settings.write_text(before + after[after.index("[") :])

    assert judge(folder.place, UNTIL).confirmations["nord", "10001"]["verdict"] == "unknown"


@pytest.mark.parametrize(("seconds", "outcome"), [(86400, "in_time"), (86401, "late")])
def test_an_answer_after_exactly_a_day_is_in_time(folder, seconds, outcome):
    first = folder.ask(PLACED)
    folder.answer(PLACED + timedelta(hours=1), first, Auto_Submitted="auto-replied")
    folder.ask(PLACED + timedelta(hours=2), In_Reply_To=first)
    folder.answer(PLACED + timedelta(seconds=seconds), first)

    assert [one["outcome"] for one in judge(folder.place, UNTIL).waits.values()] == [outcome]


@pytest.mark.parametrize(
    ("seconds", "outcome"),
    [(71999, "open"), (72000, "due_soon"), (86400, "due_soon"), (86401, "overdue")],
)
def test_an_unanswered_message_is_overdue_only_past_its_day(folder, seconds, outcome):
    folder.answer(PLACED - timedelta(hours=1), "<0@post.example>")
    first = folder.ask(PLACED)

    found = judge(folder.place, PLACED + timedelta(seconds=seconds)).waits

    assert found[first]["outcome"] == outcome


def test_a_customer_who_quotes_an_answer_that_nobody_read_was_answered_unseen(folder):
    first = folder.ask(PLACED)
    again = folder.ask(PLACED + timedelta(days=2), References=f"{first} <9@nord.example>")
    folder.answer(PLACED + timedelta(days=2, hours=1), again)

    outcomes = {key: one["outcome"] for key, one in judge(folder.place, UNTIL).waits.items()}

    assert outcomes == {first: "answered_unseen", again: "in_time"}
