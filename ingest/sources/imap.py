"""Mailboxes over IMAP, read without altering them: EXAMINE, explicit UIDs, BODY.PEEK[]."""

import time
from collections.abc import Iterator
from datetime import datetime

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from ingest.folders import Folder, Found, ignored_reason, poll_of, raise_all, sort_in
from ingest.imap_fetch import Piece, bodies, newest_at, pieces
from ingest.imap_options import ImapOptions
from ingest.imap_session import DROPPED, Session, Unreachable, said
from ingest.imap_state import State, examine
from ingest.mail import MAX_BYTES
from ingest.mail_times import Times
from sql.raw.facts import Batch
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
        for folder_name, role in options.folders.items():
            folder = Folder(name, options, folder_name, role, account=name)
            try:
                yield from _read_folder(session, folder, cursors.get(folder_name, {}), now)
            except Trouble as trouble:
                troubles.append(str(trouble))
    raise_all(troubles)


def _read_folder(session: Session, folder: Folder, cursor: dict, now: datetime) -> Iterator[Batch]:
    """The batches of a folder, over as many connections as it takes."""
    drops = 0
    while True:
        try:
            for batch in _batches(session, folder, cursor, now):
                cursor, drops = batch.cursor or cursor, 0
                yield batch
            return
        except (*DROPPED, Unreachable) as error:
            session.drop()
            drops += 1
            if drops > MAX_DROPS:
                fact = f"keeps dropping the connection while {folder.name} is read"
                raise session.trouble(fact, "try again later; what was read stands") from error
            time.sleep(_PAUSE_SECONDS * drops)
        except IMAPClientError as error:
            session.drop()
            fact = f"answers wrongly while {folder.name} is read ({said(error)})"
            raise session.trouble(fact, "try again later; what was read stands") from error


def _batches(session: Session, folder: Folder, cursor: dict, now: datetime) -> Iterator[Batch]:
    client = session.client()
    state = State.resumed(folder, cursor, examine(session, folder.name))
    for piece in pieces(client, state.to_read(client)):
        batch = Batch(place=folder.name, cursor=None)
        _take(batch, client, piece, state, now)
        state.passed(piece.uids)
        batch.cursor = state.cursor()
        yield batch
    state.is_through()
    poll = poll_of(folder, state.progress, now)
    yield Batch(place=folder.name, cursor=state.cursor(), polls=[poll])


def _take(batch: Batch, client: IMAPClient, piece: Piece, state: State, now: datetime) -> None:
    """Sort every mail of a piece into the batch; each UID is counted once."""
    wanted = []
    for held in piece.held:
        if reason := ignored_reason(held.flags):
            batch.ignored[reason] += 1
        else:
            wanted.append(held)
    if gone := len(piece.uids) - len(piece.held):
        batch.ignored["vanished"] += gone  # expunged since they were found
    state.unread.difference_update(piece.uids)
    found = bodies(client, wanted)
    for held in wanted:
        raw = found.get(held.uid)
        if raw is None:
            batch.deferred["not_handed_out"] += 1
            state.unread.add(held.uid)
            state.progress.missed(held.received_at or now)
            continue
        times = Times(received_at=held.received_at, is_suspect=piece.is_date_suspect)
        mail = Found(str(held.uid), held.flags, raw, times, is_cut=held.size > MAX_BYTES)
        sort_in(batch, state.folder, mail, state.progress, now)


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
        examined = examine(session, folder)
        items = int(examined.get(b"EXISTS", 0))
        newest = newest_at(session.client()) if items else None
    except Trouble as trouble:
        return Probe(path, None, None, str(trouble))
    except (*DROPPED, IMAPClientError) as error:
        session.drop()
        return Probe(path, None, None, str(session.trouble(f"failed ({said(error)})", "try again")))
    return Probe(path, items, newest, None)
