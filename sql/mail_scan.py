"""One scan of a text for each kind of mark; kinds of which it has no sign are not looked for."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from re import Match

from sql.mail_mark_forms import (
    DUMMY,
    DUMMY_SIGNS,
    FORMS,
    GREETED,
    NULL_SIGNS,
    NUMBERED,
    SIGNS,
    TAGS_OF_SUBJECTS,
    UNDERSCORED,
    null_word,
)
from sql.mail_mojibake import LETTERS, MARKUP, normal_form

MOST = 50  # marks of one kind in a mail
MOST_SIGNS = 20_000  # that may begin a placeholder
CAUSE = 60  # characters


def scanned(text: str) -> Iterator[tuple[str, Match[str], str]]:
    """Each kind is looked for only in a text that has a sign of it."""
    for found in _first(placeholders(text)):
        if not TAGS_OF_SUBJECTS.fullmatch(found[0]):
            yield "placeholder", found, " ".join(found[0].split())[:CAUSE]
    small = text.lower()
    if has_any(small, NULL_SIGNS):
        for found in _first(chain(GREETED.finditer(text), NUMBERED.finditer(text))):
            word = next(filter(None, found.groups()))
            yield "null", found, null_word(word) or word
    if has_any(small, DUMMY_SIGNS):
        for found in _first(DUMMY.finditer(text)):
            yield "dummy", found, dummy_form(found)
    letters = () if text.isascii() else LETTERS.finditer(text)
    for found in _first(chain(letters, MARKUP.finditer(text))):
        if not found[0].startswith("=") or not _is_in_link(text, found.start()):
            yield "mojibake", found, normal_form(found[0])[:CAUSE]


def placeholders(text: str) -> Iterator[Match[str]]:
    at = 0
    for sign in islice(SIGNS.finditer(text), MOST_SIGNS):
        if sign.start() >= at and (found := FORMS[sign[0]].match(text, sign.start())):
            at = found.end()
            yield found
    if "_" in text:
        yield from UNDERSCORED.finditer(text)


def has_any(text: str, signs: Iterable[str]) -> bool:
    for sign in signs:  # a generator costs more than the search
        if sign in text:
            return True
    return False


def _first(found: Iterable[Match[str]]) -> Iterator[Match[str]]:
    return islice(found, MOST)


def dummy_form(found: Match[str]) -> str:
    return "XXXX" if found.lastgroup == "x" else found[0].lower()


def _is_in_link(text: str, at: int) -> bool:
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    return "/" in text[start:at] or "?" in text[start:at]
