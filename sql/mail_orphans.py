"""Values whose label is lost: what is left of the mail between its neighbours and looks right."""

import re
from collections.abc import Sequence

from sql.mail_anchors import Anchors
from sql.mail_ends import kept_length
from sql.mail_fold import Text
from sql.mail_lines import POSTCODE, Span, line_spans
from sql.mail_templates import SEVERAL_LINES, Template
from sql.mail_types import fits, is_item, is_sentence, shows
from sql.mail_values import Value

_LABEL = re.compile(r"[^:\n\d]{2,40}[:：] ")


def adopt(text: Text, template: Template, anchors: Anchors, values: Sequence[Value]) -> None:
    """Give each slot whose label was not found the line that shows its kind of value."""
    for number, (slot, value) in enumerate(zip(template.slots, values, strict=True)):
        if value.text is not None or slot.before is None:
            continue
        low = max((a.end for a in anchors[: slot.before] if a), default=0)
        high = next((a.first for a in anchors[slot.before + 1 :] if a and a.first >= low),
                    len(text.words))  # fmt: skip
        lines = line_spans(text.written, text.end(low), text.start(high))
        if slot.name in SEVERAL_LINES:
            _adopt_lines(text, slot.name, lines, value, values[:number])
            continue
        for span in lines:
            found = _shown(text, slot.name, span)
            if found and not _is_held(values, found):
                _take(values[:number], found)
                value.text = text.written[slice(*found)]
                value.spans = [found]
                break


def _adopt_lines(
    text: Text, slot: str, lines: Sequence[Span], value: Value, others: Sequence[Value]
) -> None:
    """Goods show what they are, line by line; an address by its postcode."""
    if slot == "ORDER_SUMMARY":
        kept = [span for span in lines if is_item(text.written[slice(*span)])]
    else:
        kept = [span for span in lines if not _is_held(others, span)
                and not is_sentence(text.written[slice(*span)])]  # fmt: skip
    said = "\n".join(text.written[slice(*span)] for span in kept)
    if kept and (slot == "ORDER_SUMMARY" or POSTCODE.search(said)):
        _take(others, kept[0])
        value.text, value.spans = said, kept


def _shown(text: Text, slot: str, span: Span) -> Span | None:
    line = text.written[slice(*span)]
    label = _LABEL.match(line)
    start = span[0] + (label.end() if label else 0)
    line = text.written[start : span[1]]
    if not shows(slot, line) or not fits(slot, line):
        return None
    return start, start + kept_length(slot, line)


def _is_held(values: Sequence[Value], span: Span) -> bool:
    """Whether the line is another value's, and not merely the last one of several."""
    for value in values:
        if value.spans and value.spans[0][0] < span[1] and span[0] < value.spans[-1][1]:
            return len(value.spans) < 2 or span[1] < value.spans[-1][1]
    return False


def _take(values: Sequence[Value], span: Span) -> None:
    """From the value that had swallowed it, which ends before it."""
    for value in values:
        if value.text and value.spans and value.spans[0][0] < span[0] <= value.spans[-1][1]:
            kept = [one for one in value.spans if one[1] <= span[0]]
            lost = len(value.spans) - len(kept)
            if kept and "\n" in value.text:
                value.text = "\n".join(value.text.split("\n")[:-lost])
                value.spans = kept
