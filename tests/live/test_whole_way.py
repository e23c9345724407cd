"""The whole way on real servers: Postfix's own log, Dovecot over IMAPS and the order export."""

import os
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from postfix_server import Postfix
from servers import Dovecot, deliver

from ingest.kinds import option_models
from ingest.run import ingest
from sql.build import build
from sql.desk import Desk
from sql.readers import newest
from sql.settings import load

SHOP, SUPPORT = "orders@nordlicht.example", "support@nordlicht.example"
KIM, LEE, MAX = "kim@customer.example", "lee@customer.example", "max@customer.example"

SETTINGS = """
data = "data"
[shops.nordlicht]
name = "Nordlicht"
zone = "Europe/Berlin"
domains = ["nordlicht.example"]
[teams.support]
addresses = ["anna@nordlicht.example"]
[sources.log]
kind = "postfix"
files = ["{servers}/mail.log*"]
zone = "{zone}"
[sources.archive]
kind = "imap"
shop = "nordlicht"
host = "localhost"
port = {port}
user = "archive"
password = "env:LIVE_PASSWORD"
ca = "{servers}/ca.pem"
since = {since}
folders = {{ INBOX = "archive" }}
[sources.support]
kind = "imap"
shop = "nordlicht"
host = "localhost"
port = {port}
user = "support"
password = "env:LIVE_PASSWORD"
ca = "{servers}/ca.pem"
since = {since}
folders = {{ INBOX = "inbox", Sent = "replies" }}
[sources.orders]
kind = "csv"
shop = "nordlicht"
table = "orders"
files = ["orders.csv"]
zone = "UTC"
columns = {{ order_id = "Order", placed_at = "Created", email = "Email", channel = "Channel" }}
[sources.shipments]
kind = "csv"
shop = "nordlicht"
table = "shipments"
files = ["shipments.csv"]
zone = "UTC"
"""

ORDERS = [  # number, minutes ago, customer, channel
    ("1001", 0, KIM, "web"), ("1002", 20, LEE, "web"), ("1003", 400, LEE, "web"),
    ("1004", 10, MAX, "web"), ("1005", 1, "nobody@customer.example", "web"),
    ("1006", 1, "far@slow.example", "web"), ("1007", 120, MAX, "marketplace"),
]
CONFIRMED = ("1001", "1002", "1005", "1006")
VERDICTS = {
    "1001": "on_time", "1002": "late", "1003": "missing", "1004": "waiting", "1005": "bounced",
    "1006": "on_time", "1007": "excluded",
}


