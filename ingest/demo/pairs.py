"""Customers of two orders: what is said about one is no answer about the other."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

from .cast import Casting
from .clock import is_near_clock_change, seconds
from .confirmation_faults import excluded
from .events import Order, Script
from .moves import Moves
from .orders import quota

HOUR = 3600


def plan_pairs(script: Script, count: int, random: Random, casting: Casting) -> None:
    found = _customers_of_two(script)
    random.shuffle(found)
    told = 0
    for first, second in found:
        asked_at = second.placed_at + seconds(random.randrange(9000, 150_000))
        is_past = asked_at + timedelta(days=5) < script.until
        is_clear = not is_near_clock_change(asked_at, second.brand.zone)
        if is_past and is_clear and told < quota(count) // 2:
            tell = _ask_under_old_subject if told % 2 else _ask_twice
            tell(script, first, second, asked_at, random, casting)
            told += 1


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
    script: Script, first: Order, second: Order, asked_at: datetime, random: Random,
    casting: Casting,
) -> None:  # fmt: skip
    answered, kept = (first, second) if random.random() < 0.5 else (second, first)
    soon = Moves(script, answered.brand, answered, random, casting)
    late = Moves(script, kept.brand, kept, random, casting)
    for talk, lag in (
        (soon, random.randrange(7200, 70_000)),
        (late, random.randrange(90_000, 250_000)),
    ):
        talk.scene = "two_orders"
        asked = talk.ask_plainly(asked_at + seconds(random.randrange(0, 3600)))
        answer = talk.answer(asked.at + seconds(lag))
        talk.wait(asked, answer.at)
    script.scenes["two_orders"] += 1


def _ask_under_old_subject(
    script: Script, first: Order, second: Order, asked_at: datetime, random: Random,
    casting: Casting,
) -> None:  # fmt: skip
    """About the other order, on the thread of the first, where a question still waits."""
    old, new = (
        Moves(script, order.brand, order, random, casting, is_sure=True)
        for order in (first, second)
    )
    old.scene = new.scene = "new_topic_under_old_subject"
    asked = old.write(asked_at, names=True)
    asked.subject_as = "plain"
    answer = old.reply(asked_at + seconds(3 * HOUR))
    old.wait(asked, answer.at)
    again = old.write(asked_at + seconds(5 * HOUR), "again_other", to=answer)
    other = new.write(asked_at + seconds(6 * HOUR), names=True, to=answer)
    new.wait(other, new.reply(asked_at + seconds(9 * HOUR), to=other).at)
    old.wait(again, old.reply(asked_at + seconds(40 * HOUR), to=again).at)
    script.scenes["new_topic_under_old_subject"] += 1
