"""The way through a source's log files: oldest first, each from where it was left."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from ingest import log_stamps
from ingest.file_bytes import DAMAGED
from ingest.files import File, blocks, look, matching, with_head
from ingest.log_places import Places
from ingest.log_roots import astray

_PASSES = 3


class Block(NamedTuple):
    """Whole lines of one file from byte `start`, with the clock that reads that file's stamps."""

    file_name: str
    start: int
    text: str
    clock: Any  # a Clock of the log's own kind of stamps


class Walk:
    """One walk; what went wrong on the way is kept, and everything else is still read."""

    def __init__(
        self, patterns: Sequence[str], zone: str | None, places: Places, now: datetime,
        stamps: ModuleType = log_stamps,
    ):
        self._patterns, self._zone, self._now = patterns, zone, now
        self.places, self._stamps = places, stamps
        self.troubles: list[str] = []  # there may be lines that we did not read
        self.deferred: Counter[str] = Counter()
        self.notes: list[str] = []  # holes that are told this time only
        self._gone: list[File] = []  # lost their name during the last pass

    def blocks(self) -> Iterator[Block]:
        """The new lines. When a block is given, `places` already stands behind it.

        Rotation may rename a file between the listing and its turn: then there is another pass.
        """
        gone: list[File] = []
        for _ in range(_PASSES):
            self.troubles, self.notes, self._gone = [], [], []
            self.deferred.clear()
            files, is_complete = self._look()
            for file in sorted(files, key=self._age):
                yield from self._new_in(file)
            gone = [file for file in [*gone, *self._gone] if not _is_among(file, files)]
            if is_complete and not self._gone:
                break
        for file in gone:
            self._unreadable(file.path, "it vanished while it was read")

    def _look(self) -> tuple[list[File], bool]:
        """The files as they stand, and whether none was renamed during the look."""
        paths, empty = matching(self._patterns)
        for pattern in empty:
            self.troubles.append(f"no file matches {pattern}; is the path right, may we list it?")
        files: list[File] = []
        is_complete = True
        for path in paths:
            if reason := astray(path, self._patterns):
                self._unreadable(path, reason)
                continue
            try:
                files.append(look(path))
            except FileNotFoundError:
                is_complete = False
            except OSError as error:
                self._unreadable(path, error.strerror or str(error))
        return files, is_complete

    def _age(self, file: File) -> tuple[datetime, datetime]:
        """By the first line: copies of rotated files may all have been written at one moment."""
        stamp = self._stamps.first_stamp(file.head)
        try:
            return self._clock(file).utc(stamp) if stamp else file.modified_at, file.modified_at
        except (ValueError, KeyError):
            return file.modified_at, file.modified_at

    def _new_in(self, file: File) -> Iterator[Block]:
        if self.places.is_done(file):
            self.places.seen(file)
            return
        try:
            yield from self._read(file)
        except DAMAGED:
            self.deferred["packed_file_breaks_off"] += 1
            self.notes.append(f"{file.path.name} breaks off; the rest is read once it is whole")
        except FileNotFoundError:
            self._gone.append(file)
        except OSError as error:
            self._unreadable(file.path, error.strerror or str(error))

    def _read(self, file: File) -> Iterator[Block]:
        end = start = self.places.offset(file)
        clock = self._clock(file)
        if not start and self._stamps.names_no_zone(file.head):
            stamp, passed = self._stamps.new_years(block for block, _ in blocks(file, 0))
            if stamp:
                clock.start_before(stamp, passed)
        for block, end in blocks(file, start):
            before, file = file, with_head(file, end - len(block), block)
            if end == len(block) and file is not before and self.places.offset(file):
                # It was still being packed or copied when it was looked at: now it is known.
                yield from self._read(file)
                return
            if not self._zone and self._stamps.names_no_zone(block):
                self.deferred["file_without_zone"] += 1
                self.troubles.append(
                    f'{file.path} has times that name no zone; set zone = "Europe/..."'
                )
                return
            self.places.left_at(file, end, is_done=False)
            if zeros := block.count(b"\0"):
                self.places.note_zeros(file, zeros)
            yield Block(file.path.name, end - len(block), _text(block), clock)
        self.places.left_at(file, end, is_done=True)
        if clock.repeated:
            self.notes.append(
                f"{file.path.name}: {clock.repeated} times stand in the hour that the end of summer"
                " time repeats; their order told which"
            )

    def _clock(self, file: File) -> Any:
        return self._stamps.Clock(self._zone, min(file.modified_at, self._now))

    def _unreadable(self, path: Path, reason: str) -> None:
        self.deferred["file_unreadable"] += 1
        self.troubles.append(f"{path} cannot be read ({reason}); mend it, then ingest again")


def _is_among(file: File, others: Sequence[File]) -> bool:
    """It was empty, or is there under another name, perhaps packed: it begins as it did."""
    return not file.head or any(
        other.head.startswith(file.head) for other in others if other is not file
    )


def _text(block: bytes) -> str:
    # Zero bytes are what a file system leaves after a crash.
    if b"\0" in block or b"\r" in block:
        block = block.replace(b"\0", b"").replace(b"\r\n", b"\n")
    return block.decode(errors="surrogateescape")
