"""The files of a Maildir folder, and which of them came since the last look."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG

from imapclient import imap_utf7

from sql.trouble import Trouble

# A listing may miss what is delivered while it runs, and clocks of file systems tick coarsely:
# files changed shortly before the folder's own last change are looked at once more.
_OVERLAP_NS = 2_000_000_000
_SETTLED_NS = 1_000_000_000
_PARTS = ("new", "cur")


@dataclass(frozen=True, slots=True)
class MailFile:
    """A mail's file; `base` stays the same while flags and the subfolder change."""

    path: str
    base: str
    letters: str  # of the flags
    changed_ns: int
    modified_ns: int
    size: int

    @property
    def modified_at(self) -> datetime:
        return file_time(self.modified_ns)


def file_time(nanoseconds: int) -> datetime:
    return datetime.fromtimestamp(nanoseconds // 1_000_000_000, UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Listing:
    """The files to read, and for `new` and `cur` the mark to resume at: [time, is settled].

    A mark is the subfolder's own time of change. Entering a folder changes a file's change time
    (unlike its time of modification, which deliverers set), so what a listing missed lies after the
    mark, and nothing has to be remembered per mail.
    """

    files: list[MailFile]
    before: dict[str, list]
    marks: dict[str, list]

    @classmethod
    def of(cls, place: Path, cursor: dict) -> "Listing":
        files: list[MailFile] = []
        before = {part: cursor.get("marks", {}).get(part, [0, False]) for part in _PARTS}
        marks = {part: _mark(place / part) for part in _PARTS}
        unread = set(cursor.get("unread", ()))
        for part, (marked_ns, is_settled) in before.items():
            if unread or not is_settled or marks[part][0] != marked_ns:
                files += [
                    file
                    for file in _listed(place / part)
                    if file.changed_ns > marked_ns - _OVERLAP_NS or file.base in unread
                ]
        files.sort(key=lambda file: (file.changed_ns, file.base))
        return cls(files, before, marks)

    def marks_after(self, file: MailFile) -> dict[str, list]:
        """Where to resume if the rest of the files stays unread."""
        return {
            part: [max(self.before[part][0], min(file.changed_ns, marked_ns)), False]
            for part, (marked_ns, _) in self.marks.items()
        }


def _mark(part: Path) -> list:
    try:
        changed_ns = part.stat().st_mtime_ns
    except FileNotFoundError:
        return [0, False]
    return [changed_ns, time.time_ns() - changed_ns > _SETTLED_NS]


def _listed(part: Path) -> Iterator[MailFile]:
    try:
        entries = os.scandir(part)
    except FileNotFoundError:
        return
    except OSError as error:
        raise Trouble(
            f"{part} cannot be listed ({error.strerror}); mend its permissions"
        ) from error
    with entries:
        for entry in entries:
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # moved by its owner while we look
            if entry.name.startswith(".") or not (S_ISREG(status.st_mode) or entry.is_symlink()):
                continue
            base, _, letters = entry.name.partition(":2,")
            yield MailFile(
                entry.path, base, letters, status.st_ctime_ns, status.st_mtime_ns, status.st_size
            )


def folder_at(maildir: Path, name: str, source: str) -> Path:
    """Where a folder lies. Trouble names the folders there are."""
    if not name or "/" in name or "\0" in name or ".." in name:
        raise Trouble(f"[sources.{source}] {name!r} is no name of a Maildir folder")
    encoded = imap_utf7.encode(name).decode("ascii")
    places = [maildir] if name == "." else [maildir / f".{encoded}", maildir / f".{name}"]
    for place in places:
        if any((place / part).is_dir() for part in _PARTS):
            return place
    there = ", ".join(folders_in(maildir)) or "no mail folders"
    raise Trouble(
        f"[sources.{source}] {maildir} has no mail folder {name!r}; it holds {there}: correct"
        " `folder` or `folders`"
    )


def folders_in(maildir: Path) -> list[str]:
    """The names of the folders of a Maildir, as `folders` in the settings takes them."""
    names = ["."] if (maildir / "cur").is_dir() else []
    if maildir.is_dir():
        names += sorted(
            imap_utf7.decode(cur.parent.name[1:].encode("utf-8"))
            for cur in maildir.glob(".*/cur")
            if cur.is_dir()
        )
    return names
