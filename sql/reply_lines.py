"""The lines of a mail, and which of them only stand before a quote."""

import re

from sql import reply_words as words
from sql.reply_words import HEADS

LONGEST, MOST_LINES = 200_000, 10_000  # characters and lines of a mail that are looked at
LONGEST_LINE = 400  # characters; what is longer introduces nothing
INTRO_LINES = 3  # "On Tue, 3 Mar 2026 at 10:00, Anna" may be wrapped before "wrote:"
HEAD_LINES = 12  # a quoted head: From, Sent, To, Cc, Subject, with blank or wrapped lines
WRAPPED_LINES = 2  # of one long value
LABEL = 24  # characters before the colon
MARKS = " \t*_>"
AROUND = " \t*-"  # "---- On Tue, 3 Mar 2026 Anna wrote ----"

LABELS = {label: kind for kind, labels in HEADS.items() for label in labels}


def any_of(phrases: tuple[str, ...]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


ENDS = (":", "\uff1a", *words.WROTE)
CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b(?![./]\d)", re.IGNORECASE)
DAY = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}\b")
WROTE = re.compile(rf"(?<!\w)(?:{any_of(words.WROTE)})(?!\w)", re.IGNORECASE)
OPENER = re.compile(rf"(?:{any_of(words.OPENERS)})(?!\w)|\d", re.IGNORECASE)
ADDRESS_ENDS = re.compile(r"> ?[:\uff1a]")
TOLD = re.compile(rf"(?<!\w)(?:{any_of(words.NO_QUOTE)})(?!\w)", re.IGNORECASE)
DIVIDER = re.compile(
    rf"[-_=\u2013\u2014* \t]*(?:(?P<forward>{any_of(words.FORWARDS)})"
    rf"|{any_of(words.ORIGINALS)})[-_=\u2013\u2014* \t:]*$",
    re.IGNORECASE,
)
# One line of HTML may hold the whole head.
MORE_HEADS = re.compile(
    "|".join(rf"(?P<{kind}>\b(?:{any_of(HEADS[kind])}) ?:)" for kind in ("sent", "to", "subject")),
    re.IGNORECASE,
)


def lines_of(text: str) -> list[str]:
    text = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    for unseen in ("\u200b", "\ufeff", "\u200e"):
        text = text.replace(unseen, "")
    return text.split("\n", MOST_LINES)[:MOST_LINES]


def intro_lines(lines: list[str], last: int) -> int:
    """How many lines up to this one say "On …, Anna wrote:"; 0 if they do not."""
    is_marked = next_is_quoted(lines, last + 1)
    intro, found = "", 0
    for count in range(1, min(INTRO_LINES, last + 1) + 1):
        line = lines[last - count + 1].strip(AROUND)
        if not line or len(line) > LONGEST_LINE or (line[0] == ">" and line not in (">:", "> :")):
            break
        intro = f"{line} {intro}"
        begins = bool(OPENER.match(line) and (CLOCK.search(line) or DAY.search(line)))
        if begins or not found:
            found = count if is_intro(intro, is_marked) else 0
        if found and (begins or OPENER.match(line)):
            break
    return found


def is_intro(intro: str, is_marked: bool) -> bool:
    has_address, has_clock, has_day = "@" in intro, CLOCK.search(intro), DAY.search(intro)
    if not WROTE.search(intro):  # "30.09.2026, 18.30, Anna <anna@mail.example>:"
        return bool(has_address and (has_clock or has_day) and ADDRESS_ENDS.search(intro))
    if is_marked:
        return bool(has_address or has_clock or has_day)
    if has_address:
        return bool(has_clock or has_day)
    is_told = TOLD.search(intro) or not OPENER.match(intro)
    return bool(has_clock and has_day and not is_told)


def next_is_quoted(lines: list[str], number: int) -> bool:
    """Does a `>` stand first on the next line that is not empty?"""
    for line in lines[number : number + 4]:
        if stripped := line.strip():
            return stripped[0] == ">"
    return False


def label_of(line: str) -> str:
    """What stands before the colon of "Von: Anna", in lower case."""
    colon = line.find(":", 0, LABEL + 1)
    return line[:colon].strip(MARKS).lower() if colon > 0 else ""


def head_ends(lines: list[str], first: int) -> int:
    """Behind the quoted head (From, Sent, To, Subject) that begins on this line, else 0."""
    found: dict[str, str] = {}
    ends = 0
    for number in range(first, min(first + HEAD_LINES, len(lines))):
        line = lines[number].strip()[:LONGEST_LINE]
        if kind := LABELS.get(label_of(line)):
            if kind in found and kind != "to":
                break
            value = line.partition(":")[2].strip(MARKS)
            found.setdefault(kind, value)
            if kind == "sender" and ":" in value:
                for more in MORE_HEADS.finditer(value):
                    found.setdefault(more.lastgroup or "", value[more.end() :].strip())
            ends = number + 1
        elif not line:
            if ends and not (number + 1 < len(lines) and label_of(lines[number + 1].strip())):
                break
        elif number - ends >= WRAPPED_LINES or not ends:
            break
    return ends if is_head(found) else 0


def is_head(found: dict[str, str]) -> bool:
    has_clock = bool(CLOCK.search(found.get("sent", "")))
    if "sender" not in found:
        return has_clock and {"to", "subject"} <= found.keys()
    if not names_someone(found["sender"]):
        return False
    has_address = "@" in " ".join(found.values())
    return "subject" in found or ("sent" in found and (has_clock or has_address))


def names_someone(sender: str) -> bool:
    """A name or an address, no sentence: "From: my point of view it is late."."""
    if "@" in sender or not sender:
        return True
    return sender[0] in "\"'[" or (
        not sender[0].islower() and sender[-1] not in ".!?;," and len(sender.split()) <= 8
    )
