"""The templates that a shop handed over, and the procedure's own: kind, locale, version, text."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from .folding import folded, words

SLOT = re.compile(r"\[([A-Z][A-Z0-9_ ]*)\]|\{\{\s*([\w. ]+?)\s*\}\}")


@dataclass(frozen=True)
class Slot:
    """A slot with what is glued to it: the full stop behind, the # before."""

    name: str
    before: str = ""
    behind: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a template: folded words and slots, in order."""

    text: str
    items: tuple[str | Slot, ...]

    @cached_property
    def fixed(self) -> tuple[str, ...]:
        return tuple(one for one in self.items if isinstance(one, str))

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(one for one in self.items if isinstance(one, Slot))

    @cached_property
    def exact(self) -> re.Pattern:
        """The line as it stands, slots open."""
        parts, at = [], 0
        for found in SLOT.finditer(self.text):
            parts += [escaped(self.text[at : found.start()]), r"\s*(.*?)\s*"]
            at = found.end()
        return re.compile("".join([*parts, escaped(self.text[at:])]))


@dataclass
class Template:
    """One version of one kind in one language."""

    kind: str
    locale: str
    version: str
    subject: str
    text: str
    origin: str  # own or default
    since: datetime = datetime.min
    until: datetime = datetime.max
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = [line_of(one.strip()) for one in self.text.splitlines() if one.strip()]

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.locale}"

    @cached_property
    def fixed_words(self) -> int:
        return sum(len(line.fixed) for line in self.lines)

    @cached_property
    def bag(self) -> frozenset[str]:
        return frozenset(word for line in self.lines for word in line.fixed)

    @cached_property
    def slot_names(self) -> set[str]:
        return {slot.name for line in self.lines for slot in line.slots}

    @cached_property
    def closing(self) -> int | None:
        """Where the last line without slots stands that says something."""
        found = [n for n, line in enumerate(self.lines) if not line.slots and len(line.fixed) > 1]
        return found[-1] if found else None

    def is_active(self, at: datetime) -> bool:
        return self.since <= at < self.until


def escaped(text: str) -> str:
    return r"\s*".join(map(re.escape, re.split(r"\s+", text)))


def canonical(found: re.Match) -> str:
    return re.sub(r"\W+", "_", (found[1] or found[2]).strip()).upper()


def line_of(text: str) -> Line:
    items: list[str | Slot] = []
    pieces, at = [], 0
    for found in SLOT.finditer(text):
        pieces += [text[at : found.start()], canonical(found)]
        at = found.end()
    pieces.append(text[at:])
    for n, piece in enumerate(pieces):
        if n % 2 == 0:
            items += words(piece)
            continue
        before = re.search(r"\S*$", pieces[n - 1])
        behind = re.match(r"\S*", pieces[n + 1])
        items.append(Slot(piece, before[0] if before and not folded(before[0]) else "",
                          behind[0] if behind and not folded(behind[0]) else ""))  # fmt: skip
    return Line(text, tuple(items))
