"""Which parcels get a fault in their shipping mail: both sides of every line."""

from datetime import timedelta
from random import Random

from .clock import is_near_clock_change, seconds
from .confirmation_faults import Lag, drawn, excluded
from .events import Order, Script, Shipment

LATE: tuple[Lag, ...] = (
    3601, 3601, 3602, (3603, 9000), 14_399, 14_400, 14_401, (14_402, 90_000),
)  # fmt: skip
JUST_IN_TIME: tuple[Lag, ...] = (3599, 3600, 3600, 3598, -5, -5, -1, 0)
TOO_EARLY: tuple[Lag, ...] = (-6, -6, -7, (-600, -8), (-9000, -601))
Planted = tuple[Order, Shipment]


def plant_notice_faults(script: Script, each: int, random: Random) -> dict[int, int]:
    """The planned lag of the parcels' shipping mails, by the parcel's id()."""
    pool = [
        (order, parcel)
        for order in script.orders
        for parcel in order.shipments
        if _is_plain(order, parcel, script)
    ]
    random.shuffle(pool)
    lags: dict[int, int] = {}
    for number in range(each):
        for plan, gaps in (("late", LATE), ("just", JUST_IN_TIME), ("too_early", TOO_EARLY)):
            _give(pool, lags, plan, drawn(gaps[number % len(gaps)], random), script)
        for plan in ("unmailed", "bounced"):
            _give(pool, lags, plan, random.randrange(60, 2400), script)
        if number % 3 == 0:
            _give(pool, lags, "number_later", random.randrange(60, 2400), script)
        if number % 8 == 0:
            _give(pool, lags, "uncopied", random.randrange(60, 2400), script)
    return lags


def _is_plain(order: Order, parcel: Shipment, script: Script) -> bool:
    return (
        parcel.plan == "usual"
        and order.fulfilment == "ship"
        and not excluded(order)
        and order.plan not in ("bounced", "uncopied")
        and parcel.shipped_at > script.readable_from[order.brand.shop]
    )


def _give(pool: list[Planted], lags: dict[int, int], plan: str, lag: int, script: Script) -> None:
    """The first parcel of the pool for which the fault has run its course before `until`."""
    within = timedelta(hours=21) if plan == "number_later" else timedelta(hours=5)
    for index in range(len(pool) - 1, -1, -1):
        order, parcel = pool[index]
        noticed_at = parcel.shipped_at + seconds(lag)
        is_odd = is_near_clock_change(noticed_at, order.brand.zone) or noticed_at < order.placed_at
        is_over = noticed_at + within < script.until
        if is_over and not is_odd and _suits(plan, order):
            parcel.plan, lags[id(parcel)] = plan, lag
            del pool[index]
            return


def _suits(plan: str, order: Order) -> bool:
    if plan == "uncopied":  # beside a missing one nobody knows which it was
        is_alone = order.is_single and len(order.shipments) == 1 and order.plan != "missing"
        return is_alone and order.brand.shop == "nordlicht"
    return plan != "number_later" or len(order.shipments) == 1
