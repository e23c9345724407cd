"""A connection that only reads: one state of the database, no waiting without end."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from psycopg.types.string import TextLoader
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import NoSuchModuleError

from ingest.database_faults import in_words
from ingest.database_options import Options
from sql.database_url import database_url, shown
from sql.trouble import Misuse, Trouble

_LOCK_SECONDS = 30
# As the server writes them: infinity, years before 1 and beyond 9999 are no Python values.
_AS_TEXT = ("date", "time", "timetz", "timestamp", "timestamptz", "interval", "json", "jsonb")
_CLOCKS = {
    "postgresql": "select now()::text",
    "sqlite": "select strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "mysql": "select utc_timestamp(6)",
    "mariadb": "select utc_timestamp(6)",
}


@dataclass(frozen=True)
class Database:
    """An open connection. `has_snapshot`: all that is read of it is one state."""

    connection: Connection
    backend: str
    has_snapshot: bool
    now: datetime  # of the database, UTC with its zone


@contextmanager
def opened(options: Options, name: str) -> Iterator[Database]:
    """Trouble or Misuse where it cannot be reached or read."""
    url = database_url(options.url, f"[sources.{name}] url")
    engine = _engine(url, options, name)
    backend = engine.dialect.name
    place = f"[sources.{name}] {shown(url)}"
    with in_words(place), engine.connect() as connection:
        _begin(connection, backend, options)
        clock = _CLOCKS.get(backend, "select current_timestamp")
        said = connection.execute(text(clock)).scalar_one()
        has_snapshot = engine.dialect.supports_server_side_cursors
        if not has_snapshot:
            connection.rollback()
        yield Database(connection, backend, has_snapshot, _moment(said))


def _engine(url: URL, options: Options, name: str) -> Engine:
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite(url, options, name)
        known: dict[str, Any] = {}
        if url.drivername == "postgresql+psycopg":
            known = {"connect_timeout": 10, "prepare_threshold": None}  # poolers know no prepared
        engine = create_engine(url, poolclass=NullPool, connect_args=known)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise Misuse(
            f"[sources.{name}] url: its driver is not installed here ({error}); install it"
        ) from error
    if url.drivername == "postgresql+psycopg":
        event.listen(engine, "connect", _load_as_text)
    return engine


def _sqlite(url: URL, options: Options, name: str) -> Engine:
    path = Path(url.database or "")
    if not path.is_file():  # SQLite would make an empty one
        raise Trouble(f"[sources.{name}] {path}: no such file; is the url right?")
    read_only = url.set(database=f"file:{quote(str(path))}", query={"mode": "ro", "uri": "true"})
    wait = min(options.timeout.total_seconds(), _LOCK_SECONDS)
    engine = create_engine(read_only, poolclass=NullPool, connect_args={"timeout": wait})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("begin"))
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin by its own rules
    connection.text_factory = _text_or_bytes
    connection.execute("pragma query_only = on")


def _text_or_bytes(raw: bytes) -> str | bytes:
    """What is no UTF-8 stays bytes: its row alone is refused, not all of them."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def _load_as_text(connection: Any, _record: Any) -> None:
    for kind in _AS_TEXT:
        connection.adapters.register_loader(kind, TextLoader)


def _begin(connection: Connection, backend: str, options: Options) -> None:
    """One transaction that reads; what is set ends with it, also behind a pooler."""
    if backend == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        milliseconds = int(options.timeout.total_seconds() * 1000)
        lock = min(milliseconds // 2, _LOCK_SECONDS * 1000)
        for key, value in (("statement_timeout", milliseconds), ("lock_timeout", max(lock, 1)),
                           ("timezone", "UTC"), ("datestyle", "ISO, YMD"),
                           ("intervalstyle", "iso_8601")):  # fmt: skip
            connection.execute(
                text("select set_config(:key, :value, true)"), {"key": key, "value": str(value)}
            )
    elif backend in ("mysql", "mariadb"):
        connection.execution_options(isolation_level="REPEATABLE READ")
        connection.exec_driver_sql("set transaction read only")


def _moment(said: Any) -> datetime:
    at = datetime.fromisoformat(said) if isinstance(said, str) else said
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
