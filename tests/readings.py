"""Reading a source as the run loop does: batch by batch, from the committed cursor on."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sql.raw.facts import Batch, Fact, Poll, Refused
from sql.trouble import Trouble


@dataclass
class Reading:
    """What one reading gave."""

    facts: list[Fact] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    deferred: Counter[str] = field(default_factory=Counter)
    polls: list[Poll] = field(default_factory=list)
    trouble: str | None = None

    @property
    def items_read(self) -> int:
        return (
            len(self.facts) + self.ignored.total() + len(self.refused) + self.deferred.total()
        )

    def add(self, batch: Batch) -> None:
        self.facts += [item[0] for item in batch.items]
        self.facts += [fact for columns in batch.columns for fact in columns.facts()]
        self.ignored += batch.ignored
        self.refused += batch.refused
        self.deferred += batch.deferred
        self.polls += batch.polls


class Source:
    """A source with its cursors, as the store would keep them."""

    def __init__(self, kind: Any, name: str, options: Any):
        self.kind, self.name, self.options = kind, name, options
        self.cursors: dict[str, dict] = {}

    def read(self, now: datetime, stop_after: int | None = None) -> Reading:
        """One reading; `stop_after` batches the process dies."""
        reading = Reading()
        batches: Iterator[Batch] = self.kind.read(self.options, self.name, self.cursors, now)
        try:
            for number, batch in enumerate(batches, start=1):
                reading.add(batch)
                if batch.cursor is not None:
                    self.cursors[batch.place] = json.loads(json.dumps(batch.cursor))
                if number == stop_after:
                    break
        except Trouble as trouble:
            reading.trouble = str(trouble)
        return reading


def distinct(readings: list[Reading], key: Callable[[Any], str]) -> list[Any]:
    """The facts that the store would hold: each key once, in the order they came."""
    held: dict[str, Any] = {}
    for reading in readings:
        for fact in reading.facts:
            held.setdefault(key(fact), fact)
    return list(held.values())
