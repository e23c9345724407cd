"""Reports that a real Postfix writes are read as such and lead to the mails they are about."""

import os
import socketserver
import tempfile
import threading
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from postfix_server import Postfix, table

from ingest.kinds import option_models
from ingest.run import ingest
from sql.build import build
from sql.desk import Desk
from sql.readers import newest
from sql.settings import load

SHOP, OFFICE = "orders@nordlicht.example", "office@nordlicht.example"
ARCHIVE, GONE = "archive@nordlicht.example", "gone@nordlicht.example"
KIM = "kim@customer.example"
HASTE = """
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
delay_warning_time = 1s
maximal_queue_lifetime = 6s
bounce_queue_lifetime = 6s
"""
SETTINGS = """
data = "data"
[shops.nordlicht]
name = "Nordlicht"
zone = "Europe/Berlin"
domains = ["nordlicht.example"]
[sources.log]
kind = "postfix"
shop = "nordlicht"
files = ["{folder}/mail.log"]
zone = "{zone}"
[sources.archive]
kind = "maildir"
shop = "nordlicht"
folder = "{folder}/boxes/archive"
folders = {{ "." = "archive" }}
[sources.bounces]
kind = "maildir"
shop = "nordlicht"
folder = "{folder}/boxes/shop"
folders = {{ "." = "inbox" }}
"""
REFUSALS = {  # RCPT of this mailbox -> the other server's answer
    "full": b"552 5.2.2 mailbox is full",
    "busy": b"450 4.2.1 mailbox is busy",
    "moved": b"551 5.1.6 has moved",
}


class OtherServer(socketserver.StreamRequestHandler):
    """The mail server of customers: each mailbox has its own way to refuse."""

    def handle(self) -> None:
        self.wfile.write(b"220 mx.kunde.example\r\n")
        for line in self.rfile:
            command = line[:4].upper()
            refusal = next((said for name, said in REFUSALS.items()
                            if f"<{name}@".encode() in line), b"250 2.1.5 ok")  # fmt: skip
            if command == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline().strip() != b".":
                    pass
                self.wfile.write(b"554 5.7.1 rejected by policy\r\n")
            elif command == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write((refusal if command == b"RCPT" else b"250 ok") + b"\r\n")


def confirmation(name: str, to: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = SHOP, to, f"Order confirmation #{name}"
    made["Date"] = format_datetime(datetime.now(UTC))
    made["Message-ID"] = f"<{name}@nordlicht.example>"
    made.set_content("Thank you!\n")
    return made


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The newest build over what Postfix sent back."""
    if os.getuid() != 0:
        assert os.environ.get("CI") != "true", "Postfix starts as root only"
        pytest.skip("Postfix starts as root only")
    # Not pytest's folder: only root may enter it.
    with tempfile.TemporaryDirectory(prefix="postfix-") as folder:
        send_and_wait(Path(folder))
        yield read_and_judge(Path(folder), tmp_path_factory.mktemp("bounces"))


def send_and_wait(folder: Path) -> None:
    folder.chmod(0o755)
    other = socketserver.ThreadingTCPServer(("127.0.0.1", 0), OtherServer)
    other.daemon_threads = True
    threading.Thread(target=other.serve_forever, daemon=True).start()
    boxes = {SHOP: "boxes/shop", OFFICE: "boxes/office", ARCHIVE: "boxes/archive",
             KIM: "boxes/kim"}  # fmt: skip
    postfix = Postfix(folder, boxes, copies={SHOP: ARCHIVE, OFFICE: GONE})
    table(folder / "transport", {"kunde.example": f"smtp:[127.0.0.1]:{other.server_address[1]}"})
    with (folder / "config/main.cf").open("a") as file:
        file.write(HASTE)
    try:
        with postfix:
            for name, to in [("unknown", "nobody@customer.example"), ("arrived", KIM),
                             *((name, f"{name}@kunde.example") for name in REFUSALS),
                             ("spam", "spam@kunde.example")]:  # fmt: skip
                postfix.send(confirmation(name, to), SHOP, to)
            postfix.send(confirmation("copied", KIM), OFFICE, KIM)
            postfix.wait_until_logged("sender delay notification")
            postfix.wait_until_logged("status=expired")
            postfix.wait_until_logged("sender non-delivery notification", 5)
            postfix.wait_until_logged(f"to=<{SHOP}>", 6)
            postfix.wait_until_logged(f"to=<{GONE}>")
    finally:
        other.shutdown()
        other.server_close()


def read_and_judge(folder: Path, shop: Path):
    zone = "/".join(Path("/etc/localtime").resolve().parts[-2:]).removeprefix("zoneinfo/")
    settings_path = shop / "trackrecord.toml"
    settings_path.write_text(SETTINGS.format(folder=folder, zone=zone))
    settings = load(settings_path, option_models())
    desk = Desk(settings.desk_url)
    assert [result.trouble for result in ingest(settings, desk) if result.trouble] == []
    build(settings, desk)
    return newest(settings.data)


def test_each_failure_says_status_reason_and_hard_or_soft(judged):
    rows = judged.rows("""
        select split_part(original_message_id, '@', 1), status, reply_code, reason, is_hard
        from staging.bounces order by 1
    """)

    assert rows == [
        ("busy", "4.2.1", "450", "mailbox_disabled", False),
        ("full", "5.2.2", "552", "mailbox_full", False),
        ("moved", "5.1.6", "551", "moved", True),
        ("spam", "5.7.1", "554", "refused", False),
        ("unknown", "5.1.1", None, "unknown_user", True),
    ]


def test_each_report_leads_to_the_archived_mail_it_is_about(judged):
    rows = judged.rows("""
        select distinct mails.message_id = bounces.original_message_id
        from staging.bounces as bounces
        left join staging.messages as mails on mails.message_key = bounces.original_message_key
    """)

    assert rows == [(True,)]


def test_a_warning_is_no_bounce_and_what_was_given_up_has_expired(judged):
    actions = judged.rows("""
        select action from staging.delivery_reports
        where original_message_id like 'busy%' order by action
    """)
    states = dict(judged.rows(
        "select split_part(message_id, '@', 1), state from staging.mail_deliveries"
        " where not is_null_sender"))

    assert actions == [("delayed",), ("failed",)]
    assert states == {
        "unknown": "bounced", "full": "bounced", "moved": "bounced", "spam": "bounced",
        "busy": "expired", "arrived": "delivered", "copied": "delivered",
    }  # fmt: skip


def test_a_copy_that_came_back_in_the_log_accuses_nobody(judged):
    """Postfix writes no report about a copy that it added itself."""
    bounced = "select count(*) from staging.mail_events where is_own and event = 'bounced'"

    assert judged.rows(bounced) == [(1,)]
    assert judged.rows("""
        select state from staging.mail_deliveries where message_id like 'copied%'
    """) == [("delivered",)]


def test_reports_are_no_inquiries(judged):
    assert judged.rows("select distinct kind, kind_reason from facts.incoming_kinds") == [
        ("bounce", "report")
    ]
