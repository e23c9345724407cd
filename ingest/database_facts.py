"""Rows of a database as batches of facts; rows whose values cannot stand are refused."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ingest.database_cells import Cell, Cells, NoCell, kept
from ingest.database_options import Options
from ingest.database_relation import Relation
from ingest.export_facts import FactMaker
from ingest.export_tables import FACTS
from sql.raw.census import Key
from sql.raw.facts import Batch, Fact, Refused
from sql.typed_columns import Column
from sql.typed_read import open_rows

PLACE = "rows"
_DETAILS = {
    "cell.bytes": "bytes, no text; cast it in a view or in query",
    "cell.unknown": "a value of a type that we do not know; cast it in a view or in query",
}
_PARTS = {"items": "line_id", "shipments": "shipment_id"}
_TIMES = ("placed_at", "shipped_at", "given_at", "event_at", "valid_from_at")
_LONGEST_NAME = 60


class RowReader:
    """Makes the facts of a relation's rows; knows their oldest and newest time."""

    def __init__(self, relation: Relation, options: Options):
        self._relation, self._options = relation, options
        self._cells = cells_of(options)
        self._key_places = relation.places(relation.key)
        known = FACTS[options.table].__dataclass_fields__
        self._times = [name for name in _TIMES if name in known]
        self.oldest_at: datetime | None = None
        self.newest_at: datetime | None = None

    def batch(self, rows: Sequence[tuple]) -> Batch:
        """A batch without a cursor: every row is an item, refused or ignored."""
        batch = Batch(PLACE, None, is_current=True)
        if not rows:
            return batch
        columns, names = list(self._relation.columns), self._relation.names
        fields = [column.field for column in columns]
        given, cells = self._with_cells(batch, rows)
        with open_rows(names, cells) as export:
            key = FACTS[self._options.table].key
            has_key = {*key} <= {*fields, "shop"}
            version = "valid_from_at" if "valid_from_at" in fields else None
            ours = [field for field in key if field in fields] if has_key else []
            export.load(columns, self._options.wording, ours, version)
            maker = FactMaker(self._options.table, fields, self._options.shop)
            for found in export.rows(len(rows)):
                for item in maker.facts(found):
                    self._take(batch, item)
            if export.blank_rows:
                batch.ignored["blank_row"] = export.blank_rows
            batch.refused += [self._refused(given[bad.line - 1], bad.reason, bad.detail)
                              for bad in export.bad]  # fmt: skip
        return batch

    def _with_cells(
        self, batch: Batch, rows: Sequence[tuple]
    ) -> tuple[list[tuple], list[list[Cell]]]:
        given, cells = [], []
        for row in rows:
            try:
                cells.append(self._cells.row(row))
                given.append(row)
            except NoCell as fault:
                batch.refused.append(self._unfit(row, str(fault)))
        return given, cells

    def _unfit(self, row: tuple, reason: str) -> Refused:
        for name, value in zip(self._relation.names, row, strict=True):
            try:
                self._cells.row((value,))
            except NoCell as fault:
                return self._refused(row, reason, f"column {name}: {_DETAILS[str(fault)]}")
        raise AssertionError("a row of sound cells is none that is refused")

    def _refused(self, row: tuple, reason: str, detail: str) -> Refused:
        names = self._relation.names
        key = " ".join(f"{names[place]}={_shown(row[place])}" for place in self._key_places)
        return Refused(f"{self._relation.label} {key}", reason, detail, kept(names, row))

    def _take(self, batch: Batch, item: tuple[Fact, ...]) -> None:
        times = [at for name in self._times if (at := getattr(item[0], name))]
        since = self._options.since
        if since and times and times[0] < since:
            batch.ignored["before_since"] += 1
            return
        batch.items.append(item)
        if times:
            self.oldest_at = min(times[0], self.oldest_at or times[0])
            self.newest_at = max(*times, self.newest_at or times[0])


def cells_of(options: Options) -> Cells:
    return Cells(options.decimal, options.true_values[0], options.false_values[0])


def census_keys(
    rows: Iterable[Sequence[Cell]], columns: Sequence[Column], options: Options
) -> Iterator[Key]:
    """What rows of those columns name, as their facts are named; rows that name nothing have none.

    A row may be refused for other reasons: what it names is there all the same.
    """
    part = _PARTS.get(options.table)
    fields = [column.field for column in columns]
    with open_rows([column.name for column in columns], rows) as export:
        export.load([Column(one.field, one.kind, one.name) for one in columns], options.wording)
        for found in export.rows(options.rows_per_batch):
            for *values, _, _ in found:
                named = {"shop": options.shop, **dict(zip(fields, values, strict=True))}
                order = "" if options.table == "shipments" else named["order_id"]
                key = named["shop"], order, named[part] if part else ""
                if None not in key:
                    yield key


def _shown(value: object) -> str:
    """Of a key that is no number or name of an order only that it is the same."""
    text = str(value)
    if "@" in text or len(text) > _LONGEST_NAME or isinstance(value, bytes | memoryview):
        return hashlib.blake2b(text.encode(errors="replace"), digest_size=6).hexdigest()
    return text
