"""Targets and expectations: the most specific row that is valid on the day."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "sql" / "seeds"
Rows = list[dict[str, str]]
HOURS = ("opening_hours", "special_hours", "breaks", "closed_days", "holiday_regions")
SHIPPED = {  # as the contract says, where the tree has no such seed yet
    "conversation_within": timedelta(days=30),
    "likely_within": timedelta(days=7),
}
ANY_CLOCK = [{"shop": "*", "channel": "*", "valid_from_day": "2000-01-01", "clock": "clock",
              "target_seconds": ""}]  # fmt: skip
WAYS = [
    *[("address", f"{word}@") for word in
      ("escalation", "escalations", "eskalation", "escalade", "escalada")],
    ("folder", "(?i)(escalat|eskal|escalad)"), ("flag", "$escalated"), ("flag", "escalated"),
]  # fmt: skip
ANY_WAYS = [{"shop": "*", "way": way, "value": value} for way, value in WAYS]


class Seeds:
    """The rows of sql/seeds with the shop's own rows after them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.targets = rows(folder, "targets")
        self.expectations = rows(folder, "expectations")
        self.hours = {name: rows(folder, name) for name in HOURS}
        self.reply_clocks = rows(folder, "reply_clocks") or ANY_CLOCK
        self.contact_forms = rows(folder, "contact_forms")
        self.ways = rows(folder, "escalation_ways")
        self.ways += [] if (SEEDS / "escalation_ways.csv").exists() else ANY_WAYS

    def seconds(self, name: str, shop: str, day: date) -> timedelta:
        found = best([row for row in self.targets if row["name"] == name], {"shop": shop}, day)
        if not found and name in SHIPPED:
            return SHIPPED[name]
        if not found:
            raise LookupError(f"no target {name} for {shop} on {day}")
        return timedelta(seconds=float(found["value_seconds"]))

    def expectation(self, mail_kind: str, wanted: dict[str, str], day: date) -> dict | None:
        """`wanted`: shop, channel, payment_method, fulfilment."""
        return best(
            [row for row in self.expectations if row["mail_kind"] == mail_kind], wanted, day
        )

    def reply_clock(self, shop: str, channel: str, day: date) -> dict:
        """The shop counts for more than the channel."""
        for wanted in ((shop, channel), (shop, "*"), ("*", channel), ("*", "*")):
            named = [row for row in self.reply_clocks if (row["shop"], row["channel"]) == wanted]
            if found := best(named, {}, day):
                return found
        return ANY_CLOCK[0]

    def held(self, table: Iterable[dict], shop: str, day: date) -> Rows:
        """All rows of the shop, and of every shop, that hold on that day."""
        return [row for row in table
                if row["shop"] in (shop, "*") and since(row) <= day.isoformat()]  # fmt: skip


def rows(folder: Path, name: str) -> Rows:
    found = []
    for path in (SEEDS / f"{name}.csv", folder / "seeds" / f"{name}.csv"):
        if path.exists():
            with path.open(newline="", encoding="utf-8") as lines:
                found += list(csv.DictReader(lines))
    return found


def since(row: dict[str, str]) -> str:
    return row.get("valid_from_day") or "0001-01-01"


def best(candidates: Rows, wanted: dict[str, str], day: date) -> dict | None:
    """More named columns beat fewer; then the younger row; then the later one."""
    fitting = [
        (sum(row[name] != "*" for name in wanted), since(row), n)
        for n, row in enumerate(candidates)
        if all(row[name] in ("*", value) for name, value in wanted.items())
        and since(row) <= day.isoformat()
    ]
    return candidates[max(fitting)[2]] if fitting else None
