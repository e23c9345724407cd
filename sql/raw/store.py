"""Writing the raw store: a batch, its cursor and its counters commit together or not at all."""

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import duckdb

from sql.raw.counting import note_gone
from sql.raw.facts import Batch, Poll
from sql.raw.quarantine import refuse
from sql.raw.tables import insert_items, insert_rows
from sql.raw.transaction import transaction
from sql.trouble import StoreTrouble


@dataclass(frozen=True)
class Run:
    """One reading of one source; `polled_at` is the moment it was asked."""

    run_id: str
    source: str
    kind: str
    polled_at: datetime
    since_at: datetime | None = None
    live_from_at: datetime | None = None
    quiet_after: timedelta = field(default=timedelta(0))


class RawStore:
    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self.db = connection

    def cursors(self, source: str) -> dict[str, dict]:
        """Where each place of the source was left."""
        found = self.db.execute(
            "select place, cursor from raw.cursors where source = ?", [source]
        ).fetchall()
        return {place: json.loads(cursor) for place, cursor in found}

    def start(
        self, source: str, kind: str, polled_at: datetime, since_at: datetime | None = None,
        live_from_at: datetime | None = None, quiet_after: timedelta = timedelta(0),
    ) -> Run:
        run = Run(uuid.uuid4().hex, source, kind, polled_at, since_at, live_from_at, quiet_after)
        self.db.execute(
            "insert into raw.runs values (?, ?, ?, ?, null, null, 0, 0, 0, 0, 0, 0, null)",
            [run.run_id, source, kind, polled_at],
        )
        return run

    def commit(self, run: Run, batch: Batch, at: datetime) -> Counter[str]:
        """Store the batch whole or not at all; says how many items were accepted, duplicate ..."""
        with self.whole(run.source):
            return self._store(run, batch, at)

    @contextmanager
    def whole(self, source: str) -> Iterator[None]:
        """A transaction for a source; where it cannot be stored, everything stops."""
        try:
            with transaction(self.db):
                yield
        except duckdb.Error as error:
            raise StoreTrouble(
                f"[sources.{source}] the raw store takes no more rows ({error}); what was"
                " stored before stands: make room or mend the disk, then ingest again"
            ) from error

    def finish(
        self, run: Run, at: datetime, error: str | None = None, looked: bool = True
    ) -> None:
        read_until = run.polled_at if looked and not error else None
        self.db.execute(
            "update raw.runs set finished_at = ?, read_until = ?, error = ? where run_id = ?",
            [at, read_until, error, run.run_id],
        )

    def _store(self, run: Run, batch: Batch, at: datetime) -> Counter[str]:
        stamp = (run.source, run.run_id, self.next_batch_id(), at)
        accepted = insert_items(self.db, batch, stamp)
        if batch.census is not None:
            note_gone(self.db, batch.census, stamp)
        candidates = len(batch.items) + sum(map(len, batch.columns))
        counts = Counter(
            accepted=accepted, duplicate=candidates - accepted,
            quarantined=len(batch.refused), deferred=batch.deferred.total(),
            ignored=batch.ignored.total(),
        )
        refuse(self.db, batch.refused, stamp)
        self.count(run, batch, counts)
        insert_rows(self.db, "polls", [self._poll_row(run, poll) for poll in batch.polls])
        if batch.cursor is not None:
            self._remember(run.source, batch.place, batch.cursor, at)
        return counts

    def count(self, run: Run, batch: Batch, counts: Counter[str]) -> None:
        self.db.execute(
            """update raw.runs set items_read = items_read + ?, accepted = accepted + ?,
               duplicate = duplicate + ?, quarantined = quarantined + ?,
               deferred = deferred + ?, ignored = ignored + ? where run_id = ?""",
            [counts.total(), *(counts[outcome] for outcome in (
                "accepted", "duplicate", "quarantined", "deferred", "ignored")), run.run_id],
        )
        reasons = {
            "ignored": batch.ignored, "deferred": batch.deferred,
            "quarantined": Counter(refused.reason for refused in batch.refused),
        }
        insert_rows(self.db, "counts", [
            (run.run_id, outcome, reason, items)
            for outcome, tally in reasons.items() for reason, items in tally.items()
        ])

    def _poll_row(self, run: Run, poll: Poll) -> tuple:
        return (
            run.run_id, run.source, run.kind, poll.path, poll.role, poll.shop, poll.polled_at,
            poll.oldest_item_at, poll.newest_item_at, poll.states_its_end_at, poll.holes,
            run.since_at, run.live_from_at, run.quiet_after.total_seconds(), poll.reads_from_at,
        )

    def _remember(self, source: str, place: str, cursor: dict, at: datetime) -> None:
        self.db.execute("delete from raw.cursors where source = ? and place = ?", [source, place])
        self.db.execute(
            "insert into raw.cursors values (?, ?, ?, ?)", [source, place, json.dumps(cursor), at]
        )

    def next_batch_id(self) -> int:
        row = self.db.execute("select coalesce(max(next), 1) from raw.batch_numbers").fetchall()[0]
        number = row[0]
        self.db.execute("delete from raw.batch_numbers")
        self.db.execute("insert into raw.batch_numbers values (?)", [number + 1])
        return number
