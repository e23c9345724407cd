"""The templates that a shop handed over, and the procedure's own: kind, locale, version, text."""

import csv
import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from .folding import folded, words
from .seeds import SEEDS

SLOT = re.compile(r"\[([A-Z][A-Z0-9_ ]*)\]|\{\{\s*([\w. ]+?)\s*\}\}")
HEADER = re.compile(r"^([A-Za-z-]+):[ \t]*(.*)$")


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


def read_templates(folder: Path, shop: str, zone: str) -> list[Template]:
    settings = tomllib.loads((folder / "trackrecord.toml").read_text())
    found: list[Template] = []
    for source in settings["sources"].values():
        if source["kind"] == "templates" and source.get("shop", shop) == shop:
            place = ZoneInfo(source.get("zone") or zone)
            for path in sorted((folder / source["folder"]).glob("*.txt")):
                found.append(from_file(path, place))
    for one in found:
        later = [other.since for other in found
                 if other.name == one.name and other.since > one.since]  # fmt: skip
        one.until = min(later, default=datetime.max)
    return found


def from_file(path: Path, zone: ZoneInfo) -> Template:
    kind, locale, version = path.stem.split(".", 2)
    lines = path.read_text("utf-8-sig").splitlines()
    headers: dict[str, str] = {}
    while lines and (told := HEADER.match(lines[0])):
        headers[told[1].lower()] = told[2].strip()
        lines.pop(0)
    since = datetime.min
    if day := headers.get("valid-from"):
        at = datetime.combine(date.fromisoformat(day), time(), zone) if len(day) == 10 else (
            datetime.fromisoformat(day))  # fmt: skip
        since = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC).replace(tzinfo=None)
    return Template(kind, locale, headers.get("version", version), headers.get("subject", ""),
                    "\n".join(lines), "own", since)  # fmt: skip


def default_templates() -> list[Template]:
    with (SEEDS / "templates.csv").open(newline="", encoding="utf-8") as lines:
        return [Template(row["kind"], row["locale"], row["version"], row["subject"], row["text"],
                         "default") for row in csv.DictReader(lines)]  # fmt: skip
