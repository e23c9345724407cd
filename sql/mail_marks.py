"""What a program left in a mail that no customer should see, and where it stands.

Kinds: placeholder, null, dummy, mojibake. Places: subject, text, link, or the slot in whose value
it stands. Whether the order itself says so is not asked here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from sql.mail_lines import Span
from sql.mail_mark_forms import DUMMY, ITEM, NULL_SIGNS, dummy_value, null_word
from sql.mail_scan import CAUSE, MOST, dummy_form, has_any, placeholders, scanned

AROUND = 40  # characters of the text on each side
MOST_LINKS, LONGEST_LINK, ALL_LINKS = 200, 2_000, 40_000  # links, and characters of them


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
    for kind, found, cause in scanned(written):
        first, end = found.span()
        place = next((slot for a, b, slot in spans if a < end and first < b), "text")
        known.add((kind, cause))
        yield Mark(kind, place, around(written, found.span()), cause)
    for kind, found, cause in scanned(html) if html else ():
        if (kind, cause) not in known:
            yield Mark(kind, "text", around(html or "", found.span()), cause)
    for kind, found, cause in scanned(subject):
        yield Mark(kind, "subject", around(subject, found.span()), cause)
    room = ALL_LINKS
    for link in islice(links, MOST_LINKS):
        yield from _in_link(link[: min(room, LONGEST_LINK)])
        room -= min(len(link), LONGEST_LINK)
        if room <= 0:
            return


def _in_value(slot: str, value: str) -> Iterator[Mark]:
    """What is wrong only if it is all of a value, or of a line of goods."""
    if word := null_word(value):
        yield Mark("null", slot, value, word)
        return
    if slot == "ORDER_SUMMARY" and has_any(value.lower(), NULL_SIGNS):
        for line in value.split("\n")[:200]:
            if found := ITEM.search(line[:200]):
                said = next(filter(None, found.groups()))
                yield Mark("null", slot, line[: 2 * AROUND], null_word(said) or said)
    for line in value.split("\n")[:20]:
        if len(line) < CAUSE and (word := dummy_value(line)):
            yield Mark("dummy", slot, line, word)


def _in_link(link: str) -> Iterator[Mark]:
    plain = unquote(link) if "%" in link else link
    for found in islice(placeholders(plain), MOST):
        yield Mark("placeholder", "link", around(plain, found.span()), found[0][:CAUSE])
    _, _, rest = plain.partition("://")
    parts = rest.replace("?", "/").replace("&", "/").replace("=", "/").replace("#", "/").split("/")
    for part in parts[1:]:
        if len(part) > 2 and (word := null_word(part)):
            yield Mark("null", "link", plain[: 4 * AROUND], word)
    for found in islice(DUMMY.finditer(plain), MOST):
        if found.lastgroup != "x":
            yield Mark("dummy", "link", around(plain, found.span()), dummy_form(found))


def around(text: str, span: Span) -> str:
    start, end = max(0, span[0] - AROUND), span[1] + AROUND
    return " ".join(text[start:end].split())
