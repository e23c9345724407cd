"""What a template is made of: lines, their fixed pieces, and the slots between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

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
    pieces_of: tuple[tuple[int, ...], ...]  # of each line the numbers of its fixed pieces
    slotted: frozenset[int]  # lines with a slot
    fixed_words: int

    @cached_property
    def rarest(self) -> tuple[str, ...]:
        """The fixed pieces as they stand in a folded text, long ones first."""
        return tuple(self.fixed[number].flat for number in self.by_length)

    def is_repeated(self, piece: Fixed) -> bool:
        return piece.flat in self.repeated

    def is_active(self, at: datetime | None) -> bool:
        return at is not None and (
            (self.valid_from_at is None or self.valid_from_at <= at)
            and (self.valid_until_at is None or at < self.valid_until_at)
        )
