"""The seeds as files: ours, and over them the shop's own, checked row by row before a build."""

import csv
import re
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sql.settings_errors import nearest
from sql.tracking_checks import check_of
from sql.trouble import Trouble

TYPES = {"_day": "date", "_hours.day": "date", "breaks.day": "date", "_seconds": "double",
         "share": "double", "targets.value": "double", "rows_value": "double",
         "priority": "integer", "st_days": "integer", "_hour": "double", "scale_min": "double",
         "scale_max": "double", "is_sure": "boolean", "is_opaque": "boolean",
         "_related": "boolean"}  # fmt: skip  # of columns, by the end of seed.column
READERS: dict[str, tuple[Callable[[str], object], str]] = {
    "date": (date.fromisoformat, "a day such as 2026-11-26"),
    "double": (float, "a number such as 3600 or 0.95"),
    "integer": (int, "a whole number"),
    "boolean": (("true", "false").index, "true or false"),
}
CHECKED: dict[str, tuple[Callable[[str], object], str]] = {
    "tracking_formats.check_rule": (check_of, "a check such as mod10 3 1, or nothing"),
}
PATTERNS = {f"{seed}.pattern" for seed in (
    "tracking_formats", "carrier_names", "allowed_texts", "mandatory_sentences", "dead_ends",
)}  # fmt: skip
WORDS = {"reply_clocks.clock": ("clock", "business"),
         "bad_hosts.why": ("shortener", "staging", "local"),
         "contacts.kind": ("email", "phone", "url"),
         "escalation_ways.way": ("address", "folder", "flag")}  # fmt: skip
Rows = list[tuple[str, ...]]


def type_of(table: str, column: str) -> str:
    """DuckDB's type of a seed's column; `table` with or without its schema."""
    return next((t for end, t in TYPES.items() if f"{table}.{column}".endswith(end)), "varchar")


def own_seeds(folder: Path | None, ours: Path) -> dict[str, Path]:
    """The shop's own files by name. Trouble for a file that is no seed: it would say nothing."""
    if folder is None or not folder.is_dir():
        return {}
    names = {path.name for path in ours.glob("*.csv")}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in names:
            raise Trouble(f"{path}: no seed has this name{nearest(path.name, names)}; "
                          "rename the file or take it away")  # fmt: skip
    return {path.name: path for path in folder.glob("*.csv")}


def seed_rows(ours: Path, own: Path | None, shops: Collection[str]) -> tuple[tuple[str, ...], Rows]:
    """A seed's columns and rows; the shop's own row replaces ours with the same key.

    The key are the columns up to valid_from_day; without that column every row stands.
    """
    columns, *rows = read_seed(ours)
    if own is None:
        return columns, rows
    own_columns, *own_rows = read_seed(own)
    if own_columns != columns:
        raise Trouble(f"{own}: columns are {', '.join(own_columns)}; wanted {', '.join(columns)}")
    for number, row in enumerate(own_rows, 2):
        check_row(own, number, dict(zip(columns, row, strict=True)), shops)
    width = columns.index("valid_from_day") + 1 if "valid_from_day" in columns else len(columns)
    replaced = {row[:width] for row in own_rows}
    return columns, [row for row in rows if row[:width] not in replaced] + own_rows


def read_seed(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        rows = [tuple(row) for row in csv.reader(file) if row]
    ragged = [number for number, row in enumerate(rows, 1) if len(row) != len(rows[0])]
    if ragged:
        raise Trouble(f"{path}: line {ragged[0]} has not the {len(rows[0])} columns of the first")
    return rows


def check_row(path: Path, number: int, row: dict[str, str], shops: Collection[str]) -> None:
    """Trouble that names file, row, value and what to write instead."""
    place = f"{path}, row {number}"
    shop = row.get("shop", "*")
    if shop not in (*shops, "*"):
        raise Trouble(f"{place}: no shop is called {shop!r}{nearest(shop, shops)}; "
                      "write a shop of the settings, or * for all")  # fmt: skip
    for column, value in row.items():
        name = f"{path.stem}.{column}"
        if value and name in WORDS and value not in WORDS[name]:
            raise Trouble(f"{place}: {column} is {value!r}; write {' or '.join(WORDS[name])}")
        read, wanted = CHECKED.get(name) or READERS.get(type_of(path.stem, column), (str, ""))
        try:
            read(value or "") if value else None
        except ValueError as error:
            raise Trouble(f"{place}: {column} is {value!r}; write {wanted}") from error
        if name in PATTERNS:
            check_pattern(place, value)
    if row.get("way") == "folder":
        check_pattern(place, row["value"])


def check_pattern(place: str, pattern: str) -> None:
    """As DuckDB reads it, which is RE2 as well."""
    options = pc.MatchSubstringOptions(pattern)
    try:
        pc.call_function("match_substring_regex", [pa.array([""])], options=options)
        re.compile(pattern)  # some are read by Python
    except (pa.ArrowInvalid, re.error) as error:
        raise Trouble(f"{place}: {pattern!r} is no pattern ({error}); mend it") from error
