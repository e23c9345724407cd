"""What sources yield: facts as seen, unjudged, in batches with the cursor to resume at."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sql.raw.census import Census
from sql.raw.columns import Columns, FactTable
from sql.raw.mail_facts import Bounce, MailEvent, Message, MessageLocation, PlaceChange
from sql.raw.order_facts import OrderItem, OrderVersion, RecordChange, Shipment
from sql.raw.service_facts import Feedback, Template, TicketEvent

__all__ = [
    "Batch", "Bounce", "Census", "Fact", "Feedback", "MailEvent", "Message", "MessageLocation",
    "OrderItem", "OrderVersion", "PlaceChange", "Poll", "RecordChange", "Refused", "Shipment",
    "Template", "TicketEvent",
]  # fmt: skip

Fact = (Message | MessageLocation | PlaceChange | Bounce | MailEvent | OrderVersion | OrderItem
        | Shipment | RecordChange | TicketEvent | Feedback | Template)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """A bad item, kept until it expires. `detail` holds no personal data; `payload` may."""

    location: str
    reason: str  # mail.empty, log.truncated, order.no_id ...
    detail: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Poll:
    """How far a path was looked at: the evidence behind coverage."""

    path: str  # SOURCE/folder, SOURCE/host, SOURCE
    role: str  # inbox, sent, archive, replies, log, orders, items, shipments
    shop: str | None  # None: every shop whose domain it carries
    polled_at: datetime
    oldest_item_at: datetime | None
    newest_item_at: datetime | None
    states_its_end_at: datetime | None = None  # exports that say until when they are complete
    holes: list[str] = field(default_factory=list)  # "lines may be lost: ..." in words
    reads_from_at: datetime | None = None  # what lies before is not read yet; None: by the items


@dataclass
class Batch:
    """A piece of work that is stored whole or not at all, with the cursor to resume at.

    `items` are the accepted candidates: each a tuple whose first fact decides whether the item is
    new (accepted) or held already (duplicate); `columns` are more of them, each a single fact.
    read = items + columns + ignored + refused + deferred.
    """

    place: str  # the cursor's name within the source: folder, file, host
    cursor: dict[str, Any] | None  # JSON; None leaves the cursor as it is
    items: list[tuple[Fact, ...]] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    deferred: Counter[str] = field(default_factory=Counter)
    polls: list[Poll] = field(default_factory=list)
    changes: list[Fact] = field(default_factory=list)  # of what is held; not counted as read
    columns: list[Columns | FactTable] = field(default_factory=list)
    is_current: bool = False  # as the source holds them now: newer than what it gave before
    census: Census | None = None  # everything the source holds of one kind; the rest is gone
