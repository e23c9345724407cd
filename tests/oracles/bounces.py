"""Which mails came back: failed recipients by the Message-ID of the mail that failed."""

import re
from dataclasses import dataclass
from datetime import datetime

from .mails import IDS, Mail
from .shop import Shop

BAD_STATES = ("bounced", "expired")


@dataclass(frozen=True)
class Failure:
    """One recipient that a mail finally did not reach."""

    original_message_id: str
    recipient: str
    is_hard: bool
    at: datetime


def bounces(shop: Shop) -> list[Failure]:
    """What delivery reports in the shop's mailboxes say."""
    return [
        failure
        for mail in shop.mails.values()
        if mail.is_report and "inbox" in mail.roles
        for failure in failures_in(mail)
    ]


def failures_in(mail: Mail) -> list[Failure]:
    original, recipients = None, []
    for part in mail.raw.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            recipients += recipients_of("\n\n".join(str(block) for block in part.get_payload()))
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            named = re.search(r"(?im)^message-id:\s*(<[^<>\s]+>)", part.as_string())
            original = named[1] if named else original
    if not original:
        original = next((one for one in mail.references if IDS.fullmatch(one)), None)
    return [
        Failure(original, recipient, is_of_the_address(status), mail.received_at)
        for recipient, status in recipients
        if original
    ]


def is_of_the_address(status: str) -> bool:
    """A permanent failure (class 5) whose subject is the address (1), as RFC 3463 divides them."""
    return status.startswith("5.1.")


def recipients_of(report: str) -> list[tuple[str, str]]:
    """(recipient, status) of every block of a delivery report that says: failed."""
    found = []
    for block in re.split(r"\n\s*\n", report):
        said = {
            name.lower(): value.strip()
            for name, value in re.findall(r"(?m)^([\w-]+):[ \t]*(.*)$", block)
        }
        if said.get("action", "").lower() == "failed":
            whom = said.get("original-recipient") or said.get("final-recipient", "")
            found.append((whom.rpartition(";")[2].strip().lower(), said.get("status", "")))
    return found


def failed(shop: Shop) -> set[tuple[str, str]]:
    """(Message-ID, recipient) whose last known state is a failure, by log and reports."""
    told = [(at, mid, to, state in BAD_STATES) for at, mid, to, state, _ in shop.log.deliveries]
    told += [(one.at, one.original_message_id, one.recipient, True) for one in bounces(shop)]
    last = {(mid, to): is_failure for _, mid, to, is_failure in sorted(told)}
    return {key for key, is_failure in last.items() if is_failure}
