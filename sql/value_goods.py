"""Goods of an order, searched in a text of any layout: tables, several lines each, prose."""

import re
from collections.abc import Mapping

from sql.value_words import spelled

LONGEST = 20_000  # characters that are looked at
HALF = 0.5  # of a title's words: fewer of them, and it is not there
BEFORE_IT = 12  # characters before a title in which its count may stand
COUNTS = re.compile(
    r"\b(?:qty|quantity|menge|anzahl|stuck|quantite|qte|cant|cantidad|aantal|quantita)\W{0,3}(\d{1,4})\b"
    r"|\b(\d{1,4}) ?[x×](?!\w)|(?<!\w)[x×] ?(\d{1,4})\b"
)
NUMBER = re.compile(r"\d+")
ALIKE = 0.6  # of the words of two titles
Goods = Mapping[str, float]  # quantity by title, both as compared


def searched_difference(said: str, wanted: Goods, is_whole: bool) -> str:
    """absent, quantity or same; shy: only what cannot be read otherwise is a difference."""
    if lacking(said, wanted, is_whole):
        return "absent"
    text = " ".join(spelled(said[:LONGEST]).split())
    places = sorted((text.find(title), title) for title in wanted if text.count(title) == 1)
    starts = [place for place, _ in places] + [len(text)]
    for number, (place, title) in enumerate(places):
        about = text[max(0, place - BEFORE_IT) : place] + " " + (
            text[place + len(title) : starts[number + 1]]
        )
        counts = {float(one) for found in COUNTS.findall(about) for one in found if one}
        numbers = {float(one) for one in NUMBER.findall(about)}
        if len(counts) == 1 and wanted[title] not in counts | numbers:
            return "quantity"
    return "same"


def lacking(said: str, wanted: Goods, is_whole: bool) -> bool:
    """Whether a product of the order is not there; of a part of it, whether none is."""
    text = spelled(said[:LONGEST])
    words = frozenset(text.split())
    gone = [title for title in wanted if not _is_there(title, text, words)]
    return bool(gone) and (is_whole or len(gone) == len(wanted))


def _is_there(title: str, text: str, words: frozenset[str]) -> bool:
    own = title.split()
    return title in text or sum(word in words for word in own) >= HALF * len(own)


def alike_pairs(strange: Goods, missing: Goods) -> list[tuple[str, str]]:
    """Titles that share most words, the most alike first; each title once."""
    rated = sorted(
        ((share(one, other), one, other) for one in strange for other in missing), reverse=True
    )
    pairs: dict[str, str] = {}
    for rate, one, other in rated:
        if rate >= ALIKE and one not in pairs and other not in pairs.values():
            pairs[one] = other
    return list(pairs.items())


def share(one: str, other: str) -> float:
    first, second = set(one.split()), set(other.split())
    return len(first & second) / max(len(first), len(second), 1)
