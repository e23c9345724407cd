"""Mail folders kept as files (Maildir, Maildir++); nothing in them is altered or renamed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingest.folders import BATCH, Folder, Found, poll_of, raise_all, read_mails_again, sort_in
from ingest.mail import MAX_BYTES
from ingest.mail_progress import Progress
from ingest.mail_times import Times
from ingest.maildir_files import Listing, MailFile, file_time, folder_at
from sql.raw.facts import Batch, Refused
from sql.settings import MailRole, Probe, SourceOptions
from sql.trouble import Trouble

_FLAGS = {
    "D": "\\Draft", "T": "\\Deleted", "S": "\\Seen", "R": "\\Answered", "F": "\\Flagged",
    "P": "$Forwarded",
}  # fmt: skip
_HEAD_BYTES = 2 * 1024 * 1024


class Options(SourceOptions):
    folder: Path
    folders: dict[str, MailRole]  # "." is the Maildir itself, "Sent" its subfolder .Sent


def read(options: Options, name: str, cursors: dict[str, dict], now: datetime) -> Iterator[Batch]:
    """Yield the mails that came since the cursors; a folder that fails stops no other."""
    troubles: list[str] = []
    for folder_name, role in options.folders.items():
        folder = Folder(name, options, folder_name, role, account=name)
        try:
            yield from _read_folder(options, folder, cursors.get(folder_name, {}), now)
        except Trouble as trouble:
            troubles.append(str(trouble))
    raise_all(troubles)


def _read_folder(options: Options, folder: Folder, cursor: dict, now: datetime) -> Iterator[Batch]:
    place = folder_at(options.folder, folder.name, folder.source)
    if cursor.get("rules") != folder.rules:
        cursor = {}
    listing = Listing.of(place, cursor)
    unread = {file.base for file in listing.files} & set(cursor.get("unread", ()))
    reading = _Reading(folder, Progress.of(cursor), now, unread)
    for start in range(0, len(listing.files), BATCH):
        files = listing.files[start : start + BATCH]
        batch = Batch(place=folder.name, cursor=None)
        for file in files:
            reading.take(batch, file)
        batch.cursor = reading.cursor(listing.marks_after(files[-1]))
        yield batch
    poll = poll_of(folder, reading.progress, now)
    yield Batch(place=folder.name, cursor=reading.cursor(listing.marks), polls=[poll])
    if reading.faults:
        raise Trouble(reading.fault())


@dataclass
class _Reading:
    """One pass through a folder."""

    folder: Folder
    progress: Progress
    now: datetime
    unread: set[str]  # base names of files to try again
    faults: list[str] = field(default_factory=list)

    def take(self, batch: Batch, file: MailFile) -> None:
        """Count one file in: sorted by what it holds, deferred, or gone."""
        is_cut = file.size > MAX_BYTES
        try:
            with open(file.path, "rb") as opened:
                raw = opened.read(_HEAD_BYTES if is_cut else -1)
        except FileNotFoundError:
            self.unread.discard(file.base)
            batch.ignored["vanished"] += 1  # moved or deleted by its owner since it was listed
            return
        except OSError as error:
            batch.deferred["file_unreadable"] += 1
            self.unread.add(file.base)
            self.progress.missed(file.modified_at)
            self.faults.append(f"{file.path} ({error.strerror})")
            return
        self.unread.discard(file.base)
        times = Times(file_at=file.modified_at)
        flags = tuple(_FLAGS[letter] for letter in file.letters if letter in _FLAGS)
        found = Found(file.base, flags, raw, times, is_cut)
        sort_in(batch, self.folder, found, self.progress, self.now)

    def cursor(self, marks: dict) -> dict:
        rules, unread = self.folder.rules, sorted(self.unread)
        return {"rules": rules, "marks": marks, "unread": unread, **self.progress.cursor()}

    def fault(self) -> str:
        more = f" and {len(self.faults) - 1} more files" if len(self.faults) > 1 else ""
        return (
            f"[sources.{self.folder.source}] {self.faults[0]}{more} cannot be read; mend the"
            " permissions or the disk, or remove them: they are tried again at every run"
        )


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    return read_mails_again(options, options.folders, name, refused, now)


def probe(options: Options, name: str) -> list[Probe]:
    """What each folder holds now, for doctor."""
    return [_probe(options, name, folder_name) for folder_name in options.folders]


def _probe(options: Options, name: str, folder_name: str) -> Probe:
    path = f"{name}/{folder_name}"
    try:
        files = Listing.of(folder_at(options.folder, folder_name, name), {}).files
    except Trouble as trouble:
        return Probe(path, None, None, str(trouble))
    newest = max((file.modified_ns for file in files), default=None)
    return Probe(path, len(files), None if newest is None else file_time(newest), None)
