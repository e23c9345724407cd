"""A template's text as what it is made of: lines, their fixed pieces, and the slots between."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sql.mail_fold import WORD, clean, folded_word

SLOT = re.compile(r"\[([A-Z][A-Z0-9_]*)\]")
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=\S)")
_LOGIC = re.compile(r"\{%[^{}]{0,300}%\}|\{#[^{}]{0,300}#\}")  # loops, conditions, comments
SEVERAL_LINES = {"ORDER_SUMMARY", "SHIPPING_ADDRESS", "BILLING_ADDRESS"}


@dataclass(frozen=True, slots=True)
class Fixed:
    """Words that stand in every mail of a template, up to the next slot or the sentence's end."""

    words: tuple[str, ...]
    flat: str  # with its blanks, as it stands in a folded text
    line: int
    is_head: bool  # the first of its line
    is_label: bool  # a slot follows on its line, or it ends with a colon
    before: str  # signs between it and the slot behind it
    after: str  # signs between it and the slot before it


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    line: int
    before: int | None  # number of the fixed piece that stands before it
    after: int | None  # of the one that stands behind it
    is_before_on_line: bool
    is_after_on_line: bool
    lead: str  # signs directly before it
    tail: str  # signs directly behind it
    is_label_above: bool = False  # it begins its line, below a line that ends with a colon


@dataclass(frozen=True)
class Template:
    """One version of one wording of one kind of mail."""

    name: str  # kind.locale
    kind: str
    locale: str
    version: str
    origin: str
    valid_from_at: datetime | None
    valid_until_at: datetime | None
    lines: tuple[str, ...]
    fixed: tuple[Fixed, ...]
    slots: tuple[Slot, ...]
    closing: int | None  # number of the last line of two words or more that has no slot
    by_length: tuple[int, ...]  # numbers of the fixed pieces, long ones first
    repeated: frozenset[str]  # pieces that stand in it more than once
    labels: Mapping[int, str]  # number of a label with a colon -> the slot behind it
    fixed_words: int

    @property
    def rarest(self) -> Iterator[Fixed]:
        return (self.fixed[number] for number in self.by_length)

    def is_repeated(self, piece: Fixed) -> bool:
        return piece.flat in self.repeated

    def is_active(self, at: datetime | None) -> bool:
        return at is not None and (
            (self.valid_from_at is None or self.valid_from_at <= at)
            and (self.valid_until_at is None or at < self.valid_until_at)
        )


def template_of(row: Mapping, names: Mapping[str, str]) -> Template:
    """Of a row of the templates; `names` are other names of slots -> ours."""
    text = clean(_LOGIC.sub("", row["text"]))
    lines = tuple(line for line in text.strip().split("\n") if line)
    pieces = [piece for number, line in enumerate(lines) for piece in _pieces(number, line)]
    fixed, slots = _parts(pieces, names)
    closing = [number for number, line in enumerate(lines)
               if not SLOT.search(line) and len(WORD.findall(line)) > 1]  # fmt: skip
    return Template(
        f"{row['kind']}.{row['locale']}", row["kind"], row["locale"], row["version"],
        row["origin"], row["valid_from_at"], row["valid_until_at"], lines, fixed, slots,
        closing[-1] if closing else None,
        tuple(sorted(range(len(fixed)), key=lambda number: -len(fixed[number].flat))),
        frozenset(flat for flat, times in Counter(p.flat for p in fixed).items() if times > 1),
        {slot.before: slot.name for slot in slots if slot.before is not None
         and fixed[slot.before].is_head and ":" in fixed[slot.before].before
         and slot.line - fixed[slot.before].line < 2},
        sum(len(piece.words) for piece in fixed),
    )  # fmt: skip


def _pieces(number: int, line: str) -> list[tuple[int, str, bool]]:
    """A line as (line, text or slot's name, whether it is a slot), in order."""
    made = []
    for place, part in enumerate(SLOT.split(line)):
        if place % 2:
            made.append((number, part, True))
        else:
            made += [(number, text, False) for text in _SENTENCE.split(part) if text]
    return made


def _parts(
    pieces: list[tuple[int, str, bool]], names: Mapping[str, str]
) -> tuple[tuple[Fixed, ...], tuple[Slot, ...]]:
    fixed: list[Fixed] = []
    number_at: dict[int, int] = {}  # place among the pieces -> number of the fixed piece
    for at, (line, text, is_slot) in enumerate(pieces):
        words = () if is_slot else tuple(map(folded_word, WORD.findall(text)))
        if not words:
            continue
        number_at[at] = len(fixed)
        is_followed = at + 1 < len(pieces) and pieces[at + 1][::2] == (line, True)
        spans = [match.span() for match in WORD.finditer(text)]
        fixed.append(Fixed(
            words, f" {' '.join(words)} ", line, at == 0 or pieces[at - 1][0] != line,
            is_followed or text.rstrip().endswith((":", "：")),
            text[spans[-1][1] :], text[: spans[0][0]],
        ))  # fmt: skip
    slots = [_slot(at, pieces, number_at, fixed, names)
             for at, piece in enumerate(pieces) if piece[2]]  # fmt: skip
    return tuple(fixed), tuple(slots)


def _slot(
    at: int, pieces: list[tuple[int, str, bool]], number_at: Mapping[int, int],
    fixed: list[Fixed], names: Mapping[str, str],
) -> Slot:  # fmt: skip
    line, name, _ = pieces[at]
    before = next((number_at[p] for p in range(at - 1, -1, -1) if p in number_at), None)
    after = next((number_at[p] for p in range(at + 1, len(pieces)) if p in number_at), None)
    lead = fixed[before].before if before is not None and number_at.get(at - 1) == before else ""
    if at and at - 1 not in number_at and not pieces[at - 1][2] and pieces[at - 1][0] == line:
        lead = pieces[at - 1][1]
    tail = fixed[after].after if after is not None and number_at.get(at + 1) == after else ""
    if at + 1 < len(pieces) and at + 1 not in number_at and pieces[at + 1][::2] == (line, False):
        tail = pieces[at + 1][1]
    on_line = before is not None and fixed[before].line == line
    return Slot(
        names.get(name, name), line, before, after, on_line,
        after is not None and fixed[after].line == line, lead.strip(), tail.strip(),
        not on_line and before is not None and fixed[before].is_label
        and fixed[before].line == line - 1,
    )  # fmt: skip
