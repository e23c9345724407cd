"""Customers who ask about two orders: an answer about one is none about the other."""

from collections import defaultdict
from datetime import timedelta
from random import Random

from .cast import Casting
from .clock import is_near_clock_change, seconds
from .confirmation_faults import excluded
from .events import Order, Script
from .orders import quota
from .talk import Talk


def plan_pairs(script: Script, count: int, random: Random, casting: Casting) -> None:
    found = _customers_of_two(script)
    random.shuffle(found)
    for first, second in found[: quota(count) // 4]:
        asked_at = second.placed_at + seconds(random.randrange(9000, 150_000))
        is_past = asked_at + timedelta(days=5) < script.until
        if is_past and not is_near_clock_change(asked_at, second.brand.zone):
            _ask_twice(script, first, second, asked_at, random, casting)


def _customers_of_two(script: Script) -> list[tuple[Order, Order]]:
    """Past the time when a mailbox of the second brand was not read yet."""
    orders: dict[tuple[str, str], list[Order]] = defaultdict(list)
    for order in script.orders:
        orders[order.brand.shop, order.customer.address].append(order)
    return [
        (two[0], two[1])
        for two in orders.values()
        if len(two) == 2
        and two[1].placed_at > script.service_from
        and not any(excluded(order) for order in two)
    ]


def _ask_twice(
    script: Script, first: Order, second: Order, asked_at, random: Random, casting: Casting
) -> None:
    answered, kept = (first, second) if random.random() < 0.5 else (second, first)
    soon = Talk(script, answered.brand, answered, random, casting)
    late = Talk(script, kept.brand, kept, random, casting)
    for talk, lag in (
        (soon, random.randrange(7200, 70_000)),
        (late, random.randrange(90_000, 250_000)),
    ):
        asked = talk.ask_plainly(asked_at + seconds(random.randrange(0, 3600)))
        answer = talk.answer(asked.at + seconds(lag))
        talk.wait(asked, answer.at)
