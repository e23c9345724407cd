"""Mail folders kept as mbox files, plain or packed; nothing in them is altered."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from ingest.file_bytes import DAMAGED
from ingest.folders import BATCH, Folder, Found, folders_of, poll_of, raise_all, sort_in
from ingest.mail_again import read_again
from ingest.mail_progress import Progress
from ingest.mail_times import Times
from ingest.mbox_files import damaged, files_of, located, probe_folder, unreadable
from ingest.mbox_mail import Kept, envelope_date, unquoted
from ingest.mbox_places import NOTHING, Locked, Mbox, entry_after, opened, resumed, state_of
from ingest.mbox_split import Piece, pieces
from sql.raw.facts import Batch, Refused
from sql.settings import MailRole, Probe, SourceOptions
from sql.trouble import Trouble

BATCH_BYTES = 32 * 1024 * 1024
_STILL_WRITTEN = timedelta(seconds=10)


class Options(SourceOptions):
    folder: Path
    folders: dict[str, MailRole]  # a file below `folder`, or a pattern whose files are one folder
    quoting: Literal["mboxrd", "mboxo"] = "mboxrd"


def read(options: Options, name: str, cursors: dict[str, dict], now: datetime) -> Iterator[Batch]:
    """Yield the mails that came since the cursors; a file that fails stops no other."""
    troubles: list[str] = []
    for folder in folders_of(options, name, options.folders):
        cursor = cursors.get(folder.name, {})
        if cursor.get("rules") != folder.rules:
            cursor = {}
        reading = _Reading(folder, options, Progress.of(cursor), now, cursor.get("files", {}))
        try:
            yield from reading.batches(files_of(options.folder, folder.name, name))
        except Trouble as trouble:
            troubles.append(str(trouble))
        troubles += reading.troubles
    raise_all(troubles)


@dataclass
class _Reading:
    """One pass through the files of a folder."""

    folder: Folder
    options: Options
    progress: Progress
    now: datetime
    before: dict[str, Any]  # what was read of each file until now
    entries: dict[str, Any] = field(default_factory=dict)
    is_whole: bool = True
    troubles: list[str] = field(default_factory=list)

    def batches(self, files: list[Path]) -> Iterator[Batch]:
        names = {located(self.options.folder, path): path for path in files}
        self.entries = {name: known for name, known in self.before.items() if name in names}
        for name, path in names.items():
            yield from self._read_file(name, path)
        # Known to its end only if every file was there to be read.
        polls = [poll_of(self.folder, self.progress, self.now)] if self.is_whole else []
        yield Batch(self.folder.name, self.cursor(), polls=polls)

    def _read_file(self, name: str, path: Path) -> Iterator[Batch]:
        try:
            if self.before.get(name, {}).get("done") == state_of(os.stat(path)):
                return
            with opened(path) as mbox:
                yield from self._taken(name, mbox)
            return
        except Locked:
            batch = self._failed("file_locked")
        except FileNotFoundError:
            batch = self._failed("file_vanished")
        except OSError as error:
            batch = self._failed("file_unreadable", unreadable(path, error))
        yield batch

    def _taken(self, name: str, mbox: Mbox) -> Iterator[Batch]:
        """The mails that came since, batch by batch; what a fault leaves comes another time."""
        offset, known = resumed(mbox, name, self.before)
        batch, weight = Batch(self.folder.name, None), 0
        try:
            for piece in pieces(mbox.from_offset(offset), offset):
                if piece.is_last and not mbox.is_settled:
                    batch.deferred["still_written"] += 1
                    self.progress.awaits(mbox.modified_at - _STILL_WRITTEN)
                    break
                self._take(batch, name, mbox, piece)
                known = self.entries[name] = entry_after(known, piece)
                weight += len(piece.raw)
                if len(batch.items) >= BATCH or weight > BATCH_BYTES:
                    batch.cursor = self.cursor()
                    yield batch
                    batch, weight = Batch(self.folder.name, None), 0
            else:
                self.entries[name] = {**(known or NOTHING), "done": mbox.state}
        except DAMAGED:
            self._fail(batch, "file_damaged", damaged(mbox.path))
        except OSError as error:
            self._fail(batch, "file_unreadable", unreadable(mbox.path, error))
        batch.cursor = self.cursor()
        yield batch

    def _take(self, batch: Batch, name: str, mbox: Mbox, piece: Piece) -> None:
        kept = Kept(piece.raw)
        if kept.is_folder_data:
            batch.ignored["folder_data"] += 1
            return
        raw = unquoted(piece.raw, self.options.quoting)
        envelope_at = envelope_date(piece.separator, mbox.modified_at)
        times = Times(envelope_at=envelope_at, file_at=mbox.modified_at)
        found = Found(f"{name}#{kept.fingerprint}", kept.flags, raw, times, piece.is_cut)
        sort_in(batch, self.folder, found, self.progress, self.now)

    def _fail(self, batch: Batch, reason: str, trouble: str = "") -> None:
        """Environment, never bad data: counted, and the folder is not known to its end."""
        batch.deferred[reason] += 1
        self.is_whole = False
        if trouble:
            self.troubles.append(f"[sources.{self.folder.source}] {trouble}")

    def _failed(self, reason: str, trouble: str = "") -> Batch:
        batch = Batch(self.folder.name, None)
        self._fail(batch, reason, trouble)
        return batch

    def cursor(self) -> dict[str, Any]:
        return {"rules": self.folder.rules, "files": dict(self.entries), **self.progress.cursor()}


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused mails read again, a batch for each."""
    return read_again(folders_of(options, name, options.folders), refused, now)


def probe(options: Options, name: str) -> list[Probe]:
    """What each folder holds now, for doctor."""
    return [probe_folder(options.folder, folder_name, name) for folder_name in options.folders]
