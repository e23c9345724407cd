"""Bad mails E39 to E45: pages and markup, automatic and sealed mails, line ends and prefixes."""

import socket

import pandas as pd
import pytest
from mails import NOW, mail
from sandwich import PLACES, eaten, settings_for

from dashboard import column, tables
from dashboard.column import Column
from ingest.mail import read_mail
from ingest.mail_times import Times
from ingest.run import ingest
from sql.desk import Desk

HEAD = mail("bad").partition(b"\n\n")[0] + b"\n"

PAGE = b"""<html><head><base href="http://evil.example/"><meta http-equiv="refresh"
content="0;url=http://evil.example/refresh"><style>@import url(http://evil.example/a.css);
body{background:url(http://evil.example/b.png)}</style><title>t</title></head><body>
<script src="http://evil.example/x.js">document.write("stolen")</script>
<p onclick="steal()">Hello <b>Mia</b></p><img src="http://evil.example/pixel.png" alt="logo">
<img src="cid:logo"><iframe src="http://evil.example/frame"></iframe>
<a href="javascript:steal()">click</a> <a href="https://shop.example/o">order</a>
<form action="http://evil.example/form"><input value="typed"></form></body></html>"""


@pytest.fixture
def no_network(monkeypatch):
    """Whoever opens a connection fails the test."""

    def refused(*arguments):
        raise AssertionError("a mail made us call somebody")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_e39_of_a_page_only_the_visible_text_is_kept_and_nothing_is_fetched(
    tmp_path, no_network, kind
):
    found = eaten(tmp_path, HEAD + b"Content-Type: text/html\n\n" + PAGE, kind)

    assert found.message["text"] == "Hello Mia\nclick order"
    assert found.message["links"] == ["https://shop.example/o"]


MARKUP = [
    "![x](http://evil.example/p.png)", "[a](javascript:alert(1))", ":material/delete: :red[x]",
    "$\\int_0^1$", "<img src=http://evil.example/p.png>", "# Heading", "| a | b |",
]  # fmt: skip


@pytest.mark.parametrize("markup", MARKUP)
def test_e40_markup_is_text_as_it_was_written_and_is_shown_as_text(tmp_path, no_network, markup):
    found = eaten(tmp_path, mail("bad", markup, Subject=markup))

    assert found.message["subject"] == found.message["text"] == markup
    assert "javascript" not in "".join(found.message["links"])
    # It goes to a page as a text column; that no page gives data to Markdown is held elsewhere.
    given = pd.DataFrame({"subject": [markup]})
    assert list(tables.plain(given, {"subject": Column("Subject")}, "UTC")["Subject"]) == [markup]
    assert "text" in str(column._one(Column("Subject"), "UTC")).lower()


REPORT = b"""Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

It failed.
--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; who@kunde.example
Action: failed
Status: 5.1.1
--b--
"""
READ = REPORT.replace(b"delivery-status; ", b"disposition-notification; ").replace(
    b"message/delivery-status", b"message/disposition-notification"
)
CALENDAR = b"""Content-Type: multipart/alternative; boundary=b

--b

Accepted: visit
--b
Content-Type: text/calendar; method=REPLY; charset=utf-8

BEGIN:VCALENDAR
METHOD:REPLY
END:VCALENDAR
--b--
"""
CLASSIFIED = {
    "e41 an absence": (b"Auto-Submitted: auto-replied\n\nI am away\n", "auto_reply"),
    "e41 an automatic mail": (b"Auto-Submitted: auto-generated\n\nlog\n", "auto_reply"),
    "e41 a vendor's sign": (b"X-Autoreply: yes\n\nI am away\n", "auto_reply"),
    "e41 a list": (b"List-Id: <news.other.example>\n\nNews\n", "bulk"),
    "e41 bulk": (b"Precedence: bulk\n\nNews\n", "bulk"),
    "e41 a null sender": (b"Return-Path: <>\n\nIt failed\n", "bounce"),
    "e41 a report": (REPORT, "bounce"),
    "e42 a read receipt": (READ, "auto_reply"),
    "e42 an answer to an invitation": (CALENDAR, "auto_reply"),
}


def judged(tmp_path, warehouse, parts: bytes, kind: str = "maildir") -> tuple:
    """(kind of the bad mail, how many messages, how many wait), after a build of what was read."""
    bad = mail("bad", From="Other <other@x.example>").partition(b"\n\n")[0] + b"\n" + parts
    mails = [mail("before"), bad, mail("after", From="lea@kunde.example")]
    settings = settings_for(tmp_path, support=PLACES[kind](tmp_path / kind, mails))
    (result,) = ingest(settings, Desk(settings.desk_url), polled_at=NOW)
    assert result.trouble is None and result.counts["accepted"] == 3
    warehouse.settings = settings
    (of_bad,) = warehouse.rows(
        "select kind from facts.messages where message_id = 'bad@kunde.example'")  # fmt: skip
    return (*of_bad, *warehouse.row("select count(*) from facts.messages"),
            *warehouse.row("select count(*) from facts.waits"))  # fmt: skip


@pytest.mark.parametrize("name", [name for name in CLASSIFIED if name.startswith("e41")])
def test_e41_mails_that_no_person_wrote_are_counted_and_nobody_waits_for_an_answer(
    tmp_path, warehouse, name
):
    parts, kind = CLASSIFIED[name]

    assert judged(tmp_path, warehouse, parts) == (kind, 3, 2)


