"""One line of a template beside one line of a mail: how much of it stands there, what fills it."""

import re
from dataclasses import dataclass, field
from functools import cache

from .carriers import KEYS as CARRIERS
from .folding import folded, repaired
from .statements import COUNTED, WRITTEN
from .template_files import Line, Slot

NUMBERED = {"ORDER_NUMBER", "TRACKING_NUMBER", "ORDER_TOTAL"}
SHAPES = {
    "TRACKING_NUMBER": r"(?=(?:\D*\d){6})(?=[A-Z]{0,4}\d)[A-Z0-9][A-Z0-9 .-]{7,}",
    "TRACKING_LINK": r"(https?://|www\.)\S+",
    "ORDER_TOTAL": r".{0,5}\d[\d.,]*[.,]\d\d.{0,5}",
    "ORDER_NUMBER": r"#?[\w-]*\d{3,}",
    "CARRIER": "|".join(CARRIERS),
    "CONTACT_INFO": r".*\S@\S+\.\S.*",
    **dict.fromkeys(("ESTIMATED_SHIPPING_TIME", "ESTIMATED_DELIVERY_DATE"),
                    rf".*(?:{WRITTEN.pattern}|{COUNTED.pattern}).*"),
}  # fmt: skip
OTHER_LABEL = re.compile(r"^[^:/\d]{1,40}:(?!//)\s*")


@dataclass
class Hit:
    """Words found of the line, words of the mail that belong to nothing, and values of slots."""

    found: int
    extra: int
    values: dict[str, str] = field(default_factory=dict)

    def cost(self, line: Line) -> float:
        return len(line.fixed) - self.found + self.extra


@cache
def tokens(text: str) -> tuple[tuple[str, str], ...]:
    """(as it stands, folded) of every word; signs alone belong to the word before."""
    return tuple((one, folded(repaired(one))) for one in text.split(" "))


def exact(line: Line, text: str) -> Hit | None:
    match = line.exact.fullmatch(text)
    if not match:
        return None
    values = {}
    for slot, value in zip(line.slots, match.groups(), strict=True):
        if value and re.fullmatch(r"[\s:]*", value):
            value = ""
        values.setdefault(slot.name, value.strip())
    return Hit(len(line.fixed), 0, values)


def hit(line: Line, text: str) -> Hit | None:
    """None: the two have too little in common to be the same line."""
    if found := exact(line, text):
        return found
    if not line.fixed:
        return Hit(0, 0, {line.slots[0].name: text}) if len(line.slots) == 1 else None
    said = tokens(text)
    held = {word for _, words in said for word in words.split()}
    if 2 * sum(word in held for word in line.fixed) < len(line.fixed):
        return by_shape(line, text)
    found = aligned(line.items, said)
    if 2 * found.found < len(line.fixed) or found.extra > 2 * len(line.fixed) + 2:
        return by_shape(line, text)
    return found


def by_shape(line: Line, text: str) -> Hit | None:
    """Only the value is left, or another label stands before it."""
    name = line.slots[-1].name if len(line.slots) == 1 else ""
    value = OTHER_LABEL.sub("", text)
    if name in SHAPES and len(line.fixed) <= 4 and re.fullmatch(SHAPES[name], value, re.I):
        return Hit(0, len(tokens(text)) - len(tokens(value)), {name: value})
    return None


def aligned(items: tuple[str | Slot, ...], said: tuple[tuple[str, str], ...]) -> Hit:
    """Fewest words lost or too many; a slot takes what stands between its neighbours."""
    flat = [(n, word) for n, (_, words) in enumerate(said) for word in words.split() or [""]]
    rows = [[(0.0, "")] * (len(flat) + 1) for _ in range(len(items) + 1)]
    for i in range(len(items) + 1):
        for j in range(len(flat) + 1):
            if i or j:
                rows[i][j] = best_step(rows, i, j, items, flat)
    i, j, values, found, extra = len(items), len(flat), {}, 0, 0
    while i or j:
        step = rows[i][j][1]
        if step == "absorb":
            values.setdefault(i - 1, []).append(flat[j - 1][0])
        found += step == "same"
        extra += step == "extra" and bool(flat[j - 1][1])
        i, j = i - (step in ("same", "lost")), j - (step != "lost")
    told = Hit(found, extra)
    for n, slot in enumerate(items):
        if isinstance(slot, Slot):
            places = sorted(set(values.get(n, [])))
            told.values.setdefault(slot.name, value_of(slot, [said[p][0] for p in places]))
    return told


def best_step(rows: list, i: int, j: int, items: tuple, flat: list) -> tuple[float, str]:
    steps = []
    item = items[i - 1] if i else None
    if i:
        steps.append((rows[i - 1][j][0] + (0 if isinstance(item, Slot) else 1), "lost"))
    if j:
        word = flat[j - 1][1]
        if isinstance(item, Slot):
            steps.append((rows[i][j - 1][0] + 0.01, "absorb"))
        steps.append((rows[i][j - 1][0] + (1 if word else 0.005), "extra"))
        if i and item == word:
            steps.append((rows[i - 1][j - 1][0], "same"))
    return min(steps)


def value_of(slot: Slot, pieces: list[str]) -> str:
    text = " ".join(pieces)
    text = OTHER_LABEL.sub("", text) if len(pieces) > 1 else text
    if slot.name in NUMBERED:
        told = [one for one in text.split() if re.search(r"\d", one)]
        text = " ".join(told) if told else text
    if slot.before and text.startswith(slot.before):
        text = text[len(slot.before) :]
    if slot.behind and text.endswith(slot.behind):
        text = text[: -len(slot.behind)]
    return text.strip()
