"""Customers who order again within hours: both orders leave in one parcel, under one number."""

from dataclasses import replace
from datetime import datetime, timedelta

from .events import Order, Script, Shipment

SCENARIO = "joined"
SOON, WAITS = timedelta(hours=8), timedelta(days=3)
SHARE = 0.006  # of a shop's orders are the second of such two


def order_again(orders: list[Order], since: datetime, until: datetime) -> None:
    """Gives some orders the customer of the one before, where both are plain."""
    plain = [order for order in orders if _is_plain(order) and since < order.placed_at < until]
    plain.sort(key=lambda order: order.placed_at)
    wanted = max(4, round(len(orders) * SHARE))
    step, last = max(1, len(plain) // wanted), -2
    for number in range(len(plain) - 1):
        first, second = plain[number], plain[number + 1]
        is_turn = number - last >= max(2, step) or last < 0
        if is_turn and second.placed_at - first.placed_at < SOON:
            second.customer = first.customer
            for order in (first, second):
                order.scenario, order.is_single = SCENARIO, False
            last = number


def _is_plain(order: Order) -> bool:
    is_real = not (order.is_test or order.is_imported or order.is_in_store or order.scenario)
    is_usual = order.plan == "usual" and order.channel == "web" and order.cancelled_at is None
    is_paid = order.payment in ("card", "wallet")
    return is_real and is_usual and is_paid and order.fulfilment == "ship" and order.is_single


def join_parcels(script: Script) -> None:
    """The goods that are ready first wait for the others, where each order has one parcel."""
    before: dict[tuple[str, str], Order] = {}
    for order in script.orders:
        if order.scenario != SCENARIO:
            continue
        first = before.setdefault((order.brand.shop, order.customer.address), order)
        if first is not order and len(first.shipments) == len(order.shipments) == 1:
            one, other = first.shipments[0], order.shipments[0]
            if abs(one.shipped_at - other.shipped_at) < WAITS:
                later = max(one, other, key=lambda parcel: parcel.shipped_at)
                first.shipments, order.shipments = [_as_of(first, later)], [_as_of(order, later)]


def _as_of(order: Order, parcel: Shipment) -> Shipment:
    own_id, promised = f"{order.order_id}-1", list(parcel.promised)
    return replace(parcel, shipment_id=own_id, plan=SCENARIO, states=[], promised=promised)
