"""Forms: the customer stands in Reply-To, and one brand's are due by its opening hours."""

from datetime import datetime, time, timedelta

from .cast import NORDLICHT
from .clock import is_near_clock_change, seconds
from .days import DAY, moment_of
from .events import Letter
from .moves import Moves
from .stage import Stage

HOUR = 3600
BESIDE_DUE = (-1, 0, 1, 5000, 90_000)  # seconds after the answer was due


def plan_forms(stage: Stage, each: int) -> None:
    for kind in ("form", "service_form"):
        _by_either_brand(stage, each, kind)
    for number in range(len(BESIDE_DUE)):
        _beside_due(stage, each, BESIDE_DUE[number])
    _without_answer(stage, each)
    _on_the_day_of_change(stage)


def _ask(talk: Moves, at: datetime, kind: str) -> Letter:
    return talk.write(at, names=talk.random.random() < 0.7, kind=kind)


def _by_either_brand(stage: Stage, each: int, kind: str) -> None:
    for talk, at in stage.scenes(kind, max(6, each), offsets=(0, 6 * HOUR)):
        first = _ask(talk, at, kind)
        talk.wait(first, talk.reply(at + seconds(stage.random.randrange(600, 6 * HOUR))).at)


def _beside_due(stage: Stage, each: int, gap: int) -> None:
    """Asked at any hour: at night, on Sundays, before closing, over a holiday."""
    name, offsets = f"form_answered_{gap:+d}", (0, 8 * 24 * HOUR)
    since = moment_of(stage.script.clocks[0].valid_from, time(0), NORDLICHT.zone)
    for talk, at in stage.scenes(name, each, brand=NORDLICHT, offsets=offsets, since=since):
        kind = stage.random.choice(("form", "service_form"))
        first = _ask(talk, at, kind)
        answered_at = talk.due_of(first).at + seconds(gap)
        if is_near_clock_change(answered_at, talk.brand.zone):
            answered_at = at + seconds(3 * HOUR)
        talk.wait(first, talk.reply(answered_at).at)


def _without_answer(stage: Stage, each: int) -> None:
    """In the last days: still open, due soon or overdue by the hours, whatever the day says."""
    for number in range(each):
        at = stage.script.until - seconds(2000 + number * 96 * HOUR / each)
        if talk := stage.scene("form_without_answer", NORDLICHT, at, "de", "en"):
            talk.wait(_ask(talk, at, "form"))


def _on_the_day_of_change(stage: Stage) -> None:
    """A second before midnight the old clock holds, at midnight the new one."""
    zone = NORDLICHT.zone
    for clock in stage.script.clocks:
        midnight = moment_of(clock.valid_from, time(0), zone)
        for at in (midnight - timedelta(seconds=1), midnight):
            is_clear = not is_near_clock_change(at + 3 * DAY, zone)
            if not is_clear or at + 4 * DAY > stage.script.until:
                continue
            if talk := stage.scene("form_on_the_day_of_change", NORDLICHT, at, "de", "en"):
                first = _ask(talk, at, "form")
                answered_at = max(talk.due_of(first).at, at + DAY) + seconds(1)
                talk.wait(first, talk.reply(answered_at).at)
