"""Orders whose record lacks something when they are confirmed, and those that only look so."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from .clock import clear_of_change, seconds
from .days import day_of
from .events import Order, Script
from .pool import Pool, few, is_plain

GAPS = (
    ("product",), ("quantity",), ("street",), ("city",), ("postcode",), ("country",), ("contact",),
    ("street", "city"), ("city", "postcode"),
)  # fmt: skip
LATER = (1, 9000, None, 80_000)  # seconds after the confirmation; None: never
IN_TIME = (0, -1)  # completed when the confirmation was taken, or before
OF_THE_MOON = {  # holidays of Hong Kong and the Emirates that no parcel is promised for
    date(2025, 9, 5), date(2025, 10, 7), date(2025, 10, 29), date(2026, 8, 28), date(2026, 9, 26),
    date(2026, 10, 18), date(2026, 10, 19), date(2027, 9, 16), date(2027, 10, 8),
}  # fmt: skip
FIXED = ((10, 1), (12, 2), (12, 3), (12, 25), (12, 26), (1, 1))  # likewise, every year
WITHOUT_POSTCODE = (("HK", "Hong Kong"), ("AE", "Dubai"))


def plan_gaps(script: Script, count: int, random: Random) -> None:
    pool = Pool(script, random, lambda o: is_plain(o) and o.is_single)
    for number in range(few(count)):
        for place, gap in enumerate(GAPS):
            late, soon = LATER[(number + place) % 4], IN_TIME[(number + place) % 2]
            _open(pool, gap, late, "gap", script)
            _open(pool, gap, soon, "gap_closed", script)
        if order := pool.take("no_postcode", _comes_on_plain_days):
            country, city = WITHOUT_POSTCODE[number % 2]
            order.customer = replace(order.customer, country=country, city=city, postcode="")
        for scenario, gap_seconds in (("held_late", 1), ("held_just", 0)):
            if order := pool.take(scenario):
                order.recorded_at = _confirmed(order, gap_seconds)
    _without_address(script, few(count))
    _unconfirmed(script, few(count), random)
    _verify(script, random)


def _comes_on_plain_days(order: Order) -> bool:
    days = {day_of(held.until_at, order.brand.zone)
            for parcel in order.shipments for held in parcel.promised}  # fmt: skip
    return not any(day in OF_THE_MOON or (day.month, day.day) in FIXED for day in days)


def _confirmed(order: Order, later: int):
    return order.mails[0].accepted_at + seconds(later)


def _open(
    pool: Pool, gap: tuple[str, ...], later: int | None, scenario: str, script: Script
) -> None:
    def fits(order: Order) -> bool:
        is_over = _confirmed(order, 2 * 86_400) < script.until
        return is_over and (len(order.items) == 1 or gap[0] not in ("product", "quantity"))

    if order := pool.take(scenario, fits):
        order.gap = gap
        if later is not None:
            completed_at = _confirmed(order, later)
            order.completed_at = clear_of_change(completed_at, order.brand.zone)
        for mail in order.mails:
            mail.names_order = True  # nothing else in the record leads to it


def _without_address(script: Script, each: int) -> None:
    digital = [order for order in script.orders if order.fulfilment == "digital"]
    for order in [one for one in digital if one.is_single and not one.scenario][: each * 2]:
        order.scenario = "digital_without_address"
        nowhere = replace(order.customer, street="", city="", postcode="", country="")
        order.customer = nowhere


def _unconfirmed(script: Script, each: int, random: Random) -> None:
    """Without a confirmation the newest version counts; a bounced one counts as sent."""
    missing = Pool(script, random, lambda o: o.plan == "missing" and o.fulfilment == "ship")
    bounced = Pool(script, random, lambda o: o.plan == "bounced" and o.fulfilment == "ship")
    for _ in range(max(1, each // 3)):
        for pool, scenario, later in (
            (missing, "gap_unconfirmed", None), (missing, "gap_closed_unconfirmed", 9000),
            (bounced, "gap_bounced", 9000),
        ):  # fmt: skip
            order = pool.take(scenario, lambda o: o.placed_at + timedelta(days=2) < script.until)
            if order:
                order.gap = ("street",)
                order.completed_at = order.placed_at + seconds(later) if later else None


def _verify(script: Script, random: Random) -> None:
    """The first brand's staff looks at orders by telephone, of companies, and at odd ones."""
    for order in script.of("nordlicht"):
        if order.completed_at:
            order.verified_at = order.completed_at
        elif order.channel in ("phone", "b2b") and not order.recorded_at:
            at = order.placed_at + seconds(random.randrange(60, 7200))
            order.verified_at = at if at < script.until else None
    for order in script.orders:
        if order.lag_seconds is not None and order.lag_seconds < 0:
            # The record is older than the order: it began with the basket.
            order.recorded_at = order.placed_at + seconds(order.lag_seconds - 600)
