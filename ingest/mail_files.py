"""Mails that lie in a file each: counted in one by one, and tried again where one fails."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ingest.folders import Folder, Found, sort_in
from ingest.mail import HEAD_BYTES, MAX_BYTES
from ingest.mail_progress import Progress
from ingest.mail_times import Times
from sql.raw.facts import Batch


class MailFile(Protocol):
    """A mail's file as it was listed; `base` is its location."""

    @property
    def path(self) -> str: ...
    @property
    def base(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def modified_at(self) -> datetime: ...


@dataclass
class FileReading:
    """One pass through a folder."""

    folder: Folder
    progress: Progress
    now: datetime
    unread: set[str]  # base names of files to try again
    is_named_once: bool = True  # no other mail ever gets the name of one that is gone
    faults: list[str] = field(default_factory=list)

    def take(self, batch: Batch, file: MailFile, flags: Iterable[str] = ()) -> None:
        """Count one file in: sorted by what it holds, deferred, or gone."""
        is_cut = file.size > MAX_BYTES
        try:
            with open(file.path, "rb") as opened:
                raw = opened.read(HEAD_BYTES if is_cut else -1)
        except FileNotFoundError:
            self.unread.discard(file.base)
            batch.ignored["vanished"] += 1  # moved or deleted by its owner since it was listed
            return
        except OSError as error:
            self._leave(batch, file, "file_unreadable")
            self.progress.missed(file.modified_at)
            self.faults.append(f"{file.path} ({error.strerror})")
            return
        self.unread.discard(file.base)
        times = Times(file_at=file.modified_at)
        location = file.base if self.is_named_once else f"{file.base}#{_fingerprint(raw)}"
        found = Found(location, tuple(flags), raw, times, is_cut)
        sort_in(batch, self.folder, found, self.progress, self.now)

    def wait_for(self, batch: Batch, file: MailFile) -> None:
        """It is still being written; the next run will find it whole."""
        self._leave(batch, file, "still_written")
        self.progress.awaits(file.modified_at)

    def _leave(self, batch: Batch, file: MailFile, reason: str) -> None:
        batch.deferred[reason] += 1
        self.unread.add(file.base)

    def cursor(self, **where: Any) -> dict[str, Any]:
        unread = sorted(self.unread)
        return {"rules": self.folder.rules, "unread": unread, **where, **self.progress.cursor()}

    def fault(self) -> str:
        more = f" and {len(self.faults) - 1} more files" if len(self.faults) > 1 else ""
        return (
            f"[sources.{self.folder.source}] {self.faults[0]}{more} cannot be read; mend the"
            " permissions or the disk, or remove them: they are tried again at every run"
        )


def _fingerprint(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=8).hexdigest()


def parts(files: Sequence, size: int) -> Iterable[Sequence]:
    """The files in portions of `size`."""
    return (files[start : start + size] for start in range(0, len(files), size))
