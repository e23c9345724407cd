"""Opening the raw store's file for writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from sql.raw.migrate import migrate
from sql.raw.store import RawStore
from sql.room import room_in
from sql.trouble import Trouble


@contextmanager
def open_store(path: Path) -> Iterator[RawStore]:
    """Open for writing, migrated. Trouble where another process holds it or it is newer than us."""
    with room_in(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = duckdb.connect()
        try:
            _attach(connection, path)
            migrate(connection, path)
            yield RawStore(connection)
        finally:
            connection.close()


def _attach(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    try:
        # Under its own name: a file raw.duckdb would be the catalog raw and hide the schema raw.
        connection.execute(f"attach '{quoted(path)}' as store")
    except duckdb.IOException as error:
        raise Trouble(f"{path} cannot be opened; is another program writing? ({error})") from error
    path.chmod(0o600)
    connection.execute("use store")


def quoted(path: Path) -> str:
    """A path inside a quoted SQL literal; ATTACH takes no bound parameter."""
    return str(path).replace("'", "''")
