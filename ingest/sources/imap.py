"""Mailboxes over IMAP, read without altering them: EXAMINE, explicit UIDs, BODY.PEEK[]."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from imapclient.exceptions import IMAPClientError

from ingest.folders import Folder, folders_of, raise_all
from ingest.imap_examine import examine
from ingest.imap_fetch import newest_at
from ingest.imap_look import Look, Tried
from ingest.imap_options import ImapOptions
from ingest.imap_said import MAX_WAIT_SECONDS, is_expired, pause_asked
from ingest.imap_session import DROPPED, Session, Throttled, Unreachable, said
from ingest.imap_state import today_utc
from ingest.imap_wait import wait
from ingest.mail_again import read_again
from sql.raw.facts import Batch, Refused
from sql.settings import Probe
from sql.trouble import Trouble

MAX_DROPS = 3  # in a row, without a batch between them
_PAUSE_SECONDS = 0.5


class Options(ImapOptions):
    """An account and the folders of it to read."""


def read(options: Options, name: str, cursors: dict[str, dict], now: datetime) -> Iterator[Batch]:
    """Yield the mails that came since the cursors; a folder that fails stops no other."""
    troubles: list[str] = []
    with Session(options, name) as session:
        session.client()
        for folder in folders_of(options, name, options.folders):
            try:
                yield from _read_folder(session, folder, cursors, now)
            except Throttled as trouble:
                troubles.append(str(trouble))
                break
            except Trouble as trouble:
                troubles.append(str(trouble))
        if session.tokens.warning:
            troubles.append(session.tokens.warning)
    raise_all(troubles)


def _read_folder(
    session: Session, folder: Folder, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """The batches of a folder, over as many connections as it takes."""
    drops, tried = 0, Tried()
    while True:
        try:
            cursor = cursors.get(folder.name, {})
            look = Look(session, folder, cursor, now, tried, _spent_elsewhere(cursors, folder))
            for batch in look.batches():
                if batch.cursor is not None:
                    cursors[folder.name] = batch.cursor
                drops = 0
                yield batch
            return
        except (*DROPPED, Unreachable, IMAPClientError) as error:
            session.drop()
            drops += 1
            _bear(session, folder, error, drops)


def _bear(session: Session, folder: Folder, error: Exception, drops: int) -> None:
    """Wait before the next connection, or say why there is none."""
    wait = None if is_expired(error) else pause_asked(error)
    has_passed = isinstance(error, (*DROPPED, Unreachable)) or is_expired(error)
    if wait is not None and (wait > MAX_WAIT_SECONDS or drops > MAX_DROPS):
        again_at = datetime.now(UTC) + timedelta(seconds=max(wait, MAX_WAIT_SECONDS))
        fact = f"wants a pause while {folder.name} is read ({said(error)})"
        way_out = f"what was read stands; try again after {again_at:%H:%M} UTC"
        raise session.trouble(fact, way_out, Throttled) from error
    if wait is None and not has_passed:
        fact = f"answers wrongly while {folder.name} is read ({said(error)})"
        raise session.trouble(fact, "try again later; what was read stands") from error
    if drops > MAX_DROPS:
        fact = f"keeps dropping the connection while {folder.name} is read"
        raise session.trouble(fact, "try again later; what was read stands") from error
    time.sleep(_PAUSE_SECONDS * drops if wait is None else wait)


def _spent_elsewhere(cursors: dict[str, dict], folder: Folder) -> int:
    """What the account's other folders took of today's bytes."""
    return sum(
        cursor.get("spent", 0) for place, cursor in cursors.items()
        if place != folder.name and cursor.get("spent_day") == today_utc()
    )


def wait_for_news(
    options: Options, name: str, seconds: float, cursors: dict[str, dict],
    is_over: Callable[[], bool] = lambda: False,
) -> bool:
    """Whether anything changed since the cursors, or does within that time."""
    try:
        with Session(options, name) as session:
            return wait(session, cursors, seconds, is_over)
    except Trouble:
        return False  # the next reading says it


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Quarantined mails once more, one batch for each."""
    folders = folders_of(options, name, options.folders)
    folders += [replace(folders[0], name=label, role=role)
                for label, role in options.labels.items()]  # fmt: skip
    return read_again(folders, refused, now, has_epochs=True)


def probe(options: Options, name: str) -> list[Probe]:
    """What each folder holds now, for doctor."""
    try:
        with Session(options, name) as session:
            session.client()
            return [_probe(session, folder) for folder in options.folders]
    except Trouble as trouble:
        return [Probe(f"{name}/{folder}", None, None, str(trouble)) for folder in options.folders]


def _probe(session: Session, folder: str) -> Probe:
    path = f"{session.source}/{folder}"
    try:
        items = examine(session, folder).exists
        newest = newest_at(session.client()) if items else None
    except Trouble as trouble:
        return Probe(path, None, None, str(trouble))
    except (*DROPPED, IMAPClientError) as error:
        session.drop()
        return Probe(path, None, None, str(session.trouble(f"failed ({said(error)})", "try again")))
    return Probe(path, items, newest, None)
