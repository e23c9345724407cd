"""The other brand moves what must be decided to a folder; we know of it since we look there."""

from .cast import FJORDKIND
from .clock import seconds
from .stage import Stage

HOUR = 3600
AGES = {  # first seen there at the end of the demo, so long after the question
    "folder_not_due": 11 * HOUR, "folder_in_time": 26 * HOUR, "folder_just_in_time": 27 * HOUR,
    "folder_late": 30 * HOUR, "folder_days_late": 120 * HOUR,
}  # fmt: skip


def plan_folder_escalations(stage: Stage, each: int) -> None:
    until = stage.script.until
    for name, age in AGES.items():
        for number in range(max(2, each // 3)):
            at = until - seconds(age + number * 60)
            if talk := stage.scene(name, FJORDKIND, at, *(("en", "fr"), ("fr", "en"))[number % 2]):
                first = talk.write(at, names=True)
                first.folder = "Escalated"
                talk.signed(talk.wait(first), until, "folder")
    for talk, at in stage.scenes(
        "folder_after_answer", max(2, each // 2), offsets=(0, 40 * HOUR), brand=FJORDKIND
    ):
        first = talk.write(at, names=True)
        first.folder = "Escalated"
        wait = talk.wait(first, talk.reply(at + seconds(40 * HOUR)).at)
        talk.signed(wait, until, "folder")
