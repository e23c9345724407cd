"""Facts of one class field by field: for sources that make millions, where objects cost most."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

import pyarrow as pa


class Columns:
    """As many lists as the class has fields, in their order."""

    def __init__(self, kind: type, rows: Sequence[tuple] = ()):
        self.kind = kind
        self.names = [field.name for field in fields(kind)]
        self.values: list[list] = [[] for _ in self.names]
        self.add(rows)

    def __len__(self) -> int:
        return len(self.values[0])

    def add(self, rows: Sequence[tuple]) -> None:
        """Facts, each as the values of all its fields."""
        for column, values in zip(self.values, zip(*rows, strict=True), strict=bool(rows)):
            column.extend(values)

    def facts(self) -> Iterator:
        return map(self.kind, *self.values)


class FactTable:
    """Facts of one class as typed Arrow columns: all its fields, in their order."""

    def __init__(self, kind: type, batch: pa.RecordBatch):
        self.kind, self.batch = kind, batch

    def __len__(self) -> int:
        return self.batch.num_rows

    def facts(self) -> Iterator:
        return map(self.kind, *(column.to_pylist() for column in self.batch.columns))
