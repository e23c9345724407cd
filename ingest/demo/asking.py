"""When customers write and how fast they are usually answered."""

from datetime import datetime, timedelta
from random import Random

from .cast import FJORDKIND, Brand
from .clock import Rhythm, in_office, is_near_clock_change, seconds
from .events import Script
from .waits import SEAM, Plan


def asked_at(plan: Plan, script: Script, brand: Brand, rhythm: Rhythm, random: Random) -> datetime:
    match plan.outcome:
        case "overdue" | "due_soon" | "open" | "bot":
            at = script.until - seconds(plan.lag_seconds)
        case _ if plan.is_seam:
            before = plan.outcome == "unknown"
            at = script.service_from + seconds(-SEAM if before else SEAM)
        case "unknown":
            span = (script.service_from - script.start).total_seconds()
            at = script.start + seconds(random.randrange(7200, max(7300, round(span) - 100)))
        case _:
            at = rhythm.moment()
            while not _is_plain(plan, at, script, brand):
                at = rhythm.moment()
    return at


def _is_plain(plan: Plan, at: datetime, script: Script, brand: Brand) -> bool:
    """The answer is past too, and no unread mailbox could have answered before."""
    later = 61_000 if plan.outcome == "unseen" else 0  # the second answer
    answered_at = at + seconds(max(plan.lag_seconds, 3600) + later)
    is_covered = not plan.is_delicate or brand is not FJORDKIND or at > script.service_from
    is_past = answered_at < script.until - timedelta(hours=2)
    return is_covered and is_past and not is_near_clock_change(answered_at, brand.zone)


def earlier(
    plan: Plan, at: datetime, script: Script, brand: Brand, random: Random
) -> datetime | None:
    """Many a wait is not the first: something was asked and answered days before."""
    before = at - seconds(random.randrange(105_000, 260_000))
    is_fit = plan.outcome in ("late", "overdue", "overdue_old", "open", "due_soon")
    is_plain = not is_near_clock_change(before, brand.zone)
    is_inside = before > script.start + timedelta(hours=4)
    return before if is_fit and is_plain and is_inside and random.random() < 0.6 else None


def usual_lag(at: datetime, brand: Brand, random: Random) -> int:
    """Answers come in office hours, on all days, and all of these within a day."""
    wanted = at + seconds(min(60_000, 300 + random.lognormvariate(8.9, 0.9)))
    lag = round((in_office(wanted, brand.zone, random) - at).total_seconds())
    return lag if lag < 84_000 else random.randrange(2000, 40_000)
