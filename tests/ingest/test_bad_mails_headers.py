"""Bad mails E01 to E11: empty ones, and what is wrong with their identity and their dates."""

import time
from datetime import datetime

import pytest
from mails import Reader, mail
from sandwich import eaten
from servers import Proxy, deliver

from ingest.mail import read_mail
from ingest.mail_times import Times
from ingest.sources import imap

KINDS = ("maildir", "mbox", "eml")


def bad(**headers: str) -> bytes:
    return mail("bad", **headers)


def without(name: str) -> bytes:
    lines = bad().split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith(name.encode() + b":"))


@pytest.mark.parametrize("kind", KINDS)
def test_e01_an_empty_mail_is_quarantined_as_empty(tmp_path, kind):
    found = eaten(tmp_path, b"", kind)

    assert (found.outcome, found.refused["reason"]) == ("quarantined", "mail.empty")
    assert found.refused["payload"] == b""


@pytest.mark.parametrize("kind", KINDS)
def test_e02_headers_without_a_blank_line_are_a_mail_without_body(tmp_path, kind):
    found = eaten(tmp_path, bad().partition(b"\n\n")[0], kind)

    assert found.message["text"] is None
    assert found.message["message_id"] == "bad@kunde.example"
    assert "no_body" in found.flags


@pytest.mark.parametrize("kind", KINDS)
def test_e03_a_mail_without_message_id_is_known_by_its_content(tmp_path, kind):
    found = eaten(tmp_path, without("Message-ID"), kind)

    assert found.message["message_id"] is None
    assert "no_message_id" in found.flags
    copy = read_mail(b"Received: elsewhere\n" + without("Message-ID"), Times())
    other = read_mail(without("Message-ID") + b"one word more\n", Times())
    assert copy[0].message_key == found.message["message_key"] != other[0].message_key


@pytest.mark.parametrize("value", ["", "<>", "[", "   ", "[]", "< >"])
def test_e04_an_empty_message_id_is_none(tmp_path, value):
    found = eaten(tmp_path, bad(**{"Message-ID": value}))

    assert found.message["message_id"] is None
    assert "no_message_id" in found.flags


@pytest.mark.parametrize(
    "value, stored",
    [
        (b"<a\rb\0c@x.example>", "a b c@x.example"),
        (b"<a\r\n LOGOUT\r\n b@x.example>", "a LOGOUT b@x.example"),
        (b"<" + b"i" * 5_000 + b"@x.example>", "i" * 998),
    ],
)
def test_e07_an_odd_message_id_is_stored_without_controls_and_cut(tmp_path, value, stored):
    raw = bad().replace(b"<bad@kunde.example>", value)

    found = eaten(tmp_path, raw)

    kept = found.message["message_id"]
    assert kept.isprintable() and len(kept) <= 998
    assert " ".join(kept.replace("\ufffd", " ").split()) == stored


def test_e07_no_message_id_ever_stands_in_a_command_to_the_server(mailbox):
    evil = bad().replace(b"<bad@kunde.example>", b"<x\r\n a1 CREATE evil\r\n @x.example>")
    for number, raw in enumerate([mail(0), evil, mail(2)]):
        deliver(mailbox.inbox, f"{number}.mail", raw)
    proxy = Proxy(mailbox.server.port)
    options = imap.Options(
        kind="imap", host="127.0.0.1", port=proxy.port, tls="none", user=mailbox.user,
        password="env:MAIL_PASSWORD", folders={"INBOX": "inbox"},
    )  # fmt: skip
    reader = Reader(imap, options).read()
    proxy.close()

    assert len(reader.items) == 3
    said = bytes(proxy.sent).upper()
    assert b"FETCH" in said and b"CREATE" not in said and b"X.EXAMPLE" not in said


