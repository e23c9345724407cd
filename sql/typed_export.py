"""Open records, typed by one engine: good rows as values, bad rows with their place and reason."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import duckdb

from sql.raw.columns import FactTable
from sql.trouble import Trouble
from sql.typed_columns import Column, Wording
from sql.typed_conflicts import refuse_conflicts
from sql.typed_facts import facts_query
from sql.typed_macros import define_macros, numbering
from sql.typed_no_rows import named
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
        self.fields: list[str] = []
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
        select = Select(self.header.names, columns, wording)
        bad = self._fill(self._db)
        define_macros(self._db)
        self._db.execute(zone_macros(wording.zone, *self._first_and_last(select, wording)))
        self._db.execute(select.typed(version))
        for column in columns:
            if column.kind == "counted":
                self._db.execute(numbering(column.field, select.fields))
        if key:
            refuse_conflicts(self._db, [*key, version] if version else key, key[-1])
        refused = refused_rows(self._db, self.header, bad)
        found = sorted([*bad, *refused], key=lambda row: row.line)
        self.bad = [named(row, self.header.delimiter) for row in found]
        self.blank_rows = self._count("sheet") - self._count("typed")
        self._db.execute("drop table sheet")
        self.fields = select.fields

    def rows(self, size: int) -> Iterator[list[tuple]]:
        """Good rows in the file's order, `size` at a time: fields, then flags, content hash."""
        found = self._db.execute(
            f"""select {", ".join(self.fields)}, flags, content_hash
                from typed where problem is null order by record"""
        )
        while chunk := found.fetchmany(size):
            yield chunk

    def facts(
        self, kind: type, shop: str | None, size: int, since: tuple[str, datetime] | None = None,
        flags: Sequence[str] = (),
    ) -> Iterator[FactTable]:
        """Good rows in the file's order as facts; `since`: a field and its earliest time.

        `flags` are every row's.
        """
        query = f"{facts_query(kind, self.fields, shop, flags)} where problem is null"
        if since:
            query += f" and ({since[0]} is null or {since[0]} >= timestamp '{since[1]}')"
        for batch in self._db.sql(query).to_arrow_reader(size):
            yield FactTable(kind, batch)

    def oldest(self, field: str, since: datetime | None) -> datetime | None:
        """The earliest time that a good row holds."""
        later = f" and {field} >= timestamp '{since}'" if since else ""
        return self._one(f"select min({field}) from typed where problem is null{later}")

    def count_before(self, field: str, since: datetime) -> int:
        return self._one(
            f"select count(*) from typed where problem is null and {field} < timestamp '{since}'"
        )

    def close(self) -> None:
        self._db.close()
        self._spill.cleanup()

    def _first_and_last(
        self, select: Select, wording: Wording
    ) -> tuple[datetime | None, datetime | None]:
        if not (select.times and wording.zone):
            return None, None
        if quick := select.days_as_written():
            first, last, is_odd = self._db.execute(quick).fetchall()[0]
            if first and not is_odd and (days := _days(first, last)):
                return days
        return self._db.execute(select.range_of_times()).fetchall()[0]

    def _count(self, table: str) -> int:
        return self._one(f"select count(*) from {table}")

    def _one(self, query: str) -> Any:
        return self._db.execute(query).fetchall()[0][0]


def _days(first: str, last: str) -> tuple[datetime, datetime] | None:
    try:
        return datetime.fromisoformat(first[:10]), datetime.fromisoformat(last[:10])
    except ValueError:
        return None
