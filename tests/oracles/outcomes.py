"""What became of each wait, by the clock that governs it."""

from datetime import datetime, timedelta

from .clocks import Clock
from .coverage import needed, present
from .messages import REPLIES
from .seeds import Seeds
from .shop import Shop
from .waits import Wait


def judged(shop: Shop, seeds: Seeds, clock: Clock, wait: Wait) -> dict:
    """started_at, answered_at, due_at, business_seconds and outcome."""
    due_at, soon_at, governs = due(shop, seeds, clock, wait)
    seconds = None
    if wait.answered_at:
        seconds = clock.open_seconds(wait.started_at, wait.answered_at)
    return {
        "outcome": outcome(shop, wait, due_at, soon_at),
        "started_at": wait.started_at,
        "answered_at": wait.answered_at,
        "business_seconds": seconds,
        "due_at": due_at,
        "clock": governs,
        "asked_by": wait.asked_by,
    }


def due(
    shop: Shop, seeds: Seeds, clock: Clock, wait: Wait
) -> tuple[datetime | None, datetime | None, str]:
    day = clock.local_day(wait.started_at)
    governing = seeds.reply_clock(shop.name, wait.asked_by, day)
    target = seeds.seconds("reply_target", shop.name, day)
    if governing["target_seconds"]:
        target = timedelta(seconds=float(governing["target_seconds"]))
    within = seeds.seconds("due_soon_within", shop.name, day)
    before = max(target - within, timedelta())
    start = wait.started_at
    if governing["clock"] == "business":
        due_at = clock.after(start, target.total_seconds())
        return due_at, clock.after(start, before.total_seconds()), "business"
    return start + target, start + before, "clock"


def outcome(shop: Shop, wait: Wait, due_at: datetime | None, soon_at: datetime | None) -> str:
    if wait.is_elsewhere:
        return "answered_elsewhere"
    if wait.answered_at:
        return "in_time" if due_at is None or wait.answered_at <= due_at else "late"
    if wait.unseen_at:
        return "answered_unseen"
    read_from, read_until = needed(shop.paths, REPLIES)
    if read_from is None or read_until is None or wait.started_at < read_from:
        return "unknown"
    now = present(shop.paths)
    if due_at and read_until > due_at:
        return "overdue"
    if due_at and now and now > due_at:
        return "unknown"
    if wait.has_bot_answer:
        return "bot"
    return "due_soon" if soon_at and read_until >= soon_at else "open"
