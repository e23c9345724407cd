"""What we know of carriers, as rows: from the seeds of a build, or from our own files."""

import csv
from collections.abc import Iterable
from typing import Any

from sql.models import FOLDER

Row = dict[str, Any]


def shipped(seed: str) -> list[Row]:
    """The rows that come with us, as text."""
    with (FOLDER / "seeds" / f"{seed}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def newest(rows: Iterable[Row], *key: str) -> list[Row]:
    """Of rows with the same key the one that holds since the latest day, in their order."""
    held: dict[tuple[str, ...], Row] = {}
    for row in rows:
        name = tuple(row[column] for column in key)
        if name not in held or str(row["valid_from_day"]) >= str(held[name]["valid_from_day"]):
            held[name] = row
    return list(held.values())


def is_true(value: object) -> bool:
    return str(value).lower() == "true"
