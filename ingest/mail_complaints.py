"""Complaints of recipients, as their providers report them (ARF, RFC 5965)."""

from collections.abc import Iterator

from ingest.mail_addresses import addresses
from ingest.mail_bounce_codes import Told
from ingest.mail_headers import split
from ingest.mail_parts import Part
from ingest.mail_words import header_text

# Of the registered types only these are a person's word against a mail.
_COMPLAINTS = frozenset(
    {"abuse", "fraud", "virus", "opt-out", "opt-out-list", "miscategorized", "other"}
)


def complaints_in(root: Part) -> list[Told]:
    """Who complained; a report of another type (auth-failure, not-spam) stands as that type."""
    return [told for part in root.walk() if part.kind == "message/feedback-report"
            for told in _told(part.data)]  # fmt: skip


def _told(data: bytes) -> Iterator[Told]:
    fields = split(data.lstrip(b"\r\n"))[0]
    kind = header_text(fields.first("feedback-type") or b"abuse", set()).lower()[:40]
    action = "complained" if kind in _COMPLAINTS else kind
    for recipient in addresses(fields, "original-rcpt-to") or [None]:
        yield Told(recipient, action, None, None, f"feedback-type: {kind}")
