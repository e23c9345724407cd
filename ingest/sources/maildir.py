"""Mail folders kept as files (Maildir, Maildir++); nothing in them is altered or renamed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from ingest.folders import BATCH, Folder, folders_of, poll_of, raise_all
from ingest.mail_again import read_again
from ingest.mail_files import FileReading, parts
from ingest.mail_progress import Progress
from ingest.maildir_files import Listing, MailFile, file_time, folder_at
from sql.raw.facts import Batch, Refused
from sql.settings import MailRole, Probe, SourceOptions
from sql.trouble import Trouble

_FLAGS = {
    "D": "\\Draft", "T": "\\Deleted", "S": "\\Seen", "R": "\\Answered", "F": "\\Flagged",
    "P": "$Forwarded",
}  # fmt: skip


class Options(SourceOptions):
    folder: Path
    folders: dict[str, MailRole]  # "." is the Maildir itself, "Sent" its subfolder .Sent


def read(options: Options, name: str, cursors: dict[str, dict], now: datetime) -> Iterator[Batch]:
    """Yield the mails that came since the cursors; a folder that fails stops no other."""
    troubles: list[str] = []
    for folder in folders_of(options, name, options.folders):
        try:
            yield from _read_folder(options, folder, cursors.get(folder.name, {}), now)
        except Trouble as trouble:
            troubles.append(str(trouble))
    raise_all(troubles)


def _read_folder(options: Options, folder: Folder, cursor: dict, now: datetime) -> Iterator[Batch]:
    place = folder_at(options.folder, folder.name, folder.source)
    if cursor.get("rules") != folder.rules:
        cursor = {}
    listing = Listing.of(place, cursor)
    unread = {file.base for file in listing.files} & set(cursor.get("unread", ()))
    reading = FileReading(folder, Progress.of(cursor), now, unread)
    for files in parts(listing.files, BATCH):
        batch = Batch(place=folder.name, cursor=None)
        for file in files:
            reading.take(batch, file, _flags(file))
        batch.cursor = reading.cursor(marks=listing.marks_after(files[-1]))
        yield batch
    poll = poll_of(folder, reading.progress, now)
    yield Batch(place=folder.name, cursor=reading.cursor(marks=listing.marks), polls=[poll])
    if reading.faults:
        raise Trouble(reading.fault())


def _flags(file: MailFile) -> list[str]:
    return [_FLAGS[letter] for letter in file.letters if letter in _FLAGS]


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused mails read again, a batch for each."""
    return read_again(folders_of(options, name, options.folders), refused, now)


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