def mail(sender: str, to: str, subject: str, text: str, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = format_datetime(datetime.now(UTC))
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def confirmation(order: str, to: str) -> EmailMessage:
    return mail(SHOP, to, f"Order confirmation #{order}",
                f"Thank you! We have received your order #{order}: 1 x tent.\nShips in 2 days.\n",
                Message_ID=f"<confirmation.{order}@nordlicht.example>")


def trade(postfix: Postfix, now: datetime) -> None:
    """What shop and customers sent by SMTP."""
    customers = {number: customer for number, _, customer, _ in ORDERS}
    for number in CONFIRMED:
        postfix.send(confirmation(number, customers[number]), SUPPORT, customers[number])
    postfix.send(mail(
        SHOP, KIM, "Your order #1001 has shipped",
        "Carrier: DHL\nTracking number: 00340434161094042557\n"
        "Track it: https://www.dhl.de/track?piececode=00340434161094042557\n"
        f"Expected delivery: {now + timedelta(days=2):%d %B %Y}\n",
        Message_ID="<shipped.1001@nordlicht.example>"), SUPPORT, KIM)
    postfix.send(mail(
        KIM, SUPPORT, "Re: Order confirmation #1001", "Can you add a pump, please?",
        Message_ID="<q1@customer.example>",
        In_Reply_To="<confirmation.1001@nordlicht.example>"), KIM, SUPPORT)
    postfix.send(mail(
        LEE, SUPPORT, "Where is my order 1002?", "It has been a while. When will order 1002 come?",
        Message_ID="<q2@customer.example>"), LEE, SUPPORT)
    postfix.send(mail(
        KIM, SUPPORT, "Out of office", "I am away.", Auto_Submitted="auto-replied",
        Message_ID="<away@customer.example>"), KIM, SUPPORT)
    postfix.wait_until_logged("to=<archive@nordlicht.example>", len(CONFIRMED) + 1)
    postfix.wait_until_logged("to=<support@nordlicht.example>", 4)  # three mails and the bounce
    postfix.wait_until_logged("status=deferred")


def answer_and_wait(postfix: Postfix, now: datetime) -> None:
    """Anna answers Kim, her copy lies in Sent; Max has waited since the day before yesterday."""
    answer = mail("anna@nordlicht.example", KIM, "Re: Order confirmation #1001", "Added.",
                  Message_ID="<a1@nordlicht.example>", In_Reply_To="<q1@customer.example>")
    postfix.send(answer, "anna@nordlicht.example", KIM)
    deliver(postfix.folder / "mail/support/.Sent", "1.sent", answer.as_bytes(), flags="S",
            at=datetime.now(UTC).replace(tzinfo=None))
    asked = mail(MAX, SUPPORT, "Question on order 1004", "Which colour is it?",
                 Message_ID="<q3@customer.example>")
    deliver(postfix.folder / "mail/support", "2.max", asked.as_bytes(),
            at=(now - timedelta(hours=30)).replace(tzinfo=None))


def write_exports(folder: Path, now: datetime) -> None:
    rows = [f"{number},{now - timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S},{customer},{channel}"
            for number, minutes, customer, channel in ORDERS]
    (folder / "orders.csv").write_text("\n".join(["Order,Created,Email,Channel", *rows, ""]))
    shipped = [
        f"S-1,1001,DHL,00340434161094042557,{now - timedelta(seconds=1):%Y-%m-%dT%H:%M:%S}",
        f"S-2,1003,DHL,00340434161094042558,{now - timedelta(hours=5):%Y-%m-%dT%H:%M:%S}",
    ]
    (folder / "shipments.csv").write_text("\n".join(
        ["shipment_id,order_id,carrier,tracking_number,shipped_at", *shipped, ""]))


def mailbox_state(folder: Path) -> list[str]:
    """Every mail file with its flags; \\Recent lies in new/."""
    return sorted(str(path.relative_to(folder)) for box in ("support", "archive")
                  for part in ("new", "cur") for path in (folder / "mail" / box).rglob(f"{part}/*"))


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    if os.getuid() != 0:
        assert os.environ.get("CI") != "true", "Postfix starts as root only"
        pytest.skip("Postfix starts as root only")
    folder = tmp_path_factory.mktemp("live")
    dovecot = Dovecot(users=("support", "archive"))
    dovecot.add_folder("Sent")
    postfix = Postfix(
        dovecot.folder, refusing=("slow.example",), copies={SUPPORT: "archive@nordlicht.example"},
        mailboxes={SUPPORT: "mail/support", "archive@nordlicht.example": "mail/archive",
                   KIM: "boxes/kim", LEE: "boxes/lee", MAX: "boxes/max"})
    os.environ["LIVE_PASSWORD"] = dovecot.password
    dovecot.start()
    try:
        with postfix:
            now = datetime.now(UTC).replace(microsecond=0)
            trade(postfix, now)
            answer_and_wait(postfix, now)
        write_exports(folder, now)
        yield read_and_judge(folder, dovecot, now)
    finally:
        dovecot.stop()
        del os.environ["LIVE_PASSWORD"]


def read_and_judge(folder: Path, dovecot: Dovecot, now: datetime) -> SimpleNamespace:
    path = folder / "trackrecord.toml"
    since = f"{now - timedelta(days=7):%Y-%m-%dT%H:%M:%SZ}"
    zone = "/".join(Path("/etc/localtime").resolve().parts[-2:]).removeprefix("zoneinfo/")
    path.write_text(SETTINGS.format(
        servers=dovecot.folder, port=dovecot.tls_port, since=since, zone=zone))
    settings = load(path, option_models())
    before = mailbox_state(dovecot.folder)
    desk = Desk(settings.desk_url)
    results = ingest(settings, desk)
    build(settings, desk)
    after = mailbox_state(dovecot.folder)
    return SimpleNamespace(results=results, before=before, after=after, folder=folder,
                           settings=settings, desk=desk, build=newest(settings.data))


def test_every_source_was_read_and_nothing_was_refused(shop):
    assert [(r.source, r.trouble) for r in shop.results if r.trouble] == []
    assert sum(r.counts["quarantined"] + r.counts["deferred"] for r in shop.results) == 0


def test_each_order_has_the_verdict_its_customer_would_give(shop):
    rows = shop.build.rows("select order_id, verdict from facts.order_confirmations")
    assert dict(rows) == VERDICTS


def test_a_mail_that_waits_at_the_server_is_deferred_and_one_that_came_back_bounced(shop):
    rows = shop.build.rows("""select order_id, delivery_state from facts.order_confirmations
        where order_id in ('1001', '1005', '1006') order by 1""")
    assert rows == [("1001", "delivered"), ("1005", "bounced"), ("1006", "deferred")]
    assert shop.build.rows("select original_message_id, is_hard from staging.bounces") == [
        ("confirmation.1005@nordlicht.example", True)]


def test_the_shipment_with_a_whole_mail_is_covered_and_the_one_without_is_missing(shop):
    rows = shop.build.rows(
        "select shipment_id, verdict, rung from facts.shipping_notices order by 1")
    assert rows == [("S-1", "on_time", "clear"), ("S-2", "missing", "none")]


def test_kim_was_answered_lee_still_waits_and_max_waits_too_long(shop):
    rows = shop.build.rows("""select m.message_id, w.outcome, w.order_id from facts.waits as w
        join staging.messages as m on m.message_key = w.wait_id order by 1""")
    assert rows == [
        ("q1@customer.example", "in_time", "1001"), ("q2@customer.example", "open", "1002"),
        ("q3@customer.example", "overdue", "1004")]


def test_the_mailbox_is_as_it_was(shop):
    assert shop.after == shop.before and len(shop.before) == 5 + 5 + 1
    assert all("," not in name.rpartition(":2")[2] or "S" in name for name in shop.after)


def test_reading_again_finds_nothing_new_and_changes_no_verdict(shop):
    before = shop.build.rows("select * from facts.order_confirmations order by order_id")
    results = ingest(shop.settings, shop.desk)
    assert sum(result.counts["accepted"] for result in results) == 0
    assert [r.trouble for r in results if r.trouble] == []
    build(shop.settings, shop.desk)
    again = newest(shop.settings.data).rows(
        "select order_id, verdict from facts.order_confirmations")
    assert dict(again) == VERDICTS and len(before) == len(again)
