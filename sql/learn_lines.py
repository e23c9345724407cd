"""Mails as lines of tokens, and as the numbers of the word pairs that stand in them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from sql.learn_words import is_date_word

LONGEST, MOST_LINES, LONGEST_LINE = 30_000, 500, 2_000  # of one mail; order mails have 3,000
SUBJECT = "\x01"  # stands before the subject, which is the first line
START, END = "^", "$"
TOKEN = re.compile(
    r"\x01|https?://\S*[\w/=#]|www\.\S*[\w/=#]|[^\s@]{1,64}@[^\s@]{1,100}\.\w{2,}"
    r"|\w+(?:(?:[-_/.,'’]|(?<=\d):(?=\d))\w+)*|[^\w\s]"
)
DIGIT = re.compile(r"\d")


@dataclass
class Mail:
    """A sent mail: its lines without blank ones, and which had a blank one before them."""

    key: str
    sent_at: datetime
    lines: list[str]
    gaps: list[bool]
    pairs: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))


def mail_of(key: str, sent_at: datetime, subject: str | None, text: str | None) -> Mail:
    said = unicodedata.normalize("NFC", (text or "")[:LONGEST])
    lines, gaps, is_after_blank = [SUBJECT + folded(subject or "")], [False], False
    for line in said.splitlines():
        line = folded(line)
        if line:
            lines.append(line)
            gaps.append(is_after_blank)
        is_after_blank = not line
        if len(lines) > MOST_LINES:
            break
    return Mail(key, sent_at, lines, gaps)


def folded(line: str) -> str:
    return " ".join(line[:LONGEST_LINE].split())


def tokens_of(line: str) -> list[str]:
    return TOKEN.findall(line)


def masked(token: str) -> str:
    """Numbers, dates and addresses differ from mail to mail; their words say nothing."""
    if token.isalpha():
        return "0" if is_date_word(token) else token
    return "0" if DIGIT.search(token) or "://" in token else token


class PairNumbers:
    """Numbers of pairs of neighbouring tokens; lines that were seen before cost nothing."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], int] = {}
        self.lines: dict[str, list[int]] = {}

    def of_line(self, line: str) -> list[int]:
        found = self.lines.get(line)
        if found is None:
            tokens = [START, *map(masked, tokens_of(line)), END]
            numbers = self.numbers
            found = [
                numbers.setdefault(pair, len(numbers))
                for pair in zip(tokens, tokens[1:], strict=False) if pair != ("0", "0")
            ]  # fmt: skip
            self.lines[line] = found
        return found

    def of_mail(self, mail: Mail) -> np.ndarray:
        found: set[int] = set()
        for line in mail.lines:
            found.update(self.of_line(line))
        return np.fromiter(found, dtype=np.int64, count=len(found))


def count_pairs(mails: list[Mail]) -> None:
    pairs = PairNumbers()
    for mail in mails:
        mail.pairs = pairs.of_mail(mail)


def common_pairs(mails: Sequence[Mail], fewest: int, most: int) -> np.ndarray:
    """Numbers, in order, of the pairs that stand in enough mails; the most frequent ones."""
    everything = np.concatenate([mail.pairs for mail in mails])
    numbers, counts = np.unique(everything, return_counts=True)
    numbers, counts = numbers[counts >= fewest], counts[counts >= fewest]
    return np.sort(numbers[np.argsort(-counts, kind="stable")[:most]])


def table_of(mails: Sequence[Mail], numbers: np.ndarray) -> np.ndarray:
    """Mails × pairs as 0 and 1."""
    table = np.zeros((len(mails), len(numbers)), dtype=np.float32)
    place = np.full(1 + max((int(m.pairs.max(initial=0)) for m in mails), default=0), -1)
    inside = numbers[numbers < len(place)]
    place[inside] = np.arange(len(inside))
    for row, mail in enumerate(mails):
        found = place[mail.pairs]
        table[row, found[found >= 0]] = 1
    return table
