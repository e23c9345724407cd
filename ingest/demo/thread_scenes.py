"""Threads that programs and people break: lost parents, lies, loops, old subjects, long pauses."""

from .clock import seconds
from .events import Letter
from .ids import message_id
from .stage import Stage

DAY, HOUR = 86_400, 3600
WITHIN = 30 * DAY  # a later mail on the same thread begins a new conversation


def plan_threads(stage: Stage, each: int) -> None:
    for plan in (_chain, _missing_parent, _lie, _newsletter, _loop, _own_parent):
        plan(stage, each)
    for beyond in (0, 1):
        _taken_up(stage, each, beyond)


def _chain(stage: Stage, each: int) -> None:
    """Every mail hangs on the one before by References alone."""
    for talk, at in stage.scenes("chain", each, offsets=(0, 9 * HOUR, 30 * HOUR, 50 * HOUR)):
        first = talk.write(at, names=True)
        answer = talk.reply(at + seconds(9 * HOUR))
        talk.wait(first, answer.at)
        again = talk.ask_again(at + seconds(30 * HOUR))
        later = talk.reply(at + seconds(50 * HOUR))
        talk.wait(again, later.at)
        for letter in (answer, again, later):
            if letter.references:
                letter.parent_id = ""


def _missing_parent(stage: Stage, each: int) -> None:
    """Two mails answer one of ours that nobody read, before the first; it answered neither."""
    for talk, at in stage.scenes("missing_parent", each, offsets=(0, 5 * HOUR, 40 * HOUR)):
        unread = talk.unread_id(at - seconds(HOUR))
        first = talk.write(at)
        second = talk.write(at + seconds(5 * HOUR), "reminder", kind="reminder")
        for letter in (first, second):
            letter.parent_id, letter.references = unread, [unread]
        lag = stage.random.choice((9 * HOUR, DAY, DAY + 1, 40 * HOUR))
        talk.wait(first, talk.reply(at + seconds(lag), to=second).at)


def _lie(stage: Stage, each: int) -> None:
    """A mail program names another customer's mail as the parent."""
    offsets = (0, 4 * HOUR, 10 * HOUR, 35 * HOUR)
    for talk, at in stage.scenes("lying_reference", each, offsets=offsets):
        first = talk.write(at, names=True)
        other = stage.talk(talk.brand, talk.language, at)
        if other:
            lie = other.write(at + seconds(4 * HOUR), names=True)
            lie.parent_id, lie.references = first.message_id, [first.message_id]
            answer = other.reply(at + seconds(10 * HOUR), to=lie)
            other.wait(lie, answer.at)
        talk.wait(first, talk.reply(at + seconds(35 * HOUR), to=first).at)


def _newsletter(stage: Stage, each: int) -> None:
    """Customers answer the newsletter that all of them got: each is alone with it."""
    for talk, at in stage.scenes("answers_newsletter", each, offsets=(0, 20 * HOUR, 46 * HOUR)):
        sent = _newsletter_of(stage, talk, at)
        other = stage.talk(talk.brand, talk.language, at, has_order=False)
        assert other
        for one, begins, lag in ((talk, 20 * HOUR, DAY + 1), (other, 22 * HOUR, 5 * HOUR)):
            asked = one.write(at + seconds(begins), "newsletter", to=sent)
            one.wait(asked, one.reply(asked.at + seconds(lag)).at)


def _newsletter_of(stage: Stage, talk, at) -> Letter:
    brand = talk.brand
    new_id = message_id(brand.domain, at, stage.random)
    to = (f"Freunde von {brand.name}", f"newsletter@{brand.domain}")
    letter = Letter("newsletter", at, new_id, (brand.name, brand.support), to, "Sent", brand)
    letter.language, letter.topic = talk.language, "newsletter_out"
    letter.subject_as = "newsletter_out"
    stage.script.letters.append(letter)
    return letter


def _loop(stage: Stage, each: int) -> None:
    """Two mails name one another as the parent."""
    for talk, at in stage.scenes("loop", each, offsets=(0, 3 * HOUR, 12 * HOUR)):
        first = talk.write(at)
        second = talk.write(at + seconds(3 * HOUR), "reminder", kind="reminder", to=first)
        first.parent_id, first.references = second.message_id, [second.message_id]
        talk.wait(first, talk.reply(at + seconds(12 * HOUR), to=second).at)


def _own_parent(stage: Stage, each: int) -> None:
    for talk, at in stage.scenes("names_itself", each, offsets=(0, 12 * HOUR)):
        first = talk.write(at)
        first.parent_id, first.references = first.message_id, [first.message_id]
        talk.wait(first, talk.reply(at + seconds(12 * HOUR), to=first).at)


def _taken_up(stage: Stage, each: int, beyond: int) -> None:
    """Never answered, and asked again on the same thread a month later, to the second."""
    pause = WITHIN + beyond
    name = "taken_up_later" if beyond else "taken_up_just"
    for talk, at in stage.scenes(
        name, each, offsets=(0, pause, pause + 6 * HOUR), has_order=False
    ):
        first = talk.write(at, "other")
        again = talk.write(at + seconds(pause), "again_shop", to=first)
        answer = talk.reply(again.at + seconds(6 * HOUR))
        if beyond:
            talk.wait(first)
            talk.wait(again, answer.at)
        else:
            talk.wait(first, answer.at)
