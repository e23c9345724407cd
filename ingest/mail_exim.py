"""Delivery reports that Exim writes as plain text, with the recipients in a header."""

import re

from ingest.mail_addresses import addresses
from ingest.mail_headers import Headers
from ingest.mail_reports import reply_code_in, status_of
from sql.raw.facts import Bounce

_COPY = re.compile(r"^-{4,} ?This is a copy of .*$", re.MULTILINE)
_MESSAGE_ID = re.compile(r"^message-id:\s*<([^<>\s]{1,998})>", re.MULTILINE | re.IGNORECASE)


def exim_bounces(headers: Headers, text: str | None, message_key: str) -> list[Bounce]:
    """One bounce for each failed recipient; codes as far as the text quotes the remote server."""
    recipients = addresses(headers, "x-failed-recipients")
    if not recipients:
        return []
    report, *copies = _COPY.split(text or "", maxsplit=1)
    original = _MESSAGE_ID.search(copies[0]) if copies else None
    reasons = _reasons(report, recipients)
    return [
        Bounce(
            message_key=message_key,
            recipient=recipient,
            action="failed",
            status=status_of("", reasons.get(recipient, "")),
            reply_code=reply_code_in(reasons.get(recipient, "")),
            diagnostic=reasons.get(recipient),
            original_message_id=original[1] if original else None,
        )
        for recipient in recipients
    ]


def _reasons(report: str, recipients: list[str]) -> dict[str, str]:
    """What stands below each recipient's own line."""
    known = set(recipients)
    lines: dict[str, list[str]] = {}
    current: list[str] = []
    for line in report.splitlines():
        address = line.strip().strip("<>:").lower()
        if address in known:
            current = lines.setdefault(address, [])
        else:
            current.append(line.strip())
    return {address: " ".join(filter(None, parts)) for address, parts in lines.items()}
