"""The server's mails against those we hold: what is new, what was missed, what left or changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from imapclient import IMAPClient

from ingest.folders import Folder
from ingest.imap_fetch import Held, describe, listed
from ingest.imap_labels import Labels
from ingest.imap_options import ImapOptions
from ingest.imap_state import State
from ingest.uid_ranges import Ranges
from sql.raw.facts import PlaceChange

CHUNK = 5_000
_SAMPLE = 500


@dataclass
class Compared:
    """What a look at a folder has to do."""

    unread: Ranges = Ranges()
    changes: list[PlaceChange] = field(default_factory=list)

    def chunks(self) -> Iterator[list[PlaceChange]]:
        for start in range(0, len(self.changes), CHUNK):
            yield self.changes[start : start + CHUNK]


def compare(client: IMAPClient, state: State, options: ImapOptions, labels: Labels) -> Compared:
    """Ask for what came, for all UIDs where they may have changed, and for changed flags."""
    found = Compared()
    is_new = state.next_uid != state.examined.uidnext
    fresh = listed(client, state.next_uid) if is_new else Ranges()
    has_all_stayed = state.exists is not None and state.exists + len(fresh) == state.examined.exists
    if state.is_whole and has_all_stayed and not state.is_due(options.reconcile_every):
        first, present = state.next_uid, fresh
    else:
        first, present = 1, listed(client)
        _leave(found, state, (state.known | state.by_other_rules) - present, labels)
        state.reconciled_at = state.now
    for held in _changed(client, state, labels):
        _change(found, state, held, labels)
    state.modseq = state.examined.modseq
    if present and options.since:
        present = listed(client, first, options.since)
    found.unread = (present | state.reopened) - state.known
    return found


def _leave(found: Compared, state: State, gone: Ranges, labels: Labels) -> None:
    for uid in gone:
        found.changes += [_gone(place, state, str(uid)) for place in labels.all_places]
    state.lost(gone)


def _changed(client: IMAPClient, state: State, labels: Labels) -> Iterator[Held]:
    """Mails dealt with whose flags or labels may be others now."""
    items = b"UID FLAGS" + labels.items
    now, before = state.examined.modseq, state.modseq
    if now is None:
        yield from describe(client, state.left_out, items)
    elif before is not None and before != now and state.known:
        span = Ranges(((1, state.known.last),))
        since = b" (CHANGEDSINCE %d)" % before
        for held in describe(client, span, items, since):
            if held.uid in state.known:
                yield held


def _change(found: Compared, state: State, held: Held, labels: Labels) -> None:
    uid = Ranges.of([held.uid])
    if held.uid in state.left_out:
        if labels.ignored_reason(held) is None:
            state.reopen(uid)  # no draft any more, or not deleted after all
        return
    if labels.places:
        was = {label for label, uids in state.labelled.items() if held.uid in uids}
        now = labels.of(held)
        for label in was - now:
            found.changes.append(_gone(labels.place(label), state, str(held.uid)))
            state.labelled[label] -= uid
        if now - was:
            state.reopen(uid)
        places = [labels.place(label) for label in now & was]
    else:
        places = [labels.folder]
    flags = sorted(held.flags)
    for place in places:
        found.changes.append(_changed_place(place, state, str(held.uid), False, flags))


def _gone(place: Folder, state: State, location: str) -> PlaceChange:
    return _changed_place(place, state, location, True, None)


def _changed_place(
    place: Folder, state: State, location: str, is_gone: bool, flags: list[str] | None,
    epoch: str | None = None,
) -> PlaceChange:
    content = "gone" if is_gone else " ".join(flags or [])
    return PlaceChange(
        path=place.path,
        epoch=state.folder.epoch if epoch is None else epoch,
        location=location,
        content_hash=hashlib.sha256(content.encode()).hexdigest()[:16],
        is_gone=is_gone,
        mailbox_flags=flags,
        noticed_at=state.now,
    )


def ended_epochs(state: State, labels: Labels) -> list[PlaceChange]:
    """Places of numbers that the server gave up: their mails were all read again."""
    return [
        _changed_place(place, state, "*", True, None, epoch)
        for epoch in state.past for place in labels.all_places
    ]


def newest_unread_at(client: IMAPClient, unread: Ranges, now: datetime) -> datetime:
    """No mail that waits for its turn was received later: from then on all is read."""
    top = Ranges.of(uid for uid, _ in zip(unread.backwards(), range(_SAMPLE), strict=False))
    asked, newest = Ranges(), None
    while top:
        asked |= top
        times = [held.received_at for held in describe(client, top, b"UID FLAGS INTERNALDATE")]
        newest = max([newest, *times], key=lambda at: at or datetime.min)
        if newest is None:
            return now
        # Copied mails have high numbers and old dates: is there one of a later day among the rest?
        top = (listed(client, since=newest + timedelta(days=2)) & unread) - asked
    return newest or now
