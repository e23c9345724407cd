"""Which waits had to be escalated, and whether they were, at which moment."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .clock import seconds
from .events import Script, Wait

TARGET_SECONDS = 14_400  # after the answer was due
SECOND = seconds(1)
States = list[tuple[datetime | None, str]]


def escalations(script: Script) -> Iterator[dict[str, Any]]:
    for wait in script.waits:
        sign = _sign(wait)
        states = [state for state in states_of(wait) if state[0] and state[0] <= script.until]
        if states and states[-1][1]:
            yield {
                "table": "facts.wait_escalations",
                "key": {"message_id": wait.first.message_id},
                "shop": wait.first.brand.shop,
                "needed_at": wait.due.at,
                "escalated_at": sign[0] if sign else None,
                "how": sign[1] if sign else None,
                "states": states,
            }


def _sign(wait: Wait) -> tuple[datetime, str] | None:
    """The first sign between the question and its end."""
    return min(
        (s for s in wait.signs if s[0] >= wait.first.at and not _is_over(wait, s[0])), default=None
    )


def _is_over(wait: Wait, at: datetime) -> bool:
    return wait.ended_at is not None and at >= wait.ended_at


def states_of(wait: Wait) -> States:
    """Nothing is said before it is needed, nor of a wait that ended in time without a sign."""
    needed_at, by_at = wait.due.at, wait.due.at + seconds(TARGET_SECONDS)
    if wait.states[0][1] == "unknown":
        return [(needed_at + SECOND, "unknown")]
    states: States = [
        (at + SECOND, word)
        for at, word in ((needed_at, "waiting"), (by_at, "missing"))
        if not _is_over(wait, at)
    ]
    if sign := _sign(wait):
        held = [state for state in states if state[0] and state[0] < sign[0]]
        return [*held, (sign[0], "in_time" if sign[0] <= by_at else "late")]
    if wait.ended_at and states and states[-1][1] == "waiting":
        states.append((wait.ended_at, ""))  # needed no more
    return states
