"""Which shipping mail goes out when and with what in it: the ladder and its faults."""

from datetime import datetime, timedelta
from random import Random

from .clock import is_near_clock_change, seconds
from .confirmations import excluded
from .events import Bounced, Order, OrderMail, Script, Shipment
from .ids import message_id
from .undelivered import refused

IN_TIME_SECONDS = 3600
MISSING_AFTER_SECONDS = 14_400
CLOCK_OFFSET_SECONDS = 5

LATE = (3601, 3601, 3602, (3603, 9000), 14_399, 14_400, 14_401, (14_402, 90_000))
JUST_IN_TIME = (3599, 3600, 3600, 3598, -5, -5, -1, 0)
TOO_EARLY = (-6, -6, -7, (-600, -8), (-9000, -601))
POOR_FROM_SHARE = 0.45  # of the demo's time: from then on GLS's numbers come too late for the mail

Planted = tuple[Order, Shipment]


def notify(script: Script, each: int, random: Random) -> None:
    lags = _plant(script, each, random)
    for order in script.orders:
        for shipment in order.shipments:
            if excluded(order) or order.fulfilment != "ship":
                shipment.states, shipment.rung = [(None, "excluded")], "none"
                continue
            lag = lags.get(id(shipment))
            _notice(order, shipment, _usual_lag(random) if lag is None else lag, script, random)


def _plant(script: Script, each: int, random: Random) -> dict[int, int]:
    """Give the faults to parcels old enough to have run their course."""
    pool = [
        (order, shipment)
        for order in script.orders
        for shipment in order.shipments
        if shipment.plan == "usual"
        and order.fulfilment == "ship"
        and not excluded(order)
        and shipment.shipped_at > script.readable_from[order.brand.shop]
        and shipment.shipped_at < script.until - timedelta(days=6, hours=12)
        and order.plan != "bounced"
    ]
    random.shuffle(pool)
    lags: dict[int, int] = {}
    for number in range(each):
        for plan, gaps in (("late", LATE), ("just", JUST_IN_TIME), ("too_early", TOO_EARLY)):
            gap = gaps[number % len(gaps)]
            _give(pool, lags, plan, gap if isinstance(gap, int) else random.randrange(*gap))
        for plan in ("unmailed", "bounced"):
            _give(pool, lags, plan, random.randrange(60, 2400))
        if number % 3 == 0:
            _give(pool, lags, "number_later", random.randrange(60, 2400))
    return lags


def _give(pool: list[Planted], lags: dict[int, int], plan: str, lag_seconds: int) -> None:
    while pool:
        order, shipment = pool.pop()
        noticed_at = shipment.shipped_at + seconds(lag_seconds)
        if not is_near_clock_change(noticed_at, order.brand.zone) and noticed_at > order.placed_at:
            shipment.plan = plan
            lags[id(shipment)] = lag_seconds
            break


def _usual_lag(random: Random) -> int:
    return min(3000, 40 + round(random.lognormvariate(6.2, 0.8)))


def _notice(order: Order, parcel: Shipment, lag: int, script: Script, random: Random) -> None:
    noticed_at = parcel.shipped_at + seconds(lag)
    parcel.states = [(None, "waiting")]
    if lag > MISSING_AFTER_SECONDS or parcel.plan == "unmailed" or noticed_at >= script.until:
        missing_at = parcel.shipped_at + seconds(MISSING_AFTER_SECONDS)
        parcel.states.append((missing_at, "missing"))
    if parcel.plan == "unmailed" or noticed_at >= script.until:
        parcel.rung = "none"
    else:
        _send(order, parcel, noticed_at, script, random)
    if parcel.shipped_at < script.readable_from[order.brand.shop]:
        parcel.states, parcel.noticed_at, parcel.rung = [(None, "unknown")], None, "none"


def _send(order: Order, parcel: Shipment, at: datetime, script: Script, random: Random) -> None:
    parcel.rung = _rung(order, parcel, script, random)
    mail = _mail(order, parcel, at, parcel.rung, random)
    parcel.noticed_at = at
    parcel.states.append((at, _judged(round((at - parcel.shipped_at).total_seconds()))))
    if parcel.plan == "bounced" or (
        order.plan == "bounced" and at < script.until - timedelta(days=6)
    ):
        mail.delivery = refused(at, order.brand, random)
        assert mail.delivery.final_at
        parcel.states.append((mail.delivery.final_at, "bounced"))
        script.bounces.append(Bounced(mail.message_id, mail.delivery.status.startswith("5")))
    elif parcel.plan == "number_later":
        mail.rung = "mail"
        later_at = at + seconds(random.randrange(4000, 70_000))
        _mail(order, parcel, later_at, "date", random).kind = "tracking_number"
        parcel.rung = "date"


def _judged(lag_seconds: int) -> str:
    if lag_seconds < -CLOCK_OFFSET_SECONDS:
        return "too_early"
    return "on_time" if lag_seconds <= IN_TIME_SECONDS else "late"


def _rung(order: Order, parcel: Shipment, script: Script, random: Random) -> str:
    poor_from = script.start + POOR_FROM_SHARE * (script.until - script.start)
    is_poor = parcel.carrier == "GLS" and parcel.shipped_at > poor_from
    if len(order.shipments) > 1 or random.random() > (0.4 if is_poor else 0.025):
        return "date"  # each mail of a split order names its parcel
    return random.choices(("mail", "number", "link"), (4, 4, 1) if is_poor else (1, 1, 1))[0]


def _mail(order: Order, parcel: Shipment, at: datetime, rung: str, random: Random) -> OrderMail:
    new_id = message_id(order.brand.domain, at, random)
    mail = OrderMail("shipping_notice", at, new_id, order.customer.address, (parcel,), rung)
    order.mails.append(mail)
    return mail
