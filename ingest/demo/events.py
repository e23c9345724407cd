"""What happens in the demo shop, as planned before any mail is written. Times are naive UTC."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from .cast import Brand
from .hours import Hours
from .order_events import Delivery, Edit, Held, Order, OrderMail, Shipment, Stated
from .reply_clocks import Clock, Due

if TYPE_CHECKING:
    from .reply_faults import ReplyFault

__all__ = [
    "Bounced", "Decision", "Delivery", "Edit", "Held", "Letter", "Order", "OrderMail", "Script",
    "Shipment", "Stated", "Wait",
]  # fmt: skip
INCOMING = ("INBOX", "Junk", "Escalated")  # folders of what came; the others hold copies of ours
FORMS = ("form", "service_form")  # kinds of mails that a form wrote for a customer


@dataclass
class Letter:
    """A mail of the support mailbox: a customer's, ours, or a machine's."""

    kind: str  # inquiry, form, reminder, thanks, reply, bot, forward, or of kind_truth.KINDS
    at: datetime  # when our server took it
    message_id: str
    sender: tuple[str, str]  # name, address
    to: tuple[str, str]
    folder: str  # INBOX, Junk, Escalated, Sent, Service (the second brand's second mailbox)
    brand: Brand
    language: str = "en"
    topic: str = "other"
    order: Order | None = None
    names_order: bool = False
    answers: "Letter | OrderMail | None" = None
    references: list[str] = field(default_factory=list)
    unseen_id: str | None = None  # quotes a mail of ours that stands in no folder
    parent_id: str | None = None  # named as the parent, whatever is truly answered; "": none
    subject: str | None = None  # as written, where it is not drawn from the texts
    subject_as: str = ""  # drawn from another kind's subjects
    body: str = ""  # as written, where it is not drawn from the texts
    fault: "ReplyFault | None" = None  # planted in what it says
    tag: str = ""  # a ticket's token before the subject
    same_as: "Letter | None" = None  # sent again, word for word
    is_nameless: bool = False  # comes without a Message-ID
    decided: str | None = None  # the kind of mail that a person said it is
    copies: int = 1
    about: "Letter | OrderMail | None" = None  # the mail that a delivery report is about
    delivery: Delivery = field(default_factory=Delivery)  # of letters of ours

    @property
    def is_incoming(self) -> bool:
        return self.folder in INCOMING

    @property
    def is_form(self) -> bool:
        return self.kind in FORMS

    @property
    def recipient(self) -> str:
        return self.to[1]

    @property
    def accepted_at(self) -> datetime:
        return self.at


@dataclass
class Wait:
    """From a customer's question to its end; how it was judged at which moment."""

    first: Letter
    due: Due
    states: list[tuple[datetime | None, str]]
    answered_at: datetime | None = None
    ended_at: datetime | None = None  # answered, here or elsewhere, as far as anyone can know
    business_seconds: int | None = None
    signs: list[tuple[datetime, str]] = field(default_factory=list)  # escalated when, and how
    scene: str = ""  # in which it was planted


@dataclass
class Bounced:
    original_message_id: str
    is_hard: bool


@dataclass
class Decision:
    """What a person at the shop wrote down about a mail, or about the wait that it began."""

    kind: str  # answered_elsewhere, mail_kind, escalated
    message_id: str
    payload: dict[str, str]
    made_at: datetime


@dataclass
class Script:
    """Everything that happened until `until`."""

    start: datetime
    until: datetime
    readable_from: dict[str, datetime]  # shop: since when its archive is kept
    service_from: datetime  # since when the second brand's second mailbox is read
    outage: tuple[datetime, datetime]  # the first brand's mail queue stood still
    hours: dict[str, Hours]  # by shop
    clocks: list[Clock]
    orders: list[Order] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    bounces: list[Bounced] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    scenes: Counter[str] = field(default_factory=Counter)  # how often each was planted
    faults: Counter[str] = field(default_factory=Counter)  # of mails, by name: how often planted

    def of(self, shop: str) -> Iterator[Order]:
        return (order for order in self.orders if order.brand.shop == shop)
