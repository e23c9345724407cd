"""Bad rows of an export between two good ones, through a real source into a real raw store."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ingest.sources import csv
from sql.raw.opening import open_store

NOW = datetime(2026, 11, 23, 12)
FIRST = {
    "orders": {"order_id": "good-1", "placed_at": "2026-11-20T09:00:00Z"},
    "items": {"order_id": "good-1", "line_id": "1", "title": "Tent", "quantity": "1"},
    "shipments": {"order_id": "good-1", "shipment_id": "good-1"},
    "tickets": {"ticket_id": "good-1", "event_at": "2026-11-20T09:00:00Z"},
    "feedback": {"feedback_id": "good-1", "score": "5"},
}
TABLES = {"orders": "order_versions", "items": "order_items", "shipments": "shipments",
          "tickets": "ticket_events", "feedback": "feedback"}  # fmt: skip
IS_GOOD = "starts_with({}, 'good-')"
NUMBERS = {"tickets": "ticket_id", "feedback": "feedback_id"}


class Sandwich:
    """An export with a good row before and behind all others, and the store it is read into."""

    def __init__(self, folder: Path, table: str = "orders", **options):
        self.folder, self.table = folder, table
        given = {"kind": "csv", "shop": "nordlicht", "table": table, "zone": "Europe/Berlin",
                 "files": (str(folder / "*.csv"),), **options}  # fmt: skip
        self.options = csv.Options(**given)
        self.counts: dict[str, int] = {}
        self.notes: list[str] = []

    def read(self, columns: str, *rows: str, name: str = "export.csv") -> list[dict]:
        """The rows between the good ones, as the store holds them now; all are accounted for."""
        names = columns.split(",")
        first = [FIRST[self.table].get(one, "") for one in names]
        last = [cell.replace("good-1", "good-2") for cell in first]
        lines = [columns, ",".join(first), *rows, ",".join(last)]
        (self.folder / name).write_text("\n".join(lines) + "\n")
        self.take_in()
        number = NUMBERS.get(self.table, "order_id")
        is_good, held = IS_GOOD.format(number), f"raw.{TABLES[self.table]}"
        assert len(self.ask(f"from {held} where {is_good}")) >= 2, "the neighbours arrive"
        return self.ask(f"from {held} where not {is_good} order by rowid")

    def take_in(self) -> None:
        with open_store(self.folder / "raw.duckdb") as store:
            run = store.start("feed", "csv", NOW)
            totals: dict[str, int] = {}
            for batch in csv.read(self.options, "feed", store.cursors("feed"), NOW):
                for outcome, count in store.commit(run, batch, NOW).items():
                    totals[outcome] = totals.get(outcome, 0) + count
                for poll in batch.polls:
                    self.notes = poll.holes
            store.finish(run, NOW)
            self.counts = {outcome: count for outcome, count in totals.items() if count}

    def ask(self, query: str) -> list[dict]:
        with open_store(self.folder / "raw.duckdb") as store:
            found = store.db.execute(query)
            names = [one[0] for one in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def refused(self) -> list[tuple[str, str]]:
        """Line and reason of what lies in quarantine."""
        rows = self.ask("from raw.quarantine order by location")
        return [(row["location"].removeprefix("export.csv line "), row["reason"]) for row in rows]


def values(rows: Sequence[dict], *fields: str) -> list:
    """Of each row the fields; a single one alone."""
    return [row[fields[0]] if len(fields) == 1 else tuple(row[one] for one in fields)
            for row in rows]  # fmt: skip
