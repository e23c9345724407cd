"""Open records, typed by one engine: good rows as values, bad rows with their place and reason."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb

from sql.trouble import Trouble
from sql.typed_columns import Column, Wording, cast_of
from sql.typed_refusals import refused_rows
from sql.typed_select import Select
from sql.typed_sheet import BadRow
from sql.typed_text import Header
from sql.typed_zone import zone_macros

Fill = Callable[[duckdb.DuckDBPyConnection], list[BadRow]]  # lays out `sheet`; rows that are none


class Export:
    """Open records: their header at once, their rows after `load`."""

    def __init__(self, header: Header, fill: Fill):
        self.header, self._fill = header, fill
        # What does not fit into memory goes to a folder of our own, not into the current one.
        self._spill = tempfile.TemporaryDirectory()
        self._db = duckdb.connect(config={
            "temp_directory": self._spill.name, "autoinstall_known_extensions": "false",
        })  # fmt: skip
        self._fields = ""
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
        try:
            self._load(columns, wording, key, version)
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise Trouble(
                f"no room to read it ({type(error).__name__}); make room in memory or"
                f" {tempfile.gettempdir()}"
            ) from error
        except duckdb.InvalidInputException as error:
            # Its words may hold a row of the file, and so a customer.
            raise Trouble("no CSV that can be read; set delimiter and encoding") from error

    def _load(
        self, columns: Sequence[Column], wording: Wording, key: Sequence[str], version: str | None
    ) -> None:
        casts = [cast_of(column, wording) for column in columns]
        select = Select(self.header.names, columns, casts)
        bad = self._fill(self._db)
        self._db.execute(_macros())
        self._db.execute(select.cells())
        self._db.execute(zone_macros(wording.zone, *self._first_and_last(select.times)))
        self._db.execute(select.typed(not_content=[version]))
        self._db.execute("drop table cells")
        if key:
            self._refuse_conflicts([*key, version] if version else key, key[-1])
        refused = refused_rows(self._db, self.header, bad)
        self.bad = sorted([*bad, *refused], key=lambda row: row.line)
        self.blank_rows = self._count("sheet") - self._count("typed")
        self._fields = select.fields

    def rows(self, size: int) -> Iterator[list[tuple]]:
        """Good rows in the file's order, `size` at a time: fields, then flags, content hash."""
        found = self._db.execute(
            f"""select {self._fields}, flags, content_hash
                from typed where problem is null order by record"""
        )
        while chunk := found.fetchmany(size):
            yield chunk

    def close(self) -> None:
        self._db.close()
        self._spill.cleanup()

    def _first_and_last(self, times: str) -> tuple[datetime | None, datetime | None]:
        """Between which local times the rows lie."""
        if not times:
            return None, None
        row = self._db.execute(
            f"select min(least({times})), max(greatest({times})) from cells"
        ).fetchone()
        return row or (None, None)

    def _refuse_conflicts(self, grain: Sequence[str], column: str) -> None:
        by = ", ".join(grain)
        self._db.execute(
            f"""create temp table conflicts as
                select {by} from typed where problem is null
                group by {by} having min(content_hash) <> max(content_hash)"""
        )
        if self._count("conflicts"):
            same = " and ".join(
                f"typed.{field} is not distinct from conflicts.{field}" for field in grain
            )
            self._db.execute(
                f"update typed set problem = ? from conflicts where problem is null and {same}",
                [f"row.conflict:{column}"],
            )

    def _count(self, table: str) -> int:
        row = self._db.execute(f"select count(*) from {table}").fetchone()
        return row[0] if row else 0


@cache
def _macros() -> str:
    return Path(__file__).with_name("typed_read.sql").read_text(encoding="utf-8")
