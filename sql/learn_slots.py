"""Lines with their fixed tokens and the slots between them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from sql.learn_lines import DIGIT, END, START, SUBJECT, TOKEN, tokens_of
from sql.learn_words import JOINTS, UNITS, is_date_word

FIRM = 0.9  # of the mails have a pair of neighbouring tokens: both belong to the text
Key = tuple[str | None, ...]  # the tokens of a line, None for each slot
Spans = list[tuple[int, int]]
NO_ISLANDS: Mapping[Key, Set[str]] = {}


def pair_counts(texts: Iterable[Iterable[str]]) -> Counter:
    """In how many texts, each given by its lines, two tokens are neighbours; with and without
    the first token of their line, which tells a footer's town from a customer's.
    """
    counts: Counter = Counter()
    for lines in texts:
        found: set[tuple[str, ...]] = set()
        for line in lines:
            found |= pairs_in(tokens_of(line))
        counts.update(found)
    return counts


def pairs_in(tokens: list[str]) -> set[tuple[str, ...]]:
    around, first = [START, *tokens, END], tokens[:1] or [END]
    pairs = list(zip(around, around[1:], strict=False))
    return {*pairs, *((first[0], *pair) for pair in pairs)}


class Keys:
    """Keys of lines by what is firm among some mails; each line is looked at once."""

    def __init__(self, firm: Set[tuple[str, ...]], islands: Mapping[Key, Set[str]] = NO_ISLANDS):
        self.firm = firm
        self.islands = islands  # words that part two slots, by the key of their line without them
        self.known: dict[str, tuple[Key, Spans]] = {}

    def of(self, line: str) -> Key:
        return self.parts(line)[0]

    def parts(self, line: str) -> tuple[Key, Spans]:
        """The key, and where in the line each slot stands."""
        found = self.known.get(line)
        if found is None:
            found = self.known[line] = self._read(line)
        return found

    def values(self, line: str) -> list[str]:
        return [line[first:last] for first, last in self.parts(line)[1]]

    def _read(self, line: str) -> tuple[Key, Spans]:
        places = [(match[0], *match.span()) for match in TOKEN.finditer(line)]
        tokens = [token for token, _, _ in places]
        around = [START, *tokens, END]
        line_start = tuple(tokens[:1]) if (START, *tokens[:1]) in self.firm else ()
        is_slot = [
            (*line_start, around[n], token) not in self.firm
            and (*line_start, token, around[n + 2]) not in self.firm
            for n, token in enumerate(tokens)
        ]
        widen(tokens, is_slot)
        key, spans = assembled(places, is_slot)
        if parting := self.islands.get(key):
            is_slot = [is_own and tokens[n] not in parting for n, is_own in enumerate(is_slot)]
            key, spans = assembled(places, is_slot)
        return key, spans


def assembled(
    places: Sequence[tuple[str, int, int]], is_slot: Sequence[bool]
) -> tuple[Key, Spans]:
    """The key of a line and its slots, from its tokens with where each begins and ends."""
    key: list[str | None] = []
    spans: Spans = []
    for n, (token, first, last) in enumerate(places):
        if not is_slot[n]:
            key.append(token)
        elif n and is_slot[n - 1]:
            spans[-1] = spans[-1][0], last
        else:
            key.append(None)
            spans.append((first, last))
    return tuple(key), spans


def widen(tokens: Sequence[str], is_slot: list[bool]) -> None:
    """To a slot belong numbers, days, units and currencies beside it, and what joins two."""
    for order in (range(len(tokens)), range(len(tokens) - 1, -1, -1)):
        step = order.step
        for n in order:
            before, beyond = n - step, n + step
            if is_slot[n] or not (0 <= before < len(tokens) and is_slot[before]):
                continue
            is_inside = 0 <= beyond < len(tokens) and (is_slot[beyond] or is_part(tokens[beyond]))
            is_number = bool(DIGIT.search(tokens[n])) or is_part(tokens[before])
            is_joint = tokens[n].lower() in JOINTS and is_inside
            is_slot[n] = (is_part(tokens[n]) and is_number) or is_joint
    if sum(is_slot[n - 1] and is_slot[n + 1] for n in commas(tokens)) >= 2:
        for n in commas(tokens):
            is_slot[n] = is_slot[n] or (is_slot[n - 1] and is_slot[n + 1])


def commas(tokens: Sequence[str]) -> list[int]:
    return [n for n in range(1, len(tokens) - 1) if tokens[n] == ","]


def is_part(token: str) -> bool:
    return bool(DIGIT.search(token)) or token.lower() in UNITS or is_date_word(token)


def is_weak(key: Key) -> bool:
    """Nothing but slots, signs and units: such a line is a value."""
    return None in key and key[0] != SUBJECT and not any(
        token and re.search(r"[^\W\d_]{2}", token) and not is_part(token) for token in key
    )  # fmt: skip


def with_slots(line: str, spans: Spans, names: Sequence[str]) -> str:
    """The line with [NAME] where a slot stands."""
    parts, end = [], 0
    for (first, last), name in zip(spans, names, strict=True):
        parts += [line[end:first], f"[{name}]"]
        end = last
    return "".join(parts) + line[end:]
