"""What sources yield of the service to customers: tickets, ratings, templates; unknown is None.

All times are naive UTC. `extra` is JSON: what the record holds beyond our fields. The store adds
source, run_id, batch_id and read_at.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """What happened to a ticket of the helpdesk: a message, a note, a change of state."""

    table: ClassVar[str] = "ticket_events"
    key: ClassVar[tuple[str, ...]] = ("shop", "ticket_id", "event_key")

    shop: str
    ticket_id: str
    event_key: str  # the helpdesk's id of the event, else a hash of what it says
    event: str  # created, message, note, closed, reopened, merged, escalated, other
    event_at: datetime
    author_role: str | None  # customer, agent, bot, system
    author_address: str | None  # lower case; a staff address stands as "team:NAME"
    customer_address: str | None  # whose ticket it is
    is_public: bool | None  # the customer can read it
    channel: str | None  # email, chat, form, phone ...
    subject: str | None
    text: str | None
    order_id: str | None
    message_id: str | None  # of the mail that it came as or went out as, without < >
    merged_into: str | None  # the ticket that took it in
    flags: list[str] = field(default_factory=list)
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """A customer's rating, as given."""

    table: ClassVar[str] = "feedback"
    key: ClassVar[tuple[str, ...]] = ("shop", "feedback_id")
    versioned: ClassVar[bool] = True

    shop: str
    feedback_id: str
    content_hash: str
    given_at: datetime | None
    score: float | None
    scale_min: float | None
    scale_max: float | None
    comment: str | None
    order_id: str | None
    ticket_id: str | None
    message_id: str | None  # of the mail or answer that was rated, without < >
    customer_address: str | None
    agent_address: str | None  # a staff address stands as "team:NAME"
    flags: list[str] = field(default_factory=list)
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A version of a mail's template, by shop, locale and kind."""

    table: ClassVar[str] = "templates"
    key: ClassVar[tuple[str, ...]] = ("shop", "locale", "kind", "version")
    versioned: ClassVar[bool] = True

    shop: str
    locale: str
    kind: str  # a kind of outgoing mail: order_confirmation, shipping_notice ...
    version: str
    content_hash: str
    valid_from_at: datetime | None
    subject: str | None  # slots stand in it and in the text as [SLOT]
    text: str
    is_html: bool
    slots: list[str]  # in the order of their first appearance, upper case
    path: str
