"""Which evidence each measure needs, from the seeds that the build reads too."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"


@dataclass(frozen=True)
class Need:
    """A measure needs at least one place with one of these roles."""

    question: str
    roles: frozenset[str]
    connect_next: str


@cache
def needs() -> tuple[Need, ...]:
    """All needs, measure by measure, as the pages state them."""
    questions = {row["measure"]: row["question"] for row in _rows("measures")}
    return tuple(
        Need(questions[row["measure"]], frozenset(row["roles"].split("|")), row["connect_next"])
        for row in _rows("measure_needs")
    )


def _rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
