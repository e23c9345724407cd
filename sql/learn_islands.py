"""Words between two slots, as in "paid with X on Y": no neighbour of theirs is firm."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from sql.learn_frames import Item, Places
from sql.learn_lines import Mail, tokens_of
from sql.learn_slots import Key, Keys, is_part
from sql.learn_words import JOINTS

ALWAYS = 0.97  # of the mails have the word in that slot, once
PARTING = re.compile(r"[^\W\d_]{2,}|[()\[\]|;:]")


def islands_in(
    mails: Sequence[Mail], keys: Keys, frame: Sequence[Item], places: Places
) -> dict[Key, set[str]]:
    """By the key of a line, the words that stand once in nearly all values of one of its slots."""
    values: dict[Key, list[list[str]]] = defaultdict(list)
    for mail, found in zip(mails, places, strict=True):
        for place in (0, *(place for place in found if place)):
            key = keys.of(mail.lines[place])
            if None in key:
                values[key].append(keys.values(mail.lines[place]))
    islands = {}
    for key, rows in values.items():
        for column in zip(*rows, strict=True):
            if found := parting(column):
                islands.setdefault(key, set()).update(found)
    return islands


def parting(values: Sequence[str]) -> set[str]:
    """Words that part each value in two: neither its first nor its last token."""
    counts: Counter = Counter()
    for value in values:
        inner = tokens_of(value)
        once = Counter(inner)
        counts.update(token for token in set(inner[1:-1]) if once[token] == 1)
    return {
        token for token, count in counts.items()
        if count >= ALWAYS * len(values) and PARTING.fullmatch(token) and not is_part(token)
        and token.lower() not in JOINTS
    }  # fmt: skip
