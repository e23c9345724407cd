"""JSON records as they come: one object, an array, lines, or one after the other; broken or not."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ingest.json_broken import border_after, end_of_broken
from ingest.json_strict import PLAIN, read_object

LONGEST_RECORD = 4 << 20
_BEFORE = 256
_PIECE = 64 << 10
_WORD = 16  # as near to the end a word or escape may be cut

_BETWEEN = re.compile("[\\s,\\[\\]\ufeff\x1e\0]*")
_LONE = re.compile("[\udc80-\udcff]")  # bytes that are no UTF-8, as they were decoded


class Record(NamedTuple):
    """What stands in one place: an object, or why it cannot be read."""

    start: int  # byte in the file, unpacked
    text: str
    value: dict[str, Any] | None
    reason: str | None


class Splitter:
    """Takes pieces of a file and gives whole records; what is not whole yet waits for the next.

    Brackets and commas around the records are skipped, so all layouts are read alike, and reading
    can go on at `offset` when the file has grown.
    """

    def __init__(self, offset: int = 0, decoder: json.JSONDecoder = PLAIN):
        self.offset = offset  # bytes before what waits
        self._json = decoder
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._text, self._at, self._prior = "", 0, ""
        self._held = ""  # behind a long record that waits; not looked at yet
        self._is_skipping = False  # the rest of a record that is too long

    @property
    def has_rest(self) -> bool:
        return self._at < len(self._text) or bool(self._held or self._decoder.getstate()[0])

    @property
    def before(self) -> bytes:
        """The last bytes in front of `offset`."""
        text = self._prior + self._text[max(self._at - _BEFORE, 0) : self._at]
        return text[-_BEFORE:].encode(errors="surrogateescape")

    def feed(self, chunk: bytes, *, is_final: bool = False) -> Iterator[Record]:
        """The records that are whole now; with `is_final` also what will never be whole.

        Full pieces mean that there is more: a long record is not tried again with each of them.
        """
        fresh, taken = self._held + self._decoder.decode(chunk, is_final), 0
        is_more = len(chunk) >= _PIECE and not is_final
        self._held = fresh if is_more and len(fresh) < len(self._text) - self._at else ""
        if self._held:
            return
        while True:
            # Small pieces: the parser counts lines up to each error. Growing: a long record waits.
            piece = fresh[taken : taken + max(_PIECE, len(self._text) - self._at)]
            taken += len(piece)
            self._append(piece)
            while (record := self._next(is_final and taken == len(fresh))) is not None:
                yield record
            if taken == len(fresh):
                return

    def _append(self, piece: str) -> None:
        self._prior = (self._prior + self._text[max(self._at - _BEFORE, 0) : self._at])[-_BEFORE:]
        self._text, self._at = self._text[self._at :] + piece, 0
        if self._is_skipping:
            self._skip()

    def _next(self, is_final: bool) -> Record | None:
        self._go_to(_end(_BETWEEN, self._text, self._at))
        at, text = self._at, self._text
        if at == len(text):
            return None
        value, end, reason = read_object(text, at, self._json)
        if reason:
            is_lost = reason == "json.broken" and (is_final or end < len(text) - _WORD)
            end, is_closed = end_of_broken(text, at, is_lost=is_lost)
            if end is None and is_final:
                end = len(text)
            if end is None and len(text) - at > LONGEST_RECORD:
                end, reason, self._is_skipping = len(text), "json.too_large", True
            if end is None:
                return None
            if reason == "json.broken" and not is_closed and text[at] == "{":
                reason = "json.truncated"
        elif value is None and end == len(text) and not is_final:
            return None  # a bare number or word may go on
        start, piece = self.offset, text[at:end]
        self._go_to(end)
        if end - at > LONGEST_RECORD:
            reason = "json.too_large"
        elif not piece.isascii() and _LONE.search(piece):
            reason = "json.not_utf8"
        elif value is None:
            reason = reason or "json.not_an_object"
        return Record(start, piece, None if reason else value, reason)

    def _go_to(self, end: int) -> None:
        self.offset += _size(self._text[self._at : end])
        self._at = end

    def _skip(self) -> None:
        border = border_after(self._text, 0)
        self._is_skipping = border < 0
        self._go_to(len(self._text) if border < 0 else border)


def records_in(content: bytes) -> list[Record]:
    """All records of something whole."""
    return list(Splitter().feed(content, is_final=True))


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode(errors="surrogateescape"))
