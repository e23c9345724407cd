"""The way through a source's event files: oldest first, each from where it was left."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from ingest.file_bytes import DAMAGED, chunks, open_regular, unpacked
from ingest.files import File, look, matching
from ingest.json_records import Record, Splitter
from ingest.provider_places import Place, Places, by_path

SETTLED_AFTER = timedelta(minutes=10)  # whatever is half there by then stays so
_BOMB_RATIO, _BOMB_BYTES = 500, 64 << 20


class Walk:
    """One walk; what went wrong on the way is kept, and everything else is still read."""

    def __init__(self, patterns: Sequence[str], saved: Mapping[str, Any], now: datetime):
        self._patterns, self._now = patterns, now
        self._places = Places(saved, now)
        self._open: tuple[File, Splitter, int] | None = None
        self.troubles: list[str] = []
        self.deferred: Counter[str] = Counter()
        self._notes: list[str] = []

    def records(self) -> Iterator[tuple[str, Record]]:
        """Each record with its place in words; `saved` stands behind the last one given."""
        files = by_path(self._look())
        for file in sorted(files.values(), key=lambda file: (file.modified_at, file.path)):
            place = self._places.known(file, files)
            if place and place["state"] == file.state:
                self._places.keep(file, place)
                continue
            try:
                yield from self._new_in(file, place)
            except DAMAGED:
                self._leave(is_done=False)
                self.deferred["packed_file_breaks_off"] += 1
                self._notes.append(f"{file.path.name} breaks off; its rest is read when whole")
            except OSError as error:
                self._leave(is_done=False)
                self._cannot_read(str(file.path), error)

    def saved(self) -> dict[str, Any]:
        if self._open:
            self._places.leave(*self._open, is_done=False)
        return self._places.saved()

    @property
    def holes(self) -> list[str]:
        return [*self._places.holes, *self._notes]

    def _look(self) -> Iterator[File]:
        paths, empty = matching(self._patterns)
        for pattern in empty:
            self.troubles.append(f"no file matches {pattern}; is the path right, may we list it?")
        for path in paths:
            try:
                yield look(path)
            except OSError as error:
                self._cannot_read(str(path), error)

    def _new_in(self, file: File, place: Place | None) -> Iterator[tuple[str, Record]]:
        with open_regular(file.path) as raw:
            stream = unpacked(raw)
            start = self._places.start(place, file, stream)
            stream.seek(start)
            splitter = Splitter(start)
            for record in self._records_of(file, splitter, stream):
                yield f"{file.path.name} byte {record.start}", record
        if splitter.has_rest:
            self.deferred["record_incomplete"] += 1
        self._leave(is_done=not splitter.has_rest)

    def _records_of(
        self, file: File, splitter: Splitter, stream: BinaryIO
    ) -> Iterator[Record]:
        count = 0
        self._open = (file, splitter, count)
        size = splitter.offset
        for chunk in chunks(stream):
            size += len(chunk)
            if file.is_packed and size > _BOMB_BYTES + file.size * _BOMB_RATIO:
                raise OSError(0, f"unpacks to over {_BOMB_RATIO} times its size", str(file.path))
            for record in splitter.feed(chunk):
                count += 1
                self._open = (file, splitter, count)
                yield record
        if splitter.has_rest and self._now - file.modified_at > SETTLED_AFTER:
            yield from splitter.feed(b"", is_final=True)

    def _leave(self, *, is_done: bool) -> None:
        if self._open:
            self._places.leave(*self._open, is_done=is_done)
            self._open = None

    def _cannot_read(self, path: str, error: OSError) -> None:
        self.deferred["file_unreadable"] += 1
        reason = error.strerror or str(error)
        self.troubles.append(f"{path} cannot be read ({reason}); mend it, then ingest again")
