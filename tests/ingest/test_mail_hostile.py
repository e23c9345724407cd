"""Mails made to break a reader: each gives facts or a reason, never an exception."""

from datetime import datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mails import mail

from ingest.mail import Unreadable, read_mail
from ingest.mail_dates import date_of
from ingest.mail_times import Times

HEAD = mail(1).partition(b"\n\n")[0] + b"\n"
SEEN = Times(file_at=datetime(2026, 11, 23))


def nested(levels: int) -> bytes:
    parts = (
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels)
    )
    return HEAD + b"".join(parts) + b"\nhello\n"


def html(body: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html\n\n" + body


def multipart(parts: bytes) -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + parts


READABLE = {  # mail -> flag that tells what was done about it
    "50 levels are followed, the rest is not": (nested(200), "mime_depth"),
    "1000 parts are read, the rest is not": (multipart(b"--b\n\nhi\n" * 100_000), "parts_cut"),
    "a subject of 5 MB": (HEAD.replace(b"Question", b"x" * 5_000_000) + b"\nhi", "headers_cut"),
    "a megabyte of headers": (HEAD + b"X-Pad: " + b"y" * 99 + b"\n" * 1 + b"a: b\n" * 300_000
                              + b"\nhi", "headers_cut"),
    "20 000 recipients": (HEAD.replace(b"support@nordlicht.example", b", ".join(
        b"u%d@x.example" % n for n in range(4_000))) + b"\nhi", "addresses_cut"),
    "only brackets for a sender": (HEAD.replace(b"mia@kunde.example", b"(" * 60_000) + b"\nhi",
                                   "address_unreadable"),
    "a quote that never ends": (HEAD.replace(b"mia@kunde.example", b'"\\' * 30_000) + b"\nhi",
                                "address_unreadable"),
    "spaces between dots": (HEAD.replace(b"mia@kunde.example", b" . " * 20_000) + b"\nhi",
                            "address_unreadable"),
    "HTML as deep as it is long": (html(b"<div>" * 50_000 + b"hi"), "html_depth"),
    "more links than anybody follows": (html(b"<a href=http://x.example/%d>a</a>" * 1 + b"".join(
        b"<a href=http://x.example/%d>a</a>" % n for n in range(2_000))), "text_cut"),
    "an unknown transfer encoding": (multipart(
        b"--b\nContent-Transfer-Encoding: base64\n\nA\n--b\n"
        b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n"), "cte_defect"),
}  # fmt: skip


@pytest.mark.parametrize("name", READABLE)
def test_a_hostile_mail_is_read_as_far_as_it_goes_and_says_so(name):
    raw, flag = READABLE[name]

    read = read_mail(raw, SEEN)

    assert not isinstance(read, Unreadable)
    assert flag in read[0].flags
    assert read[0].message_id == "1@kunde.example"


@pytest.mark.parametrize(
    "raw, reason",
    [
        (b"", "mail.empty"),
        (b"\0\0\r\n", "mail.empty"),
        (b"no header in here\n", "mail.no_headers"),
        (nested(5_000), "mail.mime_depth"),
    ],
)
def test_what_is_no_mail_is_refused_with_a_reason(raw, reason):
    read = read_mail(raw, SEEN)

    assert isinstance(read, Unreadable)
    assert read.reason == reason


PIECES = st.sampled_from([
    b"\n", b"\r\n", b"\r", b"\n\n", b"--b", b"--b--", b"=?utf-8?b?", b"?=", b"\xff\xfe", b"\0",
    b"<", b">", b"(", b'"', b": ", b"; ", b"Content-Type: ", b"multipart/mixed; boundary=b",
    b"text/html", b"message/rfc822", b"message/delivery-status", b"charset=", b"utf-7", b"idna",
    b"Content-Transfer-Encoding: ", b"base64", b"quoted-printable", b"From: ", b"Date: ",
    b"Received: ", b"Final-Recipient: ", b"X-Failed-Recipients: ", b"a@b.example",
    b"<blockquote>", b"</a>",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=12), max_size=40).map(b"".join))
@example(b"Content-Type: message/rfc822\n\n" * 60)
def test_no_bytes_make_the_reader_raise_and_all_text_can_be_stored(raw):
    read = read_mail(HEAD + raw, SEEN)

    assert isinstance(read, Unreadable) or repr(read).encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789 :+-,;()JanMonGMTZ\u0660", max_size=40))
@example("Fri, 31 Dec 9999 23:59:59 -1200")
@example("Mon, 01 Jan 0001 00:00:00 +1400")
def test_no_date_makes_the_reader_raise(text):
    assert date_of(text, set()) is None or isinstance(date_of(text, set()), datetime)


@given(st.binary(max_size=200))
def test_a_mail_has_one_key_whatever_its_line_ends(body):
    with_lf = mail(1) + body.replace(b"\r", b"")
    with_crlf = with_lf.replace(b"\n", b"\r\n")

    ours, theirs = read_mail(with_lf, SEEN), read_mail(with_crlf + b"\r\n", SEEN)

    assert not isinstance(ours, Unreadable) and not isinstance(theirs, Unreadable)
    assert ours[0].message_key == theirs[0].message_key


def test_mails_that_differ_in_one_word_have_different_keys():
    changed = [{"text": "Hallo"}, {"Subject": "Other"}, {"From": "b@c.example"}]
    mails = [mail(1), mail(2), *(mail(1, **change) for change in changed)]

    read = [read_mail(raw, SEEN) for raw in mails]

    keys = {one[0].message_key for one in read if not isinstance(one, Unreadable)}
    assert len(keys) == len(mails)
