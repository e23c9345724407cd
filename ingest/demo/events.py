"""What happens in the demo shop, as planned before any mail is written. Times are naive UTC."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from .cast import Brand, Customer, Item


@dataclass
class Delivery:
    """What became of a mail on its way to the customer."""

    state: str = "delivered"  # delivered, bounced, expired
    deferred_at: list[datetime] = field(default_factory=list)  # failed attempts in between
    final_at: datetime | None = None  # when it was delivered or given up; None: at once
    status: str = "2.0.0"
    reply: str = ""


@dataclass
class OrderMail:
    """An automated mail about an order."""

    kind: str
    accepted_at: datetime
    message_id: str
    recipient: str
    parcels: tuple["Shipment", ...] = ()
    rung: str = ""  # of shipping mails: what they hold, see Shipment.rung
    delivery: Delivery = field(default_factory=Delivery)
    names_order: bool = True
    is_archived: bool = True


@dataclass
class Shipment:
    shipment_id: str
    carrier: str
    number: str
    url: str
    shipped_at: datetime
    promised_at: datetime | None
    delivered_at: datetime | None
    plan: str = "usual"
    rung: str = "date"  # highest rung reached: none, mail, number, link, date
    noticed_at: datetime | None = None
    states: list[tuple[datetime | None, str]] = field(default_factory=list)


@dataclass
class Order:
    brand: Brand
    order_id: str
    placed_at: datetime
    customer: Customer
    items: tuple[Item, ...]
    channel: str = "web"
    payment: str = "card"
    fulfilment: str = "ship"
    shipping_method: str = "standard"
    warehouse: str = "main"
    is_test: bool = False
    is_imported: bool = False
    is_in_store: bool = False
    paid_at: datetime | None = None
    cancelled_at: datetime | None = None
    plan: str = "usual"
    lag_seconds: int | None = None  # of the confirmation, where the plan sets it
    confirmed_at: datetime | None = None
    states: list[tuple[datetime | None, str]] = field(default_factory=list)
    mails: list[OrderMail] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)
    is_single: bool = True  # the customer's only order
    is_flagged: bool = False  # the shop's own "confirmation sent": evidence, no proof

    @property
    def total(self) -> float:
        return round(sum(item.quantity * item.price for item in self.items), 2)


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
