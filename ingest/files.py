"""Files named by patterns, read as blocks of whole lines, plain or packed."""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.file_bytes import chunks, first_bytes, is_packed, open_regular, unpacked

HEAD_BYTES = 1024
LONGEST_LINE = 64 << 10
BOMB_RATIO = 500  # logs pack to a tenth or a thirtieth
BOMB_BYTES = 64 << 20


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

    @property
    def written_at(self) -> float:
        """In seconds since 1970."""
        return self.modified_at.replace(tzinfo=UTC).timestamp()


def with_head(file: File, start: int, read: bytes) -> File:
    """The file with what was `read` from byte `start` on; it was shorter when it was looked at."""
    if len(file.head) == HEAD_BYTES or start > len(file.head):
        return file
    return replace(file, head=(file.head[:start] + read)[:HEAD_BYTES])


def is_too_long(line: str) -> bool:
    """Beyond LONGEST_LINE in bytes, of which a character has up to four."""
    return len(line) * 4 > LONGEST_LINE and len(
        line.encode(errors="surrogateescape")) > LONGEST_LINE


def matching(patterns: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The files that the patterns name, each once, and the patterns that name none.

    A file that has such a name, brackets and all, is meant by it.
    """
    found: dict[Path, None] = {}
    empty: list[str] = []
    for pattern in patterns:
        is_name = "[" in pattern and os.path.lexists(pattern)
        paths = [pattern] if is_name else sorted(glob.glob(pattern))
        if not paths:
            empty.append(pattern)
        found.update(dict.fromkeys(Path(path) for path in paths))
    return list(found), empty


def look(path: Path) -> File:
    """The file's identity and its first bytes; OSError says why it cannot be read."""
    with open_regular(path) as stream:
        state = os.fstat(stream.fileno())
        modified_at = datetime.fromtimestamp(state.st_mtime, UTC).replace(tzinfo=None)
        return File(
            path, f"{state.st_dev}:{state.st_ino}", state.st_size, modified_at, is_packed(stream),
            first_bytes(stream, HEAD_BYTES),
        )  # fmt: skip


def blocks(file: File, offset: int) -> Iterator[tuple[bytes, int]]:
    """Whole lines from `offset` (unpacked) on, block by block, each with the offset after it.

    A last line without its line end is left for the next time. Of a line beyond LONGEST_LINE only
    the start is kept. Raises one of DAMAGED where a packed file breaks off, FileNotFoundError
    where by now another file has its name.
    """
    with open_regular(file.path) as raw:
        # Not by inode: the number of a deleted file soon belongs to another.
        if first_bytes(raw, len(file.head)) != file.head:
            raise FileNotFoundError(0, "was renamed", str(file.path))
        stream = unpacked(raw)
        stream.seek(offset)
        rest, dropped = b"", 0
        for chunk in chunks(stream):
            rest += chunk
            refuse_bomb(file, offset + dropped + len(rest))
            end = rest.rfind(b"\n") + 1
            if end:
                offset += end + dropped
                yield rest[:end], offset
                rest, dropped = rest[end:], 0
            elif len(rest) > LONGEST_LINE:
                kept = rest[: LONGEST_LINE + 1]
                rest, dropped = kept, dropped + len(rest) - len(kept)


def refuse_bomb(file: File, unpacked_bytes: int) -> None:
    """OSError where a packed file swells without end."""
    if file.is_packed and unpacked_bytes > BOMB_BYTES + file.size * BOMB_RATIO:
        raise OSError(0, f"unpacks to over {BOMB_RATIO} times its size", str(file.path))
