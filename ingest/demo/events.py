"""What happens in the demo shop, as planned before any mail is written. Times are naive UTC."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from .cast import Brand
from .order_events import Delivery, Edit, Held, Order, OrderMail, Shipment, Stated

__all__ = [
    "Bounced", "Delivery", "Edit", "Held", "Letter", "Order", "OrderMail", "Script", "Shipment",
    "Stated", "Wait",
]  # fmt: skip


@dataclass
class Letter:
    """A mail of the support mailbox: a customer's, ours, or a machine's."""

    kind: str  # inquiry, form, reminder, thanks, reply, bot, forward, or a kind of noise
    at: datetime  # when our server took it
    message_id: str
    sender: tuple[str, str]  # name, address
    to: tuple[str, str]
    folder: str  # INBOX, Sent, Service (the second mailbox of the second brand)
    brand: Brand
    language: str = "en"
    topic: str = "other"
    order: Order | None = None
    names_order: bool = False
    answers: "Letter | OrderMail | None" = None
    references: list[str] = field(default_factory=list)
    unseen_id: str | None = None  # quotes a mail of ours that stands in no folder
    copies: int = 1
    about: "Letter | OrderMail | None" = None  # the mail that a delivery report is about
    delivery: Delivery = field(default_factory=Delivery)  # of letters of ours

    @property
    def recipient(self) -> str:
        return self.to[1]

    @property
    def accepted_at(self) -> datetime:
        return self.at


@dataclass
class Wait:
    first: Letter
    answered_at: datetime | None
    states: list[tuple[datetime | None, str]]


@dataclass
class Bounced:
    original_message_id: str
    is_hard: bool


@dataclass
class Script:
    """Everything that happened until `until`."""

    start: datetime
    until: datetime
    readable_from: dict[str, datetime]  # shop: since when its archive is kept
    service_from: datetime  # since when the second brand's second mailbox is read
    outage: tuple[datetime, datetime]  # the first brand's mail queue stood still
    orders: list[Order] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    bounces: list[Bounced] = field(default_factory=list)

    def of(self, shop: str) -> Iterator[Order]:
        return (order for order in self.orders if order.brand.shop == shop)
