"""Questions that look like something else, and mails about which a person decided."""

from .clock import seconds
from .stage import Stage

DAY, HOUR = 86_400, 3600


def plan_kinds(stage: Stage, each: int) -> None:
    for topic, has_order in (
        ("absent", True), ("but_where", True), ("newsletter", True), ("newsletter", False),
        ("offer", False),
    ):  # fmt: skip
        _looks_like(stage, each, topic, has_order=has_order)
    _thanks_but(stage, each)
    _in_junk(stage, each)
    _out_of_junk(stage, each)
    _no_inquiry(stage, max(2, each // 2))


def _looks_like(stage: Stage, each: int, topic: str, *, has_order: bool) -> None:
    """An absence to come, thanks and yet a question, a newsletter quoted, an offer by hand."""
    name = f"looks_like_{topic}" + ("" if has_order else "_of_stranger")
    lags = (2 * HOUR, 16 * HOUR, DAY, DAY + 1, 50 * HOUR)
    for talk, at in stage.scenes(name, each, offsets=(0, 50 * HOUR), has_order=has_order):
        first = talk.write(at, topic, names=topic == "absent")
        lag = stage.random.choice(lags)
        talk.wait(first, talk.reply(at + seconds(lag)).at)


def _thanks_but(stage: Stage, each: int) -> None:
    """Answered, thanked for it, and asked on: that is a new wait; thanks alone are none."""
    offsets = (0, 6 * HOUR, 9 * HOUR, 21 * HOUR)
    for talk, at in stage.scenes("thanks_but", max(6, each), offsets=offsets):
        first = talk.write(at, names=True)
        answer = talk.reply(at + seconds(6 * HOUR))
        talk.wait(first, answer.at)
        again = talk.write(at + seconds(9 * HOUR), "but_where", to=answer)
        later = talk.reply(at + seconds(20 * HOUR))
        talk.wait(again, later.at)
        talk.thank(later.at + seconds(HOUR))


def _in_junk(stage: Stage, each: int) -> None:
    """A customer's mail among the spam: nobody sees it, and it counts as spam."""
    for talk, at in stage.scenes("customer_in_junk", max(2, each // 2)):
        talk.write(at).folder = "Junk"


def _out_of_junk(stage: Stage, each: int) -> None:
    """Found there by a person who said what it is, so that it was a wait all along."""
    for talk, at in stage.scenes("out_of_junk", each, offsets=(0, 60 * HOUR)):
        first = talk.write(at)
        first.folder, first.decided = "Junk", "inquiry"
        talk.decide("mail_kind", first, at + seconds(40 * HOUR), kind="inquiry")
        talk.wait(first, talk.reply(at + seconds(60 * HOUR)).at)


def _no_inquiry(stage: Stage, each: int) -> None:
    """Said by a person not to be one."""
    for kind, topic in (("bulk", "offer"), ("spam", "offer"), ("no_answer_needed", "other")):
        for talk, at in stage.scenes(f"decided_{kind}", each, has_order=False):
            first = talk.write(at, topic)
            first.decided = kind
            talk.decide("mail_kind", first, at + seconds(3 * HOUR), kind=kind)
