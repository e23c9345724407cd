"""Lines of a mail that hold a value: which go on, which say something else."""

import re

from sql.mail_fold import Text
from sql.mail_types import is_item, is_sentence

MOST_LINES = 400  # of one value
NARROW = 38  # characters of a line: nobody wraps sooner
_LABELLED = re.compile(r"[^:\n]{2,40}[:：](?:\s|$)")
_POSTCODE = re.compile(r"\d{4}|[A-Z]\d{1,2}[A-Z]? \d[A-Z]{2}")
Span = tuple[int, int]


def several(text: Text, slot: str, lines: list[Span]) -> list[Span]:
    """The lines of a slot that may have many, up to one that says something else."""
    kept: list[Span] = []
    while len(lines) > 1 and is_sentence(text.written[slice(*lines[0])]):
        lines = lines[1:]  # was put in above it
    for span in lines:
        if kept and _is_other(text, slot, kept, span):
            break
        kept.append(span)
    return kept


def _is_other(text: Text, slot: str, kept: list[Span], span: Span) -> bool:
    line, last = text.written[slice(*span)], text.written[slice(*kept[-1])]
    if slot == "ORDER_SUMMARY" and is_item(line):
        return False
    if wraps(text, kept[-1], span) and not is_sentence(line):
        return False
    gap = not text.is_spaced and text.written.count("\n", kept[-1][1], span[0]) > 1
    said = text.written[kept[0][0] : kept[-1][1]]
    is_full = is_item(last) if slot == "ORDER_SUMMARY" else bool(_POSTCODE.search(said))
    return is_sentence(line) or bool(_LABELLED.match(line)) or (gap and is_full)


def wraps(text: Text, line: Span, following: Span) -> bool:
    """Whether a line had no room for the first word of the next one."""
    if text.written.count("\n", line[1], following[0]) > 1 and not text.is_spaced:
        return False
    if not text.is_wrapped and not _goes_on(text, text.written[slice(*following)]):
        return False
    start = text.written.rfind("\n", 0, line[0]) + 1
    word = len(text.written[following[0] : following[1]].split(" ", 1)[0])
    return line[1] - start + 1 + word > text.width


def _goes_on(text: Text, line: str) -> bool:
    """Whether a line can be the rest of one that was wrapped."""
    if text.width < NARROW or "@" in line or "://" in line or _LABELLED.match(line):
        return False
    return len(line.split()) <= 5 and not is_sentence(line)


def line_spans(written: str, start: int, end: int) -> list[Span]:
    """Where the lines of a stretch begin and end, without blanks and empty lines."""
    made, at = [], start
    for part in written[start:end].split("\n")[:MOST_LINES]:
        if bare := part.strip():
            first = at + len(part) - len(part.lstrip())
            made.append((first, first + len(bare)))
        at += len(part) + 1
    return made


def shortened(spans: list[Span], length: int) -> list[Span]:
    made = []
    for start, end in spans:
        if length <= 0:
            break
        made.append((start, min(end, start + length)))
        length -= end - start + 1
    return made


def is_plain(sign: str) -> bool:
    """Signs that stand inside values as well."""
    return sign[0] in ".-/("
