"""What carriers' numbers look like: shapes with a body and a check character, ready to ask."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from sql.tracking_checks import Check, check_of
from sql.tracking_seeds import Row, is_true, newest, shipped


@dataclass(frozen=True, slots=True)
class Format:
    """The pattern marks body and check character as groups, or ends with the check character."""

    carrier: str
    pattern: re.Pattern[str]
    check: Check | None
    is_sure: bool

    @property
    def tells(self) -> bool:
        """A right check digit tells whose number it is; a shape alone, or an unsure one, not."""
        return self.is_sure and self.check is not None

    def is_right(self, match: re.Match[str]) -> bool:
        """Of a number with this shape: its check character, or that the shape alone is sure."""
        if self.check is None:
            return self.is_sure
        number = match.string
        parts = match.groups() if self.pattern.groups == 2 else (number[:-1], number[-1:])
        return all(parts) and self.check(parts[0]) == parts[1]


Shapes = list[tuple[Callable[[str], re.Match[str] | None], Format]]


@dataclass(slots=True)
class Formats:
    """All formats, handed out by carrier and length: most of them need not be tried."""

    rows: list[Format]
    carriers: frozenset[str]
    found: dict[tuple[str | None, int, bool], Shapes] = field(default_factory=dict)

    def of(self, carrier: str | None, length: int, *, telling: bool) -> Shapes:
        """The shapes of a carrier, or of all, that a number of this length can have."""
        key = carrier, length, telling
        if key not in self.found:
            self.found[key] = [
                (form.pattern.fullmatch, form) for form in self.rows
                if carrier in (None, form.carrier) and (form.tells or not telling)
                and can_have(form.pattern.pattern, length)
            ]  # fmt: skip
        return self.found[key]


@lru_cache(maxsize=10_000)
def can_have(pattern: str, length: int) -> bool:
    """Whether a pattern can match as many signs: the same pattern with every sign an x does."""
    if "\\" in pattern or re.search(r"\(\?[^:]", pattern):
        return True
    anything = re.sub(r"\[[^]]*\]|\{[^}]*\}|\w",
                      lambda part: part[0] if part[0][0] == "{" else "x", pattern)  # fmt: skip
    return re.fullmatch(anything, "x" * length) is not None


def formats_of(rows: Iterable[Row]) -> Formats:
    """The seed `tracking_formats` made ready; keep the result, it compiles every pattern."""
    made = [
        Format(row["carrier"], re.compile(row["pattern"]),
               check_of(row["check_rule"]) if row["check_rule"] else None, is_true(row["is_sure"]))
        for row in newest(rows, "carrier", "format")
    ]  # fmt: skip
    return Formats(made, frozenset(form.carrier for form in made))


@lru_cache(maxsize=1)
def shipped_formats() -> Formats:
    return formats_of(shipped("tracking_formats"))
