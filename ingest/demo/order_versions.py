"""The record of an order as it stood after every change."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from .clock import local
from .events import Held, Order
from .loads import fulfilled_at
from .order_events import total_of

Row = dict[str, Any]
CONTACT = ("street", "city", "postcode", "country")


def order_versions(order: Order, until: datetime) -> Iterator[Row]:
    for at in _moments(order, until):
        yield record_at(order, at)


def _moments(order: Order, until: datetime) -> list[datetime]:
    """When the record changed; a payment made at once is in the first version."""
    changes = {order.cancelled_at, order.refunded_at, order.verified_at, fulfilled_at(order)}
    changes |= {edit.at for edit in order.edits} | {order.completed_at}
    changes |= {held.at for held in (*order.ship_by, *order.deliver_by)}
    if order.payment == "prepayment":
        changes.add(order.paid_at)
    first = order.first_version_at
    return [first, *sorted(at for at in changes if at and first < at < until)]


def record_at(order: Order, at: datetime) -> Row:
    """What the shop's system holds of an order at a moment."""

    def past(moment: datetime | None) -> datetime | None:
        return moment if moment and moment <= at else None

    edits = [edit for edit in order.edits if edit.at <= at]
    items = edits[-1].items if edits else order.items
    person = edits[-1].customer if edits else order.customer
    gap = order.gap if order.completed_at is None or order.completed_at > at else ()
    address = {name: "" if name in gap else getattr(person, name) for name in CONTACT}
    if not order.has_street:
        address["street"] = ""
    return {
        "order_id": order.order_id, "placed_at": order.placed_at,
        "paid_at": past(order.paid_at) if order.payment == "prepayment" else order.paid_at,
        "cancelled_at": past(order.cancelled_at), "channel": order.channel,
        "locale": person.language, "warehouse": order.warehouse,
        "shipping_method": order.shipping_method, "payment_method": order.payment,
        "fulfilment": order.fulfilment, "email": "" if "contact" in gap else person.address,
        "name": person.name, **address, "is_test": order.is_test,
        "is_imported": order.is_imported, "is_in_store": order.is_in_store,
        "currency": order.brand.currency, "total": total_of(items),
        "confirmation_flag": order.is_flagged, "valid_from_at": at,
        "edited_at": edits[-1].at if edits else None, "refunded_at": past(order.refunded_at),
        "refunded_total": order.refunded_total if past(order.refunded_at) else None,
        "verified_at": past(order.verified_at), "fulfilled_at": past(fulfilled_at(order)),
        "ship_by_at": held_at(order.ship_by, at, order),
        "deliver_by_at": held_at(order.deliver_by, at, order),
        "pickup_point": order.pickup_point, "is_gift": order.is_gift,
    }  # fmt: skip


def held_at(promised: list[Held], at: datetime, order: Order) -> datetime | date | None:
    """What was promised by then: a moment, or a day."""
    known = [held for held in promised if held.at <= at]
    if not known:
        return None
    latest = known[-1]
    return local(latest.until_at, order.brand.zone).date() if latest.is_day else latest.until_at
