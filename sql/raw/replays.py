"""Refused items that were read again: stored, counted and settled in one transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

import duckdb

from sql.raw.facts import Batch, Fact, MailEvent, Refused
from sql.raw.quarantine import Quarantined
from sql.raw.store import RawStore, Run
from sql.raw.tables import insert_items

ReadAgain = Sequence[tuple[Quarantined, Batch]]
Life = tuple[str | None, str | None, str | None]  # generation, Message-ID, sender
KIND = "replay"  # of the run: it looked at no source


def commit(store: RawStore, run: Run, read_again: ReadAgain, at: datetime) -> Counter[str]:
    """Exactly once under any crash: the new rows and `replayed_at` are there together or not."""
    total = Batch("", None)
    accepted = candidates = 0
    with store.whole(run.source):
        for (batch_id, read_at), pairs in groupby(read_again, key=_stamp):
            rows: list[tuple[Fact, ...]] = []
            for item, batch in pairs:
                rows += batch.items
                total.ignored += batch.ignored
                total.deferred += batch.deferred
                total.refused += batch.refused
                _settle(store.db, item, batch, at)
            # As if it had been read when it was refused: what came later stays newer.
            number = store.next_batch_id() if batch_id is None else batch_id
            accepted += insert_items(
                store.db, Batch("", None, rows), (run.source, run.run_id, number, read_at))
            candidates += len(rows)
        counts = Counter(
            accepted=accepted, duplicate=candidates - accepted, quarantined=len(total.refused),
            deferred=total.deferred.total(), ignored=total.ignored.total(),
        )
        store.count(run, total, counts)
    return counts


def _stamp(pair: tuple[Quarantined, Batch]) -> tuple[int | None, datetime]:
    return pair[0].batch_id, pair[0].quarantined_at


def _settle(db: duckdb.DuckDBPyConnection, item: Quarantined, batch: Batch, at: datetime) -> None:
    """An item that is refused again keeps its place, with the new reason."""
    is_done = not batch.refused and not batch.deferred
    last: Refused = batch.refused[-1] if batch.refused else item.refused
    db.execute(
        """update raw.quarantine set reason = ?, detail = ?, tried_at = ?, replayed_at = ?
           where quarantine_key = ?""",
        [last.reason, last.detail, at, at if is_done else None, item.key],
    )


def in_their_lives(
    db: duckdb.DuckDBPyConnection, events: Sequence[MailEvent]
) -> dict[str, MailEvent]:
    """By event key: each event in the life of its queue id that began last before it."""
    ours = {event.event_key: event for event in events if event.generation and event.queue_id}
    lives = _held_lives(db, list(ours.values()))
    began: dict[tuple, str] = {}
    for key, event in sorted(ours.items(), key=lambda one: one[1].event_at):
        if key in lives:
            generation, message_id, sender = lives[key]
        else:  # nothing is held of its life: the first of those read now begins it
            place = event.host, event.instance, event.queue_id
            generation = began.setdefault(place, event.generation or "")
            message_id, sender = event.message_id, event.sender
        ours[key] = replace(event, generation=generation, message_id=message_id, sender=sender)
    return {event.event_key: event for event in events} | ours


def _held_lives(
    db: duckdb.DuckDBPyConnection, events: Sequence[MailEvent]
) -> dict[str, Life]:
    if not events:
        return {}
    columns = [list(column) for column in zip(
        *((e.event_key, e.host, e.instance, e.queue_id, e.generation) for e in events),
        strict=True)]  # fmt: skip
    found = db.execute(
        """with wanted as (
               select unnest($1::varchar[]) as event_key, unnest($2::varchar[]) as host,
                   unnest($3::varchar[]) as instance, unnest($4::varchar[]) as queue_id,
                   unnest($5::varchar[]) as generation
           ),
           lives as (
               select wanted.event_key, held.generation, max(held.message_id) as message_id,
                   max(held.sender) as sender
               from raw.mail_events as held
               inner join wanted using (host, instance, queue_id)
               where held.generation <= wanted.generation
               group by wanted.event_key, held.generation
           )
           select event_key, generation, message_id, sender from lives
           qualify row_number() over (partition by event_key order by generation desc) = 1""",
        columns,
    ).fetchall()
    return {key: (generation, message_id, sender) for key, generation, message_id, sender in found}
