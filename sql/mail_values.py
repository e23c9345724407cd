"""What stands in a mail where its template has slots: between the places of the fixed pieces.

A value keeps its writing. It is '' where its line is there and empty, None where the line is gone.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from sql.mail_anchors import Anchors
from sql.mail_ends import kept_length
from sql.mail_fold import WORD, Text
from sql.mail_lines import Span, is_plain, line_spans, parts_of, several, shortened, wraps
from sql.mail_templates import SEVERAL_LINES, Slot, Template
from sql.mail_types import fits, is_sentence

_LEAD = re.compile(r"[\s.!?:;,)：]+")


@dataclass(slots=True)
class Value:
    """A slot's text and the stretches of the mail that hold it."""

    text: str | None
    spans: list[Span] = field(default_factory=list)


class Gaps:
    """The stretches of a mail between one fixed piece and the next."""

    def __init__(self, text: Text, template: Template, anchors: Anchors):
        self.text, self.template, self.anchors = text, template, anchors
        self.starts = sorted(anchor.first for anchor in anchors if anchor)
        text.is_wrapped = any(any(text.heads[a.first + 1 : a.end]) for a in anchors if a)

    def values(self) -> list[Value]:
        """One for each slot of the template, in its order."""
        made: list[Value] = []
        slots = self.template.slots
        while len(made) < len(slots):
            first = slots[len(made)]
            group = [first]  # slots with no word between them
            for slot in slots[len(made) + 1 :]:
                if slot.before != first.before:
                    break
                group.append(slot)
            made += self.group(group)
        return made

    def group(self, slots: list[Slot]) -> list[Value]:
        region = self.region(slots[0])
        if region is None:
            return [Value(None) for _ in slots]
        if len(slots) == 1:
            return [self.read(slots[0], *region)]
        parts = parts_of(self.text, slots, *region)
        return [self.read(slot, *part) if part else Value(None)
                for slot, part in zip(slots, parts, strict=True)]  # fmt: skip

    def region(self, slot: Slot) -> Span | None:
        """From behind the piece before it to the next one that was found, whichever that is."""
        if slot.before is None:  # the template begins with it; what stands above was put in
            end = self.text.start(self.starts[0]) if self.starts else len(self.text.written)
            return (self.text.written.rfind("\n", 0, end) + 1 if slot.is_after_on_line else 0), end
        anchor = self.anchors[slot.before]
        if anchor is None:
            return None
        at = bisect_left(self.starts, anchor.end)
        last = self.starts[at] if at < len(self.starts) else len(self.text.words)
        start, end = self.text.end(anchor.end), self.text.start(last)
        if lead := _LEAD.match(self.text.written, start, end):
            start = lead.end() if "\n" not in lead[0] else start + len(lead[0].rstrip("\n "))
        if slot.lead and self.text.written.startswith(slot.lead, start):
            start += len(slot.lead)
        return start, end

    def read(self, slot: Slot, start: int, end: int) -> Value:
        written = self.text.written
        raw = written[start:end]
        bare = raw.strip()
        if "\n" not in bare and slot.name not in SEVERAL_LINES and not self.ends_in(slot, end):
            first = start + len(raw) - len(raw.lstrip())
            if bare and ("\n" not in written[start:first] or fits(slot.name, bare)):
                return self.single(slot, [(first, first + len(bare))])
            return Value("")
        lines = line_spans(written, start, end)
        if lines and not WORD.search(written, *lines[-1]) and lines[-1][1] > end - 3 \
                and len(lines) > 1:  # fmt: skip
            lines.pop()  # the sign before the next piece
        is_below = bool(lines) and "\n" in written[start : lines[0][0]]
        while is_below and len(lines) > 1 and is_sentence(written[slice(*lines[0])]):
            lines = lines[1:]  # was put in above the value
        if not lines or (is_below and not any(
            fits(slot.name, written[a:b]) for a, b in lines[: self.tried(slot)]
        )):
            return Value("")
        if self.ends_in(slot, end):
            text = " ".join(written[a:b] for a, b in lines)
            return self.trimmed(slot, text, lines)
        if slot.name in SEVERAL_LINES:
            kept = several(self.text, slot.name, lines)
            text = "\n".join(written[a:b] for a, b in kept)
            return self.trimmed(slot, text, kept)
        return self.single(slot, lines)

    @staticmethod
    def tried(slot: Slot) -> int:
        """Lines below a label of which one must fit."""
        return 3 if slot.name in SEVERAL_LINES else 1

    def ends_in(self, slot: Slot, end: int) -> bool:
        """Whether the slot's own line goes on with what stands at `end`."""
        after = slot.after if slot.is_after_on_line else None
        anchor = self.anchors[after] if after is not None else None
        return anchor is not None and self.text.start(anchor.first) == end

    def trimmed(self, slot: Slot, text: str, spans: list[Span]) -> Value:
        text = text.strip()
        if slot.tail and text.endswith(slot.tail):
            text = text[: -len(slot.tail)].rstrip()
        return Value(text, spans)

    def single(self, slot: Slot, lines: list[Span]) -> Value:
        """The first line, and what was wrapped below it."""
        written, kept = self.text.written, lines[:1]
        for span in lines[1:]:
            if not wraps(self.text, kept[-1], span):
                break
            kept.append(span)
        text = " ".join(written[a:b] for a, b in kept)
        if slot.tail and slot.name not in ("CONTACT_INFO",) and not is_plain(slot.tail):
            cut = re.search(re.escape(slot.tail[0]) + r"(?:\s|$)", text)
            text = text[: cut.start()] if cut else text
        length = kept_length(slot.name, text)
        if length < len(text):
            kept = shortened(kept, length)
        return self.trimmed(slot, text[:length], kept)
