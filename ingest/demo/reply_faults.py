"""Answers of people that are too long, too hard, too loud or unkind: rules 45 and 46."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random

from .events import Letter, Script
from .findings import Found, found
from .mail_fault_plan import AT_LEAST, PER_ORDER
from .wording import table

MOST_WORDS = 150
AROUND = 12  # words that greeting and closing may bring


@dataclass(frozen=True)
class ReplyFault:
    rule: str
    field: str
    body: Callable[[dict], str]
    is_near: bool = False
    is_english: bool = False


def _of_words(count: int) -> Callable[[dict], str]:
    """Sentences of six words, as many as are needed."""
    return lambda words: " ".join(islice(cycle(words["short"]), -(-count // 6)))


def _sentence(is_longer: bool, words: dict) -> str:
    """Thirty words after a short sentence, or one more."""
    long = f"{words['first']} {words['long']}" if is_longer else words["long"].capitalize()
    return f"{words['thanks']} {long}."


def _from(name: str, place: int | None = None) -> Callable[[dict], str]:
    return lambda words: words[name] if place is None else words[name][place]


FAULTS = (
    ReplyFault("LONG_OR_HARD", "words", _of_words(MOST_WORDS + 1)),
    ReplyFault("LONG_OR_HARD", "sentence", lambda words: _sentence(True, words)),
    ReplyFault("LONG_OR_HARD", "ease", _from("hard")),
    ReplyFault("LONG_OR_HARD", "words", _of_words(MOST_WORDS - AROUND), is_near=True),
    ReplyFault("LONG_OR_HARD", "sentence", lambda words: _sentence(False, words), is_near=True),
    ReplyFault("LONG_OR_HARD", "ease", _from("plain"), is_near=True),
    ReplyFault("LONG_OR_HARD", "ease", _from("firm"), is_near=True),
    ReplyFault("TONE", "capitals", _from("loud")),
    *(ReplyFault("TONE", "exclamation", _from("shouts", place)) for place in (0, 1)),
    *(ReplyFault("TONE", "blame", _from("blame", place), is_english=True) for place in (0, 1, 2)),
    ReplyFault("TONE", "capitals", _from("quiet"), is_near=True),
    *(ReplyFault("TONE", "exclamation", _from("calls", place), is_near=True) for place in (0, 1)),
    *(ReplyFault("TONE", "blame", _from("kind", place), is_near=True, is_english=True)
      for place in (0, 1, 2)),
)  # fmt: skip


def plan_reply_faults(script: Script, count: int, random: Random) -> None:
    """In answers to single questions; what they answer and when is left as it is."""
    pool = [letter for letter in script.letters if _is_plain(letter, script)]
    random.shuffle(pool)
    for rule in ("LONG_OR_HARD", "TONE"):
        for is_near in (False, True):
            ways = [one for one in FAULTS if (one.rule, one.is_near) == (rule, is_near)]
            for fault in islice(cycle(ways), max(AT_LEAST, round(count * PER_ORDER))):
                _plant(fault, pool, script)


def _is_plain(letter: Letter, script: Script) -> bool:
    begins = script.service_from if letter.folder == "Service" else script.start
    is_ours = letter.kind == "reply" and letter.topic.startswith("reply")
    is_read = begins < letter.at < script.until
    return is_ours and is_read and letter.delivery.state == "delivered" and not letter.same_as


def _plant(fault: ReplyFault, pool: list[Letter], script: Script) -> None:
    for index, letter in enumerate(pool):
        if letter.language == "en" or not fault.is_english:
            letter.body = fault.body(table("reply_faults")[letter.language])
            letter.fault = fault
            script.faults[f"{fault.rule}.{fault.field}{'.near' * fault.is_near}"] += 1
            del pool[index]
            return


def reply_findings(script: Script) -> Iterator[Found]:
    for letter in script.letters:
        fault = letter.fault
        if fault and not fault.is_near:
            of = letter.brand.shop, f"mail:{letter.message_id}"
            yield found(fault.rule, of, fault.field, "minor", (letter.at, None))
