"""Files named by patterns, read as blocks of whole lines, plain or packed."""

import bz2
import glob
import gzip
import lzma
import os
import stat
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

HEAD_BYTES = 1024
BLOCK_BYTES = 3 << 20
PIECE_BYTES = 1 << 20
LONGEST_LINE = 64 << 10
DAMAGED = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)
_PACKED = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}


@dataclass(frozen=True, slots=True)
class File:
    """A regular file as it stood when it was looked at."""

    path: Path
    inode: str
    size: int  # on disk, packed or not
    modified_at: datetime
    is_packed: bool
    head: bytes  # its first bytes, unpacked

    @property
    def state(self) -> list[str | int | float]:
        """Equal as long as nothing was written to it."""
        return [self.inode, self.size, self.modified_at.timestamp()]


def matching(patterns: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The files that the patterns name, each once, and the patterns that name none."""
    found: dict[Path, None] = {}
    empty: list[str] = []
    for pattern in patterns:
        paths = sorted(glob.glob(pattern))
        if not paths:
            empty.append(pattern)
        found.update(dict.fromkeys(Path(path) for path in paths))
    return list(found), empty


def probed(pattern: str) -> tuple[int | None, datetime | None, str | None]:
    """For doctor: how many files a pattern finds, the newest's time, and what cannot be read."""
    paths, _ = matching([pattern])
    if not paths:
        return None, None, "no file matches; is the path right, may we list the folder?"
    times: list[datetime] = []
    troubles: list[str] = []
    for path in paths:
        try:
            times.append(look(path).modified_at)
        except OSError as error:
            troubles.append(f"{path.name} cannot be read ({error.strerror or error})")
    return len(paths), max(times, default=None), "; ".join(troubles) or None


def look(path: Path) -> File:
    """The file's identity and its first bytes; OSError says why it cannot be read."""
    with _open_regular(path) as stream:
        state = os.fstat(stream.fileno())
        is_packed = _opener(stream) is not None
        head = _first_bytes(stream)
    return File(
        path, f"{state.st_dev}:{state.st_ino}", state.st_size,
        datetime.fromtimestamp(state.st_mtime, UTC).replace(tzinfo=None), is_packed, head,
    )  # fmt: skip


def blocks(path: Path, offset: int) -> Iterator[tuple[bytes, int]]:
    """Whole lines from `offset` (unpacked) on, block by block, each with the offset after it.

    A last line without its line end is left for the next time. Of a line beyond LONGEST_LINE only
    the start is kept. Raises one of DAMAGED where a packed file breaks off.
    """
    with _open_regular(path) as raw:
        opener = _opener(raw)
        stream = cast(BinaryIO, opener(raw)) if opener else raw
        stream.seek(offset)
        rest, dropped = b"", 0
        for chunk in _chunks(stream):
            rest += chunk
            end = rest.rfind(b"\n") + 1
            if end:
                offset += end + dropped
                yield rest[:end], offset
                rest, dropped = rest[end:], 0
            elif len(rest) > LONGEST_LINE:
                kept = rest[: LONGEST_LINE + 1]
                rest, dropped = kept, dropped + len(rest) - len(kept)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Pieces of about BLOCK_BYTES; what stands before a damage is given before it is raised."""
    parts: list[bytes] = []
    size = 0
    try:
        while part := _some(stream):
            parts.append(part)
            size += len(part)
            if size >= BLOCK_BYTES:
                yield b"".join(parts)
                parts, size = [], 0
    except DAMAGED:
        yield b"".join(parts)
        raise
    yield b"".join(parts)


def _some(stream: BinaryIO) -> bytes:
    # read() of a packed stream loses what it unpacked before the damage; read1() does not.
    return stream.read1(PIECE_BYTES)  # type: ignore[attr-defined]


def _open_regular(path: Path) -> BinaryIO:
    # Not blocking: opening a pipe that nobody writes to would wait for ever.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "is no regular file", str(path))
    return os.fdopen(handle, "rb")


def _opener(stream: BinaryIO):
    magic = stream.read(6)
    stream.seek(0)
    return next((opener for sign, opener in _PACKED.items() if magic.startswith(sign)), None)


def _first_bytes(stream: BinaryIO) -> bytes:
    opener = _opener(stream)
    unpacked = cast(BinaryIO, opener(stream)) if opener else stream
    head = b""
    try:
        while len(head) < HEAD_BYTES and (part := unpacked.read1(HEAD_BYTES - len(head))):  # type: ignore[attr-defined]
            head += part
    except DAMAGED:
        pass  # a packed file that is still being written; `blocks` will say so
    return head
