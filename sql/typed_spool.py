"""Rows of text cells kept in a file until it is known which of their columns hold anything."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from sql.row_file import CELL, write_rows
from sql.typed_export import Export
from sql.typed_rows import Row
from sql.typed_sheet import BadRow
from sql.typed_text import Header


@contextmanager
def spooled(width: int, rows: Iterable[Row]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        write_rows(path, width, rows)
        yield path


@contextmanager
def open_spooled(
    path: Path, columns: Sequence[tuple[str, int]]
) -> Iterator[Export]:
    """The spooled rows, with some of their columns by name and number.

    A bad row's `line` is its number, from 1.
    """
    names = [name for name, _ in columns]
    export = Export(Header(names, ",", 0), partial(_fill, path=path, columns=columns))
    try:
        yield export
    finally:
        export.close()


def _fill(
    db: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[tuple[str, int]]
) -> list[BadRow]:
    cells = ", ".join(f"{CELL(number)} as {CELL(place)}"
                      for place, (_, number) in enumerate(columns))  # fmt: skip
    with pa.OSFile(str(path), "rb") as source, pa.ipc.open_stream(source) as stream:
        db.register("spooled", stream)
        db.execute(f"create temp table sheet as select {cells} from spooled")
        db.unregister("spooled")
    return []
