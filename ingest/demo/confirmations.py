"""Which order gets its confirmation when: mostly at once; every fault on both sides of its line."""

from datetime import datetime, timedelta
from random import Random

from .clock import is_near_clock_change, seconds
from .events import Bounced, Delivery, Order, OrderMail, Script
from .ids import message_id
from .orders import quota
from .undelivered import refused, typo_in

IN_TIME_SECONDS = 300
MISSING_AFTER_SECONDS = 1800
WEEK_SECONDS = 604_800
CLOCK_OFFSET_SECONDS = 5

LATE = (301, 301, 302, (303, 900), (901, 3599), 3600, 3601, (3602, 20_000), WEEK_SECONDS)
JUST_IN_TIME = (299, 300, 300, 298, -5, -4, -1, 0)
IMPLAUSIBLE = (
    -6,
    -6,
    -7,
    (-900, -8),
    WEEK_SECONDS + 1,
    WEEK_SECONDS + 1,
    WEEK_SECONDS + 2,
    700_000,
)


def confirm_orders(script: Script, count: int, random: Random) -> None:
    _plant(script, quota(count), random)
    for order in script.orders:
        _confirm(order, script, random)


def excluded(order: Order) -> bool:
    return order.channel == "marketplace" or order.is_test or order.is_imported or order.is_in_store


def _plant(script: Script, each: int, random: Random) -> None:
    """Give the faults to plain orders old enough to have run their course."""
    pool = [
        order
        for order in script.orders
        if order.plan == "usual"
        and not excluded(order)
        and order.cancelled_at is None
        and order.placed_at > script.readable_from[order.brand.shop] + timedelta(hours=2)
        and order.placed_at < script.until - timedelta(days=9)
    ]
    random.shuffle(pool)
    plans = [("late", LATE), ("just", JUST_IN_TIME), ("implausible", IMPLAUSIBLE)]
    for number in range(each):
        for plan, lags in plans:
            _give(pool, plan, _lag(lags[number % len(lags)], random))
        for plan in ("missing", "bounced"):
            _give(pool, plan, random.randrange(5, 200))
        if number % 3 == 0:
            _give(pool, "resent", random.randrange(5, 100))


def _give(pool: list[Order], plan: str, lag_seconds: int) -> None:
    while pool:
        order = pool.pop()
        if not is_near_clock_change(order.placed_at + seconds(lag_seconds), order.brand.zone):
            order.plan, order.lag_seconds = plan, lag_seconds
            break


def _lag(lag: int | tuple[int, int], random: Random) -> int:
    return lag if isinstance(lag, int) else random.randrange(*lag)


def _confirm(order: Order, script: Script, random: Random) -> None:
    if excluded(order):
        order.states = [(None, "excluded")]
    elif order.plan in ("missing", "waiting"):
        order.states = _unconfirmed(order)
    elif order.plan in ("bounced", "resent"):
        _bounce(order, script, random)
    else:
        _send(order, script, random)
    if not excluded(order) and order.placed_at < script.readable_from[order.brand.shop]:
        order.states, order.confirmed_at = [(None, "unknown")], None


def _unconfirmed(order: Order) -> list[tuple[datetime | None, str]]:
    return [(None, "waiting"), (order.placed_at + seconds(MISSING_AFTER_SECONDS), "missing")]


def _send(order: Order, script: Script, random: Random) -> None:
    lag = order.lag_seconds
    accepted_at = order.placed_at + seconds(_usual_lag(random) if lag is None else lag)
    begins, ends = script.outage
    if order.brand.shop == "nordlicht" and lag is None and begins <= accepted_at < ends:
        accepted_at = ends + seconds(random.randrange(5, 1500))  # the queue empties
    mail = _mail(order, accepted_at, random)
    mail.names_order = lag is not None or not order.is_single or random.random() > 0.02
    if lag is None and random.random() < 0.03:
        mail.delivery = _greylisted(accepted_at, random)
    order.confirmed_at = accepted_at
    states = _unconfirmed(order)[: 2 if _lag_of(order) > MISSING_AFTER_SECONDS else 1]
    order.states = [*states, (accepted_at, _judged(_lag_of(order)))]


def _lag_of(order: Order) -> int:
    assert order.confirmed_at
    return round((order.confirmed_at - order.placed_at).total_seconds())


def _judged(lag_seconds: int) -> str:
    if lag_seconds < -CLOCK_OFFSET_SECONDS or lag_seconds > WEEK_SECONDS:
        return "implausible"
    return "on_time" if lag_seconds <= IN_TIME_SECONDS else "late"


def _usual_lag(random: Random) -> int:
    return min(240, 2 + round(random.lognormvariate(2.6, 0.8)))


def _mail(order: Order, accepted_at: datetime, random: Random) -> OrderMail:
    new_id = message_id(order.brand.domain, accepted_at, random)
    mail = OrderMail("order_confirmation", accepted_at, new_id, order.customer.address)
    order.mails.append(mail)
    return mail


def _greylisted(accepted_at: datetime, random: Random) -> Delivery:
    final_at = accepted_at + seconds(random.randrange(301, 900))
    reply = "450 4.7.1 Recipient address rejected: Greylisted, try again later"
    return Delivery("delivered", [accepted_at + seconds(2)], final_at, "2.0.0", reply)


def _bounce(order: Order, script: Script, random: Random) -> None:
    assert order.lag_seconds is not None
    first = _mail(order, order.placed_at + seconds(order.lag_seconds), random)
    first.delivery = refused(first.accepted_at, order.brand, random)
    assert first.delivery.final_at
    script.bounces.append(Bounced(first.message_id, first.delivery.status.startswith("5")))
    order.states = [(None, "waiting"), (first.accepted_at, "on_time")]
    order.states.append((first.delivery.final_at, "bounced"))
    if order.plan == "resent":
        first.recipient = typo_in(order.customer.address)
        lag = random.choice((300, 301, 2000, 9000))
        fixed_at = max(order.placed_at + seconds(lag), first.delivery.final_at + seconds(30))
        order.confirmed_at = _mail(order, fixed_at, random).accepted_at
        order.states.append((fixed_at, _judged(_lag_of(order))))
