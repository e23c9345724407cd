"""Answers that a person wrote down: by phone or on the marketplace, before or after our mail."""

from .clock import seconds
from .stage import Stage

DAY, HOUR = 86_400, 3600
# name: recorded after (seconds), answered by mail after (None: never)
WAYS = {
    "elsewhere": (7 * HOUR, None), "elsewhere_on_the_second": (DAY, None),
    "elsewhere_late": (DAY + 1, None), "elsewhere_days_late": (3 * DAY, None),
    "elsewhere_just_before": (9 * HOUR - 1, 9 * HOUR),
    "elsewhere_just_after": (9 * HOUR + 1, 9 * HOUR),
    "elsewhere_after_late": (30 * HOUR, 28 * HOUR), "elsewhere_before_late": (26 * HOUR, 28 * HOUR),
}  # fmt: skip


def plan_elsewhere(stage: Stage, each: int) -> None:
    for name, (recorded, answered) in WAYS.items():
        lags = tuple(lag for lag in (0, recorded, answered) if lag is not None)
        for number, (talk, at) in enumerate(stage.scenes(name, max(2, each // 2), offsets=lags)):
            first = talk.write(at, names=True)
            recorded_at = at + seconds(recorded)
            where = ("phone", "marketplace")[number % 2]
            talk.decide("answered_elsewhere", first, recorded_at, at=str(recorded_at), where=where)
            answer_at = talk.reply(at + seconds(answered)).at if answered else None
            talk.wait(first, answer_at, elsewhere_at=recorded_at)
