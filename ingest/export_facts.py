"""Rows of an export as facts, one by one: for sources that look at each."""

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any

from ingest.export_tables import FACTS, TIMES
from sql.raw.facts import Fact


class FactMaker:
    """Makes facts of what `Export.rows` gives; knows their oldest time."""

    def __init__(self, table: str, found: Sequence[str], shop: str | None):
        self._fact, self._found, self._at = FACTS[table], found, TIMES.get(table)
        self._unknown: dict[str, Any] = {
            field.name: None if field.default_factory is MISSING else field.default_factory()
            for field in fields(self._fact)
        } | {"shop": shop}
        self._hashed = "content_hash" in self._unknown
        self.oldest_at: datetime | None = None

    def facts(self, rows: Sequence[tuple]) -> Iterator[tuple[Fact, ...]]:
        for *values, flags, content_hash in rows:
            given: dict[str, Any] = self._unknown | dict(zip(self._found, values, strict=True))
            given["flags"] = sorted(set(flags.split()))
            if self._hashed:
                given["content_hash"] = content_hash
            at = given.get(self._at) if self._at else None
            if at and (self.oldest_at is None or at < self.oldest_at):
                self.oldest_at = at
            yield (self._fact(**given),)
