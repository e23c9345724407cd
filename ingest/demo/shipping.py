"""Which parcel leaves when, and what its shipping mail tells the customer."""

from datetime import datetime, time, timedelta
from random import Random

from .back_orders import plan_back_orders
from .cast import SILENT_CARRIERS
from .clock import clear_of_change, in_office, is_near_clock_change, seconds
from .confirmation_faults import excluded
from .days import day_of, end_of, moment_of
from .events import Held, Order, Script, Shipment
from .holidays import working_day_of_carriers
from .joined import join_parcels
from .notices import notify
from .orders import quota
from .parcels import tracking_link, tracking_number

MISSING_AFTER_SECONDS = 14_400
HANDLING_SECONDS = (18_000, 180_000)
DUE = time(20)  # the hour of most promised deliveries
DAY_CARRIERS = ("Royal Mail",)  # its promises are days without an hour


def ship_orders(script: Script, count: int, random: Random) -> None:
    for order in script.orders:
        if order.cancelled_at is None and not (order.is_test or order.is_imported):
            _ship(order, script, random)
    _go_together(script, random)
    join_parcels(script)
    _hasten(script, quota(count), random)
    plan_back_orders(script, count, _shipment, random)
    notify(script, quota(count), random)


def _ship(order: Order, script: Script, random: Random) -> None:
    if order.plan in ("missing", "waiting") and order.placed_at > script.until - timedelta(hours=2):
        return
    if order.payment == "prepayment" and order.paid_at is None:
        return
    ready_at = (order.paid_at or order.placed_at) + seconds(random.randrange(*HANDLING_SECONDS))
    shipped_at = in_office(ready_at, order.brand.zone, random, opens=9, closes=17)
    if order.fulfilment == "digital" or order.is_in_store:
        shipped_at = order.placed_at + seconds(60)
    for part, at in enumerate(_departures(order, shipped_at, random), start=1):
        shipped_at = _clear(at, order, script)
        if shipped_at < script.until - timedelta(minutes=5):
            order.shipments.append(_shipment(order, part, shipped_at, random))


def _go_together(script: Script, random: Random) -> None:
    """Two parcels on one truck: in turn one mail tells of both, or each has its own."""
    pairs = (order.shipments for order in script.orders if len(order.shipments) == 2)
    together = [pair for pair in pairs if pair[0].shipped_at == pair[1].shipped_at]
    for first, second in together[::2]:
        second.plan, second.promised = "with_first", first.promised
        second.carrier = first.carrier
        second.number = tracking_number(first.carrier, random)
        second.url = tracking_link(first.carrier, second.number)
        second.scanned_at = first.scanned_at
        second.delivered_at = first.delivered_at and (second.delivered_at or first.delivered_at)


def _departures(order: Order, shipped_at: datetime, random: Random) -> list[datetime]:
    """When each parcel of the order leaves; some orders go in two, at once or days apart."""
    is_split = order.fulfilment == "ship" and len(order.items) > 1 and random.random() < 0.2
    if not is_split:
        return [shipped_at]
    is_together = random.random() < 0.3
    gap = timedelta(0) if is_together else timedelta(hours=random.randrange(20, 50))
    return [shipped_at, shipped_at + gap]


def _clear(shipped_at: datetime, order: Order, script: Script) -> datetime:
    """Away from `since` and from the night the clocks change, so the truth is plain."""
    since = script.readable_from[order.brand.shop]
    if abs(shipped_at - since) < timedelta(hours=8):
        shipped_at = since + timedelta(hours=9)
    if is_near_clock_change(shipped_at, order.brand.zone):
        shipped_at += timedelta(hours=26)
    return shipped_at


def _shipment(order: Order, part: int, shipped_at: datetime, random: Random) -> Shipment:
    carriers, zone = order.brand.carriers, order.brand.zone
    carrier = random.choices(list(carriers), list(carriers.values()))[0]
    if order.fulfilment != "ship":
        return Shipment(f"{order.order_id}-{part}", "", "", "", shipped_at, [], None)
    number = tracking_number(carrier, random)
    due_day = day_of(shipped_at, zone) + timedelta(days=random.randrange(2, 5))
    due_day = working_day_of_carriers(order.customer.country, due_day)
    is_day = carrier in DAY_CARRIERS
    due_at = end_of(due_day, zone) if is_day else moment_of(due_day, DUE, zone)
    delivered_at = clear_of_change(_delivered_at(shipped_at, due_at, random), zone)
    is_silent = carrier in SILENT_CARRIERS
    scanned_at = shipped_at + seconds(random.randrange(900, 20_000))
    return Shipment(
        shipment_id=f"{order.order_id}-{part}",
        carrier=carrier,
        number=number,
        url=tracking_link(carrier, number),
        shipped_at=shipped_at,
        promised=[Held(shipped_at, due_at, is_day)],
        scanned_at=None if is_silent else scanned_at,
        delivered_at=None if is_silent else delivered_at,
    )


def _delivered_at(shipped_at: datetime, due_at: datetime, random: Random) -> datetime:
    """Mostly when it was promised, at the earliest after a day."""
    promised = int((due_at - shipped_at).total_seconds())
    if random.random() < 0.06:
        return shipped_at + seconds(promised + random.randrange(1000, 170_000))
    return shipped_at + seconds(random.randrange(70_000, promised))


def _hasten(script: Script, count: int, random: Random) -> None:
    """Parcels of the last four hours whose mail is not due yet, or due by a second."""
    ages = [MISSING_AFTER_SECONDS - 1, MISSING_AFTER_SECONDS + 1] * 3
    recent = script.until - timedelta(days=4), script.until - timedelta(hours=5)
    pool = [
        order
        for order in script.orders
        if recent[0] < order.placed_at < recent[1] and _is_plain(order)
    ]
    pool.sort(key=lambda order: (len(order.shipments), script.until - order.placed_at))
    for number, order in enumerate(pool[: count + len(ages) // 2]):
        age = ages[number] if number < len(ages) else random.randrange(240, MISSING_AFTER_SECONDS)
        shipment = _shipment(order, 1, script.until - seconds(age), random)
        shipment.plan = "unmailed"
        order.shipments = [shipment]


def _is_plain(order: Order) -> bool:
    return (
        order.plan in ("usual", "just")
        and order.fulfilment == "ship"
        and order.payment != "prepayment"
        and order.cancelled_at is None
        and not order.scenario
        and not excluded(order)
    )