@pytest.mark.parametrize("name", [name for name in CLASSIFIED if name.startswith("e42")])
def test_e42_receipts_and_calendar_mails_are_told_from_inquiries(tmp_path, warehouse, name):
    parts, kind = CLASSIFIED[name]

    assert judged(tmp_path, warehouse, parts) == (kind, 3, 2)


def test_e42_a_question_with_an_appointment_attached_is_a_question(tmp_path, warehouse):
    parts = CALENDAR.replace(b"; method=REPLY", b"; name=visit.ics").replace(
        b"alternative", b"mixed")  # fmt: skip

    assert judged(tmp_path, warehouse, parts) == ("inquiry", 3, 3)


SEALED = {
    "PGP/MIME": (
        b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n'
        b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
        b"Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\nhQ==\n--b--\n",
        "encrypted",
    ),
    "PGP in the text": (b"\n-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----\n",
                        "encrypted"),
    "S/MIME": (
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
        b"Content-Transfer-Encoding: base64\n\nMIAGCSqG\n", "encrypted"),
    "S/MIME of old": (b"Content-Type: application/x-pkcs7-mime\n\nMIAGCSqG\n", "encrypted"),
    "within a list's footer": (
        b"Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: application/pkcs7-mime\n"
        b"\nMIAG\n--o--\n", "encrypted"),
    "winmail.dat": (
        b"Content-Type: application/ms-tnef; name=winmail.dat\n"
        b"Content-Transfer-Encoding: base64\n\neJ8+IgAA\n", "tnef"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
@pytest.mark.parametrize("name", SEALED)
def test_e43_a_sealed_mail_counts_and_its_text_is_unknown(tmp_path, name, kind):
    raw, flag = SEALED[name]

    found = eaten(tmp_path, HEAD + raw, kind)

    assert found.outcome == "accepted"
    assert found.message["text"] is None
    assert flag in found.flags


QP = b"Content-Type: text/plain; charset=utf-8%s\nContent-Transfer-Encoding: quoted-printable\n\n"


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_e44_a_soft_break_inside_a_character_and_mixed_line_ends_are_undone(tmp_path, kind):
    raw = HEAD + QP % b"" + b"Gr=C3=\n=BC=C3=\n=9Fe\r\nline\nend\n"

    assert eaten(tmp_path, raw, kind).message["text"] == "Grüße\nline\nend"


def test_e44_carriage_returns_alone_end_lines_too(tmp_path):
    found = eaten(tmp_path, (HEAD + b"\none\ntwo\n").replace(b"\n", b"\r"))

    assert found.message["message_id"] == "bad@kunde.example"
    assert found.message["text"] == "one\ntwo"


@pytest.mark.parametrize(
    "parameters, body, text",
    [
        (b"; format=flowed",
         b"We sent=20\nit today.\n> you=20\n> wrote\n>> deeper\n  stuffed\n--=20\nShop\n",
         "We sent it today.\n> you wrote\n>> deeper\n stuffed\n-- \nShop"),
        (b"; format=flowed; delsp=yes", b"Liefer=20\nung\n", "Lieferung"),
        (b"", b"We sent=20\nit\n", "We sent \nit"),
    ],
)  # fmt: skip
def test_e44_lines_broken_for_sending_are_one_line_again(tmp_path, parameters, body, text):
    found = eaten(tmp_path, HEAD + QP % parameters + body)

    assert found.message["text"].rstrip("\n") == text


def key_of(raw: bytes) -> str:
    return read_mail(raw, Times())[0].message_key


def test_e44_the_key_is_made_of_sender_date_subject_and_body_as_sent_alone(tmp_path):
    raw = HEAD + QP % b"" + b"Gr=C3=BC=C3=9Fe\n"
    moved = b"Received: from a by b\nX-Spam: no\nReturn-Path: <x@y.example>\n" + raw
    changes = [(b"mia@", b"lea@"), (b"Subject: Q", b"Subject: q"), (b"02 Nov", b"03 Nov"),
               (b"=9Fe", b"=9FE"), (b"=C3=BC", b"\xc3\xbc")]  # fmt: skip

    same = {key_of(raw), key_of(moved), key_of(raw.replace(b"\n", b"\r\n")),
            key_of(raw.replace(b"To: ", b"Cc: x@y.example\nTo: ")),
            eaten(tmp_path, raw).message["message_key"]}  # fmt: skip
    other = {key_of(raw.replace(before, after)) for before, after in changes}

    assert len(same) == 1
    assert len(other) == len(changes) and not other & same


@pytest.mark.parametrize("ends", [b"\r\n", b"\r", b"\n"])
def test_e44_odd_line_ends_in_the_body_make_no_other_mail(ends):
    body = b"\none\ntwo\n\nthree\n"

    assert key_of(HEAD + b"\n" + body.replace(b"\n", ends)) == key_of(HEAD + b"\n" + body)


PREFIXES = [b"From mia@kunde.example Mon Nov  2 09:15:30 2026\n", b"\xef\xbb\xbf", b">From x\n",
            b"\xef\xbb\xbfFrom x Mon Nov  2 09:15:30 2026\n", b"\n\n"]  # fmt: skip


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("kind", ["maildir", "eml"])
def test_e45_what_stands_before_the_first_header_is_taken_off(tmp_path, prefix, kind):
    found = eaten(tmp_path, prefix + mail("bad"), kind)

    assert (found.message["message_id"], found.message["text"]) == ("bad@kunde.example", "Hello")
    assert "prefix_removed" in found.flags
    assert found.message["message_key"] == key_of(mail("bad"))
