"""Which export files are there to be read: in allowed folders, and no longer being written."""

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ingest.file_options import FileOptions
from ingest.files import File, look, matching
from ingest.log_roots import root_of

clock, pause = time.time, time.sleep
_UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".crdownload", ".download", "~")
_SAME_MOMENT = 0.001  # a File knows its time in microseconds
WAITING = "still_written"


class Places:
    """One look at what the patterns name; what cannot be read yet is deferred and said."""

    def __init__(self, options: FileOptions, is_unchanged: Callable[[File], bool]):
        self._options, self._is_unchanged = options, is_unchanged
        self.deferred: Counter[str] = Counter()
        self.troubles: list[str] = []
        self.notes: list[str] = []

    def files(self) -> list[File]:
        """Where rows name no version, the export that was written last is the newest."""
        paths, empty = matching(self._options.files)
        self.troubles += [f"no file matches {pattern}; is the path right?" for pattern in empty]
        found = [file for path in paths if not self._is_marker(path) and (file := self._look(path))]
        settled = self._settled([file for file in found if self._is_finished(file)])
        return sorted(settled, key=lambda file: (file.modified_at, file.path))

    def _look(self, path: Path) -> File | None:
        try:
            if why := self._astray(path):
                raise OSError(0, why)
            return look(path)
        except OSError as error:
            self.deferred["file_unreadable"] += 1
            self.troubles.append(f"{path} cannot be read ({error.strerror or error}); mend it")
        return None

    def _astray(self, path: Path) -> str | None:
        """A link may lead to what nobody meant to be read."""
        place = path.resolve()
        roots = self._options.roots or [root_of(pattern) for pattern in self._options.files]
        if any(place.is_relative_to(root.resolve()) for root in roots):
            return None
        return f"lies in {place.parent}, outside the folders that are named; name it in roots"

    def _is_marker(self, path: Path) -> bool:
        return self._options.done is not None and path.name.endswith(self._options.done)

    def _is_finished(self, file: File) -> bool:
        """By its name, or by the marker beside it, which must be no older than the file."""
        if self._is_unchanged(file):
            return True
        if file.path.name.endswith(_UNFINISHED):
            return self._wait_for(file, "has the name of a file that is still being written")
        if self._options.done is None:
            return True
        marker = Path(f"{file.path}{self._options.done}")
        if _written_at(marker) < file.written_at - _SAME_MOMENT:
            return self._wait_for(file, f"waits for {marker.name}")
        return True

    def _settled(self, files: list[File]) -> list[File]:
        """Nothing was written to them for a while; for those that are new we wait, all at once."""
        if self._options.done is not None:
            return files
        quiet = self._options.settle_seconds
        young = {file.path: age for file in files if not self._is_unchanged(file)
                 and (age := clock() - file.written_at) < quiet}  # fmt: skip
        if not young:
            return files
        pause(quiet - max(min(young.values()), 0))
        return [file for file in files if file.path not in young or self._is_as_it_was(file)]

    def _is_as_it_was(self, file: File) -> bool:
        again = self._look(file.path)
        if again is None:
            return False
        return again.state == file.state or self._wait_for(file, "is still being written")

    def _wait_for(self, file: File, fact: str) -> bool:
        self.deferred[WAITING] += 1
        self.notes.append(f"{file.path.name} {fact}; it is read once it is whole")
        return False


def _written_at(path: Path) -> float:
    """In seconds since 1970, and then where it is not there."""
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0
