"""How long each wait is planned to last, and how it is to be judged at which moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from .clock import seconds
from .orders import quota
from .reply_clocks import Due

PER_HUNDRED_ORDERS = 16
LATE = (86_401, 86_401, 86_402, (86_403, 130_000), (130_000, 260_000))
JUST_IN_TIME = (86_399, 86_400, 86_400, 86_398)
OVERDUE = (86_401, 86_401, 86_402, (86_403, 500_000))
SOON = (72_001, 72_001, 86_399, 86_399, (72_002, 86_398))
OPEN = (71_999, 71_999, 71_998, (300, 71_997), (300, 40_000))
BOT = (86_399, 86_398, (1000, 86_000), (1000, 40_000))
SEAM = 1  # a wait begins a second before or after its answers' mailbox is read
OUTCOMES = ("late", "just", "overdue", "due_soon", "open", "bot", "unseen", "unknown")


@dataclass(frozen=True)
class Plan:
    outcome: str
    lag_seconds: int = 0  # until the answer, or until `until` where none comes

    @property
    def is_seam(self) -> bool:
        return self.lag_seconds == SEAM

    @property
    def is_delicate(self) -> bool:
        """Plain only where no unread mailbox could have answered before."""
        return self.outcome in ("late", "overdue_old")


def wait_plans(count: int, random: Random) -> Iterator[Plan]:
    """Each fault a second on either side of its line, the rest answered in time."""
    each = quota(count)
    gaps = {"late": LATE, "just": JUST_IN_TIME, "overdue": OVERDUE, "due_soon": SOON}
    gaps |= {"open": OPEN, "bot": BOT}
    yield from (Plan("unknown", SEAM), Plan("overdue_old", SEAM))
    for outcome in OUTCOMES:
        for number in range(each // 2 if outcome == "just" else each):
            options = gaps.get(outcome, ((3000, 80_000),))
            gap = options[number // (2 if outcome == "overdue" else 1) % len(options)]
            is_old = outcome == "overdue" and number % 2 == 1  # forgotten weeks ago
            lag = gap if isinstance(gap, int) else random.randrange(*gap)
            yield Plan("overdue_old", 90_000) if is_old else Plan(outcome, lag)
    for _ in range(count * PER_HUNDRED_ORDERS // 100 - each * len(OUTCOMES)):
        yield Plan("in_time")


def outcomes(
    due: Due,
    answered_at: datetime | None,
    *,
    bot_at: datetime | None = None,
    elsewhere_at: datetime | None = None,
    unseen_at: datetime | None = None,
    unknown: bool = False,
) -> list[tuple[datetime | None, str]]:
    if unknown:
        return [(None, "unknown")]
    states = [(None, "open"), (bot_at, "bot") if bot_at else (due.soon_at, "due_soon")]
    states.append((due.at + seconds(1), "overdue"))
    word = "in_time" if answered_at and answered_at <= due.at else "late"
    ends = [(answered_at, word), (unseen_at, "answered_unseen")]
    ends.append((elsewhere_at, "answered_elsewhere"))
    told = [(at, end) for at, end in ends if at]
    if not told:
        return states
    first_at, end = min(told)
    held = [state for state in states if state[0] is None or state[0] < first_at]
    return [*held, (first_at, end)]
