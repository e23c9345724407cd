"""Conversations that only a ticket, an order, the words or the time hold together."""

from .clock import seconds
from .stage import Stage

DAY, HOUR = 86_400, 3600
LIKELY = 7 * DAY
TAGS = ("[#{}]", "[Ticket#{}]", "(Case {})", "##{}##")


def plan_links(stage: Stage, each: int) -> None:
    _ticket(stage, each)
    _order(stage, each)
    for name, lag, ends in (
        ("likely", 5 * HOUR, True), ("likely_just", LIKELY, True),
        ("likely_no_more", LIKELY + 1, False),
    ):  # fmt: skip
        _likely(stage, each, name, lag, ends, has_order=True)
        _likely(stage, max(2, each // 2), f"{name}_stranger", lag, ends, has_order=False)
    for name, gap in (("likely_again", 2 * DAY), ("likely_again_no_more", LIKELY + 1)):
        _likely_again(stage, each, name, gap)
    _sent_twice(stage, each)


def _ticket(stage: Stage, each: int) -> None:
    """The token in the subject is all; another customer's mail may carry the same."""
    scenes = stage.scenes("ticket", each, offsets=(0, 8 * HOUR, 9 * DAY), has_order=False)
    for number, (talk, at) in enumerate(scenes):
        tag = TAGS[number % len(TAGS)].format(stage.random.randrange(20_000, 99_000))
        first = talk.write(at)
        bot = talk.acknowledge_with(at, tag)
        reminder = talk.write(at + seconds(8 * HOUR), "reminder", kind="reminder")
        lag = stage.random.choice((10 * HOUR, 20 * HOUR, 30 * HOUR, 9 * DAY))
        answer = talk.reply_apart(at + seconds(lag))
        reminder.tag = answer.tag = tag
        talk.wait(first, answer.at, bot_at=bot.at)


def _order(stage: Stage, each: int) -> None:
    """Mails that name the order and hang on nothing."""
    for talk, at in stage.scenes("order_alone", each, offsets=(0, 7 * HOUR, DAY + 1)):
        first = talk.write(at, names=True)
        talk.write(at + seconds(7 * HOUR), "where", names=True)
        lag = stage.random.choice((15 * HOUR, DAY - 1, DAY, DAY + 1))
        talk.wait(first, talk.reply_apart(at + seconds(lag), names=True).at)


def _likely(
    stage: Stage, each: int, name: str, lag: int, ends: bool, *, has_order: bool
) -> None:
    """Neither reference nor number: the same customer, a short while later."""
    for talk, at in stage.scenes(name, each, offsets=(0, lag), has_order=has_order):
        first = talk.write(at, "" if has_order else "other")
        first.subject_as = "plain"
        answer = talk.reply_apart(at + seconds(lag))
        talk.wait(first, answer.at if ends else None)


def _likely_again(stage: Stage, each: int, name: str, gap: int) -> None:
    """Two questions without a number: one conversation, or two where it is too long ago."""
    for talk, at in stage.scenes(name, each, offsets=(0, gap, gap + 5 * HOUR)):
        first = talk.write(at)
        again = talk.write(at + seconds(gap), "again_other")
        first.subject_as, again.subject_as = "plain", "but_where"
        answer = talk.reply(again.at + seconds(5 * HOUR), to=again)
        if gap > LIKELY:
            talk.wait(first)
            talk.wait(again, answer.at)
        else:
            talk.wait(first, answer.at)


def _sent_twice(stage: Stage, each: int) -> None:
    """To one address, and minutes later to another, word for word: one question."""
    for talk, at in stage.scenes("sent_twice", each, offsets=(0, 11 * HOUR)):
        first = talk.write(at)
        gap = stage.random.choice((40, 240, 900, 3600))
        again = talk.write(at + seconds(gap), first.topic)
        again.same_as, again.to = first, (talk.brand.name, f"info@{talk.brand.domain}")
        answered = stage.random.choice((first, again))
        talk.wait(first, talk.reply(at + seconds(11 * HOUR), to=answered).at)
