"""The mails of an mbox one by one, in memory that does not grow with the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ingest.file_bytes import chunks
from ingest.mail import HEAD_BYTES, MAX_BYTES

PRINT_BYTES = 1024
_LINE = 1000  # a separator is shorter
_NEXT = 200  # what of the line after it tells whether a mail begins there
_BEFORE = 3  # bytes that tell whether a blank line stands before it
_DATED = re.compile(
    rb"From [^\r\n]*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\r\n]{0,40}\d{1,2}:\d\d"
    rb"[^\r\n]{0,40}\b(?:19|20)\d\d\b"
)
_FIELD = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_BLANK = (b"\n\n", b"\n\r\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A mail between two separator lines, as it lies in the file."""

    start: int
    end: int
    separator: bytes
    raw: bytes  # of a mail beyond MAX_BYTES only its beginning
    first: bytes  # the first and the last bytes between `start` and `end`
    tail: bytes
    is_cut: bool
    is_last: bool  # the file ends after it: more of it may still come


def begins_a_mail(data: bytes) -> bool:
    """Whether a mail's separator stands here, blank lines aside; so it does at an mbox's start."""
    return data.lstrip(b"\r\n")[:5] == b"From "


def pieces(stream: BinaryIO, offset: int) -> Iterator[Piece]:
    """The mails from `offset` on; what a damaged file holds before the damage, then its error."""
    splitter = _Splitter(offset)
    for chunk in chunks(stream):
        yield from splitter.feed(chunk)
    yield from splitter.feed(b"", is_end=True)
    if splitter.held.strip(b"\r\n") or splitter.head is not None:
        yield splitter.piece(len(splitter.held), is_last=True)


class _Splitter:
    def __init__(self, offset: int) -> None:
        self.held = bytearray()  # from the present mail's start on, or the end of a cut one
        self.base = self.start = offset
        self.head: bytes | None = None  # the beginning of a mail that is cut
        self.looked = 0

    def feed(self, chunk: bytes, *, is_end: bool = False) -> Iterator[Piece]:
        self.held += chunk
        while (at := self._next(is_end)) is not None:
            yield self.piece(at, is_last=False)
            self._drop(at)
            self.start, self.head, self.looked = self.base, None, 0
        if self.head is None and len(self.held) > MAX_BYTES:
            self.head = bytes(self.held[: HEAD_BYTES + _LINE])
        if self.head is not None:
            dropped = max(0, self.looked - PRINT_BYTES)
            self._drop(dropped)
            self.looked -= dropped

    def _drop(self, count: int) -> None:
        del self.held[:count]
        self.base += count

    def piece(self, at: int, *, is_last: bool) -> Piece:
        held = bytes(self.held[:at])
        whole = held if self.head is None else self.head
        separator, _, raw = whole.lstrip(b"\r\n").partition(b"\n")
        if self.head is None:
            raw = raw.removesuffix(b"\n").removesuffix(b"\r")  # the blank line after it
        else:
            raw = raw[:HEAD_BYTES]
        return Piece(
            self.start, self.base + at, separator, raw, whole[:PRINT_BYTES], held[-PRINT_BYTES:],
            self.head is not None, is_last,
        )  # fmt: skip

    def _next(self, is_end: bool) -> int | None:
        """Where the next mail begins; None where none does, or more bytes are needed to tell."""
        while (found := self.held.find(b"\nFrom ", self.looked)) >= 0:
            separates = self._separates(found + 1, is_end)
            if separates is None:
                self.looked = found
                return None
            self.looked = found + 1
            if separates:
                return found + 1
        self.looked = max(self.looked, len(self.held) - len(b"\nFrom"))
        return None

    def _separates(self, at: int, is_end: bool) -> bool | None:
        """Dated as mail programs write it; or else below a blank line and above a header."""
        seen = bytes(self.held[at : at + _LINE])
        line, newline, after = seen.partition(b"\n")
        if not newline:
            return False if is_end or len(seen) == _LINE else None
        if _DATED.match(line):
            return True
        if not bytes(self.held[max(0, at - _BEFORE) : at]).endswith(_BLANK):
            return False
        if b"\n" not in after and len(after) < _NEXT and not is_end:
            return None
        return _FIELD.match(after) is not None
