"""The frame of a wording: the lines that nearly every mail has, in order; and its slots."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sql.learn_lines import SUBJECT, Mail
from sql.learn_slots import FIRM, Key, Keys, Spans, is_weak, pairs_in

STEADY = 0.03  # share of mails in which a line may stand more often than in the others
SWAPPED = 0.025  # of the mails have something else there: no fixed text, a frequent value
Item = tuple[Key, int]  # a line's key, and whether it is the first, second ... such line
Places = Sequence[list[int | None]]  # by mail, where it has each line of the frame


@dataclass
class Place:
    """A slot of a text: what stands before it, and what stands in it, by mail."""

    before: str
    values: dict[int, str] = field(default_factory=dict)
    is_optional: bool = False
    is_whole: bool = False  # it has lines of its own
    has_lines: bool = False


@dataclass
class Text:
    """Lines (blank before, line, spans of its slots, their places) and lines of some mails only."""

    lines: list[tuple[bool, str, Spans, list[Place]]] = field(default_factory=list)
    optional_lines: list[str] = field(default_factory=list)


def framed(mails: Sequence[Mail], keys: Keys) -> tuple[list[Item], list[list[int | None]]]:
    """The lines that nearly every mail has, in order, and where each mail has them."""
    items = [items_of(mail, keys) for mail in mails]
    counts = Counter(item for found in items for item in found)
    enough = FIRM * len(mails)
    fixed = {item for item, count in counts.items() if count >= enough}
    restless = {
        item[0] for item, count in counts.items()
        if STEADY * len(mails) <= count < enough and (item[0], item[1] - 1) in fixed
    }  # as lines of a list
    fixed = {item for item in fixed if item[0] not in restless}
    best = max(items, key=lambda found: len(fixed & found.keys()))
    frame = sorted(fixed & best.keys(), key=best.__getitem__)
    return frame, [in_order(frame, found) for found in items]


def items_of(mail: Mail, keys: Keys) -> dict[Item, int]:
    found: dict[Item, int] = {((SUBJECT,), 0): 0}  # every mail has one, whatever it says
    seen: Counter = Counter()
    for place, line in enumerate(mail.lines[1:], start=1):
        key = keys.of(line)
        if not is_weak(key) and key != (None,):
            found[key, seen[key]] = place
            seen[key] += 1
    return found


def in_order(frame: Sequence[Item], found: dict[Item, int]) -> list[int | None]:
    places: list[int | None] = []
    last = -1
    for item in frame:
        place = found.get(item, -1)
        places.append(place if place > last else None)
        last = max(last, place)
    return places


def swapped_pairs(
    mails: Sequence[Mail], keys: Keys, frame: Sequence[Item], places: Places
) -> set[tuple[str, ...]]:
    """Neighbours in a fixed line for which enough mails say something else at that place."""
    lost: Counter = Counter()
    for n in range(1, len(frame)):
        wanted = [token or "" for token in frame[n][0]]
        for mail, found in zip(mails, places, strict=True):
            before = found[n - 1]
            if found[n] is None and before is not None and before + 1 < len(mail.lines):
                said = [token or "" for token in keys.of(mail.lines[before + 1])]
                is_alone = n + 1 < len(frame) and found[n + 1] == before + 2
                if is_alone or len(set(wanted) & set(said)) * 2 >= len(set(wanted)):
                    lost.update(pairs_in(wanted) - pairs_in(said))
    return {pair for pair, count in lost.items() if count >= max(2, SWAPPED * len(mails))}
