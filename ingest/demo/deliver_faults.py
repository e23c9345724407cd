"""Promised deliveries on both sides of every line: of one parcel, and of a whole order."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from .cast import NORDLICHT, SILENT_CARRIERS
from .clock import is_change_between, seconds
from .days import DAY, day_of, moment_of, start_of
from .events import Held, Order, OrderMail, Script, Shipment, Stated
from .holidays import working_day_of_carriers
from .ids import message_id
from .last_promises import plan_last_parcels, plan_whole_orders
from .pool import Pool, few, is_plain
from .shipping import DUE

SECOND = timedelta(seconds=1)
EARLY = timedelta(days=2)
Plant = Callable[[Order, Shipment, datetime], None]


def plan_deliver_faults(script: Script, count: int, random: Random) -> None:
    pool = Pool(script, random, lambda o: is_plain(o) and _is_simple(o, script))
    for _ in range(few(count)):
        for scenario, plant in FAULTS.items():
            is_of_first = scenario in FIRST_BRAND_ONLY
            order = pool.take(scenario, lambda o, f=is_of_first: o.brand is NORDLICHT or not f)
            if order:
                parcel = order.shipments[0]
                assert parcel.promised_at
                plant(order, parcel, parcel.promised_at.replace(microsecond=0))
        for scenario, later in (("told_before_it_came", -1), ("told_after_it_came", 1)):
            if order := pool.take(scenario):
                at = _kept_late(order) + seconds(later)
                tell_delay(order, at, random, order.shipments[0])
    plan_last_parcels(script, few(count), random)
    plan_whole_orders(script, few(count), random)


def _is_simple(order: Order, script: Script) -> bool:
    """One parcel with a promise and an event, all over well before the end."""
    if len(order.shipments) != 1:
        return False
    parcel = order.shipments[0]
    over_at = parcel.shipped_at + timedelta(days=11)
    is_over = over_at < script.until
    is_clear = not is_change_between(parcel.shipped_at, over_at, order.brand.zone)
    is_told = parcel.rung == "clear" and parcel.carrier not in SILENT_CARRIERS
    return is_over and is_clear and is_told


def _deliver(order: Order, parcel: Shipment, at: datetime) -> None:
    parcel.delivered_at = at


def _early(order: Order, parcel: Shipment, later: int) -> None:
    zone = order.brand.zone
    day = _delivery_day(order, day_of(parcel.shipped_at, zone) + 5 * DAY)
    parcel.promised = [Held(parcel.shipped_at, moment_of(day, DUE, zone))]
    parcel.delivered_at = start_of(day, zone) - EARLY + seconds(later)


def _early_of_span(order: Order, parcel: Shipment, later: int) -> None:
    """The record promises nothing, its mail a span of days."""
    zone = order.brand.zone
    day = _delivery_day(order, day_of(parcel.shipped_at, zone) + 6 * DAY)
    parcel.promised, parcel.mail_day = [], day
    parcel.delivered_at = start_of(day - DAY, zone) - EARLY + seconds(later)


def _attempt(order: Order, parcel: Shipment, at: datetime) -> None:
    parcel.attempted_at, parcel.delivered_at = at, at + seconds(70_000)


def _correct(order: Order, parcel: Shipment, until_at: datetime, later: int) -> None:
    """Two dates: the second made in time or too late; it holds to its last second, or not."""
    second = until_at + DAY
    parcel.promised.append(Held(until_at + seconds(later), second))
    parcel.delivered_at = second + seconds(later)


def _correct_twice(order: Order, parcel: Shipment, until_at: datetime, later: int) -> None:
    second, third = until_at + DAY, until_at + 2 * DAY
    parcel.promised.append(Held(until_at - seconds(7200), second))
    parcel.promised.append(Held(second + seconds(later), third))
    parcel.delivered_at = third - seconds(3600)


def _repeat(order: Order, parcel: Shipment, until_at: datetime) -> None:
    """Another hour of the same day is the same promise."""
    parcel.promised.append(Held(until_at - seconds(9000), until_at + seconds(3600)))
    parcel.delivered_at = until_at + seconds(1800)


def _lose(order: Order, parcel: Shipment, until_at: datetime) -> None:
    parcel.delivered_at = None


FAULTS: dict[str, Plant] = {
    "deliver_on_the_second": lambda o, p, t: _deliver(o, p, t),
    "deliver_a_second_late": lambda o, p, t: _deliver(o, p, t + SECOND),
    "deliver_late": lambda o, p, t: _deliver(o, p, t + seconds(90_000)),
    "deliver_in_time": lambda o, p, t: _deliver(o, p, t - seconds(20_000)),
    "early_by_a_second": lambda o, p, t: _early(o, p, -1),
    "early_just_not": lambda o, p, t: _early(o, p, 0),
    "early_for_span": lambda o, p, t: _early_of_span(o, p, -1),
    "early_just_not_for_span": lambda o, p, t: _early_of_span(o, p, 0),
    "attempt_in_time": lambda o, p, t: _attempt(o, p, t),
    "attempt_a_second_late": lambda o, p, t: _attempt(o, p, t + SECOND),
    "corrected_in_time": lambda o, p, t: _correct(o, p, t, 0),
    "corrected_too_late": lambda o, p, t: _correct(o, p, t, 1),
    "second_superseded": lambda o, p, t: _correct_twice(o, p, t, 0),
    "second_broken": lambda o, p, t: _correct_twice(o, p, t, 1),
    "repeated": _repeat,
    "lost": _lose,
}
FIRST_BRAND_ONLY = {
    "attempt_in_time", "attempt_a_second_late", "corrected_in_time", "corrected_too_late",
    "second_superseded", "second_broken", "repeated",
}  # fmt: skip


def _kept_late(order: Order) -> datetime:
    """Delivered the morning after the promise."""
    parcel = order.shipments[0]
    assert parcel.promised_at
    parcel.delivered_at = parcel.promised_at.replace(microsecond=0) + seconds(50_000)
    return parcel.delivered_at


def _delivery_day(order: Order, day: date) -> date:
    return working_day_of_carriers(order.customer.country, day)


def tell_delay(order: Order, at: datetime, random: Random, parcel: Shipment | None = None) -> None:
    """A mail with a later day: of a parcel, or of the order's leaving."""
    mail = OrderMail(
        "delay_notice", at, message_id(order.brand.domain, at, random), order.customer.address
    )
    day = _delivery_day(order, day_of(at, order.brand.zone) + 2 * DAY)
    if parcel:
        mail.parcels = (parcel,)
        mail.stated = [Stated("deliver", last=day, parcel=parcel.shipment_id)]
    else:
        mail.stated = [Stated("ship", last=day)]
    order.mails.append(mail)
