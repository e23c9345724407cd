"""Mails kept as .eml files in a tree of folders; nothing in it is altered."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from ingest.eml_files import Listing, folder_at
from ingest.folders import BATCH, Folder, folders_of, poll_of, raise_all
from ingest.mail_again import read_again
from ingest.mail_files import FileReading, parts
from ingest.mail_progress import Progress
from ingest.mail_times import Times
from ingest.maildir_files import file_time
from sql.raw.facts import Batch, Refused
from sql.settings import MailRole, Probe, SourceOptions
from sql.trouble import Trouble


class Options(SourceOptions):
    folder: Path
    # "." is the whole tree, "Sent" a subfolder with all below it, "**/*-out.eml" a pattern; what
    # has a key of its own belongs to that one alone, but for patterns, which take what they match.
    folders: dict[str, MailRole]


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
    folder_at(options.folder, folder.name, folder.source)
    if cursor.get("rules") != folder.rules:
        cursor = {}
    listing = Listing.of(options.folder, folder.name, options.folders, cursor)
    unread = {file.base for file in listing.files} & set(cursor.get("unread", ()))
    reading = FileReading(folder, Progress.of(cursor), now, unread, is_named_once=False)
    for files in parts(listing.files, BATCH):
        batch = Batch(place=folder.name, cursor=None)
        for file in files:
            (reading.take if file.is_settled else reading.wait_for)(batch, file)
        batch.cursor = reading.cursor(**listing.marks_after(files[-1], cursor))
        yield batch
    poll = poll_of(folder, reading.progress, now)
    yield Batch(place=folder.name, cursor=reading.cursor(**listing.marks()), polls=[poll])
    if reading.faults:
        raise Trouble(reading.fault())


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused mails read again, a batch for each."""

    def times_of(folder_name: str, location: str) -> Times:
        """As long as the file is there, its time still says when the mail came."""
        try:
            status = (options.folder / location.rpartition("#")[0]).stat()
        except OSError:
            return Times()
        return Times(file_at=file_time(status.st_mtime_ns))

    return read_again(folders_of(options, name, options.folders), refused, now, times_of)


def probe(options: Options, name: str) -> list[Probe]:
    """What each folder holds now, for doctor."""
    return [_probe(options, name, folder_name) for folder_name in options.folders]


def _probe(options: Options, name: str, folder_name: str) -> Probe:
    path = f"{name}/{folder_name}"
    try:
        folder_at(options.folder, folder_name, name)
        files = Listing.of(options.folder, folder_name, options.folders, {}).files
    except Trouble as trouble:
        return Probe(path, None, None, str(trouble))
    newest = max((file.modified_ns for file in files), default=None)
    return Probe(path, len(files), None if newest is None else file_time(newest), None)
