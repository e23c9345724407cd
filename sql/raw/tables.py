"""Rows into raw tables: Arrow batches, and only what is not held yet."""

from collections.abc import Sequence
from dataclasses import fields

import duckdb
import pyarrow as pa

from sql.raw.facts import Fact

NOT_HELD_WITH_ITS_DATE = """
        and not exists (
            select 1 from raw.{table} as held
            where {same} and held.content_hash = fresh.content_hash
                and held.valid_from_at = fresh.valid_from_at
        )"""
STAMPS = ("source", "run_id", "batch_id", "read_at")


def insert_rows(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple]) -> None:
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        db.executemany(f"insert into raw.{table} values ({marks})", rows)


def insert_items(
    db: duckdb.DuckDBPyConnection, items: list[tuple[Fact, ...]], stamp: tuple
) -> int:
    """Insert what is new; an item counts as accepted when its first fact was not held yet."""
    accepted = 0
    firsts: dict[type[Fact], list[Fact]] = {}
    others: dict[type[Fact], list[Fact]] = {}
    for first, *rest in items:
        firsts.setdefault(type(first), []).append(first)
        for fact in rest:
            others.setdefault(type(fact), []).append(fact)
    for facts in firsts.values():
        accepted += insert_new(db, facts, stamp)
    for facts in others.values():
        insert_new(db, facts, stamp)
    return accepted


def insert_new(db: duckdb.DuckDBPyConnection, facts: Sequence[Fact], stamp: tuple) -> int:
    """Insert the facts of one class that are new by their key; returns how many were.

    A versioned fact is new where its content differs from the newest held under its key; one that
    says since when it holds is new unless any held version has that content.
    """
    kind = type(facts[0])
    db.register("incoming", arrow_table(db, facts))
    key = ", ".join(kind.key)
    same = " and ".join(f"held.{column} is not distinct from fresh.{column}" for column in kind.key)
    names = ", ".join(field.name for field in fields(kind))
    source, run_id, batch_id, read_at = stamp
    is_versioned = getattr(kind, "versioned", False)
    is_dated = any(field.name == "valid_from_at" for field in fields(kind))
    grain = ", ".join([key, *["content_hash"] * is_versioned, *["valid_from_at"] * is_dated])
    held = newest_held(kind) if is_versioned else f"raw.{kind.table}"
    found = "and held.content_hash = fresh.content_hash" if is_versioned else ""
    not_dated = NOT_HELD_WITH_ITS_DATE.format(table=kind.table, same=same) if is_dated else ""
    inserted = db.execute(
        f"""
        insert into raw.{kind.table} by name
        with stamped as (
            select *, ?::varchar as source, ?::varchar as run_id, ?::bigint as batch_id,
                ?::timestamp as read_at
            from incoming
        ),
        fresh as (
            select * from stamped
            qualify row_number() over (partition by {grain} order by item) = 1
        )
        select {names}, {", ".join(STAMPS)} from fresh
        where not exists (select 1 from {held} as held where {same} {found}) {not_dated}
        order by item
        """,
        [source, run_id, batch_id, read_at],
    ).fetchall()[0]
    db.unregister("incoming")
    return int(inserted[0])


def newest_held(kind: type[Fact]) -> str:
    """The newest version under each key that comes in now. rowid breaks ties within a batch.

    Not by rowid alone: a row that was refused and is read again later belongs to its old batch.
    """
    key = ", ".join(kind.key)
    return f"""(
        select {key}, arg_max(content_hash, row(batch_id, rowid)) as content_hash
        from raw.{kind.table} semi join incoming using ({key})
        group by {key}
    )"""


def arrow_table(db: duckdb.DuckDBPyConnection, facts: Sequence[Fact]) -> pa.Table:
    """Facts of one class as columns, typed as the raw table; `item` keeps their order."""
    kind = type(facts[0])
    schema = db.sql(f"select * from raw.{kind.table} limit 0").to_arrow_table().schema
    columns = {
        field.name: pa.array([getattr(fact, field.name) for fact in facts],
                             type=schema.field(field.name).type)
        for field in fields(kind)
    }
    columns["item"] = pa.array(range(len(facts)), type=pa.int64())
    return pa.table(columns)
