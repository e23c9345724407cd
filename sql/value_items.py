"""Are these the goods of the order? Lines of a mail against products and quantities."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sql.value_goods import alike_pairs, lacking, searched_difference
from sql.value_words import spelled

COUNT = r"(\d{1,5}(?:[.,]\d{1,3})?)"
TIMES = r"\s*[x×*]\s*"
MONEY = r"(?:€|£|\$|kr|zł|[A-Z]{3}|Fr\.)"
PRICE = re.compile(
    rf"\s*[|,:;@=–—-]*\s*(?:à|je|zu|a|at)?\s*(?:{MONEY}\s?\d[\d.,'’ \u00a0\u202f]*"
    rf"|\d[\d.,'’ \u00a0\u202f]*\s?{MONEY})\s*$"
)
BULLET = re.compile(r"^\s*[-–•*·>|]+\s*")
BEFORE = re.compile(rf"^{COUNT}{TIMES}(?=\S)")
BEHIND = re.compile(rf"{TIMES}{COUNT}$|\s*\({COUNT}\)$")
ALONE = re.compile(
    rf"^(?:(?:qty|quantity|menge|anzahl|stück|quantité|cantidad)\.?\s*:?\s*{COUNT}"
    rf"|{COUNT}\s*[x×*]?)$",
    re.IGNORECASE,
)
OUTCOMES = ("same", "wording", "quantity", "extra", "absent")
MOST_PIECES = 4  # of one title with commas
LONGEST = 300  # characters of a line
Goods = dict[str, float]  # quantity by title, both as compared


def items_difference(
    said: str, goods: Sequence[tuple[str, float]], is_whole: bool, text: str = ""
) -> str:
    """same, wording, quantity, extra or absent; goods of which only some need stand there.

    A list that is no plain list is searched for the goods of the order, and nothing more is said
    of it; what stands elsewhere in the mail's `text` is not absent.
    """
    wanted: Goods = defaultdict(float)
    for title, quantity in goods:
        wanted[spelled(title)] += quantity
    lines, one_line = said.splitlines(), list(apart(said, wanted))
    plain = [given for given in (lines, one_line) if is_plain(given, wanted)]
    if not plain:
        outcome = searched_difference(said, wanted, is_whole)
        return outcome if outcome == "same" else searched_difference(text or said, wanted, is_whole)
    found = (difference(stated_goods(given, wanted), wanted, is_whole) for given in plain)
    outcome = min(found, key=OUTCOMES.index)
    if outcome == "absent" and text and not lacking(text, wanted, is_whole):
        return "same"
    return outcome


def apart(said: str, wanted: Goods) -> Iterator[str]:
    """Goods that stand in one line, with commas between them; a known title may hold one itself."""
    pieces = re.split(r"\n|[,;]\s+", said)
    while pieces:
        sizes = (size for size in range(min(MOST_PIECES, len(pieces)), 0, -1)
                 if best_reading(bare(", ".join(pieces[:size])), wanted)[0] in wanted)  # fmt: skip
        size = next(sizes, 1)
        yield ", ".join(pieces[:size])
        pieces = pieces[size:]


def is_plain(lines: Sequence[str], wanted: Goods) -> bool:
    """Whether each line is a product with its count, or one of the order's without."""
    plain = [bare(line) for line in lines if line.strip()]
    return bool(plain) and all(
        BEFORE.match(line) or BEHIND.search(line) or ALONE.match(line) or spelled(line) in wanted
        for line in plain
    )


def difference(stated: Goods, wanted: Goods, is_whole: bool) -> str:
    missing = {t: n for t, n in wanted.items() if t not in stated}
    strange = {t: n for t, n in stated.items() if t not in wanted}
    pairs = alike_pairs(strange, missing)
    both = [(stated[t], wanted[t]) for t in stated.keys() & wanted.keys()]
    both += [(strange.pop(one), missing.pop(other)) for one, other in pairs]
    if missing and is_whole or not stated:
        return "absent"
    if strange:
        return "extra"
    if any(n > m or (is_whole and n != m) for n, m in both):
        return "quantity"
    return "wording" if pairs else "same"


def stated_goods(lines: Iterable[str], wanted: Goods) -> Goods:
    """What the lines name: known titles with or without a count, others only with one."""
    found: Goods = {}
    last = None  # a title without a count: that may stand on the next line
    for line in lines:
        plain = bare(line)
        if last and (count := ALONE.match(plain)):
            found[last] = number(count)
            last = None
            continue
        title, quantity = best_reading(plain, wanted)
        last = title if title and quantity is None else None
        if title:
            # How many of it, where nothing is said: as many as were ordered, for all we know.
            count = wanted.get(title, 1) if quantity is None else quantity
            found[title] = found.get(title, 0) + count
    return found


def bare(line: str) -> str:
    """Without its bullet and what stands behind it of prices."""
    line = BULLET.sub("", " ".join(line.split())[:LONGEST])
    while (shorter := PRICE.sub("", line)) != line:
        line = shorter.strip()
    return line


def best_reading(line: str, wanted: Goods) -> tuple[str | None, float | None]:
    """The reading whose title is known, the longest count first; else one with a count."""
    read = list(readings(line))
    known = [one for one in read if one[0] in wanted]
    counted = [one for one in read if one[1] is not None and one[0]]
    return (known or counted or [(None, None)])[0]


def readings(line: str) -> Iterator[tuple[str, float | None]]:
    """2 × Scarf, Scarf x 2, Scarf (2), or no count at all."""
    if count := BEFORE.match(line):
        yield spelled(line[count.end() :]), number(count)
    if count := BEHIND.search(line):
        yield spelled(line[: count.start()]), number(count)
    yield spelled(line), None


def number(found: re.Match) -> float:
    return float(next(group for group in found.groups() if group).replace(",", "."))
