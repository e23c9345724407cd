"""Records in a list that stands within an object, found without holding what is around it."""

import json
import re
from collections.abc import Iterator

from ingest.json_records import LONGEST_RECORD, Record, Splitter
from ingest.json_strict import EXACT
from sql.trouble import Trouble

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}\[\]:]', re.DOTALL)
_KEYS_KEPT = 20
_LIST_END = re.compile(r"[\s,\ufeff]*\]")


class _ListSplitter(Splitter):
    """Stops behind the bracket that closes the list, or behind the only record."""

    def __init__(self, offset: int, *, is_one: bool):
        super().__init__(offset, EXACT)
        self._is_one, self.is_closed = is_one, False

    @property
    def rest(self) -> bytes:
        """What was fed and is not read."""
        waiting = (self._text[self._at :] + self._held).encode(errors="surrogateescape")
        return waiting + self._decoder.getstate()[0]

    def _next(self, is_final: bool) -> Record | None:
        if not self.is_closed and (end := _LIST_END.match(self._text, self._at)):
            self._go_to(end.end())
            self.is_closed = True
        if self.is_closed:
            return None
        record = super()._next(is_final)
        self.is_closed = self._is_one and record is not None
        return record


class WithinSplitter:
    """A Splitter for the records at a dotted path, in one document or in several."""

    def __init__(self, path: str):
        self._path = path.split(".")
        self._depth, self._on_path = 0, 0  # how deep we are, and so far all was on the path
        self._key = self._text = b""  # the newest key on the path, and the newest text
        self._rest = b""
        self._inner: _ListSplitter | None = None
        self.offset = 0
        self.is_found = False
        self.keys: dict[str, None] = {}  # beside the path, for the one who mistyped it

    @property
    def has_rest(self) -> bool:
        return self._inner is not None or self._depth > 0

    def feed(self, chunk: bytes, *, is_final: bool = False) -> Iterator[Record]:
        data = self._rest + chunk
        self._rest = b""
        while True:
            if self._inner is None:
                data = self._seek(data)
            if self._inner is None:
                self._rest = data
                if len(data) > LONGEST_RECORD:
                    raise Trouble("a text over 4 MiB stands before its records")
                return
            yield from self._inner.feed(data, is_final=is_final)
            if not self._inner.is_closed:
                self.offset += len(data)
                self._inner = None if is_final else self._inner
                return
            self.offset, data = self._inner.offset, self._inner.rest
            self._inner = None

    def _seek(self, data: bytes) -> bytes:
        """What follows the beginning of the list, or what may be the beginning of a token."""
        end = 0
        for token in _TOKEN.finditer(data):
            end = token.end()
            if self._is_there(token[0]):
                is_one = token[0] == b"{"
                end -= is_one
                self._inner = _ListSplitter(self.offset + end, is_one=is_one)
                break
        else:
            quote = data.find(b'"', end)
            end = len(data) if quote < 0 else quote
        self.offset += end
        return data[end:]

    def _is_there(self, token: bytes) -> bool:
        is_on_path = self._depth == self._on_path + 1 or self._depth == 0
        match token:
            case b"{" | b"[" if self._depth == 0:
                self._depth = int(token == b"{")
            case b"{" | b"[":
                if is_on_path and self._key == self._path[self._on_path].encode():
                    if self._on_path + 1 == len(self._path):
                        self.is_found, self._key = True, b""
                        return True
                    self._on_path += token == b"{"
                self._depth, self._key = self._depth + 1, b""
            case b"}" | b"]":
                self._on_path = max(min(self._on_path, self._depth - 2), 0)
                self._depth, self._key = max(self._depth - 1, 0), b""
            case b":" if is_on_path:
                self._note_key()
            case _:
                self._text = token
        return False

    def _note_key(self) -> None:
        try:
            text = json.loads(self._text)
        except ValueError:
            return
        self._key = text.encode(errors="replace")
        if len(self.keys) < _KEYS_KEPT:
            self.keys[".".join([*self._path[: self._on_path], text])] = None
