"""An order of the demo shop, its mails, parcels, changes and promises. Times are naive UTC."""

from dataclasses import dataclass, field
from datetime import date, datetime

from .cast import Brand, Customer, Item
from .said import Said


@dataclass
class Delivery:
    """What became of a mail on its way to the customer."""

    state: str = "delivered"  # delivered, bounced, expired
    deferred_at: list[datetime] = field(default_factory=list)  # failed attempts in between
    final_at: datetime | None = None  # when it was delivered or given up; None: at once
    status: str = "2.0.0"
    reply: str = ""


@dataclass(frozen=True)
class Stated:
    """What a mail says of when something will happen: a day, from day to day, or working days."""

    kind: str  # ship, deliver
    last: date | None = None
    first: date | None = None  # where it says between first and last
    working_days: tuple[int, int] | None = None  # after the day of the mail
    parcel: str = ""  # the parcel beside which it stands; "": the whole order
    is_long: bool = False  # the date written out


@dataclass(frozen=True)
class Held:
    """A promise that the record holds since `at`."""

    at: datetime
    until_at: datetime
    is_day: bool = False  # recorded as a day alone: good until its end


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
    stated: list[Stated] = field(default_factory=list)
    said: Said | None = None  # of kinds that have a template: what it says
    faults: list[str] = field(default_factory=list)  # planted in what it says


@dataclass
class Shipment:
    shipment_id: str
    carrier: str
    number: str
    url: str
    shipped_at: datetime
    promised: list[Held]  # of its delivery: the first one and what the record said later
    delivered_at: datetime | None
    plan: str = "usual"
    rung: str = "clear"  # highest reached: none, mail, number, record, format, carrier, link, date
    noticed_at: datetime | None = None
    states: list[tuple[datetime | None, str]] = field(default_factory=list)
    scanned_at: datetime | None = None  # by the carrier, the first time
    attempted_at: datetime | None = None  # somebody rang, nobody was there
    cancelled_at: datetime | None = None
    lines: tuple[int, ...] = ()  # numbers of the lines in it
    mail_day: date | None = None  # what its mail promises, where the record promises nothing

    @property
    def promised_at(self) -> datetime | None:
        return self.promised[0].until_at if self.promised else None


@dataclass
class Edit:
    """The shop changed what was ordered, or where it goes."""

    at: datetime
    items: tuple[Item, ...]  # a quantity of zero: taken out
    customer: Customer


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
    scenario: str = ""  # what is planted beside confirmation and shipping mails, if anything
    recorded_at: datetime | None = None  # of its first version, where not when it was placed
    is_gift: bool = False
    pickup_point: str = ""
    has_street: bool = True
    gap: tuple[str, ...] = ()  # what the record lacked at first
    completed_at: datetime | None = None
    verified_at: datetime | None = None
    refunded_at: datetime | None = None
    refunded_total: float | None = None
    edits: list[Edit] = field(default_factory=list)
    ship_by: list[Held] = field(default_factory=list)
    deliver_by: list[Held] = field(default_factory=list)
    line_ship_by: dict[int, list[Held]] = field(default_factory=dict)  # by number of the line
    availability: dict[int, str] = field(default_factory=dict)
    fates: dict[str, tuple[str, int]] = field(default_factory=dict)  # kind of mail: fate, lag

    @property
    def first_version_at(self) -> datetime:
        return self.recorded_at or self.placed_at

    @property
    def last_items(self) -> tuple[Item, ...]:
        return self.edits[-1].items if self.edits else self.items

    @property
    def total(self) -> float:
        return total_of(self.items)


def total_of(items: tuple[Item, ...]) -> float:
    return round(sum(item.quantity * item.price for item in items), 2)
