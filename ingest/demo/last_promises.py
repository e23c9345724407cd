"""Promises of the last hours, and of whole orders to be delivered."""

from datetime import timedelta
from random import Random

from .cast import SILENT_CARRIERS
from .clock import seconds
from .events import Held, Order, Script
from .pool import Pool, is_plain

LAST = (("passed_by_a_second", -1), ("not_passed", 1), ("passing", 0))


def plan_last_parcels(script: Script, each: int, random: Random) -> None:
    """Parcels on their way: promised until a second before or after everything was read."""
    pool = Pool(script, random, lambda o: is_plain(o) and _is_on_its_way(o, script))
    for _ in range(each):
        for scenario, later in LAST:
            if order := pool.take(scenario):
                parcel = order.shipments[0]
                until_at = script.until + seconds(later)
                parcel.promised = [Held(parcel.shipped_at, until_at)]
                parcel.delivered_at = None


def _is_on_its_way(order: Order, script: Script) -> bool:
    left = [parcel.shipped_at for parcel in order.shipments]
    is_known = all(parcel.carrier not in SILENT_CARRIERS for parcel in order.shipments)
    return is_known and len(left) == 1 and script.until - timedelta(days=9) < left[0]


def plan_whole_orders(script: Script, each: int, random: Random) -> None:
    """An order of two parcels is delivered with the second."""
    pool = Pool(script, random, lambda o: is_plain(o) and _came_in_two(o, script))
    for _ in range(each):
        for scenario, later in (("order_on_the_second", 0), ("order_a_second_late", -1)):
            if order := pool.take(scenario):
                moments = sorted(p.delivered_at for p in order.shipments if p.delivered_at)
                until_at = moments[-1] + seconds(later)
                order.deliver_by = [Held(order.first_version_at, until_at)]
        if order := pool.take("order_half_in_time"):
            moments = sorted(p.delivered_at for p in order.shipments if p.delivered_at)
            order.deliver_by = [Held(order.first_version_at, moments[0] + seconds(1))]


def _came_in_two(order: Order, script: Script) -> bool:
    known = {p.delivered_at for p in order.shipments
             if p.delivered_at and p.delivered_at < script.until}  # fmt: skip
    return len(known) == len(order.shipments) == 2
