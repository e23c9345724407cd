"""The cells of a CSV file as text, in a table `sheet`; rows that are no rows are named."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from mmap import ACCESS_READ, mmap
from pathlib import Path

import duckdb

from sql.trouble import Trouble
from sql.typed_columns import literal
from sql.typed_text import Header, without_lines

_REASONS = {
    "MISSING COLUMNS": ("csv.too_few_columns", "fewer columns than the header"),
    "TOO MANY COLUMNS": ("csv.too_many_columns", "more columns than the header"),
    "UNQUOTED VALUE": ("csv.quote", "a quote that does not end as it should"),
    "INVALID ENCODING": ("csv.encoding", "bytes of another encoding; set encoding"),
    "LINE SIZE OVER MAXIMUM": ("csv.line_too_long", "the line is over 2 MB long"),
}  # fmt: skip
_KEPT_OF_A_ROW = 2 << 20  # all of it, but of a line that is too long
_MOST_CUTS = 100
_PIECE = 16 << 20


@dataclass(frozen=True)
class BadRow:
    """A row that is not loaded; `detail` names column and fault, never a value."""

    line: int
    reason: str
    detail: str
    payload: bytes
    is_unended: bool = False  # the file ends within it


def load_sheet(db: duckdb.DuckDBPyConnection, path: Path, header: Header) -> list[BadRow]:
    """Fill `sheet` with c0, c1 ... of every good row, in the file's order; give the bad ones.

    A quote that never ends costs its own line and no other: the line is cut out and the file read
    again.
    """
    cut: dict[int, BadRow] = {}
    with ExitStack() as copies:
        source = path
        while True:
            faults = _load(db, source, header)
            lines = _lines_at(source, [position for *_, position in faults])
            bad = [_bad_row(kind, *line) for (kind, *_), line in zip(faults, lines, strict=True)]
            endless = next(
                (row for row, (kind, text, _) in zip(bad, faults, strict=True)
                 if kind == "UNQUOTED VALUE" and "\n" in text.strip()), None,
            )  # fmt: skip
            if endless is None:
                break
            if len(cut) == _MOST_CUTS:
                raise Trouble(f"over {_MOST_CUTS} lines have a quote that never ends")
            line = _original_line(endless.line, cut)
            cut[line] = replace(endless, line=line)
            source = copies.enter_context(without_lines(path, set(cut)))
    moved = [replace(row, line=_original_line(row.line, cut)) for row in bad]
    return sorted([*moved, *cut.values()], key=lambda row: row.line)


def _load(
    db: duckdb.DuckDBPyConnection, path: Path, header: Header
) -> list[tuple[str, str, int]]:
    """Kind, text and byte of each fault."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(header.names)))
    db.execute("drop table if exists sheet")
    for table in ("reject_scans", "reject_errors"):
        db.execute(f"drop table if exists {table}")
    try:
        db.execute(
            f"""create temp table sheet as select * from read_csv({literal(str(path))},
                auto_detect = false, columns = {{{columns}}}, header = false,
                skip = {header.lines}, delim = {literal(header.delimiter)}, quote = '"',
                escape = '"', null_padding = false, store_rejects = true)"""
        )
    except duckdb.InvalidInputException:
        # Mixed line ends stop the whole reader: read a copy in which they are the same.
        with without_lines(path, set()) as copy:
            if copy.read_bytes() == path.read_bytes():
                raise
            return _load(db, copy, header)
    return db.execute(
        """select first(error_type order by column_idx), any_value(csv_line), min(byte_position)
           from reject_errors group by line order by line"""
    ).fetchall()


def _bad_row(kind: str, number: int, line: bytes) -> BadRow:
    reason, detail = _REASONS.get(kind, ("csv.unreadable", kind.lower()))
    return BadRow(number, reason, detail, line[:_KEPT_OF_A_ROW], not line.endswith(b"\n"))


def _lines_at(path: Path, positions: Sequence[int]) -> list[tuple[int, bytes]]:
    """Number and text of the lines that hold the bytes at `positions` (from 1), in one pass."""
    if not positions:
        return []
    found, number, seen = {}, 1, 0
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as text:
        for position in sorted(set(positions)):
            at = min(position, len(text)) - 1
            start = text.rfind(b"\n", 0, at) + 1
            while seen < start:
                piece = text[seen : min(seen + _PIECE, start)]
                number, seen = number + piece.count(b"\n"), seen + len(piece)
            found[position] = number, text[start : text.find(b"\n", at) + 1 or len(text)]
    return [found[position] for position in positions]


def _original_line(line: int, cut: dict[int, BadRow]) -> int:
    """The number of a line in the file itself, before lines were cut out of the copy."""
    for gone in sorted(cut):
        if gone <= line:
            line += 1
    return line
