"""What a rule must find: where, since when, and until when it can be known."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from .events import Order, OrderMail, Script, Shipment

States = list[tuple[datetime | None, str]]
Spell = tuple[datetime | None, datetime | None]
SEVERITIES = ("minor", "major", "critical")


class Found(NamedTuple):
    shop: str
    rule: str
    subject: str
    field: str
    severity: str
    since: datetime | None = None
    ended: datetime | None = None  # nothing is wrong any more; None: it stays


def found(
    rule: str, of: tuple[str, str], field: str, severity: str, spell: Spell = (None, None)
) -> Found:
    """`of`: the shop, and what it was found in."""
    shop, subject = of
    return Found(shop, rule, subject, field, severity, *spell)


def together(told: Iterable[Found]) -> Iterator[Found]:
    """One for each shop, rule, subject and field: the earliest start, the latest end."""
    known: dict[tuple[str, ...], Found] = {}
    for one in told:
        before = known.get(one[:4])
        known[one[:4]] = _widest(before, one) if before else one
    yield from known.values()


def _widest(one: Found, other: Found) -> Found:
    starts = [at for at in (one.since, other.since) if at]
    ends = [at for at in (one.ended, other.ended) if at]
    return one._replace(
        severity=max(one.severity, other.severity, key=SEVERITIES.index),
        since=min(starts) if len(starts) == 2 else None,
        ended=max(ends) if len(ends) == 2 else None,
    )


def spells(states: States, *words: str) -> Iterator[Spell]:
    """From when until when one of the words held."""
    for place, (since, word) in enumerate(states):
        if word in words:
            yield since, states[place + 1][0] if place + 1 < len(states) else None


def of_order(order: Order) -> tuple[str, str]:
    return order.brand.shop, f"order:{order.order_id}"


def of_parcel(order: Order, parcel: Shipment) -> tuple[str, str]:
    return order.brand.shop, f"shipment:{parcel.shipment_id}"


def of_mail(order: Order, mail: OrderMail) -> tuple[str, str]:
    return order.brand.shop, f"mail:{mail.message_id}"


def is_read(script: Script, order: Order, mail: OrderMail) -> bool:
    """A copy of it lies in an archive that was kept by then."""
    since = script.readable_from[order.brand.shop]
    return mail.is_archived and since <= mail.accepted_at < script.until
