"""Rows into raw tables: Arrow batches, and only what is not held yet."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import get_args, get_type_hints

import duckdb
import pyarrow as pa

from sql.raw.columns import Columns, FactTable
from sql.raw.facts import Batch, Fact
from sql.raw.versions import in_order_of_looks, is_dated, query_of_new

STAMPS = {
    "source": pa.string(), "run_id": pa.string(), "batch_id": pa.int64(),
    "read_at": pa.timestamp("us"),
}  # fmt: skip
ARROW_TYPES = {
    str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64(),
    datetime: pa.timestamp("us"), list[str]: pa.list_(pa.string()),
}  # fmt: skip


def insert_rows(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple]) -> None:
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        db.executemany(f"insert into raw.{table} values ({marks})", rows)


def insert_items(db: duckdb.DuckDBPyConnection, batch: Batch, stamp: tuple) -> int:
    """Insert what is new; an item counts as accepted when its first fact was not held yet."""
    firsts: dict[type[Fact], list[Fact]] = {}
    others: dict[type[Fact], list[Fact]] = {}
    for first, *rest in batch.items:
        firsts.setdefault(type(first), []).append(first)
        for fact in rest:
            others.setdefault(type(fact), []).append(fact)
    for change in batch.changes:
        others.setdefault(type(change), []).append(change)
    given = [*batch.columns, *(columns_of(kind, facts) for kind, facts in firsts.items())]
    accepted = [insert_new(db, columns, stamp, batch.is_current) for columns in given]
    for kind, facts in others.items():
        insert_new(db, columns_of(kind, facts), stamp)
    return sum(accepted)


def insert_new(
    db: duckdb.DuckDBPyConnection, columns: Columns | FactTable, stamp: tuple,
    is_current: bool = False,
) -> int:
    """Insert the facts of one class that are new by their key; returns how many were."""
    if not len(columns):
        return 0
    kind, incoming = columns.kind, arrow_table(columns, stamp)
    db.register("incoming", incoming)
    query, bounds = query_of_new(kind, is_current), []
    if timed_by := getattr(kind, "timed_by", None):
        ends = db.execute(f"select min({timed_by}), max({timed_by}) from incoming")
        bounds = list(ends.fetchall()[0])
    new = db.sql(query, params=bounds).to_arrow_table()["item"]
    if len(new) < len(incoming):
        db.register("incoming", incoming.take(new))
    rows = in_order_of_looks(kind) if is_current and is_dated(kind) else "select * from incoming"
    db.execute(f"insert into raw.{kind.table} by name select * exclude (item) from ({rows})")
    db.unregister("incoming")
    return len(new)


def arrow_table(columns: Columns | FactTable, stamp: tuple) -> pa.Table:
    """Columns typed as the fields are, and the stamps; `item` keeps the order of the facts."""
    stamps = {
        name: pa.repeat(pa.scalar(value, STAMPS[name]), len(columns))
        for name, value in zip(STAMPS, stamp, strict=True)
    }
    items = {"item": pa.array(range(len(columns)), pa.int64())}
    return pa.table(_arrays(columns) | stamps | items)


def _arrays(columns: Columns | FactTable) -> dict[str, pa.Array]:
    if isinstance(columns, FactTable):
        return dict(zip(columns.batch.schema.names, columns.batch.columns, strict=True))
    hints = get_type_hints(columns.kind)
    return {
        name: pa.array(values, arrow_type(hints[name]))
        for name, values in zip(columns.names, columns.values, strict=True)
    }


def arrow_type(hint: object) -> pa.DataType:
    """Of a field that holds such a thing or None."""
    options = get_args(hint)
    return ARROW_TYPES[options[0] if type(None) in options else hint]


def columns_of(kind: type[Fact], facts: Iterable[Fact]) -> Columns:
    names = [field.name for field in fields(kind)]
    return Columns(kind, list(map(attrgetter(*names), facts)))
