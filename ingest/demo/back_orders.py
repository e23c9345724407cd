"""Orders that leave in parts: a line was not there yet, or not out yet; and labels made in vain."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random

from .clock import clear_of_change, is_change_between, seconds
from .days import DAY, day_of, held_to_its_end, moment_of
from .events import Held, Order, Script, Shipment
from .orders import quota
from .pool import Pool, few

Make = Callable[[Order, int, datetime, Random], Shipment]
SECOND = timedelta(seconds=1)
# When the late line leaves, beside its promise.
WAYS = (
    "kept_on_the_second", "broken_by_a_second", "kept_on_the_day", "broken_by_a_second_of_a_day",
    "passed", "open", "corrected_in_time", "corrected_too_late", "refunded_just", "refunded_late",
)  # fmt: skip

LAST = (("unshipped_passed", -1), ("unshipped_open", 1))  # beside the end, nothing has left


def plan_back_orders(script: Script, count: int, make: Make, random: Random) -> None:
    pool = Pool(script, random, lambda o: _is_plain(o) and _has_time(o, script))
    for number in range(few(count) * len(WAYS)):
        way = WAYS[number % len(WAYS)]
        if order := pool.take(f"back_order_{way}"):
            kind = ("backorder", "preorder")[number // len(WAYS) % 2]
            _hold_back(order, way, kind, script, make, random)
    pool = Pool(script, random, _is_plain)
    for _ in range(quota(count) // 10 + 1):
        if order := pool.take("void_label"):
            _void_label(order, make, random)
    for _ in range(few(count)):
        for scenario, later in LAST:
            if order := pool.take(scenario, lambda o: _is_of_late(o, script)):
                order.shipments = []
                until_at = script.until + seconds(later)
                order.ship_by = [Held(order.first_version_at, until_at)]


def _is_plain(order: Order) -> bool:
    is_usual = order.plan == "usual" and order.channel == "web" and order.cancelled_at is None
    is_sent = order.fulfilment == "ship" and order.payment != "prepayment"
    return is_usual and is_sent and [p.plan for p in order.shipments] == ["usual"]


def _has_time(order: Order, script: Script) -> bool:
    """For a second parcel, away from the night the clocks change."""
    first = order.shipments[0].shipped_at
    last = first + timedelta(days=8)
    is_clear = not is_change_between(first, last, order.brand.zone)
    return len(order.items) > 1 and is_clear and last < script.until - timedelta(days=3)


def _is_of_late(order: Order, script: Script) -> bool:
    """Yet none of those of which a parcel leaves in the last hours."""
    return timedelta(days=4, hours=1) < script.until - order.placed_at < timedelta(days=12)


def _hold_back(
    order: Order, way: str, kind: str, script: Script, make: Make, random: Random
) -> None:
    line, zone, since = len(order.items), order.brand.zone, order.first_version_at
    first = order.shipments[0]
    first.lines = tuple(range(1, line))
    day = day_of(first.shipped_at, zone) + random.randrange(3, 6) * DAY
    at = moment_of(day, time(random.randrange(10, 16), random.randrange(60)), zone)
    leaves_at: datetime | None = at
    promised = [held_to_its_end(order, since, day)]
    match way:
        case "kept_on_the_second":
            promised = [Held(since, at)]
        case "broken_by_a_second":
            promised = [Held(since, at - SECOND)]
        case "kept_on_the_day":
            leaves_at = moment_of(day, time(23, 59, 59), zone)
        case "broken_by_a_second_of_a_day":
            leaves_at = moment_of(day + DAY, time(0), zone)
        case "passed":
            leaves_at = None
        case "open":
            late = day_of(script.until, zone) + random.randrange(2, 20) * DAY
            leaves_at, promised = None, [held_to_its_end(order, since, late)]
        case "corrected_in_time" | "corrected_too_late":
            promised = _corrected(order, at, way)
        case _:
            leaves_at, promised = None, [Held(since, at)]
            order.refunded_at = at if way == "refunded_just" else at + SECOND
            order.refunded_total = order.total
    order.availability[line], order.line_ship_by[line] = kind, promised
    if leaves_at:
        order.shipments.append(make(order, 2, leaves_at, random))
        order.shipments[1].lines = (line,)


def _corrected(order: Order, at: datetime, way: str) -> list[Held]:
    """Three dates; the second is replaced on its last second, or one second later."""
    since, day = order.first_version_at, day_of(at, order.brand.zone)
    second = at - DAY
    replaced_at = second if way == "corrected_in_time" else second + SECOND
    return [
        Held(since, at - 2 * DAY), Held(since + seconds(7200), second),
        held_to_its_end(order, replaced_at, day),
    ]  # fmt: skip


def _void_label(order: Order, make: Make, random: Random) -> None:
    """Printed, never handed over, cancelled; the parcel left with another label."""
    real = order.shipments[0]
    vain = make(order, 2, real.shipped_at - seconds(random.randrange(3600, 9000)), random)
    vain.cancelled_at, vain.promised, vain.delivered_at = real.shipped_at - seconds(600), [], None
    vain.scanned_at = None
    vain.plan, vain.shipped_at = "void", clear_of_change(vain.shipped_at, order.brand.zone)
    order.shipments.append(vain)
