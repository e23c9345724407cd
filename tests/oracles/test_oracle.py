"""The oracle's own arithmetic, on a shop small enough to check by hand."""

import importlib
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
judge = importlib.import_module("oracles.verdicts").judge

UNTIL = datetime(2026, 11, 20, 12)
PLACED = datetime(2026, 11, 16, 9)
SETTINGS = """
[shops.nord]
zone = "Europe/Berlin"
domains = ["nord.example"]
[sources.archive]
kind = "maildir"
shop = "nord"
folder = "archive"
folders = { "." = "archive" }
since = 2026-11-01T00:00:00Z
quiet_after = "30d"
[sources.support]
kind = "maildir"
shop = "nord"
folder = "support"
folders = { "." = "inbox", "Sent" = "replies" }
since = 2026-11-01T00:00:00Z
quiet_after = "30d"
[sources.orders]
kind = "csv"
shop = "nord"
table = "orders"
files = ["orders.csv"]
zone = "UTC"
"""
TARGETS = """shop,name,valid_from_day,value_seconds,share
*,confirmation_target,2000-01-01,300,0.98
*,confirmation_missing_after,2000-01-01,1800,
*,clock_offset_allowance,2000-01-01,5,
*,implausible_after,2000-01-01,604800,
*,reply_target,2000-01-01,86400,0.95
*,due_soon_within,2000-01-01,14400,
"""
EXPECTED = """shop,channel,payment_method,fulfilment,mail_kind,clock,sender,reason,valid_from_day
*,*,*,*,order_confirmation,placed,shop,,2000-01-01
"""


class Folder:
    """A shop's folder, filled mail by mail."""

    def __init__(self, place: Path) -> None:
        self.place, self.mails = place, 0
        (place / "seeds").mkdir()
        (place / "trackrecord.toml").write_text(SETTINGS)
        (place / "seeds" / "targets.csv").write_text(TARGETS)
        (place / "seeds" / "expectations.csv").write_text(EXPECTED)
        (place / "orders.csv").write_text(f"order_id,placed_at\n10001,{PLACED.isoformat()}\n")

    def mail(self, folder: str, at: datetime, sender: str, to: str, subject: str, **headers: str):
        cur = self.place / folder / "cur"
        cur.mkdir(parents=True, exist_ok=True)
        self.mails += 1
        name = headers.pop("id", f"<{self.mails}@{sender.partition('@')[2]}>")
        fields = {"Received": f"by mx.example; {at:%a, %d %b %Y %H:%M:%S} +0000", "From": sender}
        fields |= {"To": to, "Subject": subject, "Message-ID": name}
        fields |= {key.replace("_", "-"): value for key, value in headers.items()}
        lines = [f"{key}: {value}" for key, value in fields.items()]
        (cur / f"{self.mails}.x").write_text("\n".join([*lines, "", "Where is my parcel?"]))
        return name

    def ask(self, at: datetime, **headers: str) -> str:
        return self.mail("support", at, "eva@post.example", "hi@nord.example", "Hm", **headers)

    def answer(self, at: datetime, to: str, **headers: str) -> str:
        headers["In_Reply_To"] = to
        whom = "eva@post.example"
        return self.mail("support/.Sent", at, "hi@nord.example", whom, "Re: Hm", **headers)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


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


def test_without_an_archive_a_confirmation_is_unknown(folder):
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
