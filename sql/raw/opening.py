"""Opening the raw store's file for writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from sql.raw.migrate import migrate
from sql.raw.store import RawStore
from sql.trouble import StoreTrouble, Trouble

# The disk is full or broken, or memory is: no statement will do better. Others are our own bugs.
NO_MORE = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException)


@contextmanager
def open_store(path: Path) -> Iterator[RawStore]:
    """Open for writing, migrated. Trouble where another process holds it or it is newer than us."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = duckdb.connect()
    try:
        # Under its own name: a file raw.duckdb would be the catalog raw and hide the schema raw.
        connection.execute(f"attach '{quoted(path)}' as store")
    except duckdb.IOException as error:
        connection.close()
        raise Trouble(f"{path} cannot be opened; is another program writing? ({error})") from error
    path.chmod(0o600)
    try:
        connection.execute("use store")
        migrate(connection, path)
        yield RawStore(connection)
    except NO_MORE as error:
        raise StoreTrouble(
            f"{path} cannot be read or written any more ({error}); what was stored before stands:"
            " make room or mend the disk, then try again"
        ) from error
    finally:
        connection.close()


def quoted(path: Path) -> str:
    """A path inside a quoted SQL literal; ATTACH takes no bound parameter."""
    return str(path).replace("'", "''")
