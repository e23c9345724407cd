"""How far each mbox was read: known again by its first bytes and those before where we stopped."""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from ingest.file_bytes import DAMAGED, open_regular, unpacked
from ingest.maildir_files import file_time
from ingest.mbox_split import Piece, begins_a_mail

_SETTLED_NS = 10_000_000_000  # who appends a mail does it at one go
_LOCK_KEPT_SECONDS = 600  # a lock file older than this was left behind
Entry = Mapping[str, Any]
_NO_PRINT = [0, hashlib.blake2b(b"", digest_size=8).hexdigest()]
NOTHING: Entry = {"head": _NO_PRINT, "offset": 0, "tail": _NO_PRINT}  # known of an empty file


class Locked(Exception):
    """Another program is changing the file."""


@dataclass(frozen=True, slots=True)
class Mbox:
    """A file that was opened, as it stood then; `stream` gives its bytes unpacked."""

    path: Path
    raw: BinaryIO
    stream: BinaryIO
    state: list[int]

    @property
    def modified_at(self) -> datetime:
        return file_time(self.state[2])

    @property
    def is_settled(self) -> bool:
        """Nothing was written to it for a while, nor since it was opened."""
        return (
            state_of(os.fstat(self.raw.fileno())) == self.state
            and time.time_ns() - self.state[2] > _SETTLED_NS
        )

    def from_offset(self, offset: int) -> BinaryIO:
        """Its stream, at a place where a mail begins or the file ends."""
        start = self.read(offset, 64)
        if start.strip(b"\r\n") and not begins_a_mail(start):
            raise OSError(0, "is no mbox: no line beginning `From ` stands where a mail should")
        self.stream.seek(offset)
        return self.stream

    def read(self, start: int, size: int) -> bytes:
        """Bytes at a place, as many as there are; fewer where the file is damaged."""
        try:
            self.stream.seek(start)
            return self.stream.read(size)
        except DAMAGED:
            return b""


def state_of(status: os.stat_result) -> list[int]:
    """Equal as long as nothing was written to the file."""
    return [status.st_ino, status.st_size, status.st_mtime_ns]


@contextmanager
def opened(path: Path) -> Iterator[Mbox]:
    """Raises Locked, or OSError saying why it cannot be read."""
    with open_regular(path) as raw:
        if _is_locked(path, raw):
            raise Locked
        state = state_of(os.fstat(raw.fileno()))
        yield Mbox(path, raw, unpacked(raw), state)


def _is_locked(path: Path, raw: BinaryIO) -> bool:
    try:
        if time.time() - path.with_name(path.name + ".lock").stat().st_mtime < _LOCK_KEPT_SECONDS:
            return True
    except FileNotFoundError:
        pass
    try:  # held for a moment only: a deliverer is never kept waiting while we read
        for take in (fcntl.lockf, fcntl.flock):
            take(raw, fcntl.LOCK_SH | fcntl.LOCK_NB)
            take(raw, fcntl.LOCK_UN)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False  # a file system without locks
    return False


def resumed(mbox: Mbox, name: str, entries: Mapping[str, Entry]) -> tuple[int, Entry | None]:
    """Where to go on, and what is known of the file; 0 where it is new or was rewritten."""
    own = [entries[name]] if name in entries else []
    others = [entry for other, entry in entries.items() if other != name]
    for entry in own + others:
        offset = entry["offset"]
        if _is(mbox, 0, entry["head"]) and _is(mbox, offset - entry["tail"][0], entry["tail"]):
            after = mbox.read(offset, 64)
            if not after.strip(b"\r\n") or begins_a_mail(after):
                return offset, entry
    return 0, None


def _is(mbox: Mbox, start: int, print_: tuple[int, str]) -> bool:
    size, expected = print_
    return _print(mbox.read(start, size)) == [size, expected]


def entry_after(known: Entry | None, piece: Piece) -> dict[str, Any]:
    """What is remembered once a mail was taken."""
    head = known["head"] if known else _print(piece.first)
    return {"head": head, "offset": piece.end, "tail": _print(piece.tail)}


def _print(data: bytes) -> list:
    return [len(data), hashlib.blake2b(data, digest_size=8).hexdigest()]
