"""Orders, their lines and parcels, tickets and ratings from a database's table, view or query."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from sqlalchemy import func, select

from ingest.database_changes import changed, newest
from ingest.database_count import Count
from ingest.database_engine import opened
from ingest.database_facts import PLACE, RowReader
from ingest.database_options import Options
from ingest.database_position import as_utc
from ingest.database_relation import relation_of
from ingest.database_replay import row_again
from ingest.database_state import State
from sql.raw.facts import Batch, Poll, Refused
from sql.settings import Probe
from sql.trouble import Misuse, Trouble

__all__ = ["Options", "probe", "read", "reread"]


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """What changed since the last reading, and from time to time all that was missed or is gone."""
    state = State.of(cursors.get(PLACE, {}), options.fingerprint)
    with opened(options, name) as database, _told(options, name):
        relation = relation_of(database, options)
        reader = RowReader(relation, options)
        yield from changed(database, relation, options, reader, state)
        if options.incremental is None or state.is_due(now, options.reconcile_every):
            yield from Count(database, relation, options, reader, state).batches(now)
    yield Batch(PLACE, state.saved(), polls=[_poll(options, name, now, state)])


def probe(options: Options, name: str) -> list[Probe]:
    """How many rows there are, the newest, and what is wrong with them."""
    try:
        with opened(options, name) as database, _told(options, name):
            relation = relation_of(database, options)
            count = select(func.count()).select_from(relation.source)
            rows = database.connection.execute(count).scalar_one()
            if not database.has_snapshot:
                database.connection.rollback()
            last, _ = newest(database, relation, options)
    except Trouble as trouble:
        return [Probe(name, None, None, str(trouble))]
    return [Probe(name, rows, as_utc(last, options.zone), None)]


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused rows as they were kept: the database may hold others by now."""
    return map(partial(row_again, options), refused)


@contextmanager
def _told(options: Options, name: str) -> Iterator[None]:
    """Trouble names its source and what of it was read."""
    try:
        yield
    except Trouble as trouble:
        told = Misuse if isinstance(trouble, Misuse) else Trouble
        said = str(trouble)
        where = "" if said.startswith("[") else f"[sources.{name}] {options.label}: "
        raise told(f"{where}{said}") from trouble


def _poll(options: Options, name: str, now: datetime, state: State) -> Poll:
    return Poll(
        name, options.table, options.shop, now, state.oldest_at, state.newest_at,
        options.complete_until,
    )  # fmt: skip
