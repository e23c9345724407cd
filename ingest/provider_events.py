"""What providers tell of a mail, as events of the raw store."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.provider_labels import Given, Labels
from ingest.provider_values import reply_code, status_in
from sql.raw.facts import MailEvent

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What one record says of one recipient."""

    word: str  # the provider's type of event
    event: str
    at: datetime
    mail_id: str | None  # the provider's own
    message_id: str | None
    recipient: str | None
    event_id: str | None = None
    sender: str | None = None
    relay: str | None = None
    delay_seconds: float | None = None
    dsn: str | None = None
    reply_code: str | None = None  # where it stands apart from the reply
    reply: str | None = None
    classification: str | None = None
    is_strange: bool = False  # of a type that we do not know


@dataclass(frozen=True)
class Provider:
    """How one provider's records are read."""

    name: str
    # The events within an envelope, or the reason why it holds none.
    unwrap: Callable[[Said], list[Said] | str]
    # What an event says, or the reason to ignore it; Unreadable where it says too little.
    told: Callable[[Said, datetime], list[Told] | str]
    given: Callable[[Said], Given]


def mail_event(
    provider: Provider, told: Told, labels: Labels, source: str, shop: str | None
) -> MailEvent:
    return MailEvent(
        event_key=_key(provider, told), shop=shop, path=source, host=None,
        instance=provider.name, queue_id=told.mail_id, generation="", event=told.event,
        event_at=told.at, message_id=labels.message_id or told.message_id, sender=told.sender,
        recipient=told.recipient, original_recipient=None, relay=told.relay,
        delay_seconds=told.delay_seconds, dsn=told.dsn or status_in(told.reply),
        reply_code=told.reply_code or reply_code(told.reply), reply=told.reply,
        order_id=labels.order_id, mail_kind=labels.mail_kind, template=labels.template,
        classification=told.classification,
    )  # fmt: skip


def _key(provider: Provider, told: Told) -> str:
    """One event is one however often, in which file or envelope and in which order it comes.

    Nothing that settings decide takes part. An id alone is not enough: Mailgun's is unique within
    a day only, and an SES event speaks of several recipients.
    """
    parts = [provider.name, told.word, told.at.isoformat(), told.recipient or "", told.event_id]
    if not told.event_id:
        parts += [told.mail_id, told.message_id, told.dsn, told.reply, told.classification]
    said = "\0".join(part or "" for part in parts)
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
