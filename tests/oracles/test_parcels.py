"""The oracle's own arithmetic for shipping mails and returned mail."""

import importlib
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
judge = importlib.import_module("oracles.verdicts").judge

UNTIL = datetime(2026, 11, 20, 12)
SHIPPED = datetime(2026, 11, 17, 9)
CUSTOMER = "eva@post.example"
NUMBER = "00340431199857645120"
LINK = f"https://www.dhl.de/{NUMBER}"


@pytest.fixture
def parcel(folder):
    """The same folder with order 10001 shipped as parcel P1."""
    rows = f"shipment_id,order_id,tracking_number,shipped_at\nP1,10001,{NUMBER},{SHIPPED}\n"
    (folder.place / "shipments.csv").write_text(rows)
    return folder


def notice(folder, at: datetime, text: str) -> str:
    sender = "shop@nord.example"
    return folder.mail("archive", at, sender, CUSTOMER, "Order 10001 was shipped", text=text)


def told(folder, until: datetime = UNTIL) -> tuple[str, str]:
    found = judge(folder.place, until).notices["nord", "P1"]
    return found["verdict"], found["rung"]


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [(-6, "too_early"), (-5, "on_time"), (3600, "on_time"), (3601, "late")],
)
def test_a_shipping_mail_is_late_from_the_first_second_after_its_hour(parcel, seconds, verdict):
    notice(parcel, SHIPPED + timedelta(seconds=seconds), "On its way.")

    assert told(parcel) == (verdict, "mail")


@pytest.mark.parametrize(("seconds", "verdict"), [(14399, "waiting"), (14400, "missing")])
def test_a_shipping_mail_is_missing_four_hours_after_the_parcel_left(parcel, seconds, verdict):
    parcel.mail("archive", SHIPPED, "shop@nord.example", "bo@post.example", "Newsletter")

    assert told(parcel, SHIPPED + timedelta(seconds=seconds)) == (verdict, "none")


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ("On its way.", "mail"),
        (f"Number {NUMBER[:4]} {NUMBER[4:]}", "carrier"),
        (f"Number {NUMBER} {LINK}", "link"),
        (f"Number {NUMBER}, arrives 19 November", "carrier"),
        (f"Number {NUMBER} {LINK}\nOrdered on 16/11/2026", "link"),
        (f"Number {NUMBER} {LINK}\nArrives on 19 November", "clear"),
    ],
)
def test_a_rung_counts_only_on_top_of_the_ones_below(parcel, text, rung):
    notice(parcel, SHIPPED, text)

    assert told(parcel) == ("on_time", rung)


def test_tracking_in_a_later_mail_lifts_the_rung(parcel):
    notice(parcel, SHIPPED, "On its way.")
    notice(parcel, SHIPPED + timedelta(days=1), f"Number {NUMBER} {LINK}\nArrives 19 November")

    assert told(parcel) == ("on_time", "clear")


def test_a_shipping_mail_that_came_back_gave_the_customer_nothing(parcel):
    lost = notice(parcel, SHIPPED, f"Number {NUMBER} {LINK}\nArrives 19 November")
    report = "multipart/report; report-type=delivery-status; boundary=b"
    text = f"""--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {CUSTOMER}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {lost}

--b--
"""
    at, sender = SHIPPED + timedelta(hours=9), "mailer-daemon@mx.example"
    headers = {"Content_Type": report, "text": text}
    parcel.mail("support", at, sender, "hi@nord.example", "Undelivered Mail", **headers)

    assert told(parcel) == ("bounced", "none")
    assert judge(parcel.place, UNTIL).bounces == {(lost, CUSTOMER): True}
