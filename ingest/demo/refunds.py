"""Orders whose money went back after they had arrived: all of it, or a part."""

from datetime import datetime, timedelta
from random import Random

from .clock import clear_of_change, in_office, seconds
from .events import Order, Script
from .orders import quota
from .pool import Pool, is_plain


def plan_refunds(script: Script, count: int, random: Random) -> None:
    pool = Pool(script, random, lambda o: is_plain(o) and _arrived_at(o) is not None)
    each = quota(count)
    for _ in range(max(8, each * 2 // 3)):
        _refund(pool, "refund", script, random)
    for _ in range(max(6, each // 2)):
        _refund(pool, "refund_part", script, random)
    _sold_elsewhere(script, each // 6 + 1, random)


def _refund(pool: Pool, scenario: str, script: Script, random: Random) -> None:
    """The price of one piece, where only a part goes back."""
    lag, is_part = random.randrange(86_400, 500_000), scenario == "refund_part"

    def fits(order: Order) -> bool:
        is_over = _refund_at(order, lag) + timedelta(days=3) < script.until
        return is_over and (not is_part or order.total > order.items[-1].price)

    if order := pool.take(scenario, fits):
        zone = order.brand.zone
        at = in_office(_refund_at(order, lag), zone, random)
        order.refunded_at = clear_of_change(at, zone)
        order.refunded_total = order.items[-1].price if is_part else order.total


def _arrived_at(order: Order) -> datetime | None:
    moments = [parcel.delivered_at for parcel in order.shipments if parcel.delivered_at]
    return max(moments) if moments and len(moments) == len(order.shipments) else None


def _refund_at(order: Order, lag: int) -> datetime:
    arrived_at = _arrived_at(order)
    assert arrived_at
    return arrived_at + seconds(lag)


def _sold_elsewhere(script: Script, times: int, random: Random) -> None:
    """Refunds of which the marketplace tells, or the till."""
    for name in ("marketplace", "pos"):
        pool = [(o, _ten_days_on(o)) for o in script.orders if o.channel == name and o.shipments]
        past = [(order, at) for order, at in pool if at < script.until - timedelta(hours=1)]
        for order, at in random.sample(past, min(times, len(past))):
            order.refunded_at, order.refunded_total = at, order.total


def _ten_days_on(order: Order) -> datetime:
    return clear_of_change(order.shipments[-1].shipped_at + seconds(900_000), order.brand.zone)
