"""Real mails, cut and stirred: whatever comes out gives facts or a reason, in bounded work."""

import re
import sys
from functools import cache
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from testdata import messages_of

from ingest import file_bytes
from ingest.mail import MAX_REFERENCES, Unreadable, read_mail
from ingest.mail_addresses import MAX_ADDRESSES
from ingest.mail_text import MAX_LINKS, MAX_TEXT
from ingest.mail_times import Times
from ingest.mbox_split import pieces

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
OWN = Path(__file__).parents[1] / "messages"
LONGEST = 60_000
CALLS_AT_LEAST, CALLS_PER_BYTE = 20_000, 8
PIECES = [b"\n", b"\r\n", b"\n\n", b"\0", b"\xff", b"=?utf-8?b?", b"?=", b"<", b'"', b"(", b"--",
          b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
          b"Content-Type: message/rfc822\n\n",
          b"Content-Transfer-Encoding: base64\n", b"charset=utf-7", b"<blockquote>", b"<table>",
          b"From ", b"Received: ", b"Final-Recipient: rfc822;", b"=3D", b"&#xD800;"]  # fmt: skip


@cache
def corpus() -> list[bytes]:
    mails = [path.read_bytes() for path in sorted(OWN.glob("*.eml"))]
    for name in ("mime", "bounces"):
        mails += [raw for _, raw in messages_of(name)]
    return [raw[:LONGEST] for raw in mails]


@st.composite
def stirred(draw) -> bytes:
    """A mail with some stretches of it removed, doubled, moved, flipped, or taken from another."""
    mails = corpus()
    raw = draw(st.sampled_from(mails))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(raw)))
        end = min(len(raw), at + draw(st.integers(0, 400)))
        match draw(st.sampled_from(["drop", "double", "move", "flip", "insert", "other", "cut"])):
            case "drop":
                raw = raw[:at] + raw[end:]
            case "double":
                raw = raw[:end] + raw[at:end] * draw(st.integers(1, 20)) + raw[end:]
            case "move":
                raw = raw[at:end] + raw[:at] + raw[end:]
            case "flip":
                raw = raw[:at] + bytes(byte ^ 0x80 for byte in raw[at:end]) + raw[end:]
            case "insert":
                raw = raw[:at] + draw(st.sampled_from(PIECES)) * draw(st.integers(1, 30)) + raw[at:]
            case "other":
                other = draw(st.sampled_from(mails))
                raw = raw[:at] + other[at : at + 2_000] + raw[at:]
            case "cut":
                raw = raw[:at]
    return raw


def read_and_count(raw: bytes) -> tuple:
    """What the mail gives, and how many functions were called for it."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read = read_mail(raw, Times())
    finally:
        sys.setprofile(None)
    return read, calls


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(stirred())
@example(b"")
def test_a_stirred_mail_gives_facts_that_can_be_stored_or_a_reason(raw):
    read, calls = read_and_count(raw)

    assert calls < CALLS_AT_LEAST + CALLS_PER_BYTE * len(raw)
    if isinstance(read, Unreadable):
        assert read.reason.startswith("mail.") and read.detail
        return
    message = read[0]
    assert repr(read).encode("utf-8") and len(message.message_key) == 32
    assert len(message.text or "") <= MAX_TEXT and len(message.links) <= MAX_LINKS
    assert len(message.to_addresses) <= MAX_ADDRESSES
    assert len(message.reference_ids) <= MAX_REFERENCES
    headers = [message.subject, message.from_address, message.from_name, message.message_id,
               message.list_id, message.in_reply_to, *message.to_addresses]  # fmt: skip
    assert [one for one in headers if one and CONTROLS.search(one)] == []


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(stirred(), max_size=4).map(b"\n".join), st.integers(1, 5_000))
def test_an_mbox_of_stirred_mails_is_split_without_loss_however_it_is_handed_over(data, size):
    data = b"From a@b.example Mon Nov  2 09:15:30 2026\n" + data
    with patch.object(file_bytes, "BLOCK_BYTES", 1):  # each piece is looked at as it comes
        split = list(pieces(Handed(data, size), 0))  # type: ignore[arg-type]

    assert split == list(pieces(Handed(data, len(data)), 0))  # type: ignore[arg-type]
    assert [piece.start for piece in split[1:]] == [piece.end for piece in split[:-1]]
    assert split[-1].end == len(data) and [piece.is_last for piece in split][-1]


class Handed:
    """A stream that gives its bytes in small pieces."""

    def __init__(self, data: bytes, size: int):
        self.parts = iter([data[at : at + size] for at in range(0, len(data), size)])

    def read1(self, size: int) -> bytes:
        return next(self.parts, b"")
