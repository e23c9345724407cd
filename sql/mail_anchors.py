"""Where a template's fixed pieces stand in a mail: by plain search, else by what is nearly equal.

Every search is bounded: a piece has few places, and windows have a longest length.
"""

from dataclasses import dataclass

from sql.mail_alike import nearly, says, shared, unlike
from sql.mail_fold import Text
from sql.mail_templates import Fixed, Template

WINDOW = 300  # words in which a lost piece is looked for


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of a mail's words that is a fixed piece, or was one before it was changed."""

    first: int
    end: int
    found: int  # words of the piece that stand in it
    is_exact: bool


Anchors = list[Anchor | None]


def chain(text: Text, template: Template) -> Anchors | None:
    """All pieces in order as they are, each line of the template at a line's beginning; or None."""
    flat = text.flat
    for piece in template.rarest:
        if piece not in flat:
            return None
    made: Anchors = []
    at = 0
    for piece in template.fixed:
        at = flat.find(piece.flat, at)
        if at < 0:
            return None
        first = text.word_at(at + 1)
        if piece.is_head and not text.heads[first]:
            return None
        made.append(Anchor(first, first + len(piece.words), len(piece.words), True))
        at += len(piece.flat) - 1
    return made


def anchors_of(text: Text, template: Template) -> Anchors:
    """The place of each piece; None for those that are neither there nor anything like them."""
    search = _Search(text, template)
    search.sure()
    search.between()
    search.alike()
    search.unlike()
    return search.anchors


class _Search:
    def __init__(self, text: Text, template: Template):
        self.text, self.template = text, template
        self.anchors: Anchors = [None] * len(template.fixed)
        self.taken = bytearray(len(text.words))
        lines = text.written.count("\n") + 1
        self.is_joined = lines * 2 < len(template.lines)

    def take(self, number: int, anchor: Anchor) -> None:
        self.anchors[number] = anchor
        self.taken[anchor.first : anchor.end] = b"\1" * (anchor.end - anchor.first)

    def take_exact(self, number: int, first: int) -> None:
        length = len(self.template.fixed[number].words)
        self.take(number, Anchor(first, first + length, length, True))

    def free(self, piece: Fixed) -> list[int]:
        length = len(piece.words)
        return [first for first in self.text.places(piece.flat)
                if not any(self.taken[first : first + length])]  # fmt: skip

    def sure(self) -> None:
        """Pieces that stand in the mail once, whatever the order; long ones first."""
        for number in self.template.by_length:
            piece = self.template.fixed[number]
            places = self.free(piece)
            if len(places) == 1 and not self.template.is_repeated(piece) and (
                len(piece.words) > 2 or (piece.is_head and self.text.heads[places[0]])
            ):
                self.take_exact(number, places[0])

    def between(self) -> None:
        """Pieces with several places, or of few words: between their neighbours, else elsewhere."""
        for number, piece in enumerate(self.template.fixed):
            if self.anchors[number] is None and (places := self.free(piece)):
                low, high = self.window(number)
                inside = [first for first in places if low <= first < high]
                heads = [first for first in inside if self.text.heads[first]]
                if piece.is_head:
                    said = [first for first in inside if self.is_said(piece, first)]
                    said.sort(key=lambda first: not self.has_colon(piece, first))
                    others = [first for first in places if self.text.heads[first]
                              and (len(piece.words) > 1 or self.is_said(piece, first))]  # fmt: skip
                    best = [*heads, *said, *others]
                else:
                    best = inside
                if best:
                    self.take_exact(number, best[0])

    def is_said(self, piece: Fixed, first: int) -> bool:
        """Inside a line: in a text without lines, before a colon, or of several words."""
        return self.is_joined or len(piece.words) > 2 or self.has_colon(piece, first)

    def has_colon(self, piece: Fixed, first: int) -> bool:
        end = self.text.end(first + len(piece.words))
        return self.text.written[end : end + 2].lstrip(" ").startswith((":", "："))

    def window(self, number: int) -> tuple[int, int]:
        """The words between the neighbours that were found."""
        low = next((a.end for a in reversed(self.anchors[:number]) if a), 0)
        high = next((a.first for a in self.anchors[number + 1 :] if a and a.first >= low),
                    len(self.text.words))  # fmt: skip
        return low, high

    def alike(self) -> None:
        """What is not there as it is: the stretch between its neighbours that is most like it."""
        for number, piece in enumerate(self.template.fixed):
            if self.anchors[number] is None:
                found = nearly(self.text, piece, *self.gap(number))
                if found:
                    self.take(number, Anchor(*found, shared(self.text, piece, found), False))

    def gap(self, number: int) -> tuple[int, int]:
        """The free words between the neighbours, not too many."""
        low, high = self.window(number)
        high = min(high, low + WINDOW)
        while low < high and self.taken[low]:
            low += 1
        end = self.taken.find(1, low, high)
        return low, high if end < 0 else end

    def unlike(self) -> None:
        """A label in other words: the only one there, before what fits the slot."""
        for number, slot in self.template.labels.items():
            if self.anchors[number] is None:
                found = unlike(self.text, *self.gap(number))
                if found and says(self.text, slot, found[1]):
                    piece = self.template.fixed[number]
                    self.take(number, Anchor(*found, shared(self.text, piece, found), False))
