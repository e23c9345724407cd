"""How a mail's wording differs from its template: what is missing, changed, or was put in."""

from bisect import bisect_left
from dataclasses import dataclass, field

from sql.mail_anchors import Anchor
from sql.mail_fold import WORD
from sql.mail_lines import Span
from sql.mail_reading import Reading
from sql.mail_values import Value

HALF = 0.5  # share of a line's words below which it counts as gone
FEW = 3  # words added to a fixed line that change it; more of them are text of their own
MANY = 12  # words behind a slot that were reworded
MOST, LONG = 50, 500  # lines that are kept of a mail, and their characters


@dataclass(slots=True)
class Differences:
    missing: list[str] = field(default_factory=list)
    changed_from: list[str] = field(default_factory=list)
    changed_to: list[str] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    inserted_words: int = 0
    lost_labels: list[str] = field(default_factory=list)
    is_closing_found: bool = True


def differences(reading: Reading, values: list[Value]) -> Differences:
    return _Comparison(reading, values).run()


class _Comparison:
    def __init__(self, reading: Reading, values: list[Value]):
        self.text, self.template = reading.text, reading.template
        self.anchors, self.values = reading.anchors, values
        self.claimed = bytearray(len(self.text.words))
        self.starts = [start for start, _ in self.text.spans]
        self.made = Differences()

    def run(self) -> Differences:
        for anchor in self.anchors:
            if anchor:
                self.claim(anchor.first, anchor.end)
        for value in self.values:
            for span in value.spans:
                self.claim(*self.words_of(span))
        if 0 not in self.claimed and all(anchor and anchor.is_exact for anchor in self.anchors):
            return self.made
        gone = [number for number in range(len(self.template.lines)) if self.line(number)]
        self.leftovers()
        self.labels()
        closing = self.template.closing
        self.made.is_closing_found = closing not in gone or self.ends_well(closing)
        return self.made

    def claim(self, first: int, end: int) -> None:
        self.claimed[first:end] = b"\1" * (end - first)

    def words_of(self, span: Span) -> tuple[int, int]:
        return bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1])

    def line(self, number: int) -> bool:
        """Note a line of the template that is not there as it was; whether it is gone."""
        fixed, pieces = self.template.fixed, self.template.pieces_of[number]
        if not pieces:
            return False
        there = [anchor for piece in pieces if (anchor := self.anchors[piece])]
        is_known = any(fixed[piece].is_label for piece in pieces if self.anchors[piece])
        words = sum(len(fixed[piece].words) for piece in pieces)
        if not there or (sum(a.found for a in there) < HALF * words and not is_known):
            self.made.missing.append(self.template.lines[number][:LONG])
            return True
        first = min(anchor.first for anchor in there)
        end = max(anchor.end for anchor in there)
        is_whole = len(there) == len(pieces) and all(anchor.is_exact for anchor in there)
        if number not in self.template.slotted:
            first, end = self.widened(first, end, FEW)
            is_whole = is_whole and end - first == sum(a.end - a.first for a in there)
        elif not is_whole:
            end = self.rest_of_line(number, end)
        if not is_whole:
            self.claim(first, end)
            self.made.changed_from.append(self.template.lines[number][:LONG])
            self.made.changed_to.append(self.said(number, first, end)[:LONG])
        return False

    def rest_of_line(self, number: int, end: int) -> int:
        """Behind the slots of a changed line, the words that are nothing else."""
        for slot, value in zip(self.template.slots, self.values, strict=True):
            if slot.line == number and value.spans:
                end = max(end, self.words_of(value.spans[-1])[1])
        last = min(end + MANY, len(self.text.words))
        while end < last and not self.text.heads[end] and not self.claimed[end]:
            end += 1
        return end

    def widened(self, first: int, end: int, most: int) -> tuple[int, int]:
        """With the few words around it on its line that are nothing else."""
        heads, words = self.text.heads, len(self.text.words)
        left, right = first, end
        while left and not heads[left] and not self.claimed[left - 1] and first - left <= most:
            left -= 1
        while right < words and not heads[right] and not self.claimed[right] \
                and right - end <= most:  # fmt: skip
            right += 1
        is_few = first - left <= most and right - end <= most
        return (left, right) if is_few and heads[left] else (first, end)

    def said(self, number: int, first: int, end: int) -> str:
        """The mail's words for a line, slots by name again."""
        start, stop = self.text.start(first), self.text.end(end)
        spans = sorted(
            (*span, slot.name) for slot, value in zip(self.template.slots, self.values, strict=True)
            if slot.line == number for span in value.spans if start <= span[0] and span[1] <= stop
        )  # fmt: skip
        made, at = "", start
        for begins, ends, name in spans:
            made += self.text.written[at:begins] + f"[{name}]"
            at = max(at, ends)
        return " ".join((made + self.text.written[at:stop]).split())

    def leftovers(self) -> None:
        """Words of no piece and no slot, by the lines on which they stand."""
        at = self.claimed.find(0)
        while at >= 0:
            end = at + 1
            while end < len(self.claimed) and not self.claimed[end] and not self.text.heads[end]:
                end += 1
            self.made.inserted_words += end - at
            if len(self.made.inserted) < MOST:
                line = self.text.written[self.text.start(at) : self.text.end(end)]
                self.made.inserted.append(line[:LONG])
            at = self.claimed.find(0, end)

    def labels(self) -> None:
        for slot, value in zip(self.template.slots, self.values, strict=True):
            if not value.text or slot.before is None:
                continue
            if slot.is_before_on_line or slot.is_label_above:
                label: Anchor | None = self.anchors[slot.before]
                if (label is None or not label.is_exact) and slot.name not in self.made.lost_labels:
                    self.made.lost_labels.append(slot.name)

    def ends_well(self, closing: int | None) -> bool:
        """Whether the mail's last line is of the template's end: then nothing was cut off."""
        last = self.text.written.rpartition("\n")[2]
        first = len(self.text.words) - len(WORD.findall(last))
        pieces = zip(self.template.fixed, self.anchors, strict=True)
        return any(a and a.end > first and piece.line >= (closing or 0) for piece, a in pieces)
