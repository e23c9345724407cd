"""Promised departures of whole orders on both sides of every line, in the record and in mails."""

from datetime import datetime, timedelta
from random import Random

from .clock import is_change_between, seconds
from .days import DAY, day_of, held_to_its_end, start_of
from .deliver_faults import tell_delay
from .events import Held, Order, Script, Stated
from .loads import all_left_at
from .pool import Pool, few, is_plain
from .statements import PROMISED

SECOND = timedelta(seconds=1)


def plan_ship_faults(script: Script, count: int, random: Random) -> None:
    pool = Pool(script, random, lambda o: is_plain(o) and _is_clear(o, script))
    for _ in range(few(count)):
        for scenario, later in (("ship_on_the_second", 0), ("ship_a_second_late", -1)):
            if order := pool.take(scenario):
                order.ship_by = [Held(order.first_version_at, _left(order) + seconds(later))]
        for scenario, days in (("ship_on_the_day", 0), ("ship_a_day_late", 1)):
            if order := pool.take(scenario, lambda o: _days(o) > 0):
                day = day_of(_left(order), order.brand.zone) - days * DAY
                order.ship_by = [held_to_its_end(order, order.first_version_at, day)]
        for scenario, later in (("delay_told_in_time", -1), ("delay_told_too_late", 0)):
            if order := pool.take(scenario, lambda o: _days(o) > 1 and is_unpromised(o)):
                _tell_twice(order, later, random)
        for scenario, later in (("delay_before_it_left", -1), ("delay_after_it_left", 1)):
            if order := pool.take(scenario, lambda o: _days(o) == 1 and is_unpromised(o)):
                _say(order, day_of(order.placed_at, order.brand.zone))
                tell_delay(order, _left(order) + seconds(later), random)
    _cancelled(script, few(count), random)


def _is_clear(order: Order, script: Script) -> bool:
    left_at = all_left_at(order)
    if left_at is None or order.edits or left_at > script.until - timedelta(days=1):
        return False
    around = (order.placed_at - DAY, left_at + DAY, order.brand.zone)
    return not is_change_between(*around)


def is_unpromised(order: Order) -> bool:
    """Nothing is promised for its way of shipping that the mails would have to say."""
    return (order.brand.shop, order.shipping_method) not in PROMISED


def _left(order: Order) -> datetime:
    at = all_left_at(order)
    assert at
    return at


def _days(order: Order) -> int:
    """Between the day of the order and the day it left."""
    zone = order.brand.zone
    return (day_of(_left(order), zone) - day_of(order.placed_at, zone)).days


def _say(order: Order, day) -> None:
    order.mails[0].stated = [Stated("ship", last=day)]


def _tell_twice(order: Order, later: int, random: Random) -> None:
    """The confirmation says today, a mail tomorrow, the next one what came true.

    The last one comes in tomorrow's last second, or one second after it.
    """
    zone = order.brand.zone
    today = day_of(order.placed_at, zone)
    _say(order, today)
    assert order.confirmed_at
    tell_delay(order, order.confirmed_at + seconds(600), random)
    order.mails[-1].stated = [Stated("ship", last=today + DAY)]
    tell_delay(order, start_of(today + 2 * DAY, zone) + seconds(later), random)
    order.mails[-1].stated = [Stated("ship", last=day_of(_left(order), zone) + DAY)]


def _cancelled(script: Script, each: int, random: Random) -> None:
    """Nothing is broken where the order ended before its promise did."""
    pool = [order for order in script.orders
            if order.cancelled_at and order.plan == "usual" and not order.scenario
            and order.confirmed_at and order.channel == "web"]  # fmt: skip
    random.shuffle(pool)
    for number, order in enumerate(pool[: 2 * each]):
        assert order.cancelled_at
        later = -number % 2
        order.scenario = ("cancelled_in_time", "cancelled_too_late")[number % 2]
        order.ship_by = [Held(order.first_version_at, order.cancelled_at - seconds(later))]

