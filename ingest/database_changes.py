"""The rows that changed since the last reading, by a column that grows with each change."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, select

from ingest.database_engine import Database
from ingest.database_facts import RowReader
from ingest.database_options import Options
from ingest.database_position import before, earlier, until
from ingest.database_relation import Relation
from ingest.database_rows import bound, pages
from ingest.database_state import State
from sql.raw.facts import Batch


def newest(database: Database, relation: Relation, options: Options) -> tuple[Any, Any | None]:
    """The newest value that is not in the future, and up to where to read (None: no end)."""
    if relation.incremental is None:
        return None, None
    column = relation.column(relation.incremental)
    highest = _one(database, select(func.max(column)))
    if highest is None:
        return None, None
    end = until(highest, database.now, options.zone, relation.incremental)
    if end is None:
        return highest, None
    return _one(database, select(func.max(column)).where(column <= bound(end))), end


def changed(
    database: Database, relation: Relation, options: Options, reader: RowReader, state: State
) -> Iterator[Batch]:
    """From a while before the position, which is read again, to the database's now."""
    highest, end = newest(database, relation, options)
    if relation.incremental is None or highest is None or state.position is None:
        return
    column = relation.column(relation.incremental)
    # A database restored from a copy may be behind what we read of it.
    from_where = earlier(state.position, highest)
    start = before(from_where, options.overlap, relation.incremental)
    wanted = keyed(relation).where(column >= bound(start))
    if end is not None:
        wanted = wanted.where(column <= bound(end))
    order = list(dict.fromkeys([relation.incremental, *relation.key]))
    place, key = relation.places([relation.incremental])[0], relation.places(relation.key)
    for page in pages(database, relation, wanted, order, options.rows_per_batch):
        batch = reader.batch(page)
        for row in page:
            state.touch(tuple(row[at] for at in key))
        state.position = page[-1][place]
        state.see(reader.oldest_at, reader.newest_at)
        batch.cursor = state.saved()
        yield batch


def keyed(relation: Relation) -> Select:
    """All rows that have a key. One without has no place in an order: a count reads it."""
    return relation.selected.where(*(relation.column(name).is_not(None) for name in relation.key))


def _one(database: Database, query: Select) -> Any:
    found = database.connection.execute(query).scalar_one()
    if not database.has_snapshot:
        database.connection.rollback()
    return found
