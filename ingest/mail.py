"""The bytes of a mail become facts; nothing a stranger sends makes it raise."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.mail_addresses import addresses, first_address
from ingest.mail_automatic import auto_headers, calendar_method, delivered_to, dmarc
from ingest.mail_bounce_original import message_id_of
from ingest.mail_bounces import bounces_in
from ingest.mail_headers import Headers, split
from ingest.mail_parts import Part, TooDeep, parts_of, root_of
from ingest.mail_structure import note_structure, report_type
from ingest.mail_text import look_at
from ingest.mail_times import Times, received, sent
from ingest.mail_words import header_text
from sql.domains import comparable
from sql.raw.facts import Bounce, Message

MAX_BYTES = 50 * 1024 * 1024
HEAD_BYTES = 2 * 1024 * 1024  # what is read of a larger one
MAX_REFERENCES = 200
_NOTHING = b"\0\r\n\t "
_BRACKETED = re.compile(r"<([^<>\s]{1,998})>")
_ONLY_ONE = ("from", "subject", "date", "message-id", "to")


@dataclass(frozen=True)
class Unreadable:
    """A mail that yields no facts; `detail` holds no personal data."""

    reason: str
    detail: str


MailFacts = tuple[Message, *tuple[Bounce, ...]]


def read_mail(raw: bytes, times: Times, is_cut: bool = False) -> MailFacts | Unreadable:
    """The facts in a mail. `is_cut`: only its beginning was read, the body is left out."""
    if not raw[:1000].strip(_NOTHING) and not raw.strip(_NOTHING):
        return Unreadable("mail.empty", "the mail has no content")
    headers, body = split(raw)
    if not headers.values:
        return Unreadable("mail.no_headers", "no line of it is a mail header")
    is_cut = is_cut or len(raw) > MAX_BYTES
    if is_cut:
        headers.flags.add("too_large_body_skipped")
        body = b""
    key = message_key(headers, body)
    try:
        root = root_of(headers) if is_cut else parts_of(headers, body)
        note_structure(root, body, headers.flags)
        message = _message(key, headers, root, times, len(raw))
    except TooDeep:
        return Unreadable("mail.mime_depth", "its parts are nested too deeply to be read")
    return (message, *bounces_in(headers, root, message.text, key))


def message_key(headers: Headers, body: bytes) -> str:
    """One key for one mail, in a file with LF as over IMAP with CRLF.

    Some servers send NUL as 0x80, which IMAP allows for; transport headers differ per copy.
    """
    digest = hashlib.sha256()
    for name in ("message-id", "from", "date", "subject"):
        digest.update((headers.first(name) or b"").replace(b"\0", b"\x80") + b"\n")
    digest.update(_with_lf(body).replace(b"\0", b"\x80").strip(b"\n"))
    return digest.hexdigest()[:32]


def _with_lf(body: bytes) -> bytes:
    # Taking every CR out is many times as fast as looking for pairs.
    return body.replace(b"\r", b"") if b"\n" in body else body.replace(b"\r", b"\n")


def _message(key: str, headers: Headers, root: Part, times: Times, size: int) -> Message:
    flags = headers.flags
    message_id = message_id_of(headers.first("message-id"))
    from_address, from_name = first_address(headers, "from")
    received_at, first_hop_at = received(headers, times)
    text, look = look_at(root, flags)
    in_reply_to = _ids(headers, "in-reply-to")
    sent_at = sent(headers, received_at)
    if message_id is None:
        flags.add("no_message_id")
    if any([len(headers.all(name)) > 1 for name in _ONLY_ONE]):
        flags.add("dup_header")
    return Message(
        message_key=key,
        message_id=message_id,
        in_reply_to=in_reply_to[0] if in_reply_to else None,
        reference_ids=_ids(headers, "references"),
        from_address=from_address,
        from_name=from_name,
        reply_to_address=first_address(headers, "reply-to")[0],
        to_addresses=addresses(headers, "to", "cc"),
        sent_at=sent_at,
        received_at=received_at,
        first_hop_at=first_hop_at,
        subject=_text(headers, "subject"),
        text=text,
        auto_submitted=_text(headers, "auto-submitted"),
        precedence=_text(headers, "precedence"),
        list_id=_text(headers, "list-id"),
        is_null_sender=headers.first("return-path") == b"<>",
        report_type=report_type(root),
        auto_headers=auto_headers(headers),
        flags=sorted(flags),
        size=size,
        delivered_to=delivered_to(headers),
        calendar_method=calendar_method(root),
        dmarc=dmarc(headers),
        **look.fields(),
    )


def _text(headers: Headers, name: str) -> str | None:
    value = headers.first(name)
    return header_text(value, headers.flags) or None if value else None


def _ids(headers: Headers, name: str) -> list[str]:
    value = header_text(headers.first(name) or b"", set())
    found = _BRACKETED.findall(value)
    return list(dict.fromkeys(found))[:MAX_REFERENCES]


def with_teams(message: Message, staff: Mapping[str, str]) -> Message:
    """The message with own people's addresses replaced by their team."""
    if not staff:
        return message

    def team(address: str | None) -> str | None:
        known = address and staff.get(comparable(address))
        return f"team:{known}" if known else address

    from_address = team(message.from_address)
    return replace(
        message,
        from_address=from_address,
        from_name=message.from_name if from_address == message.from_address else None,
        reply_to_address=team(message.reply_to_address),
        to_addresses=[team(address) or "" for address in message.to_addresses],
        delivered_to=[team(address) or "" for address in message.delivered_to],
    )
