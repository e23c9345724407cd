"""The typed read of exports and other records: values where they are sure, else a refused row.

Fixed dialect and own casts: DuckDB's sniffer turned a ragged file into one row without an error.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb

from sql.typed_columns import Column, Wording, literal
from sql.typed_encoding import as_utf8
from sql.typed_export import Export
from sql.typed_rows import Row, fill_sheet
from sql.typed_sheet import BadRow, load_sheet
from sql.typed_text import Header, header_of

__all__ = [
    "BadRow", "Column", "Export", "Header", "Wording", "date_format_fault", "open_export",
    "open_rows",
]  # fmt: skip


def date_format_fault(date_format: str) -> str | None:
    """What is wrong with a date_format of the settings, if anything."""
    with duckdb.connect() as db:
        try:
            db.execute(f"select try_strptime('', {literal(date_format)})")
        except duckdb.InvalidInputException as error:
            return str(error).rpartition(": ")[0].removeprefix("Invalid Input Error: ")
    return None


@contextmanager
def open_export(path: Path, delimiter: str | None, encoding: str) -> Iterator[Export]:
    """Trouble where the file is no table of text at all."""
    with as_utf8(path, encoding) as text:
        header = replace(header_of(text.path, delimiter), encoding_used=text.encoding_used)
        export = Export(header, partial(load_sheet, path=text.path, header=header))
        try:
            yield export
        finally:
            export.close()


@contextmanager
def open_rows(names: Sequence[str], rows: Iterable[Row]) -> Iterator[Export]:
    """Records that are text cells already, under the names of their columns.

    A bad row's `line` is its number, from 1; its payload is the row as CSV.
    """
    def fill(db: duckdb.DuckDBPyConnection) -> list[BadRow]:
        fill_sheet(db, len(names), rows)
        return []

    export = Export(Header(list(names), ",", 0), fill)
    try:
        yield export
    finally:
        export.close()
