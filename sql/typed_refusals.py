"""Rows of an export whose values cannot stand, with their line and what would mend them."""

import csv
import io
from collections.abc import Sequence

import duckdb

from sql.typed_sheet import BadRow
from sql.typed_text import Header

_DETAILS = {
    "order.no_id": "empty, or not an order number",
    "time.no_zone": "a time without a zone; set zone",
    "time.invalid": "no time of the form 2026-11-23 08:00; set date_format",
    "time.out_of_range": "before 1990 or after 2100",
    "number.ambiguous": "may be thousands or decimals; set decimal and thousands",
    "number.invalid": "no number of the form that decimal and thousands describe",
    "truth.invalid": "neither yes nor no; set true_values and false_values",
    "row.conflict": "rows say different things and nothing tells which is newer; map valid_from_at",
}


def refused_rows(
    db: duckdb.DuckDBPyConnection, header: Header, bad: Sequence[BadRow]
) -> list[BadRow]:
    """The rows of `typed` with a problem. `bad` are those that never reached it, in line order."""
    lines = [row.line for row in bad]
    return [
        BadRow(
            _line(int(before) + header.lines + 1, lines), *_words(problem),
            _as_written(cells, header.delimiter),
        )
        for before, problem, *cells in _found(db, header)
    ]  # fmt: skip


def _found(db: duckdb.DuckDBPyConnection, header: Header) -> list[tuple]:
    """How many lines came before, the problem, and the cells as they stand in the file."""
    if not db.execute("select 1 from typed where problem is not null limit 1").fetchone():
        return []
    cells = [f"c{number}" for number in range(len(header.names))]
    breaks = " + ".join(
        f"coalesce(length({cell}) - length(replace({cell}, chr(10), '')), 0)" for cell in cells
    ) if header.lines else "0"
    return db.execute(
        f"""with numbered as (
                select rowid as record, *, coalesce(sum({breaks}) over (
                    order by rowid rows between unbounded preceding and 1 preceding), 0) as breaks
                from sheet)
            select record + breaks, problem, {", ".join(cells)}
            from numbered join typed using (record) where problem is not null order by record"""
    ).fetchall()


def _line(line: int, bad_lines: Sequence[int]) -> int:
    """The line of a loaded row: the bad ones before it stand in the file too."""
    for bad in bad_lines:
        if bad <= line:
            line += 1
    return line


def _words(problem: str) -> tuple[str, str]:
    reason, _, column = problem.partition(":")
    return reason, f"column {column}: {_DETAILS.get(reason, 'cannot be read')}"


def _as_written(cells: Sequence[str | None], delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerow(cells)
    return text.getvalue().encode()
