"""Delivery reports in the standard's form (RFC 3464; RFC 6533 for addresses beyond ASCII)."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ingest.mail_addresses import addresses
from ingest.mail_bounce_codes import Told, told
from ingest.mail_headers import Headers, split
from ingest.mail_parts import Part
from ingest.mail_words import header_text

MAX_RECIPIENTS = 500
_BLOCKS = re.compile(rb"(?:\r?\n){2,}")
_DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_XTEXT = re.compile(r"\+(2B|3D)")  # left by servers that forgot to decode; +20 may be a tag
_UNITEXT = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")


def told_in_status(headers: Headers, root: Part) -> list[Told]:
    """What the delivery-status parts of a mail say of each recipient."""
    found = [
        _told(fields)
        for part in root.walk()
        if part.kind in _DELIVERY
        for fields in islice(recipients_in(part.data), MAX_RECIPIENTS)
    ]
    # A server that delivers into pipes and files names these; its own header names the address.
    failed = addresses(headers, "x-failed-recipients")
    if len(failed) == len(found) == 1 and "@" not in (found[0].recipient or ""):
        return [Told(failed[0], *_rest(found[0]))]
    return found


def told_in_fields(groups: Iterable[bytes]) -> list[Told]:
    """The same from groups of fields that stand in the text."""
    named = (fields for group in groups for fields in recipients_in(group))
    return [_told(fields) for fields in islice(named, MAX_RECIPIENTS)]


def _rest(one: Told) -> tuple[str, str | None, str | None, str | None]:
    return one.action, one.status, one.reply_code, one.diagnostic


def recipients_in(data: bytes) -> Iterator[Headers]:
    """The groups of fields that name a recipient."""
    for block in _BLOCKS.split(data.strip()):
        fields = split(block + b"\n\n")[0]
        if fields.first("final-recipient") or fields.first("original-recipient"):
            yield fields


def _told(fields: Headers) -> Told:
    status = _text(fields, "status")
    return told(
        # As the shop addressed it, before aliases took it elsewhere.
        _recipient(fields, "original-recipient") or _recipient(fields, "final-recipient"),
        _action(_text(fields, "action"), status),
        status,
        _text(fields, "diagnostic-code"),
    )


def _action(stated: str, status: str) -> str:
    """One of RFC 3464's; a status tells it where the field is missing."""
    word = stated.partition(" ")[0].partition(";")[0].lower()
    if word == "deliverable":  # Postfix's word where it was asked to probe the address
        return "delivered"
    return word[:40] or {"2": "delivered", "4": "delayed"}.get(status[:1], "failed")


def _text(fields: Headers, name: str) -> str:
    return " ".join(header_text(fields.first(name) or b"", fields.flags).split())


def _recipient(fields: Headers, name: str) -> str | None:
    text = _text(fields, name)
    kind, semicolon, address = text.partition(";")
    address = (address if semicolon else kind).strip().strip("<>").strip()
    if kind.strip().lower() == "utf-8":
        address = _UNITEXT.sub(lambda found: _sign(found[1]), address)
    elif semicolon and name == "original-recipient":
        address = _XTEXT.sub(lambda found: _sign(found[1]), address)
    return address.lower() or None


def _sign(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if 32 <= number < 0xD800 or 0xDFFF < number < 0x110000 else "\ufffd"
