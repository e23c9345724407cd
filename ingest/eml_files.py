"""The .eml files below a folder, and which of them came or changed since the last look."""

import glob
import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from stat import S_ISLNK, S_ISREG

from ingest.maildir_files import file_time
from sql.trouble import Trouble

_OVERLAP_NS = 2_000_000_000  # as clocks of file systems tick coarsely
_SETTLED_NS = 2_000_000_000
_ENDING = ".eml"


@dataclass(frozen=True, slots=True)
class EmlFile:
    """A mail's file; `base` is its path below the source's folder."""

    path: str
    base: str
    changed_ns: int
    modified_ns: int
    size: int

    @property
    def modified_at(self) -> datetime:
        return file_time(self.modified_ns)

    @property
    def is_settled(self) -> bool:
        """Nobody has written to it just now."""
        return time.time_ns() - self.modified_ns > _SETTLED_NS


@dataclass(frozen=True)
class Listing:
    """The files to read, and where to resume: the mark and the folders known by then.

    The mark is the latest change seen, and whether all before it is sure to have been listed. A
    file that enters a folder has its time of change set, but not the files of a whole folder that
    was moved here: such a folder is not among those known.
    """

    files: list[EmlFile]
    mark: list
    dirs: dict[str, int]  # folder -> inode

    @classmethod
    def of(cls, root: Path, name: str, others: Collection[str], cursor: dict) -> "Listing":
        started_ns = time.time_ns()
        marked_ns, is_settled = cursor.get("mark", [0, False])
        after_ns = marked_ns if is_settled else marked_ns - _OVERLAP_NS
        known, unread = cursor.get("dirs", {}), set(cursor.get("unread", ()))
        dirs: dict[str, int] = {}
        files: list[EmlFile] = []
        latest_ns = marked_ns
        for file, parent in _found(root, name, others, dirs):
            latest_ns = max(latest_ns, file.changed_ns)
            is_known = known.get(parent) == dirs[parent] and file.base not in unread
            if file.changed_ns > after_ns or not is_known:
                files.append(file)
        latest_ns = min(latest_ns, started_ns)
        files.sort(key=lambda file: (file.changed_ns, file.base))
        return cls(files, [latest_ns, started_ns - latest_ns > _SETTLED_NS], dirs)

    def marks_after(self, file: EmlFile, cursor: dict) -> dict:
        """Where to resume if the rest of the files stays unread."""
        before_ns = cursor.get("mark", [0, False])[0]
        is_first = not cursor.get("dirs")
        mark = [max(before_ns, min(file.changed_ns, self.mark[0])), False]
        return {"mark": mark, "dirs": self.dirs if is_first else cursor["dirs"]}

    def marks(self) -> dict:
        return {"mark": self.mark, "dirs": self.dirs}


def _found(
    root: Path, name: str, others: Collection[str], dirs: dict[str, int]
) -> Iterator[tuple[EmlFile, str]]:
    """Every file of the folder with its parent; `dirs` takes the folders with their inodes."""
    paths = root.glob(name) if glob.has_magic(name) else _below(root, name, others)
    for path in paths:
        status = _status(path)
        if status is None:
            continue
        parent = path.parent.relative_to(root).as_posix()
        if parent not in dirs:
            dirs[parent] = path.parent.stat().st_ino
        base = path.relative_to(root).as_posix()
        yield EmlFile(
            str(path), base, status.st_ctime_ns, status.st_mtime_ns, status.st_size
        ), parent


def _status(path: Path) -> os.stat_result | None:
    """None for what is no file, or was moved by its owner while we look."""
    try:
        status = path.lstat()
        if S_ISLNK(status.st_mode):
            with suppress(OSError):  # what cannot be followed is named when it is opened
                status = path.stat()
    except FileNotFoundError:
        return None
    return status if S_ISREG(status.st_mode) or S_ISLNK(status.st_mode) else None


def _below(root: Path, name: str, others: Collection[str]) -> Iterator[Path]:
    """The .eml files of a folder and its subfolders but for those that have a role of their own."""

    def failing(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise Trouble(f"{error.filename} cannot be listed ({error.strerror}); mend its rights")

    apart = {root / other for other in others if other != name}
    for folder, below, names in os.walk(root / name, onerror=failing):
        below[:] = sorted(one for one in below if Path(folder, one) not in apart)
        for one in names:
            if one.lower().endswith(_ENDING) and not one.startswith("."):
                yield Path(folder, one)


def folder_at(root: Path, name: str, source: str) -> None:
    """Trouble where a folder is not there, or leads out of the source's folder."""
    if not name or Path(name).is_absolute() or ".." in Path(name).parts or "\0" in name:
        raise Trouble(f"[sources.{source}] {name!r} leads out of {root}; name a folder below it")
    place = root if glob.has_magic(name) else root / name
    if not place.is_dir():
        raise Trouble(
            f"[sources.{source}] {place} is no folder: correct `folder` or `folders`, or connect"
            " the disk that holds it"
        )