UNREADABLE = ["yesterday", "Mon, 02 Nov 2026 25:15:00 +0100", "Mon, 02 Nov 2026 10:15:00 +9999",
              "Mon, 02 Foo 2026 10:15:00", "\u00e9t\u00e9 2026", "0", "Mon, 32 Nov 2026 10:15:00 Z",
              "=?utf-8?q?x?="]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_e08_without_a_date_the_time_of_receipt_counts(tmp_path, kind):
    found = eaten(tmp_path, without("Date"), kind)

    assert found.message["sent_at"] is None
    assert isinstance(found.message["received_at"], datetime)
    assert "date_from_internaldate" in found.flags


@pytest.mark.parametrize("value", UNREADABLE)
def test_e09_an_unreadable_date_is_none(tmp_path, value):
    found = eaten(tmp_path, bad(Date=value))

    assert found.message["sent_at"] is None
    assert isinstance(found.message["received_at"], datetime)
    assert "date_from_internaldate" in found.flags


@pytest.mark.parametrize(
    "value, sent_at",
    [
        ("Thu, 01 Jan 1970 00:00:00 +0000", datetime(1970, 1, 1)),
        ("Fri, 01 Jan 2044 00:00:00 +0000", datetime(2044, 1, 1)),
        ("Mon, 02 Nov 99999 10:15:00 +0100", None),
    ],
)
def test_e10_an_implausible_date_is_kept_and_flagged_beside_the_time_of_receipt(
    tmp_path, value, sent_at
):
    hop = "from a.example by b.example; Mon, 02 Nov 2026 10:15:30 +0000"

    found = eaten(tmp_path, bad(Date=value, Received=hop))

    assert found.message["sent_at"] == sent_at
    assert found.message["received_at"] == datetime(2026, 11, 2, 10, 15, 30)
    assert "date_implausible" in found.flags


@pytest.mark.parametrize("hours, is_flagged", [(23, False), (25, True)])
def test_e10_a_clock_may_be_wrong_by_a_day(tmp_path, hours, is_flagged):
    hop = "from a.example by b.example; Mon, 02 Nov 2026 10:00:00 +0000"
    day, hour = divmod(10 + hours, 24)

    found = eaten(tmp_path, bad(Date=f"{2 + day} Nov 2026 {hour}:00:00 +0000", Received=hop))

    assert ("date_implausible" in found.flags) is is_flagged


def test_e10_metrics_use_the_time_of_receipt_of_an_implausible_mail_of_ours(warehouse):
    warehouse.given("raw.messages", """
        message_key  from_address         sent_at     received_at          flags
        odd          us@nordlicht.example  1970-01-01  2026-11-02 10:15:00  [date_implausible]
        fine         us@nordlicht.example  2026-11-01  2026-11-02 10:15:00  []
    """)
    warehouse.given("raw.message_locations", """
        message_key  shop       path  role  epoch  location  mailbox_flags
        odd          nordlicht  sent  sent  1      1         []
        fine         nordlicht  sent  sent  1      2         []
    """)

    assert warehouse.rows(
        "select message_key, direction, happened_at from staging.messages order by 1"
    ) == [("fine", "outgoing", datetime(2026, 11, 1)),
          ("odd", "outgoing", datetime(2026, 11, 2, 10, 15))]  # fmt: skip


@pytest.mark.parametrize("zone", ["", " -0000", " XYZ"])
@pytest.mark.parametrize("machine", ["Asia/Tokyo", "America/New_York"])
def test_e11_a_date_without_a_known_zone_is_utc_wherever_we_run(
    tmp_path, monkeypatch, zone, machine
):
    monkeypatch.setenv("TZ", machine)
    time.tzset()
    try:
        found = eaten(tmp_path, bad(Date=f"Mon, 02 Nov 2026 10:15:00{zone}"))
    finally:
        monkeypatch.undo()
        time.tzset()

    assert found.message["sent_at"] == datetime(2026, 11, 2, 10, 15)
    assert "zone_unknown" in found.flags
