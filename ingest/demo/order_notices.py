"""Mails about payments, changes, cancellations and the like: which go out when, and which not."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from .clock import is_near_clock_change, seconds
from .confirmations import WEEK_SECONDS, note_bounce
from .events import Order, OrderMail, Script
from .ids import message_id
from .notice_kinds import clocks, excluded_reason, limits
from .orders import quota
from .undelivered import refused_for_good

Fate = tuple[str, int]  # sent, missing, bounced, resent; seconds after the clock began


def faults(kind: str) -> list[Fate]:
    target, missing_after = limits(kind)
    return [
        ("sent", WEEK_SECONDS + 1), ("sent", target + 1), ("missing", 0), ("bounced", 40),
        ("sent", -6), ("sent", missing_after + 1), ("missing", 1), ("bounced", 900),
        ("sent", WEEK_SECONDS), ("sent", missing_after), ("sent", -3000),
    ]  # fmt: skip


def near_misses(kind: str) -> list[Fate]:
    target, _ = limits(kind)
    return [("sent", target), ("sent", -5), ("resent", target), ("sent", target - 1), ("sent", 0)]


def send_order_notices(script: Script, count: int, random: Random) -> None:
    due: dict[str, list[tuple[Order, datetime]]] = defaultdict(list)
    for order in script.orders:
        if excluded_reason(order) is None:
            for kind, clock in clocks(order):
                due[kind].append((order, clock))
    for kind in sorted(due):
        _plan(kind, due[kind], quota(count), script, random)
        for order, clock in due[kind]:
            fate = order.fates.get(kind, ("sent", random.randrange(20, 290)))
            _send(order, kind, clock, fate, script, random)


def _plan(kind: str, due: list, each: int, script: Script, random: Random) -> None:
    """Faults and near misses in turn, so that there are as many of each."""
    pool = [(order, clock) for order, clock in due if kind not in order.fates
            and order.plan != "bounced"
            and clock > script.readable_from[order.brand.shop] + timedelta(hours=3)]  # fmt: skip
    random.shuffle(pool)
    half = min(len(pool) // 2, max(len(faults(kind)), each))
    turns = zip(range(half), cycle(faults(kind)), cycle(near_misses(kind)))
    fates = [fate for _, *pair in turns for fate in pair]
    for fate in (*fates, *near_misses(kind)[:4]):
        if taken := _fitting(pool, fate, script):
            taken.fates[kind] = fate


def _fitting(pool: list, fate: Fate, script: Script) -> Order | None:
    """The first for which it has run its course before the end."""
    for index in range(len(pool) - 1, -1, -1):
        order, clock = pool[index]
        at = clock + seconds(fate[1])
        is_over = max(at, clock) + timedelta(hours=5) < script.until
        is_after_order = not order.confirmed_at or at > order.confirmed_at
        if is_over and is_after_order and not is_near_clock_change(at, order.brand.zone):
            del pool[index]
            return order
    return None


def _send(
    order: Order, kind: str, clock: datetime, fate: Fate, script: Script, random: Random
) -> None:
    word, lag = fate
    if word == "missing":
        return
    at = clock + seconds(lag)
    if word == "resent":
        _mail(order, kind, clock + seconds(30), script, random, is_refused=True)
    is_nobody = order.plan == "bounced" and order.mails[0].delivery.status == "5.1.1"
    _mail(order, kind, at, script, random, is_refused=word == "bounced" or is_nobody)


def _mail(
    order: Order, kind: str, at: datetime, script: Script, random: Random, *, is_refused: bool
) -> None:
    if at >= script.until:
        return
    mail = OrderMail(kind, at, message_id(order.brand.domain, at, random), order.customer.address)
    order.mails.append(mail)
    if is_refused:
        mail.delivery = refused_for_good(at, random)
        note_bounce(script, mail)
