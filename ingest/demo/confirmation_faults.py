"""Which orders get a fault in their confirmation: both sides of every line, as often as named."""

from datetime import timedelta
from random import Random

from .clock import is_near_clock_change, seconds
from .events import Order, Script
from .orders import quota

Lag = int | tuple[int, int]
WEEK_SECONDS = 604_800
LATE: tuple[Lag, ...] = (
    301, 301, WEEK_SECONDS, (303, 900), (901, 3599), 302, 3600, 3601, (3602, 20_000),
)  # fmt: skip
JUST_IN_TIME: tuple[Lag, ...] = (299, 300, 300, 298, -5, -4, -1, 0)
IMPLAUSIBLE: tuple[Lag, ...] = (
    -6, -6, -7, (-900, -8), WEEK_SECONDS + 1, WEEK_SECONDS + 1, WEEK_SECONDS + 2, 700_000,
)  # fmt: skip
RESENT_WITHIN_SECONDS = 450_000


def excluded(order: Order) -> bool:
    return order.channel == "marketplace" or order.is_test or order.is_imported or order.is_in_store


def plant_confirmation_faults(script: Script, count: int, random: Random) -> None:
    pool = [order for order in script.orders if _is_plain(order, script)]
    random.shuffle(pool)
    plans = [("late", LATE), ("just", JUST_IN_TIME), ("implausible", IMPLAUSIBLE)]
    for number in range(quota(count)):
        for plan, lags in plans:
            _give(pool, plan, drawn(lags[number % len(lags)], random), script)
        for plan in ("missing", "bounced"):
            _give(pool, plan, random.randrange(5, 200), script)
        if number % 3 == 0:
            _give(pool, "resent", random.randrange(5, 100), script)
            _give(pool, "twice", random.randrange(5, 100), script)
        if number % 6 == 0:
            _give(pool, "uncopied", random.randrange(5, 100), script, shop="nordlicht")


def _is_plain(order: Order, script: Script) -> bool:
    return (
        order.plan == "usual"
        and not excluded(order)
        and order.cancelled_at is None
        and order.placed_at > script.readable_from[order.brand.shop] + timedelta(hours=2)
    )


def _give(pool: list[Order], plan: str, lag_seconds: int, script: Script, shop: str = "") -> None:
    """The first order of the pool for which the fault has run its course before `until`."""
    within = RESENT_WITHIN_SECONDS if plan == "resent" else 3600
    for index in range(len(pool) - 1, -1, -1):
        order = pool[index]
        done_at = order.placed_at + seconds(max(lag_seconds, 0) + within)
        near = is_near_clock_change(order.placed_at + seconds(lag_seconds), order.brand.zone)
        if done_at < script.until and not near and shop in ("", order.brand.shop):
            if plan != "uncopied" or order.is_single:
                order.plan, order.lag_seconds = plan, lag_seconds
                del pool[index]
                return


def drawn(lag: Lag, random: Random) -> int:
    return lag if isinstance(lag, int) else random.randrange(*lag)
