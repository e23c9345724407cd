"""Rows of an export as facts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from ingest.export_tables import FACTS, NUMBERED, blank
from sql.raw.facts import Fact


class FactMaker:
    """Makes the facts of one file; counts an order's lines or parcels where they have no id."""

    def __init__(
        self, table: str, fields: Sequence[str], shop: str | None, flags: Sequence[str] = ()
    ):
        self._fact, self._fields = FACTS[table], fields
        self._flags = flags  # of every row
        self._unknown = {**blank(table), "shop": shop}
        self._number = NUMBERED.get(table)
        self._has_flags = "flags" in self._fact.__dataclass_fields__
        self._lines: Counter[tuple[str, str]] = Counter()
        self.oldest_at: datetime | None = None

    def facts(self, rows: Sequence[tuple]) -> Iterator[tuple[Fact, ...]]:
        for *values, flags, content_hash in rows:
            given = {**self._unknown, **dict(zip(self._fields, values, strict=True))}
            given["content_hash"] = content_hash
            if self._has_flags:
                given["flags"] = list(dict.fromkeys([*flags.split(), *self._flags]))
            if self._number:
                self._count(given, self._number)
            self._see(given.get("placed_at") or given.get("shipped_at"))
            yield (self._fact(**given),)

    def _count(self, given: dict[str, Any], number: str) -> None:
        """Not by tracking number: a parcel often gets that later, and would be a second parcel."""
        if given[number] is not None:
            return
        order = given["shop"], given["order_id"]
        self._lines[order] += 1
        line = str(self._lines[order])
        given[number] = f"{given['order_id']}-{line}" if number == "shipment_id" else line

    def _see(self, at: datetime | None) -> None:
        if at and (self.oldest_at is None or at < self.oldest_at):
            self.oldest_at = at
