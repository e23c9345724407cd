"""The spool of received webhooks: a folder for each day, a file for each body, never changed."""

import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.file_bytes import DAMAGED, chunks, open_regular, unpacked
from ingest.json_records import Record, Splitter
from sql.trouble import Trouble

PLACE = "spool/"  # and the day
FILES = 500  # in one batch
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# A listing may miss what is renamed into the folder while it runs, and clocks of file systems tick
# coarsely: files that came shortly before the folder's own last change are read once more.
_OVERLAP_NS = 2_000_000_000
_SETTLED_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class SpoolFile:
    name: str
    path: str
    came_ns: int


@dataclass
class Piece:
    """Some files of a day, and where to go on once they are read."""

    day: str
    files: list[SpoolFile]
    mark: list  # the folder's time of change, and whether it is settled
    unread: set[str]  # names to try again


class Spool:
    """One look. Renaming a file into a folder changes both their times, so a day whose folder is
    as it was holds nothing new, be it today or long ago."""

    def __init__(self, folder: Path, cursors: Mapping[str, dict], source: str):
        self._folder, self._cursors, self._source = folder, cursors, source
        self.troubles: list[str] = []
        self.deferred: Counter[str] = Counter()
        self._unread: set[str] = set()

    def pieces(self) -> Iterator[Piece]:
        """What came since the cursors, the oldest day first."""
        for day in days_in(self._folder, self._source):
            cursor = self._cursors.get(f"{PLACE}{day}", {})
            before, is_settled = cursor.get("mark", [0, False])
            self._unread = set(cursor.get("unread", ()))
            folder = self._folder / day
            try:
                changed_ns = folder.stat().st_mtime_ns
                if is_settled and changed_ns == before and not self._unread:
                    continue
                listed = files_in(folder)
            except OSError as error:
                self._cannot_read(str(folder), error)
                continue
            mark = [changed_ns, time.time_ns() - changed_ns > _SETTLED_NS]
            fresh = [file for file in listed if file.came_ns > before - _OVERLAP_NS
                     or file.name in self._unread]  # fmt: skip
            for start in range(0, max(len(fresh), 1), FILES):
                files = fresh[start : start + FILES]
                is_last = start + FILES >= len(fresh)
                until = mark if is_last else [max(before, files[-1].came_ns), False]
                yield Piece(day, files, until, self._unread)

    def records(self, piece: Piece, file: SpoolFile) -> Iterator[tuple[str, Record]]:
        """All records of a body; one that cannot be read now is tried again next time."""
        place = f"{piece.day}/{file.name}"
        splitter = Splitter()
        try:
            with open_regular(Path(file.path)) as raw:
                for chunk in chunks(unpacked(raw)):
                    for record in splitter.feed(chunk):
                        yield f"{place} byte {record.start}", record
                for record in splitter.feed(b"", is_final=True):
                    yield f"{place} byte {record.start}", record
        except DAMAGED:
            yield place, Record(0, "", None, "event.packed_breaks_off")
        except FileNotFoundError:
            pass  # an operator took it away
        except OSError as error:
            self._unread.add(file.name)
            self._cannot_read(file.path, error)
            return
        self._unread.discard(file.name)

    def _cannot_read(self, path: str, error: OSError) -> None:
        self.deferred["file_unreadable"] += 1
        reason = error.strerror or str(error)
        self.troubles.append(f"{path} cannot be read ({reason}); mend it, then ingest again")


def days_in(folder: Path, source: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if _DAY.fullmatch(name))
    except OSError as error:
        raise Trouble(
            f"[sources.{source}] spool: {folder} cannot be listed ({error.strerror}); is the path"
            " right, and did `trackrecord receive` ever run?"
        ) from error


def files_in(folder: Path) -> list[SpoolFile]:
    """Whole files, in the order in which they came."""
    found: list[SpoolFile] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
                continue
            came_ns = entry.stat(follow_symlinks=False).st_ctime_ns
            found.append(SpoolFile(entry.name, entry.path, came_ns))
    return sorted(found, key=lambda file: (file.came_ns, file.name))
