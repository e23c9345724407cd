"""Reports made to break their reader: it looks at each line once, and keeps little."""

import sys

import pytest

from ingest.mail import Unreadable, read_mail
from ingest.mail_times import Times

HEAD = b"""Return-Path: <>
From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
"""
OPENING = b"\nYour message could not be delivered.\n"
SIZE = 100_000
HOSTILE = {  # what is written again and again
    "addresses, one on each line": b"u%06d@x.example\n",
    "addresses in one line": b"<u%06d@x.example> ",
    "aliases of aliases": b"a%06d@x.example\n(expanded from <b%06d@x.example>)\n",
    "labels before nothing": b"recipient: [SMTP: <<<(\n",
    "codes before addresses": b"550 5.1.1 <u%06d@x.example>\n",
    "signs of an address without one": b"((((<<<<\"\"\"\"....",
    "at signs": b"@a@@ b@",
    "lines that nearly begin a copy": b"-----------=====||||____ this is a cop\n",
    "fields without a report": b"Final-Recipient: rfc822; u%06d@x.example\n\n",
    "a field of continued lines": b"Diagnostic-Code: smtp;\n" + b"  550 5.1.1\n" * 20,
    "lines that continue a field": b"x\n",
    "statuses": b"5.1.1 550 5.9.9.9 ",
    "unknown": b"unknown rejected invalid full ",
    "words and spaces": b"unknown                                         : ",
}


def hostile(piece: bytes, size: int, extra: bytes = b"") -> bytes:
    pieces, length, number = [b"Final-Recipient: rfc822;"] * (piece == b"x\n"), 0, 0
    while length < size:
        made = piece.replace(b"%06d", b"%06d" % number)
        pieces.append(made)
        length, number = length + len(made), number + 1
    return HEAD + extra + OPENING + b"".join(pieces)


def steps(raw: bytes) -> int:
    """How many lines of Python the reading runs."""
    count = [0]

    def trace(frame, event, argument):
        count[0] += event == "line"
        return trace

    sys.settrace(trace)
    try:
        read_mail(raw, Times())
    finally:
        sys.settrace(None)
    return count[0]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("extra", [b"", b"X-Failed-Recipients: u000001@x.example\n"])
def test_a_hostile_report_gives_few_and_short_facts(name, extra):
    read = read_mail(hostile(HOSTILE[name], 2 * SIZE, extra), Times())

    assert not isinstance(read, Unreadable)
    assert len(read[1:]) <= 500
    assert all(len(bounce.diagnostic or "") <= 2_000 for bounce in read[1:])


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_takes_at_most_twice_the_work(name):
    # Both beyond 64 KiB, from where on header lines are looked at one by one.
    once, twice = (steps(hostile(HOSTILE[name], size)) for size in (SIZE, 2 * SIZE))

    assert twice < 2.2 * once
