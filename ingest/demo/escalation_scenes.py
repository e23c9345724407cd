"""Who had to step in: forwarded in time, a second late, or not at all, by one brand's people."""

from datetime import datetime

from .cast import NORDLICHT
from .clock import seconds
from .escalation_truth import TARGET_SECONDS
from .events import Letter
from .moves import Moves
from .stage import Stage

HOUR = 3600
DUE = 86_400  # all of these are mails, by all hours
BY = DUE + TARGET_SECONDS
LAST = BY + 5 * HOUR
# name: forwarded after (None: never), answered after (None: never)
WAYS: dict[str, tuple[int | None, int | None]] = {
    "escalated_before_due": (DUE - HOUR, DUE + 10 * HOUR),
    "escalated_and_answered_in_time": (5 * HOUR, 20 * HOUR),
    "escalated_in_time": (DUE + HOUR, BY + 9 * HOUR),
    "escalated_on_the_second": (BY, BY + 2 * HOUR),
    "escalated_a_second_late": (BY + 1, None), "escalated_late": (BY + 30 * HOUR, BY + 40 * HOUR),
    "escalated_still_open": (DUE + 2 * HOUR, None), "escalated_never": (None, None),
    "escalated_after_answer": (BY + 5 * HOUR, BY + 3 * HOUR),
    "answered_just_unescalated": (None, BY), "answered_a_second_unescalated": (None, BY + 1),
}  # fmt: skip
AGES = {  # at the end nobody answered for so long, and nobody was told
    "need_begins": DUE + 1, "need_ends_soon": BY - 1, "need_missed_by_a_second": BY + 1,
}  # fmt: skip


def plan_escalations(stage: Stage, each: int) -> None:
    for name, (forwarded, answered) in WAYS.items():
        lags = tuple(lag for lag in (0, forwarded, answered, BY) if lag is not None)
        for number, (talk, at) in enumerate(
            stage.scenes(name, each, offsets=lags, brand=NORDLICHT)
        ):
            first = talk.write(at, names=True)
            _wait(talk, first, at, forwarded, answered, apart=number % 3 == 2)
    for talk, at in stage.scenes("asked_warehouse", each, offsets=(0, LAST), brand=NORDLICHT):
        first = talk.write(at, names=True)
        talk.forward(at + seconds(DUE + HOUR))
        talk.wait(first, talk.reply(at + seconds(LAST), to=first).at)
    _by_decision(stage, each)
    _at_the_end(stage, each)


def _wait(
    talk: Moves, first: Letter, at: datetime, forwarded: int | None, answered: int | None, *,
    apart: bool,
) -> None:  # fmt: skip
    if forwarded:
        talk.escalate(at + seconds(forwarded), apart=apart)
    wait = talk.wait(first, talk.reply(at + seconds(answered), to=first).at if answered else None)
    if forwarded:
        talk.signed(wait, at + seconds(forwarded), "forwarded")


def _by_decision(stage: Stage, each: int) -> None:
    """Told to somebody across the desk, and written down."""
    for name, lag in (("told_in_time", BY), ("told_late", BY + 1)):
        for talk, at in stage.scenes(name, max(2, each // 2), offsets=(0, lag, BY + 9 * HOUR)):
            first = talk.write(at, names=True)
            told_at = at + seconds(lag)
            talk.decide("escalated", first, told_at, at=str(told_at))
            wait = talk.wait(first, talk.reply(at + seconds(BY + 9 * HOUR)).at)
            talk.signed(wait, told_at, "decision")


def _at_the_end(stage: Stage, each: int) -> None:
    for name, age in AGES.items():
        for _ in range(max(2, each // 4)):
            at = stage.script.until - seconds(age)
            if talk := stage.scene(name, NORDLICHT, at, "de", "en"):
                talk.wait(talk.write(at, names=True))
