"""Sets of UIDs as ranges: a mailbox of 100,000 mails is one range, not 100,000 numbers."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True)
class Ranges:
    """Whole numbers from 1 on; `pairs` are (first, last), apart from each other and in order."""

    pairs: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "Ranges":
        return cls(_joined((number, number) for number in sorted(numbers)))

    @classmethod
    def parsed(cls, text: str) -> "Ranges":
        """As IMAP writes sets: 1:500,503,600:510. Raises ValueError."""
        pairs = []
        for part in filter(None, text.split(",")):
            first, _, last = part.partition(":")
            one, other = int(first), int(last or first)
            pairs.append((min(one, other), max(one, other)))
        return cls(_joined(sorted(pairs)))

    def __str__(self) -> str:
        return ",".join(str(a) if a == b else f"{a}:{b}" for a, b in self.pairs)

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self.pairs)

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def __contains__(self, number: object) -> bool:
        at = bisect_right(self.pairs, number, key=lambda pair: pair[0])  # type: ignore[arg-type]
        return at > 0 and self.pairs[at - 1][1] >= number  # type: ignore[operator]

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(range(first, last + 1) for first, last in self.pairs)

    def __or__(self, other: "Ranges") -> "Ranges":
        if not self.pairs or not other.pairs:
            return other if not self.pairs else self
        return Ranges(_joined(sorted(self.pairs + other.pairs)))

    def __sub__(self, other: "Ranges") -> "Ranges":
        left: list[tuple[int, int]] = []
        takers = list(other.pairs)
        at = 0
        for first, last in self.pairs:
            while at < len(takers) and takers[at][1] < first:
                at += 1
            look = at
            while look < len(takers) and takers[look][0] <= last:
                if takers[look][0] > first:
                    left.append((first, takers[look][0] - 1))
                first = takers[look][1] + 1
                look += 1
            if first <= last:
                left.append((first, last))
        return Ranges(tuple(left))

    def __and__(self, other: "Ranges") -> "Ranges":
        return self - (self - other)

    @property
    def last(self) -> int:
        return self.pairs[-1][1] if self.pairs else 0

    def from_on(self, number: int) -> "Ranges":
        return self - Ranges(((1, number - 1),)) if number > 1 else self

    def backwards(self) -> Iterator[int]:
        return chain.from_iterable(range(last, first - 1, -1) for first, last in self.pairs[::-1])


def _joined(ordered: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges in order of their first number, those that touch made one."""
    made: list[tuple[int, int]] = []
    for first, last in ordered:
        if made and first <= made[-1][1] + 1:
            if last > made[-1][1]:
                made[-1] = (made[-1][0], last)
        else:
            made.append((first, last))
    return tuple(made)
