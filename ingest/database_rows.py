"""Rows in the order of some columns, page by page, without holding up who writes."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_
from sqlalchemy.types import NullType

from ingest.database_engine import Database
from ingest.database_relation import Relation

Rows = list[tuple]


def pages(
    database: Database, relation: Relation, wanted: Select, order: Sequence[str], size: int
) -> Iterator[Rows]:
    """The rows of `wanted`, ordered by columns none of which is null and that are unique together.

    A server streams them out of one state. A file is asked page by page, each time for what comes
    after the last row: a reader that stayed in it would lock out the shop.
    """
    by = [relation.column(name) for name in order]
    if database.has_snapshot:
        found = database.connection.execute(
            wanted.order_by(*by), execution_options={"stream_results": True, "max_row_buffer": size}
        )
        for page in found.partitions(size):
            yield [tuple(row) for row in page]
        return
    places, last = relation.places(order), None
    while True:
        after = () if last is None else (_after(by, last),)
        page = database.connection.execute(wanted.where(*after).order_by(*by).limit(size)).all()
        database.connection.rollback()
        if page:
            yield [tuple(row) for row in page]
        if len(page) < size:
            return
        last = [page[-1][place] for place in places]


def bound(value: Any) -> ColumnElement:
    """A value as a parameter without a type of its own: it is taken as the column's."""
    return literal(value, NullType())


def _after(by: Sequence[Any], last: Sequence[Any]) -> ColumnElement[bool]:
    """The rows behind `last` in that order; the first column bounds them for an index."""
    behind, (one, *_), (value, *_) = None, by, last
    for part, held in reversed(list(zip(by, last, strict=True))):
        further = part > bound(held)
        behind = further if behind is None else or_(further, and_(part == bound(held), behind))
    return and_(one >= bound(value), behind) if behind is not None else one >= bound(value)
