"""What a program left in a mail that no customer should see, and where it stands.

Kinds: placeholder, null, dummy, mojibake. Places: subject, text, link, or the slot in whose value
it stands. Whether the order itself says so is not asked here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import Match, Pattern
from urllib.parse import unquote

from sql.mail_fold import folded
from sql.mail_lines import Span
from sql.mail_mark_forms import (
    DUMMY,
    DUMMY_VALUES,
    GREETED,
    ITEM,
    NUMBERED,
    PLACEHOLDER,
    TAGS_OF_SUBJECTS,
    null_word,
)  # fmt: skip
from sql.mail_mojibake import MOJIBAKE, normal_form

AROUND = 40  # characters of the text on each side
MOST = 50  # marks of one mail
MOST_LINKS, LONGEST_LINK = 200, 2_000
CAUSE = 60


@dataclass(frozen=True, slots=True)
class Mark:
    kind: str
    place: str
    text: str
    cause: str


def marks_in(
    subject: str, written: str, values: Sequence[tuple[str, str | None, list[Span]]],
    links: Iterable[str], html: str | None = None,
) -> list[Mark]:  # fmt: skip
    """`values` are slots with their text and its stretches; html is read for words only it has."""
    seen: dict[tuple[str, str, str], Mark] = {}
    for mark in _all(subject, written, values, links, html):
        seen.setdefault((mark.kind, mark.place, mark.cause), mark)
        if len(seen) == MOST:
            break
    return list(seen.values())


def _all(
    subject: str, written: str, values: Sequence[tuple[str, str | None, list[Span]]],
    links: Iterable[str], html: str | None,
) -> Iterator[Mark]:  # fmt: skip
    for slot, value, _ in values:
        if value:
            yield from _in_value(slot, value)
    spans = sorted((*span, slot) for slot, _, spans in values for span in spans)
    known = set()
    for kind, found, cause in _scanned(written):
        first, end = found.span()
        place = next((slot for a, b, slot in spans if a < end and first < b), "text")
        known.add((kind, cause))
        yield Mark(kind, place, around(written, found.span()), cause)
    for kind, found, cause in _scanned(html or ""):
        if (kind, cause) not in known:
            yield Mark(kind, "text", around(html or "", found.span()), cause)
    for kind, found, cause in _scanned(subject):
        if not TAGS_OF_SUBJECTS.fullmatch(found[0]):
            yield Mark(kind, "subject", around(subject, found.span()), cause)
    for _, link in zip(range(MOST_LINKS), links, strict=False):
        yield from _in_link(link[:LONGEST_LINK])


def _scanned(text: str) -> Iterator[tuple[str, Match[str], str]]:
    for found in _first(PLACEHOLDER, text):
        if not TAGS_OF_SUBJECTS.fullmatch(found[0]):
            yield "placeholder", found, " ".join(found[0].split())[:CAUSE]
    for pattern in (GREETED, NUMBERED):
        for found in _first(pattern, text):
            word = next(filter(None, found.groups()))
            yield "null", found, null_word(word) or word
    for found in _first(DUMMY, text):
        yield "dummy", found, _dummy(found)
    for found in _first(MOJIBAKE, text):
        if not found[0].startswith("=") or not _is_in_link(text, found.start()):
            yield "mojibake", found, normal_form(found[0])[:CAUSE]


def _first(pattern: Pattern[str], text: str) -> Iterator[Match[str]]:
    for _, found in zip(range(MOST), pattern.finditer(text), strict=False):
        yield found


def _dummy(found: Match[str]) -> str:
    return "XXXX" if found.lastgroup == "x" else found[0].lower()


def _is_in_link(text: str, at: int) -> bool:
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    return "/" in text[start:at] or "?" in text[start:at]


def _in_value(slot: str, value: str) -> Iterator[Mark]:
    """What is wrong only if it is all of a value, or of a line of goods."""
    if word := null_word(value):
        yield Mark("null", slot, value, word)
        return
    if slot == "ORDER_SUMMARY":
        for line in value.split("\n")[:200]:
            if found := ITEM.search(line[:200]):
                said = next(filter(None, found.groups()))
                yield Mark("null", slot, line[: 2 * AROUND], null_word(said) or said)
    for line in value.split("\n")[:20]:
        if len(line) < CAUSE and (word := DUMMY_VALUES.get(folded(line))):
            yield Mark("dummy", slot, line, word)


def _in_link(link: str) -> Iterator[Mark]:
    plain = unquote(link)
    for found in _first(PLACEHOLDER, plain):
        yield Mark("placeholder", "link", around(plain, found.span()), found[0][:CAUSE])
    _, _, rest = plain.partition("://")
    parts = rest.replace("?", "/").replace("&", "/").replace("=", "/").replace("#", "/").split("/")
    for part in parts[1:]:
        if len(part) > 2 and (word := null_word(part)):
            yield Mark("null", "link", plain[: 4 * AROUND], word)
    for found in _first(DUMMY, plain):
        if found.lastgroup != "x":
            yield Mark("dummy", "link", around(plain, found.span()), _dummy(found))


def around(text: str, span: Span) -> str:
    start, end = max(0, span[0] - AROUND), span[1] + AROUND
    return " ".join(text[start:end].split())
