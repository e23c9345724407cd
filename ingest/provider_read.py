"""Reading a provider's events: files and spool, batch by batch, then how far they reach."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ingest.file_probe import probe_files
from ingest.json_records import records_in
from ingest.provider_events import Provider
from ingest.provider_files import Walk
from ingest.provider_options import ProviderOptions
from ingest.provider_reader import DETAILS, Reader, Seen, refusal, strangeness
from ingest.provider_spool import PLACE as SPOOL
from ingest.provider_spool import Piece, Spool, days_in, files_in
from sql.raw.facts import Batch, Poll, Refused
from sql.settings import Probe
from sql.trouble import Trouble

RECORDS = 5000  # in one batch
FILES = "files"
TYPES = "types"


def read(
    provider: Provider, options: ProviderOptions, name: str, cursors: Mapping[str, dict],
    now: datetime,
) -> Iterator[Batch]:
    reader = Reader(provider, options, name, now)
    walk = Walk(options.files, cursors.get(FILES, {}), now)
    spool = Spool(options.spool, cursors, name) if options.spool else None
    last = Batch(TYPES, None)
    seen = Seen()
    for cursor in cursors.values():
        seen.add(**Seen(cursor.get("seen")).saved())
    for batch in _batches(reader, walk, spool, cursors):
        seen.add(**(batch.cursor or {})["seen"])
        yield batch
    last.deferred = walk.deferred + (spool.deferred if spool else type(walk.deferred)())
    counted: dict[str, Any] = cursors.get(TYPES, {})
    if reader.events:
        counted = {"events": reader.events, "strange": dict(reader.strange.most_common(20))}
        last.cursor = counted
    troubles = [*walk.troubles, *(spool.troubles if spool else [])]
    if not troubles:  # half a look proves nothing
        last.polls = [_poll(options, name, seen, [*walk.holes, *strangeness(counted)], now)]
    yield last
    if troubles:
        raise Trouble(f"[sources.{name}] " + "; ".join(troubles))


def _batches(
    reader: Reader, walk: Walk, spool: Spool | None, cursors: Mapping[str, dict]
) -> Iterator[Batch]:
    """Each with its cursor, which also holds the times seen."""
    seen = Seen(cursors.get(FILES, {}).get("seen"))
    batch = Batch(FILES, None)
    taken = 0
    for place, record in walk.records():
        reader.take(batch, place, record, seen)
        taken += 1
        if taken % RECORDS == 0:
            batch.cursor = {**walk.saved(), "seen": seen.saved()}
            yield batch
            batch = Batch(FILES, None)
    batch.cursor = {**walk.saved(), "seen": seen.saved()}
    yield batch
    if spool:
        for piece in spool.pieces():
            yield _spooled(reader, spool, piece, cursors)


def _spooled(reader: Reader, spool: Spool, piece: Piece, cursors: Mapping[str, dict]) -> Batch:
    place = f"{SPOOL}{piece.day}"
    batch = Batch(place, None)
    seen = Seen(cursors.get(place, {}).get("seen"))
    for file in piece.files:
        is_empty = True
        for location, record in spool.records(piece, file):
            is_empty = False
            reader.take(batch, location, record, seen)
        if is_empty and file.name not in piece.unread:
            batch.refused.append(refusal(f"{piece.day}/{file.name}", "event.empty", ""))
    batch.cursor = {"mark": piece.mark, "unread": sorted(piece.unread), "seen": seen.saved()}
    return batch


def _poll(
    options: ProviderOptions, name: str, seen: Seen, holes: list[str], now: datetime
) -> Poll:
    oldest, newest = (datetime.fromisoformat(at) if at else None
                      for at in (seen.oldest, seen.newest))  # fmt: skip
    return Poll(name, "log", options.shop, now, oldest, newest, options.complete_until, holes)


def reread(
    provider: Provider, options: ProviderOptions, name: str, refused: Sequence[Refused],
    now: datetime,
) -> Iterator[Batch]:
    """One batch each: what the payload holds if all of it can be read now, else refused again."""
    for one in refused:
        batch = Batch("", None)
        reader = Reader(provider, options, name, now)
        for record in records_in(one.payload):
            reader.take(batch, one.location, record, Seen())
        if batch.refused or not (batch.items or batch.ignored):
            reason = batch.refused[0].reason if batch.refused else one.reason
            detail = DETAILS.get(reason, one.detail)
            batch = Batch("", None, refused=[Refused(one.location, reason, detail, one.payload)])
        yield batch


def probe(options: ProviderOptions, name: str) -> list[Probe]:
    found = [probe_files(pattern, lambda file: None) for pattern in options.files]
    return [*found, *([_probe_spool(options, name)] if options.spool else [])]


def _probe_spool(options: ProviderOptions, name: str) -> Probe:
    assert options.spool
    try:
        days = days_in(options.spool, name)
        files = [file for day in days for file in files_in(options.spool / day)]
    except (Trouble, OSError) as trouble:
        return Probe(str(options.spool), None, None, str(trouble))
    newest = max((file.came_ns for file in files), default=None)
    at = newest and datetime.fromtimestamp(newest / 1e9, UTC).replace(tzinfo=None)
    return Probe(str(options.spool), len(files), at or None, None)
