"""All rows looked at in the order of their key: what was missed is read, what is gone is told.

The rows are cut into buckets where their keys say so, not after a number of them: a row more or
less changes its own bucket alone. A bucket that says what it said when it was counted last is
skipped, unless a row of it was read in between.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_

from ingest.database_cells import Cell, NoCell
from ingest.database_changes import keyed, newest
from ingest.database_engine import Database
from ingest.database_facts import RowReader, cells_of, census_keys
from ingest.database_options import Options
from ingest.database_position import later
from ingest.database_relation import Relation
from ingest.database_rows import pages
from ingest.database_state import State, number_of
from sql.raw.census import Census
from sql.raw.facts import Batch
from sql.trouble import Trouble

_ROWS_IN_A_BUCKET = 512  # on average; a power of two
_MOST_IN_A_BUCKET = 8192
_PARTS = {"orders": (), "items": ("line_id",), "shipments": ("shipment_id",)}


class Count:
    """One look at all rows of a relation."""

    def __init__(
        self, database: Database, relation: Relation, options: Options, reader: RowReader,
        state: State,
    ):  # fmt: skip
        self._database, self._relation, self._options = database, relation, options
        self._reader, self._state = reader, state
        self._key = relation.places(relation.key)
        fields = {"shop", "order_id", *_PARTS.get(options.table, ())}
        self._naming = [one for one in relation.columns if one.field in fields]
        self._named_by = relation.places([one.name for one in self._naming])
        self._named: list[tuple] = []
        self._buckets: set[str] = set()

    def batches(self, now: datetime) -> Iterator[Batch]:
        """What is new; the last one holds the census, and the cursor that says all was counted."""
        state, size = self._state, self._options.rows_per_batch
        position, _ = newest(self._database, self._relation, self._options)
        waiting: list[tuple] = []
        for rows in self._new_buckets():
            waiting += rows
            if len(waiting) >= size:
                yield self._read(waiting)
                waiting = []
        for page in self._without_key():
            yield self._reader.batch(page)
        if not self._named and state.rows:
            raise Trouble(
                f"it is empty, though it held {state.rows} rows; nothing is taken as deleted."
                " Mend the view or the rights; if all is really gone, take the source out"
            )
        state.position = later(state.position, position)
        state.buckets, state.touched = self._buckets, set()
        state.rows, state.counted_at = len(self._named), now
        last = self._read(waiting)
        last.census = self._census()
        yield last

    def _read(self, rows: Sequence[tuple]) -> Batch:
        batch = self._reader.batch(rows)
        self._state.see(self._reader.oldest_at, self._reader.newest_at)
        batch.cursor = self._state.saved()
        return batch

    def _new_buckets(self) -> Iterator[list[tuple]]:
        """Those to be read. Once they are, a count that broke off need not repeat them."""
        known, state = frozenset(self._state.buckets), self._state
        for rows, numbers in self._all_buckets():
            said = repr(rows).encode(errors="surrogatepass")
            digest = hashlib.blake2b(said, digest_size=8).hexdigest()
            self._buckets.add(digest)
            self._named += [tuple(row[place] for place in self._named_by) for row in rows]
            if digest not in known or any(map(state.is_touched, numbers)):
                state.buckets.add(digest)
                yield rows

    def _all_buckets(self) -> Iterator[tuple[list[tuple], list[int]]]:
        rows: list[tuple] = []
        numbers: list[int] = []
        last: Any = None
        wanted, size = keyed(self._relation), self._options.rows_per_batch
        for page in pages(self._database, self._relation, wanted, self._relation.key, size):
            for row in page:
                key = tuple(row[place] for place in self._key)
                if key == last:
                    raise Trouble(
                        f"key {', '.join(self._relation.key)} is not unique; name columns that"
                        " are, together"
                    )
                last, number = key, number_of(key)
                rows.append(row)
                numbers.append(number)
                if number % _ROWS_IN_A_BUCKET == 0 or len(rows) == _MOST_IN_A_BUCKET:
                    yield rows, numbers
                    rows, numbers = [], []
        if rows:
            yield rows, numbers

    def _without_key(self) -> Iterator[list[tuple]]:
        columns = [self._relation.column(name) for name in self._relation.key]
        nameless = self._relation.selected.where(or_(*(one.is_(None) for one in columns)))
        found = self._database.connection.execute(nameless)
        for page in found.partitions(self._options.rows_per_batch):
            rows = [tuple(row) for row in page]
            self._named += [tuple(row[place] for place in self._named_by) for row in rows]
            yield rows
        if not self._database.has_snapshot:
            self._database.connection.rollback()

    def _census(self) -> Census | None:
        """None for what has no life of its own: tickets' events, ratings."""
        table = self._options.table
        if table not in _PARTS:
            return None
        keys = list(census_keys(self._cells(), self._naming, self._options))
        return Census(table, keys)  # pyright: ignore[reportArgumentType]

    def _cells(self) -> Iterator[list[Cell]]:
        cells = cells_of(self._options)
        for values in self._named:
            try:
                yield cells.row(values)
            except NoCell:
                continue  # refused, and never was a record
