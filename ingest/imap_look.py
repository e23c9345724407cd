"""One look at a folder of an IMAP account: what came, what left, and how far it is known now."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from imapclient import IMAPClient

from ingest.folders import Folder, Found, poll_of, sort_in
from ingest.imap_examine import examine
from ingest.imap_fetch import Held, Piece, bodies, pieces
from ingest.imap_labels import Labels
from ingest.imap_options import ImapOptions
from ingest.imap_reconcile import compare, ended_epochs, newest_unread_at
from ingest.imap_session import Session
from ingest.imap_state import State
from ingest.imap_trials import Trials
from ingest.mail import MAX_BYTES
from ingest.mail_times import Times
from ingest.uid_ranges import Ranges
from sql.raw.facts import Batch

_ITEMS = b"UID FLAGS INTERNALDATE RFC822.SIZE"


@dataclass
class Tried:
    """What outlives a connection while a folder is read."""

    trials: Trials = field(default_factory=Trials)
    deferred: dict[int, datetime] = field(default_factory=dict)  # not handed out this time


class Look:
    """Reads a folder over one connection."""

    def __init__(
        self, session: Session, folder: Folder, cursor: dict, now: datetime, tried: Tried,
        spent_elsewhere: int,
    ) -> None:
        self.options: ImapOptions = session.options
        self.client: IMAPClient = session.client()
        self.state = State.resumed(folder, cursor, examine(session, folder.name), now)
        self.labels = Labels(self.state.folder, self.options, self.client)
        self.now, self.tried, self.spent_elsewhere = now, tried, spent_elsewhere
        self.is_cut_short = False  # by the day's budget

    def batches(self) -> Iterator[Batch]:
        state = self.state
        unread = Ranges()
        if not state.is_unchanged(self.options.reconcile_every):
            found = compare(self.client, state, self.options, self.labels)
            for changes in found.chunks():
                yield Batch(place=state.folder.name, cursor=None, changes=list(changes))
            unread = found.unread
            yield from self._read(unread - Ranges.of(self.tried.deferred))
            unread -= state.known
        yield self._last_batch(unread)

    def _read(self, unread: Ranges) -> Iterator[Batch]:
        """What is new in order, then what is old from its newest back, as far as today allows."""
        new = unread.from_on(self.state.next_uid) if self.state.next_uid > 1 else Ranges()
        old = unread - new
        for uids, fits in ((list(new), _always), (list(old.backwards()), self._fits)):
            for piece in pieces(self.client, uids, _ITEMS + self.labels.items, fits):
                batch = Batch(place=self.state.folder.name, cursor=None)
                self._take(batch, piece)
                batch.cursor = self.state.cursor()
                yield batch

    def _fits(self, size: int, is_one: bool) -> bool:
        """Whether so many bytes of old mails may be read today; one mail a day always may."""
        allowed = self.options.daily_bytes
        spent = self.spent_elsewhere + self.state.spent_today
        if allowed is None or spent + size <= allowed or (is_one and spent == 0):
            return True
        self.is_cut_short = self.is_cut_short or is_one
        return False

    def _take(self, batch: Batch, piece: Piece) -> None:
        """Sort every mail of a piece into the batch; each UID is counted once."""
        wanted, left_out = [], []
        for held in piece.held:
            if reason := self.labels.ignored_reason(held):
                batch.ignored[reason] += 1
                left_out.append(held.uid)
            else:
                wanted.append(held)
        if gone := len(piece.uids) - len(piece.held):
            batch.ignored["vanished"] += gone  # expunged since they were found
        found = bodies(self.client, wanted, self.tried.trials)
        read = []
        for held in wanted:
            raw = found.get(held.uid)
            if raw is None:
                batch.deferred["not_handed_out"] += 1
                self.tried.deferred[held.uid] = held.received_at or self.now
                continue
            self._sort_in(batch, held, raw, piece.is_date_suspect)
            read.append(held.uid)
        self.state.dealt_with(Ranges.of(read + left_out), Ranges.of(left_out))
        self.state.spend(sum(len(raw) for raw in found.values()))

    def _sort_in(self, batch: Batch, held: Held, raw: bytes, is_date_suspect: bool) -> None:
        times = Times(received_at=held.received_at, is_suspect=is_date_suspect)
        mail = Found(str(held.uid), held.flags, raw, times, is_cut=held.size > MAX_BYTES)
        place, *also = [self.state.folder]
        if self.labels.places:
            under = self.labels.of(held)
            for label in under:
                self.state.labelled[label] = (
                    self.state.labelled.get(label, Ranges()) | Ranges.of([held.uid]))  # fmt: skip
            place, *also = [self.labels.place(label) for label in sorted(under)]
        sort_in(batch, place, mail, self.state.progress, self.now, also)

    def _last_batch(self, unread: Ranges) -> Batch:
        """How far the folder is known, and the end of what the server gave up."""
        state = self.state
        for at in self.tried.deferred.values():
            state.progress.missed(at)
        waiting = unread - Ranges.of(self.tried.deferred)
        reads_from_at = None
        if waiting and self.is_cut_short:
            reads_from_at = newest_unread_at(self.client, waiting, self.now)
        changes = [] if unread else ended_epochs(state, self.labels)
        event = [state.event] if state.event else []
        state.is_through(is_whole=not unread)
        polls = []
        for place in self.labels.all_places:
            poll = poll_of(place, state.progress, self.now, reads_from_at)
            poll.holes.extend(event)
            polls.append(poll)
        return Batch(state.folder.name, state.cursor(), polls=polls, changes=list(changes))


def _always(size: int, is_one: bool) -> bool:
    return True
