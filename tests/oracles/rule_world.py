"""What the rules look at, and what they find."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from .letters import Letter, Library
from .records import Others
from .seeds import Rows, Seeds, rows
from .shop import Shop

CRITICAL, MAJOR, MINOR = "critical", "major", "minor"
SHIP, CONFIRM = "shipping_notice", "order_confirmation"
LISTS = ("senders", "contacts", "dead_ends", "allowed_texts", "mandatory_sentences",
         "shipping_promises", "tracking_hosts", "address_words", "blame_phrases")  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One finding: who is judged, where, how badly."""

    rule: str
    subject: str
    field: str
    severity: str


Findings = Iterator[Found]


@dataclass
class World:
    """One shop with its mails, its templates and every list that the rules hold against them."""

    shop: Shop
    seeds: Seeds
    library: Library
    letters: list[Letter]
    lost: set[tuple[str, str]]
    others: Others
    lists: dict[str, Rows] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lists = {name: rows(self.seeds.folder, name) for name in LISTS}

    def held(self, name: str, day: date) -> Rows:
        """The shop's rows, and everybody's, that hold on that day."""
        today = day.isoformat()
        return [row for row in self.lists[name]
                if row.get("shop", "*") in (self.shop.name, "*")
                and (row.get("valid_from_day") or "0001-01-01") <= today
                and today < (row.get("valid_until_day") or "9999-12-31")]  # fmt: skip

    def is_lost(self, letter: Letter) -> bool:
        mail = letter.mail
        return any((mail.message_id, to) in self.lost for to in mail.recipients)


def about_mail(letter: Letter) -> str:
    return "mail:" + letter.mail.message_id.strip("<>")


def about_order(order_id: str) -> str:
    return "order:" + order_id


def about_parcel(shipment_id: str) -> str:
    return "shipment:" + shipment_id
