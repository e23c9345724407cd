"""What can be wrong with an order mail, or only look so: how it changes what the mail says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random
from typing import NamedTuple

from .days import DAY, day_of
from .events import Order, OrderMail, Script, Shipment, Stated
from .mail_templates import second_from
from .said import Said
from .sayings import language_of

CONFIRMATION, NOTICE = "order_confirmation", "shipping_notice"
CRITICAL, MAJOR, MINOR = "critical", "major", "minor"


@dataclass
class Told:
    """The mail that is changed, and among whom it is sent."""

    script: Script
    order: Order
    sent: OrderMail
    random: Random
    others: list[Order]  # of the brand, as usual in every way
    writers: set[int]  # the id() of orders about which letters were written
    places: set[tuple[str, str]]  # street and postcode of everybody

    @cached_property
    def other(self) -> Order:
        """Of somebody with another name in another place."""
        mine = self.order.customer
        while True:
            other = self.random.choice(self.others)
            one = other.customer
            if one.first != mine.first and one.last != mine.last and one.city != mine.city:
                return other

    @property
    def said(self) -> Said:
        assert self.sent.said
        return self.sent.said

    @property
    def parcel(self) -> Shipment:
        return self.sent.parcels[0]

    @property
    def day(self) -> date:
        return day_of(self.sent.accepted_at, self.order.brand.zone)

    @property
    def unused_number(self) -> str:
        """Of no order of any brand."""
        return f"9{self.order.order_id.lstrip('T-')}7"

    @property
    def wrong_number(self) -> str:
        """Of a parcel that nobody has: one sign of ours is another."""
        number = self.parcel.number
        place = max(n for n, sign in enumerate(number[:-2]) if sign.isdigit())
        return f"{number[:place]}{(int(number[place]) + 1) % 10}{number[place + 1 :]}"

    @property
    def is_at_change(self) -> bool:
        """The last day of the first version, or the first of the second."""
        turn = second_from(self.script, self.order.brand, language_of(self.order))
        return self.day in (turn - DAY, turn)

    @property
    def stated(self) -> Stated | None:
        """What the mail says of its one thing."""
        return self.sent.stated[0] if len(self.sent.stated) == 1 else None


class Find(NamedTuple):
    rule: str
    field: str
    severity: str


def as_it_is(said: Said, told: Told) -> None:
    """Nothing is changed in what is said."""


def any_mail(told: Told) -> bool:
    return True


@dataclass(frozen=True)
class Fault:
    """`finds` is empty, or lacks the rule itself, where it only looks like a fault."""

    rule: str
    kind: str
    change: Callable[[Said, Told], None] = as_it_is
    finds: tuple[Find, ...] = ()
    fits: Callable[[Told], bool] = any_mail
    plan: Callable[[Told], list[Order] | None] | None = None  # changes what happens, with whom
    rung: str = ""  # the parcel's mail reaches no more than this
    unsaid: bool = False  # no day can be read any more
    speaks: str = ""  # "other": in another language of the brand
    of: str = "plain"  # orders: plain, split, cancelled, refunded
    is_copied: bool = False  # it is found in mails that the plan adds

    @property
    def is_near(self) -> bool:
        return self.rule not in {find.rule for find in self.finds}


Faults = list[Fault]


def put(**slots: str) -> Callable[[Said, Told], None]:
    """The slots hold these words."""

    def change(said: Said, told: Told) -> None:
        said.slots.update(slots)

    return change


def add(*lines: str) -> Callable[[Said, Told], None]:
    def change(said: Said, told: Told) -> None:
        said.added = [*said.added, *lines]

    return change
