"""A template's text taken apart."""

import re
from collections import Counter
from collections.abc import Mapping

from sql.mail_fold import WORD, clean, folded_word
from sql.mail_templates import Fixed, Slot, Template

SLOT = re.compile(r"\[([A-Z][A-Z0-9_]*)\]")
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=\S)")
_LOGIC = re.compile(r"\{%[^{}]{0,300}%\}|\{#[^{}]{0,300}#\}")  # loops, conditions, comments


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
        tuple(tuple(number for number, piece in enumerate(fixed) if piece.line == line)
              for line in range(len(lines))),
        frozenset(slot.line for slot in slots), sum(len(piece.words) for piece in fixed),
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
