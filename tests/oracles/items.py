"""What a mail says was bought or packed, as (quantity, title) lines, beside the record."""

import re

from .folding import words
from .letters import Letter
from .records import Item, amount
from .rule_world import CONFIRM, CRITICAL, MINOR

MONEY = r"(?:[€£$]|EUR|GBP|USD|CHF|SEK|NOK|DKK|PLN)"
PRICE = rf"(?:\s*[–—:|,-]?\s*(?:{MONEY}\s*)?\d[\d.,]*[.,]\d\d\s*{MONEY}?)?\s*$"
FORMS = [
    re.compile(rf"^\W*(?P<count>\d+)\s*[x×]\s*(?P<title>.+?){PRICE}", re.I),
    re.compile(rf"^(?P<title>.+?)\s+[x×]\s*(?P<count>\d+){PRICE}", re.I),
    re.compile(rf"^(?P<title>.+?)\s+\((?P<count>\d+)\){PRICE}"),
]
ALIKE = 0.6


def items_in(summary: str) -> list[Item]:
    found = []
    for line in summary.split("\n"):
        for piece in pieces_of(line.strip()):
            match = item_of(piece)
            if match:
                found.append(Item(float(match["count"]), match["title"].strip()))
    return found


def item_of(text: str) -> re.Match | None:
    return next(filter(None, (form.match(text) for form in FORMS)), None)


def pieces_of(line: str) -> list[str]:
    """Several products on one line; a title may hold a comma too."""
    if FORMS[0].match(line):
        return re.split(r"[,;] (?=\d+\s*[x×]\s)", line)
    found: list[str] = []
    is_open = False
    for piece in re.split(r"(?<=[,;]) ", line):
        if is_open:
            found[-1] += " " + piece
        else:
            found.append(piece)
        is_open = item_of(found[-1].rstrip(",;")) is None
    return [one.rstrip(",;") for one in found]


def items_differ(letter: Letter, summary: str) -> str | None:
    assert letter.record
    said = items_in(summary)
    if not said or not letter.record.lines:
        return None
    if letter.kind == CONFIRM:
        return verdict(said, list(letter.record.lines), True)
    packed = packed_in(letter)
    return verdict(said, packed or list(letter.record.lines), bool(packed))


def packed_in(letter: Letter) -> list[Item]:
    """The lines of the parcels that the mail announces; none where the records do not say."""
    found: dict[str, float] = {}
    titles: dict[str, str] = {}
    if not letter.announced or not all(one["items"] for one in letter.announced):
        return []
    for parcel in letter.announced:
        for part in (parcel["items"] or "").split(","):
            name, _, count = part.strip().rpartition(":")
            line = line_named(letter, name or count)
            if line is None:
                return []
            titles[line[0]] = line[1]
            found[line[0]] = found.get(line[0], 0) + (amount(count) or 1 if name else line[2])
    return [Item(count, titles[key]) for key, count in found.items()]


def line_named(letter: Letter, name: str) -> tuple[str, str, float] | None:
    for key, versions in letter.shop.line_versions.get(letter.order_id, {}).items():
        row = versions[-1]
        if name in (key, row["sku"]):
            return key, row["title"] or row["sku"] or "", amount(row["quantity"]) or 0
    return None


def verdict(said: list[Item], held: list[Item], is_all: bool) -> str | None:
    """Same words first, then the likeliest; what is left over was absent or one too many."""
    rest, worst, open_items = merged(held), None, []
    for item in merged(said):
        same = next((one for one in rest if words(one.title) == words(item.title)), None)
        if same is None:
            open_items.append(item)
            continue
        rest.remove(same)
        if item.quantity != same.quantity and (is_all or item.quantity > same.quantity):
            return CRITICAL
    for item in open_items:
        like = max(rest, key=lambda one: likeness(one, item), default=None)
        if like is None or likeness(like, item) < ALIKE:
            return CRITICAL
        rest.remove(like)
        if item.quantity != like.quantity and (is_all or item.quantity > like.quantity):
            return CRITICAL
        worst = MINOR
    return CRITICAL if rest and is_all else worst


def merged(items: list[Item]) -> list[Item]:
    found: dict[tuple, Item] = {}
    for one in items:
        key = tuple(words(one.title))
        if key in found:
            found[key] = Item(found[key].quantity + one.quantity, one.title)
        else:
            found[key] = one
    return list(found.values())


def likeness(one: Item, other: Item) -> float:
    """Shared words of all words of the longer title."""
    left, right = set(words(one.title)), set(words(other.title))
    return len(left & right) / max(len(left), len(right), 1)
