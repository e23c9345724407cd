"""Mail folders kept as files (Maildir, Maildir++); nothing in them is altered or renamed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ingest.folders import BATCH, Folder, Found, poll_of, raise_all, sort_in
from ingest.mail import MAX_BYTES
from ingest.mail_progress import Progress
from ingest.mail_times import Times
from ingest.maildir_files import Listing, MailFile, file_time, folder_at
from sql.raw.facts import Batch
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
        folder = Folder(name, options, folder_name, role, account=str(options.folder))
        try:
            yield from _read_folder(options, folder, cursors.get(folder_name, {}), now, troubles)
        except Trouble as trouble:
            troubles.append(str(trouble))
    raise_all(troubles)


def _read_folder(
    options: Options, folder: Folder, cursor: dict, now: datetime, troubles: list[str]
) -> Iterator[Batch]:
    place = folder_at(options.folder, folder.name, folder.source)
    if cursor.get("rules") != folder.rules:
        cursor = {}
    listing = Listing.of(place, cursor)
    progress = Progress.of(cursor)
    unread = {file.base for file in listing.files} & set(cursor.get("unread", ()))
    for start in range(0, len(listing.files), BATCH):
        files = listing.files[start : start + BATCH]
        batch = Batch(place=folder.name, cursor=None)
        for file in files:
            _read_file(batch, folder, file, progress, now, unread, troubles)
        batch.cursor = _cursor(folder, listing.marks_after(files[-1]), unread, progress)
        yield batch
    batch = Batch(place=folder.name, cursor=None, polls=[poll_of(folder, progress, now)])
    batch.cursor = _cursor(folder, listing.marks, unread, progress)
    yield batch


def _cursor(folder: Folder, marks: dict, unread: set[str], progress: Progress) -> dict:
    return {"rules": folder.rules, "marks": marks, "unread": sorted(unread), **progress.cursor()}


def _read_file(
    batch: Batch,
    folder: Folder,
    file: MailFile,
    progress: Progress,
    now: datetime,
    unread: set[str],
    troubles: list[str],
) -> None:
    try:
        with open(file.path, "rb") as opened:
            is_cut = file.size > MAX_BYTES
            raw = opened.read(_HEAD_BYTES if is_cut else -1)
    except FileNotFoundError:
        unread.discard(file.base)
        batch.ignored["vanished"] += 1  # read, moved or deleted by its owner since it was listed
        return
    except OSError as error:
        batch.deferred["file_unreadable"] += 1
        unread.add(file.base)
        progress.missed(file.modified_at)
        troubles.append(
            f"[sources.{folder.source}] {file.path} cannot be read ({error.strerror}); mend its"
            " permissions or remove it: it is tried again at every run"
        )
        return
    unread.discard(file.base)
    times = Times(file_at=file.modified_at)
    flags = tuple(_FLAGS[letter] for letter in file.letters if letter in _FLAGS)
    sort_in(batch, folder, Found(file.base, flags, raw, times, is_cut), progress, now)


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
