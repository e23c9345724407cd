"""Which facts are new against what is held, and in what order their versions stand."""

from dataclasses import fields
from functools import cache

from sql.raw.facts import Fact


@cache
def query_of_new(kind: type[Fact], is_current: bool = False) -> str:
    """Which of the incoming facts are new, in their order; of those that are the same the first.

    A versioned fact is new where its content differs from the newest held under its key; one that
    says since when it holds is new unless any held version has that content; what holds now may
    be what held before.
    """
    key = ", ".join(kind.key)
    same = " and ".join(f"held.{column} is not distinct from fresh.{column}" for column in kind.key)
    is_versioned = getattr(kind, "versioned", False)
    dated = is_dated(kind)
    grain = ", ".join([key, *["content_hash"] * is_versioned, *["valid_from_at"] * dated])
    held, found, not_dated = f"raw.{kind.table}", "", ""
    if timed_by := getattr(kind, "timed_by", None):
        held = f"(select {key} from raw.{kind.table} where {timed_by} between ? and ?)"
    if is_versioned:
        held, found = newest_held(kind), "and held.content_hash = fresh.content_hash"
    if dated and not is_current:
        not_dated = f"""and not exists (
            select 1 from raw.{kind.table} as held
            where {same} and held.content_hash = fresh.content_hash
                and held.valid_from_at = fresh.valid_from_at)"""
    return f"""
        with fresh as (select {grain}, min(item) as item from incoming group by {grain})
        select item from fresh
        where not exists (select 1 from {held} as held where {same} {found}) {not_dated}
        order by item"""


def is_dated(kind: type[Fact]) -> bool:
    return any(field.name == "valid_from_at" for field in fields(kind))


def in_order_of_looks(kind: type[Fact]) -> str:
    """What comes in, none of it dated before what the same source gave earlier under its key.

    A record put back to what it was, or changed without a new stamp, would hide behind its past.
    """
    key = ", ".join(kind.key)
    return f"""
        select incoming.* replace (
            if(valid_from_at < held.newest_at, held.newest_at, valid_from_at) as valid_from_at)
        from incoming left join (
            select {key}, source, max(coalesce(valid_from_at, read_at)) as newest_at
            from raw.{kind.table} semi join incoming using ({key}, source)
            group by {key}, source
        ) as held using ({key}, source)
        order by item"""


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
