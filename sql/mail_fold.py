"""A mail's words folded for comparison, each with its place in the text as it was written."""

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property, lru_cache
from itertools import accumulate, compress, count, islice

LONGEST = 60_000  # characters that are read; of a longer text its beginning and its end
END = 10_000
MOST_PLACES = 8  # of one piece of fixed text in a mail
LABEL = 8  # words of a label at most
MOST_LINES = 2_000  # whose beginnings are looked at
WORD = re.compile(r"\w+")
_FIRST = re.compile(r"(?:^|\n)\W*(\w)")
_UNSEEN = {ord(sign): None for sign in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u034f"}
_BLANK = {ord(sign): " " for sign in "\t\r\f\v\u00a0\u2007\u2009\u200a\u202f\u3000"}
_SIGNS = str.maketrans(_UNSEEN | _BLANK | {"\u2028": "\n", "\u2029": "\n"})
_BROKEN = {sign: into for sign, into in _SIGNS.items() if sign != 0xAD}
_ODD = re.compile(f"[{''.join(map(chr, _SIGNS))}]")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ð": "d", "þ": "th",
                          "ı": "i"})  # fmt: skip
_BLANKS = re.compile(r" {2,}")
_EDGES = re.compile(r" *\n *")


def clean(text: str) -> str:
    """NFC, without invisible signs; runs of blanks are one, lines have none at their ends."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if _ODD.search(text):
        text = text.translate(_SIGNS if "Ã\u00ad" not in text else _BROKEN)  # half of a letter
    if "  " in text:
        text = _BLANKS.sub(" ", text)
    return _EDGES.sub("\n", text) if " \n" in text or "\n " in text else text


@lru_cache(maxsize=200_000)
def folded_word(word: str) -> str:
    """In small letters without diacritics."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFD", word.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return letters.translate(_LETTERS)


def folded(text: str) -> str:
    """Words as they are compared: one blank between them, no punctuation."""
    return " ".join(map(folded_word, WORD.findall(clean(text))))


class Text:
    """A text as written, and beside it its folded words between single blanks."""

    def __init__(self, written: str):
        if len(written) > LONGEST:
            written = written[: LONGEST - END] + "\n" + written[-END:]
        self.written = clean(written).strip()
        self.spans = [match.span() for match in WORD.finditer(self.written)]
        self.words = list(map(folded_word, WORD.findall(self.written)))
        self.flat = f" {' '.join(self.words)} "
        self.is_wrapped = False  # known once fixed pieces are found that go on in a next line
        self._found: dict[str, list[int]] = {}

    @cached_property
    def offsets(self) -> list[int]:
        """Where each word begins in `flat`; beyond the last one, its end."""
        return list(accumulate((len(word) + 1 for word in self.words), initial=1))

    @cached_property
    def heads(self) -> list[bool]:
        """Whether each word is the first one of its line."""
        firsts = {match.start(1) for match in _FIRST.finditer(self.written)}
        return [start in firsts for start, _ in self.spans]

    @cached_property
    def width(self) -> int:
        """The longest line of several words: a wrapped one could not have taken one more."""
        return max((len(line) for line in self.written.split("\n") if " " in line), default=0)

    @cached_property
    def is_spaced(self) -> bool:
        """Whether an empty line parts every line from the next one, and so says nothing."""
        return self.written.count("\n\n") * 2 > self.written.count("\n") * 0.8

    def is_inside(self, word: int) -> bool:
        """Whether a word is the later part of an address, a link or the like."""
        start = self.spans[word][0]
        return start > 0 and self.written[start - 1] in "@./_-=&?%"

    @cached_property
    def labels(self) -> list[tuple[int, int, str]]:
        """Beginnings of lines up to a colon or the line's end: first word, end, what follows."""
        made = []
        for first in islice(compress(count(), self.heads), MOST_LINES):
            for end in range(first + 1, min(len(self.words), first + LABEL) + 1):
                after = self.written[self.end(end) : self.start(end)].lstrip(" .*")
                if after.startswith((":", "：", "\n")) or end == len(self.words):
                    made.append((first, end, after[:3]))
                    break
        return made

    def word_at(self, offset: int) -> int:
        """Number of the word that begins at or behind an offset of `flat`."""
        return bisect_left(self.offsets, offset)

    def places(self, flat: str) -> list[int]:
        """Numbers of the words where a folded piece (with its blanks) stands, the first few."""
        if (found := self._found.get(flat)) is None:
            found, at = [], self.flat.find(flat)
            while at >= 0 and len(found) < MOST_PLACES:
                found.append(self.word_at(at + 1))
                at = self.flat.find(flat, at + 1)
            self._found[flat] = found
        return found

    def start(self, word: int) -> int:
        return self.spans[word][0] if word < len(self.spans) else len(self.written)

    def end(self, word: int) -> int:
        """Where the last word before `word` ends."""
        return self.spans[word - 1][1] if word else 0
