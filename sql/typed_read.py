"""The typed read of a CSV export: good rows as values, bad rows with their line and reason.

Fixed dialect and own casts: DuckDB's sniffer turned a ragged file into one row without an error.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from sql.typed_columns import Column, Wording, cast_of, literal
from sql.typed_refusals import refused_rows
from sql.typed_sheet import BadRow, load_sheet
from sql.typed_text import Header, as_utf8, header_of
from sql.typed_zone import zone_macros

__all__ = ["BadRow", "Column", "Export", "Wording", "open_export"]


class Export:
    """An open file: its header at once, its rows after `load`."""

    def __init__(self, path: Path, header: Header):
        self._path, self.header = path, header
        self._db = duckdb.connect()
        self._fields: list[str] = []
        self.bad: list[BadRow] = []
        self.blank_rows = 0

    def load(
        self, columns: Sequence[Column], wording: Wording, key: Sequence[str] = (),
        version: str | None = None,
    ) -> None:
        """Read and cast every row.

        Rows with the same `key` and `version` that say different things are all refused: nobody
        can know which of them holds.
        """
        self._fields = [column.field for column in columns]
        bad = load_sheet(self._db, self._path, self.header)
        self._db.execute(zone_macros(wording.zone) + _macros())
        self._db.execute(self._typed(columns, wording, exclude=[version]))
        self.blank_rows = self._one("select count(*) from sheet") - self._one(
            "select count(*) from typed"
        )
        if key:
            self._refuse_conflicts(key, version)
        self.bad = sorted([*bad, *refused_rows(self._db, self.header, bad)],
                          key=lambda row: row.line)  # fmt: skip

    def rows(self, size: int) -> Iterator[list[tuple]]:
        """Good rows in the file's order, `size` at a time: fields, then flags, content hash."""
        found = self._db.execute(
            f"""select {', '.join(self._fields)}, flags, content_hash
                from typed where problem is null order by record"""
        )
        while chunk := found.fetchmany(size):
            yield chunk

    def close(self) -> None:
        self._db.close()

    def _typed(self, columns: Sequence[Column], wording: Wording, exclude: list) -> str:
        places = [self.header.names.index(column.name) for column in columns]
        casts = [cast_of(column, wording) for column in columns]
        cells = ", ".join(f"cell(c{place}) as raw_{column.field}"
                          for place, column in zip(places, columns, strict=True))  # fmt: skip
        values = ", ".join(f"{cast.value} as {column.field}"
                           for cast, column in zip(casts, columns, strict=True))  # fmt: skip
        flags = ", ".join(cast.flag for cast in casts)
        problems = ", ".join(f"{cast.problem} || ':' || {literal(column.name)}"
                             for cast, column in zip(casts, columns, strict=True))  # fmt: skip
        said = ", ".join(f"coalesce({column.field}::varchar, chr(30))"
                         for column in columns if column.field not in exclude)  # fmt: skip
        is_blank = " and ".join(f"cell(c{n}) is null" for n in range(len(self.header.names)))
        return f"""create temp table typed as
            with cells as (select rowid as record, {cells} from sheet where not ({is_blank})),
            valued as (select *, {values} from cells)
            select record, {', '.join(self._fields)}, concat_ws(' ', {flags}) as flags,
                coalesce({problems}) as problem, md5(concat_ws(chr(31), {said})) as content_hash
            from valued"""

    def _refuse_conflicts(self, key: Sequence[str], version: str | None) -> None:
        by = ", ".join([*key, version] if version else key)
        self._db.execute(
            f"""update typed set problem = 'row.conflict:{key[-1]}' where record in (
                select unnest(list(record)) from typed where problem is null
                group by {by} having count(distinct content_hash) > 1)"""
        )

    def _one(self, query: str) -> int:
        row = self._db.execute(query).fetchone()
        return row[0] if row else 0


@contextmanager
def open_export(path: Path, delimiter: str | None, encoding: str) -> Iterator[Export]:
    """Trouble where the file is no table of text at all."""
    with as_utf8(path, encoding) as readable:
        export = Export(readable, header_of(readable, delimiter))
        try:
            yield export
        finally:
            export.close()


@cache
def _macros() -> str:
    return Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
