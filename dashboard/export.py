"""Tables as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from sql import wording

# A spreadsheet takes a cell that begins with one of these for a formula or a command.
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
MEDIA_TYPE = "text/csv; charset=utf-8"


def neutral(value: object) -> object:
    """A cell that stays text; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    # Full-width signs become plain ones in some programs, so they are judged as such.
    plain = unicodedata.normalize("NFKC", value).lstrip(" \u00a0\ufeff\u200b\0")
    return f"'{value}" if plain.startswith(STARTERS) else value


def as_csv(
    rows: Any, title: str, filters: Mapping[str, str], data_until_at: datetime | None
) -> bytes:
    """What a table shows, below lines that say which rows of which time these are."""
    out = io.StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    write.writerow(["Trackrecord", neutral(title)])
    write.writerow(["data until (UTC)", f"{data_until_at:%Y-%m-%d %H:%M:%S}"
                    if data_until_at else wording.NONE])  # fmt: skip
    for name, value in filters.items():
        write.writerow([neutral(name), neutral(value)])
    write.writerow([])
    write.writerow([neutral(str(column)) for column in rows.columns])
    for row in rows.itertuples(index=False):
        write.writerow(["" if _is_missing(cell) else neutral(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _is_missing(cell: object) -> bool:
    return cell is None or cell is pd.NaT or cell != cell
