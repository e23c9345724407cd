"""The way through a source's log files: oldest first, each from where it was left."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ingest.files import DAMAGED, File, blocks, look, matching
from ingest.log_places import Places
from ingest.log_stamps import Clock, first_stamp, names_no_zone, new_years


class Block(NamedTuple):
    """Whole lines of one file, with the clock that reads that file's stamps."""

    file_name: str
    text: str
    clock: Clock
    end: int


class Walk:
    """One walk; what went wrong on the way is kept, and everything else is still read."""

    def __init__(self, patterns: Sequence[str], zone: str | None, places: Places, now: datetime):
        self._patterns, self._zone, self._now = patterns, zone, now
        self.places = places
        self.troubles: list[str] = []  # there may be lines that we did not read
        self.deferred: Counter[str] = Counter()
        self.notes: list[str] = []  # holes that are told this time only

    def blocks(self) -> Iterator[Block]:
        """The new lines. When a block is given, `places` already stands behind it."""
        paths, empty = matching(self._patterns)
        for pattern in empty:
            self.troubles.append(f"no file matches {pattern}; is the path right, may we list it?")
        for file in sorted(self._looked_at(paths), key=self._age):
            if self.places.is_done(file):
                self.places.seen(file)
            else:
                yield from self._new_in(file)

    def _looked_at(self, paths: list[Path]) -> Iterator[File]:
        for path in paths:
            try:
                yield look(path)
            except OSError as error:
                self._unreadable(path, error)

    def _age(self, file: File) -> tuple[datetime, datetime]:
        """By the first line: copies of rotated files may all have been written at one moment."""
        stamp = first_stamp(file.head)
        try:
            return self._clock(file).utc(stamp) if stamp else file.modified_at, file.modified_at
        except (ValueError, KeyError):
            return file.modified_at, file.modified_at

    def _new_in(self, file: File) -> Iterator[Block]:
        end = start = self.places.offset(file)
        try:
            clock = self._clock(file)
            if not start:
                self._set_year(clock, file)
            for block, end in blocks(file.path, start):
                if not self._zone and names_no_zone(block):
                    self._needs_zone(file.path)
                    return
                self.places.left_at(file, end, is_done=False)
                yield Block(file.path.name, _text(block), clock, end)
            self.places.left_at(file, end, is_done=True)
        except DAMAGED:
            self.deferred["packed_file_breaks_off"] += 1
            self.notes.append(f"{file.path.name} breaks off; the rest is read once it is whole")
        except OSError as error:
            self._unreadable(file.path, error)

    def _clock(self, file: File) -> Clock:
        return Clock(self._zone, min(file.modified_at, self._now))

    def _set_year(self, clock: Clock, file: File) -> None:
        if names_no_zone(file.head):
            stamp, passed = new_years(block for block, _ in blocks(file.path, 0))
            if stamp:
                clock.start_before(stamp, passed)

    def _needs_zone(self, path: Path) -> None:
        self.deferred["file_without_zone"] += 1
        self.troubles.append(f'{path} has times that name no zone; set zone = "Europe/..."')

    def _unreadable(self, path: Path, error: OSError) -> None:
        self.deferred["file_unreadable"] += 1
        reason = error.strerror or str(error)
        self.troubles.append(f"{path} cannot be read ({reason}); mend it, then ingest again")


def _text(block: bytes) -> str:
    # Zero bytes are what a file system leaves after a crash.
    plain = block.replace(b"\0", b"").replace(b"\r\n", b"\n")
    return plain.decode(errors="surrogateescape")
