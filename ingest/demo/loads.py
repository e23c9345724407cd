"""Which lines of an order are in which parcel, and when the whole of it has left."""

from datetime import datetime

from .cast import NORDLICHT
from .events import Order, Script, Shipment


def load_parcels(script: Script) -> None:
    for order in script.orders:
        wanted = wanted_lines(order)
        parcels = [parcel for parcel in standing(order) if not parcel.lines]
        for place, parcel in enumerate(parcels):
            rest = wanted[place:] if parcel is parcels[-1] else wanted[place : place + 1]
            parcel.lines = tuple(rest)


def wanted_lines(order: Order) -> list[int]:
    return [n for n, item in enumerate(order.last_items, start=1) if item.quantity]


def standing(order: Order) -> list[Shipment]:
    """Its parcels, without those whose label was made in vain; the first to leave first."""
    parcels = [parcel for parcel in order.shipments if parcel.cancelled_at is None]
    return sorted(parcels, key=lambda parcel: parcel.shipped_at)


def tells_lines(order: Order) -> bool:
    """The first brand records the lines of every parcel, the other where they differ."""
    return order.brand is NORDLICHT or len(order.shipments) > 1 or bool(order.line_ship_by)


def left_at(order: Order, line: int) -> datetime | None:
    return next((p.shipped_at for p in standing(order) if line in p.lines), None)


def all_left_at(order: Order) -> datetime | None:
    moments = [left_at(order, line) for line in wanted_lines(order)]
    known = [at for at in moments if at]
    return max(known) if known and len(known) == len(moments) else None


def fulfilled_at(order: Order) -> datetime | None:
    """As recorded: by the second brand's system alone."""
    return None if order.brand is NORDLICHT else all_left_at(order)
