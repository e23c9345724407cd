"""Lines of a mail that hold a value: which go on, which say something else."""

import re

from sql.mail_fold import Text
from sql.mail_templates import SEVERAL_LINES, Slot
from sql.mail_types import LINK, is_item, is_sentence

MOST_LINES = 400  # of one value
NARROW = 32  # characters of a line: nobody wraps sooner
_LABELLED = re.compile(r"[^:\n]{2,40}[:：](?:\s|$)")
POSTCODE = re.compile(r"\d{4}|[A-Z]\d{1,2}[A-Z]? \d[A-Z]{2}")
Span = tuple[int, int]


def several(text: Text, slot: str, lines: list[Span]) -> list[Span]:
    """The lines of a slot that may have many, up to one that says something else."""
    kept: list[Span] = []
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
    is_full = is_item(last) if slot == "ORDER_SUMMARY" else bool(POSTCODE.search(said))
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


def parts_of(text: Text, slots: list[Slot], start: int, end: int) -> list[Span | None]:
    """What is whose of slots with no word between them: by their lines, and the signs between."""
    made: list[Span | None] = []
    for place, slot in enumerate(slots):
        following = slots[place + 1] if place + 1 < len(slots) else None
        stop = end
        if following and following.line > slot.line and slot.name not in SEVERAL_LINES:
            lines = line_spans(text.written, start, end)
            stop = lines[0][1] if lines else end
        elif following and following.line == slot.line:
            sign = following.lead or " "
            at = text.written.find(sign, start, end)
            stop = at if at >= 0 else end
        if following and following.name == "TRACKING_LINK" and following.line > slot.line:
            found = LINK.search(text.written, start, end)
            stop = min(stop, found.start()) if found else stop
        made.append((start, stop) if start < end else None)
        start = stop + (len(following.lead) if following and following.line == slot.line else 0)
    return made
