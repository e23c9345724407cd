"""The years that a log of classic stamps spans, although none of its lines says one."""

import re
from collections.abc import Iterable
from itertools import groupby

MONTHS = {name: number for number, name in enumerate(
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)}  # fmt: skip
# Behind a line end, which is found faster than the start of a line.
CLASSIC = re.compile(rb"\n(?:<\d+>)?([JFMASOND][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) ")
_MONTH = re.compile(rb"\n([JFMASOND][a-z]{2}) ")


def new_years(blocks: Iterable[bytes]) -> tuple[str | None, int]:
    """The last classic stamp of a file, and how many New Years its lines pass."""
    last, name, months = b"", b"", [0]
    for block in blocks:
        block = b"\n" + block
        if CLASSIC.search(block):
            last = block
        if block.count(b"\n%b " % name) == block.count(b"\n") - 1:
            continue  # nearly every block is of one month
        for name, _ in groupby(_MONTH.findall(block)):
            _follow(months, MONTHS.get(name.decode(), months[-1]))
    ends = CLASSIC.findall(last)
    pairs = zip(months[1:], months[2:], strict=False)
    return ends[-1].decode() if ends else None, sum(max(years_on(*pair), 0) for pair in pairs)


def _follow(months: list[int], month: int) -> None:
    """Add a month; what stood between two runs of one month was a straggler or no date at all."""
    if len(months) > 1 and months[-2] == month:
        months.pop()
    elif months[-1] != month:
        months.append(month)


def years_on(before: int, month: int) -> int:
    """What a month says after the one before it: +1 a year later, -1 a straggler of the old year.

    A fall by one month is a straggler too, of the same year.
    """
    if month - before == 11:
        return -1
    return 1 if month - before <= -2 else 0
