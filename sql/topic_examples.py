"""What a topic model learns from: seed sentences, also inside whole mails, and corrections."""

import csv
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from sql.models import FOLDER
from sql.topic_model import sign_columns
from sql.topic_words import words_of

SIGN_TABLES = ("delivery", "order", "money", "goods", "shop", "talk")
CORRECTION_WEIGHT = 4.0  # a shop's own mail says more of its mails than a sentence of ours
BLOCKS = 10  # of each topic's sentences, for the folds
MISTYPED = 0.05  # of the words in a made-up mail
CHOICE = re.compile(r"\[([^\]]*)\]")
WAYS = 5  # of a sentence with choices
COPIES = 2  # made-up mails from each sentence
MADE_UP_WEIGHT = 0.2
MAIL_WEIGHT = 2.0  # a whole mail, beside sentences that come in several wrappings
LONGEST_SUBJECT = 60


@dataclass(frozen=True)
class Example:
    """A text and its topic. Examples of one group are never parted by a fold."""

    words: str
    topic: str
    origin: str  # one for a sentence and the mails made up around it
    group: str
    weight: float = 1.0


def seed_examples(seeds: Path = FOLDER / "seeds") -> list[Example]:
    """Sentences alone and in mails made up around them, and whole mails; the same at every call."""
    dice = random.Random(5)
    around: dict[tuple[str, str], list[str]] = {}
    for row in rows_of(seeds / "topic_fillers.csv"):
        around.setdefault((row["locale"], row["place"]), []).append(row["sentence"])
    rows, made = rows_of(seeds / "topic_sentences.csv"), []
    for number, (row, group) in enumerate(zip(rows, groups_of(rows), strict=True)):
        for spelling, said in enumerate(spellings(row["sentence"], dice)):
            origin = f"seed:{number}.{spelling}"
            mails = [as_mail(said, row["locale"], around, dice) for _ in range(COPIES)]
            weighed = [(said, 1.0), *((mail, MADE_UP_WEIGHT) for mail in mails)]
            made += [Example(words_of("", text), row["topic"], origin, group, weight)
                     for text, weight in weighed]  # fmt: skip
    return made + mail_examples(seeds)


def mail_examples(seeds: Path) -> list[Example]:
    """Whole mails, as they are."""
    rows, made = rows_of(seeds / "topic_mails.csv"), []
    for number, (row, group) in enumerate(zip(rows, groups_of(rows), strict=True)):
        words = words_of(*parted(row["sentence"]))
        made.append(Example(words, row["topic"], f"mail:{number}", f"mail:{group}", MAIL_WEIGHT))
    return made


def parted(mail: str) -> tuple[str, str]:
    """Subject and text: a short first line above others is the subject, unless it greets."""
    first, _, below = mail.partition("\n")
    is_subject = below and len(first) <= LONGEST_SUBJECT and first.rstrip()[-1:] not in ",:"
    return (first, below) if is_subject else ("", mail)


def spellings(sentence: str, dice: random.Random) -> list[str]:
    """`[Where|When] is it` is said in several ways; some of them."""
    if "[" not in sentence:
        return [sentence]
    told = [CHOICE.sub(lambda found: dice.choice(found[1].split("|")), sentence)
            for _ in range(WAYS)]  # fmt: skip
    return list(dict.fromkeys(told))


def groups_of(rows: Sequence[dict[str, str]]) -> list[str]:
    """Sentences that stand at like places of their topic: they say the same in four languages."""
    def kind_of(row: dict[str, str]) -> tuple[str, str, bool]:
        return row["topic"], row["locale"], "[" in row["sentence"]

    totals = Counter(map(kind_of, rows))
    passed, made = Counter[tuple[str, str, bool]](), []
    for row in rows:
        kind = kind_of(row)
        made.append(f"{row['topic']}:{BLOCKS * passed[kind] // totals[kind]}")
        passed[kind] += 1
    return made


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def as_mail(
    said: str, locale: str, around: dict[tuple[str, str], list[str]], dice: random.Random
) -> str:
    """A subject that may mislead, a greeting, a story before or after, a sign-off."""

    def some(place: str, share: float) -> list[str]:
        return [dice.choice(around[locale, place])] if dice.random() < share else []

    lines = [
        *(f"{subject}." for subject in some("subject", 0.6)), *some("open", 0.7),
        *some("story", 0.45), mistyped(said, dice), *some("story", 0.45), *some("close", 0.6),
    ]  # fmt: skip
    return "\n".join(lines)


def mistyped(said: str, dice: random.Random) -> str:
    return " ".join(
        slipped(word, dice) if len(word) > 4 and dice.random() < MISTYPED else word
        for word in said.split()
    )


def slipped(word: str, dice: random.Random) -> str:
    """A letter left out, doubled, or changed with the next."""
    place = dice.randrange(1, len(word) - 2)
    before, letter, follows = word[:place], word[place], word[place + 1 :]
    match dice.randrange(3):
        case 0:
            return before + follows
        case 1:
            return before + letter * 2 + follows
        case _:
            return before + follows[0] + letter + follows[1:]


def signs_of(texts: Sequence[str]) -> tuple[tuple[str, ...], np.ndarray]:
    """Names and values (texts × signs) of the rules' signs, by the build's own SELECTs."""
    with duckdb.connect() as db:
        db.execute("create schema private")
        keys = pa.array(range(len(texts)), pa.int64())
        db.register("said", pa.table({"message_key": keys, "words": pa.array(texts, pa.string())}))
        db.execute("create view private.topic_texts as select * from said")
        for name in (*(f"topic_signs_{part}" for part in SIGN_TABLES), "topic_signs"):
            select = (FOLDER / "private" / f"{name}.sql").read_text("utf-8")
            db.execute(f"create view private.{name} as {select}")
        found = db.sql("select * from private.topic_signs order by message_key")
        return sign_columns(found.to_arrow_table())

