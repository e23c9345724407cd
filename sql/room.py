"""When no disk or memory is left: everything stops, and says so in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from sql.trouble import StoreTrouble

# No statement will do better after these. DuckDB's other errors are our own bugs.
_NO_MORE = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException, OSError)


@contextmanager
def room_in(place: Path) -> Iterator[None]:
    """StoreTrouble where `place` can no longer be written, or read."""
    try:
        yield
    except _NO_MORE as error:
        fact = error.strerror if isinstance(error, OSError) else error
        raise StoreTrouble(
            f"{place} cannot be read or written any more ({fact}); what was stored before stands:"
            " make room or mend the disk, then try again"
        ) from error
