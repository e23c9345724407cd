"""Plain orders from which scenarios are drawn, each for one scenario only."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from .confirmation_faults import excluded
from .events import Order, Script
from .orders import quota

Fits = Callable[[Order], bool]


def few(count: int) -> int:
    """How often each of many scenarios is planted: 22 times in 5,000 orders."""
    return max(2, round(quota(count) / 3))


class Pool:
    def __init__(self, script: Script, random: Random, fits: Fits) -> None:
        self.orders = [
            order
            for order in script.orders
            if not order.scenario and not excluded(order) and fits(order)
            and order.placed_at > script.readable_from[order.brand.shop] + timedelta(days=1)
        ]  # fmt: skip
        random.shuffle(self.orders)

    def take(self, scenario: str, fits: Fits = lambda order: True) -> Order | None:
        for index in range(len(self.orders) - 1, -1, -1):
            order = self.orders[index]
            if fits(order):
                order.scenario = scenario
                del self.orders[index]
                return order
        return None


def is_plain(order: Order) -> bool:
    """Confirmed as usual, to be sent, and sent as usual if at all."""
    is_usual = order.plan == "usual" and order.confirmed_at is not None
    is_sent = order.fulfilment == "ship" and order.payment != "prepayment"
    parcels = all(parcel.plan == "usual" and parcel.noticed_at for parcel in order.shipments)
    return is_usual and is_sent and parcels and order.cancelled_at is None
