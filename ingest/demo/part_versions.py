"""The records of an order's lines and parcels as they stood after every change."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .cast import NORDLICHT, Item
from .events import Order, Shipment
from .loads import tells_lines
from .order_versions import held_at

Row = dict[str, Any]


def item_versions(order: Order, until: datetime) -> Iterator[Row]:
    for line in range(1, len(order.last_items) + 1):
        before = None
        for at in _moments(order, line, until):
            row = line_at(order, line, at)
            if row and row != before:  # a line has a new version only where it changed itself
                yield row | {"valid_from_at": at}
                before = row


def _moments(order: Order, line: int, until: datetime) -> list[datetime]:
    first = order.first_version_at
    changes = {edit.at for edit in order.edits} | {order.completed_at}
    changes |= {held.at for held in order.line_ship_by.get(line, [])}
    return [first, *sorted(at for at in changes if at and first < at < until)]


def line_at(order: Order, line: int, at: datetime) -> Row | None:
    items = next((e.items for e in reversed(order.edits) if e.at <= at), order.items)
    if line > len(items):
        return None
    item: Item = items[line - 1]
    gap = order.gap if order.completed_at is None or order.completed_at > at else ()
    is_named = "product" not in gap
    return {
        "order_id": order.order_id, "line_id": line, "sku": item.sku if is_named else "",
        "title": item.title if is_named else "",
        "quantity": None if "quantity" in gap else item.quantity, "price": item.price,
        "availability": order.availability.get(line, "in_stock"),
        "ship_by_at": held_at(order.line_ship_by.get(line, []), at, order),
    }  # fmt: skip


def shipment_versions(order: Order, until: datetime) -> Iterator[Row]:
    """The first brand keeps every version, the other the newest alone and no time of it."""
    for parcel in order.shipments:
        changes = {parcel.cancelled_at, parcel.attempted_at, parcel.delivered_at, parcel.scanned_at}
        changes |= {held.at for held in parcel.promised}
        moments = [parcel.shipped_at]
        moments += sorted(at for at in changes if at and parcel.shipped_at < at < until)
        for at in moments if order.brand is NORDLICHT else moments[-1:]:
            yield _shipment(order, parcel, at) | {"valid_from_at": at}


def _shipment(order: Order, parcel: Shipment, at: datetime) -> Row:
    def past(moment: datetime | None) -> datetime | None:
        return moment if moment and moment <= at else None

    return {
        "shipment_id": parcel.shipment_id, "order_id": order.order_id, "carrier": parcel.carrier,
        "tracking_number": parcel.number, "tracking_url": parcel.url,
        "shipped_at": parcel.shipped_at, "promised_at": held_at(parcel.promised, at, order),
        "first_scan_at": past(parcel.scanned_at),
        "first_attempt_at": past(parcel.attempted_at), "delivered_at": past(parcel.delivered_at),
        "items": _contents(order, parcel), "cancelled_at": past(parcel.cancelled_at),
    }  # fmt: skip


def _contents(order: Order, parcel: Shipment) -> str:
    """By line in the first brand's system, by SKU in the other's."""
    if not tells_lines(order):
        return ""
    items = {line: order.last_items[line - 1] for line in parcel.lines}
    if order.brand is NORDLICHT:
        return ", ".join(f"{line}:{item.quantity}" for line, item in items.items())
    return ", ".join(f"{item.sku}:{item.quantity}" for item in items.values())
