"""Delivery reports (RFC 3464) as one bounce for each recipient they name."""

import re
from collections.abc import Iterator
from itertools import islice

from ingest.mail_headers import Headers, split
from ingest.mail_parts import Part
from ingest.mail_words import header_text
from sql.raw.facts import Bounce

MAX_RECIPIENTS = 500
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY = re.compile(r"(?:^|[\s;:(])([245]\d\d)(?=[\s\-#;:,.)]|$)")
_BLOCKS = re.compile(rb"(?:\r?\n){2,}")
_MESSAGE_ID = re.compile(r"<([^<>]+)>")
_DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_ENCLOSED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")


def message_id_of(value: bytes | None) -> str | None:
    """An identifier without < >; None where the header is empty or holds none."""
    text = header_text(value or b"", set())
    found = _MESSAGE_ID.search(text)
    bare = (found[1] if found else text.strip("<>[] ")).strip()
    return bare[:998] or None


def bounces_in(root: Part, message_key: str) -> list[Bounce]:
    """The recipients of all delivery reports in a mail."""
    parts = list(root.walk())
    original = next(filter(None, (_enclosed_id(part) for part in parts)), None)
    found = [
        _bounce(fields, message_key, original)
        for part in parts
        if part.kind in _DELIVERY
        for fields in islice(_recipients(part.data), MAX_RECIPIENTS)
    ]
    distinct = {(bounce.recipient, bounce.action): bounce for bounce in reversed(found)}
    return list(reversed(distinct.values()))


def _enclosed_id(part: Part) -> str | None:
    if part.kind not in _ENCLOSED:
        return None
    return message_id_of(split(part.data)[0].first("message-id"))


def _recipients(data: bytes) -> Iterator[Headers]:
    for block in _BLOCKS.split(data.strip()):
        fields = split(block + b"\n\n")[0]
        if fields.first("final-recipient") or fields.first("original-recipient"):
            yield fields


def _bounce(fields: Headers, message_key: str, original: str | None) -> Bounce:
    diagnostic = _text(fields, "diagnostic-code")
    return Bounce(
        message_key=message_key,
        # As the shop addressed it, before aliases took it elsewhere.
        recipient=_recipient(fields, "original-recipient") or _recipient(fields, "final-recipient"),
        action=(_text(fields, "action") or "").partition(" ")[0].lower() or None,
        status=status_of(_text(fields, "status") or "", diagnostic or ""),
        reply_code=reply_code_in(diagnostic or ""),
        diagnostic=diagnostic,
        original_message_id=original,
    )


def status_of(stated: str, reply: str) -> str | None:
    """The enhanced status; one that says nothing (5.0.0) gives way to the remote server's own."""
    said, replied = _STATUS.search(stated), _STATUS.search(reply)
    is_vague = said is None or said[1].endswith(".0.0")
    if is_vague and replied and (said is None or said[1][0] == replied[1][0]):
        return replied[1]
    return said[1] if said else None


def reply_code_in(text: str) -> str | None:
    found = _REPLY.search(text)
    return found[1] if found else None


def _text(fields: Headers, name: str) -> str | None:
    value = fields.first(name)
    return " ".join(header_text(value, fields.flags).split()) or None if value else None


def _recipient(fields: Headers, name: str) -> str | None:
    text = _text(fields, name) or ""
    kind, semicolon, address = text.partition(";")
    address = (address if semicolon else kind).strip().strip("<>").lower()
    return address or None
