"""Opens the desk's database: a private SQLite file, or PostgreSQL by URL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, NoSuchModuleError

from sql.database_url import database_url
from sql.desk_tables import tables
from sql.trouble import Misuse, Trouble

_WRITERS = 0x7472_6163_6B  # names our lock among all that programs of that database take


def open_engine(reference: str) -> Engine:
    """The engine of a URL, or of the URL that `env:NAME` or `file:PATH` holds; tables made."""
    url = database_url(reference, "desk_url")
    try:
        if url.get_backend_name() == "sqlite":
            _make_private(Path(url.database or ""))
            engine = create_engine(url, connect_args={"timeout": 30})
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            engine = create_engine(url, pool_pre_ping=True)
        if url.get_backend_name() == "postgresql":
            event.listen(engine, "begin", _begin_postgres)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise Misuse(f"desk_url: its driver is not installed here ({error}); install it") from error
    with writing(engine) as connection:
        tables.create_all(connection)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection whose selects see one state and hold up no writer."""
    with _in_words(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is stored whole, or not at all."""
    with _in_words(engine), engine.connect().execution_options(writes=True) as connection:
        with connection.begin():
            yield connection


@contextmanager
def _in_words(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, IntegrityError):
            raise
        fact = str(error.orig).strip().partition("\n")[0]
        where = engine.url.render_as_string(hide_password=True)
        raise Trouble(f"desk {where}: {fact}; is it there, writable and not full?") from error


def _make_private(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # SQLite gives -wal and -shm the mode of this file, whatever the umask is.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise Trouble(f"desk {path}: {error.strerror}; may this user write there?") from error


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # else the driver would begin on its own, without the lock
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):  # as in SQLite: one at a time
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("set transaction isolation level repeatable read, read only")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock before it reads: what it read still holds when it writes.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")
