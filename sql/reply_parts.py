"""A mail taken apart: what its writer wrote, and the quotes between."""

import re
from dataclasses import dataclass, field

from sql.reply_lines import (
    AROUND,
    DIVIDER,
    ENDS,
    LABELS,
    head_ends,
    intro_lines,
    label_of,
    next_is_quoted,
)
from sql.reply_words import ABOVE_THIS

WRAPPED = 60  # characters; a quoted line of this length may go on below, without its mark
LONGEST_DIVIDER = 80  # characters
MOST_TRIES = 1000  # lines of a mail that look as if a quote began there
# "orders > 50 EUR", broken by the mail program, and a From that it escaped.
NO_MARK = re.compile(r">From |>\s?=?\s?[€$£]?\s?\d")


@dataclass
class Parts:
    """The pieces its writer wrote, in order; what is forwarded begins at `below`."""

    own: list[list[str]] = field(default_factory=lambda: [[]])
    below: int | None = None
    is_forward: bool = False
    tries: int = 0
    is_broken: bool = False  # a mail program has broken quoted lines without marking the rest


def parts_of(lines: list[str]) -> Parts:
    parts = Parts()
    number = 0
    while number < len(lines):
        line = lines[number].rstrip()
        mark = line.lstrip()[:1]
        behind = 0
        if mark == ">" and not is_no_mark(lines, number) and line.strip() not in (">:", "> :"):
            number = end_of_marked(lines, number, parts)
            if parts.own[-1]:
                parts.own.append([])
            continue
        if mark and (behind := quote_begins(lines, number, line, parts)):
            is_marked = next_is_quoted(lines, behind)
            if parts.below is None and (parts.is_forward or not is_marked):
                parts.below = behind
            if not is_marked:
                return parts
            number = behind
            continue
        parts.own[-1].append(line)
        number += 1
    return parts


def quote_begins(lines: list[str], number: int, line: str, parts: Parts) -> int:
    """Behind what introduces a quote on this line, else 0; takes wrapped lines back."""
    stripped = line.strip()
    if len(stripped) <= LONGEST_DIVIDER and (divider := divides(stripped)):
        parts.is_forward |= divider == "forward"
        return behind_head(lines, number + 1)
    if parts.tries >= MOST_TRIES:
        return 0
    if ":" in stripped and LABELS.get(label_of(stripped), "to") != "to":
        parts.tries += 1
        if ends := head_ends(lines, number):
            take_back_divider(parts.own[-1])
            return ends
    if stripped.rstrip(AROUND).endswith(ENDS):
        parts.tries += 1
        if count := intro_lines(lines, number):
            if count > 1:
                del parts.own[-1][1 - count :]
            return number + 1
    return 0


def take_back_divider(own: list[str]) -> None:
    """`--- Original message ---` above a head, in whatever language."""
    while own and not own[-1]:
        own.pop()
    if own and own[-1][:3] == own[-1][-3:] == "---":
        own.pop()


def divides(line: str) -> str:
    if match := DIVIDER.match(line):
        return "forward" if match["forward"] else "original"
    low = line.lower()
    return "above" if any(phrase in low for phrase in ABOVE_THIS) and is_ruled(line) else ""


def is_ruled(line: str) -> bool:
    """`## Please reply above this line ##`; a sentence that says so is none."""
    return not (line[0].isalnum() or line[-1].isalnum())


def behind_head(lines: list[str], number: int) -> int:
    """A head may follow a divider, with blank lines between."""
    for first in range(number, min(number + 3, len(lines))):
        if lines[first].strip():
            return head_ends(lines, first) or number
    return number


def end_of_marked(lines: list[str], number: int, parts: Parts) -> int:
    """Behind the lines marked by `>`, with what a mail program broke off of them."""
    while number < len(lines):
        line = lines[number].strip()
        if line[:1] != ">":
            if not line or not is_broken_off(lines, number, parts.is_broken):
                return number
            parts.is_broken = True
        number += 1
    return number


def is_broken_off(lines: list[str], number: int, is_broken: bool) -> bool:
    """Small letters below a long line, and a mark again; at first only within a sentence."""
    above, line = lines[number - 1].strip(), lines[number].strip()
    below = lines[number + 1].lstrip()[:1] if number + 1 < len(lines) else ""
    is_between = below == ">" and above[0] == ">" and len(above) >= WRAPPED
    return is_between and line[0].islower() and (is_broken or above[-1] not in "?!.:")


def is_no_mark(lines: list[str], number: int) -> bool:
    """A lone `> 50 EUR` in the middle of a sentence is no quote."""
    if not NO_MARK.match(lines[number].lstrip()):
        return False
    around = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
    return len(around) == 2 and all(line.strip() and line.lstrip()[0] != ">" for line in around)
