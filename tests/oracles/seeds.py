"""Targets and expectations: the most specific row that is valid on the day."""

import csv
from datetime import date, timedelta
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "sql" / "seeds"


class Seeds:
    """The rows of sql/seeds with the shop's own rows after them."""

    def __init__(self, folder: Path) -> None:
        self.targets = rows(folder, "targets")
        self.expectations = rows(folder, "expectations")

    def seconds(self, name: str, shop: str, day: date) -> timedelta:
        found = best([row for row in self.targets if row["name"] == name], {"shop": shop}, day)
        if not found:
            raise LookupError(f"no target {name} for {shop} on {day}")
        return timedelta(seconds=float(found["value_seconds"]))

    def expectation(self, mail_kind: str, wanted: dict[str, str], day: date) -> dict | None:
        """`wanted`: shop, channel, payment_method, fulfilment."""
        return best(
            [row for row in self.expectations if row["mail_kind"] == mail_kind], wanted, day
        )


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    found = []
    for path in (SEEDS / f"{name}.csv", folder / "seeds" / f"{name}.csv"):
        if path.exists():
            with path.open(newline="", encoding="utf-8") as lines:
                found += list(csv.DictReader(lines))
    return found


def best(candidates: list[dict[str, str]], wanted: dict[str, str], day: date) -> dict | None:
    """More named columns beat fewer; then the younger row; then the later one."""
    fitting = [
        (sum(row[name] != "*" for name in wanted), row.get("valid_from_day") or "0001-01-01", n)
        for n, row in enumerate(candidates)
        if all(row[name] in ("*", value) for name, value in wanted.items())
        and (row.get("valid_from_day") or "0001-01-01") <= day.isoformat()
    ]
    return candidates[max(fitting)[2]] if fitting else None
