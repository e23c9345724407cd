"""Rows of an export whose values cannot stand, with their line and what would mend them."""

import csv
import io
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

import duckdb

from sql.typed_sheet import BadRow
from sql.typed_text import Header

_DETAILS = {
    "order.no_id": "empty, or not an order number",
    "ticket.no_id": "empty, or not a ticket's number",
    "ticket.no_time": "no time; map event_at",
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
    cells = [f"c{number}" for number in range(len(header.names))]
    found = db.execute(
        f"""select record, problem, {", ".join(f"sheet.{cell}" for cell in cells)}
            from typed inner join sheet on sheet.rowid = typed.record
            where problem is not null order by record"""
    ).fetchall()
    if not found:
        return []
    breaks = _breaks(db, cells) if header.lines else []
    lines = [row.line for row in bad]
    return [
        BadRow(
            _line(record + header.lines + 1 + _before(breaks, record), lines), *_words(problem),
            _as_written(values, header.delimiter),
        )
        for record, problem, *values in found
    ]  # fmt: skip


def _breaks(db: duckdb.DuckDBPyConnection, cells: Sequence[str]) -> list[tuple[int, int]]:
    """Records that hold line ends: how many there are up to the end of each."""
    count = " + ".join(
        f"coalesce(length({cell}) - length(replace({cell}, chr(10), '')), 0)" for cell in cells
    )
    broken = " or ".join(f"contains({cell}, chr(10))" for cell in cells)
    found = db.execute(
        f"select rowid, {count} from sheet where {broken} order by rowid"
    ).fetchall()
    sums = accumulate(number for _, number in found)
    return [(record, total) for (record, _), total in zip(found, sums, strict=True)]


def _before(breaks: Sequence[tuple[int, int]], record: int) -> int:
    place = bisect_left(breaks, (record, 0))
    return breaks[place - 1][1] if place else 0


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
