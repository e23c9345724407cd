"""A shop small enough to check by hand."""

import json
from datetime import datetime
from pathlib import Path

import pytest

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
[sources.parcels]
kind = "csv"
shop = "nord"
table = "shipments"
files = ["shipments.csv"]
zone = "UTC"
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
*,shipping_mail_target,2000-01-01,3600,0.98
*,shipping_mail_missing_after,2000-01-01,14400,
*,reply_target,2000-01-01,86400,0.95
*,due_soon_within,2000-01-01,14400,
*,escalation_target,2000-01-01,14400,
*,same_message_within,2000-01-01,3600,
*,conversation_within,2000-01-01,2592000,
*,likely_within,2000-01-01,604800,
"""
EXPECTED = """shop,channel,payment_method,fulfilment,mail_kind,clock,sender,reason,valid_from_day
*,*,*,*,order_confirmation,placed,shop,,2000-01-01
*,*,*,*,shipping_notice,shipped,shop,,2000-01-01
*,*,*,pickup,shipping_notice,shipped,nobody,pickup,2000-01-01
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
        text = headers.pop("text", "Where is my parcel?")
        name = headers.pop("id", f"<{self.mails}@{sender.partition('@')[2]}>")
        fields = {"Received": f"by mx.example; {at:%a, %d %b %Y %H:%M:%S} +0000", "From": sender}
        fields |= {"To": to, "Subject": subject, "Message-ID": name}
        fields |= {key.replace("_", "-"): value for key, value in headers.items()}
        lines = [f"{key}: {value}" for key, value in fields.items()]
        (cur / f"{self.mails}.x").write_text("\n".join([*lines, "", text]))
        return name

    def ordered(self, *orders: tuple[str, str]) -> None:
        """(order_id, customer's address), all placed at the same moment."""
        rows = "".join(f"{order},{PLACED.isoformat()},{who}\n" for order, who in orders)
        (self.place / "orders.csv").write_text("order_id,placed_at,email\n" + rows)

    def seed(self, name: str, text: str) -> None:
        (self.place / "seeds" / f"{name}.csv").write_text(text)

    def decide(self, kind: str, message_id: str, at: datetime, payload: dict) -> None:
        (self.place / "input").mkdir(exist_ok=True)
        told = {"kind": kind, "subject": {"message_id": message_id.strip("<>")},
                "payload": payload, "made_at": at.isoformat()}  # fmt: skip
        with (self.place / "input" / "decisions.jsonl").open("a") as lines:
            lines.write(json.dumps(told) + "\n")

    def also_reads(self, folder: str) -> None:
        settings = self.place / "trackrecord.toml"
        with_it = f'"Sent" = "replies", "{folder}" = "inbox"'
        settings.write_text(settings.read_text().replace('"Sent" = "replies"', with_it))

    def ask(self, at: datetime, **headers: str) -> str:
        subject = headers.pop("subject", "Hm")
        who = headers.pop("who", "eva@post.example")
        place = headers.pop("place", "support")
        to = headers.pop("to", "hi@nord.example")
        return self.mail(place, at, who, to, subject, **headers)

    def answer(self, at: datetime, to: str | None, **headers: str) -> str:
        headers |= {"In_Reply_To": to} if to else {}
        whom = headers.pop("whom", "eva@post.example")
        subject = headers.pop("subject", "Re: Hm")
        headers.setdefault("text", "It is on its way.")
        return self.mail("support/.Sent", at, "hi@nord.example", whom, subject, **headers)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
