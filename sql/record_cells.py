"""Records with values inside values as flat rows of text cells, found by dotted paths.

`customer.email` steps into objects, `addresses.0.city` into a list by number; a name steps through
a list to all that stands in it. With `rows` there is a row for each element of a nested list, and a
path that begins with the list's own path means that element.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sql.record_paths import ABSENT, Unfit, elements_of, value_at
from sql.record_values import Number, as_json, clean, plain

_PLANS_KEPT = 1_000


@dataclass(frozen=True)
class Field:
    """A column of the rows, and the paths where it may stand: the first that is there counts."""

    name: str
    paths: tuple[str, ...]
    is_number: bool = False


class Cells:
    """Makes rows of records; knows which fields and keys it has met."""

    def __init__(
        self, fields: Sequence[Field], rows: str | None = None, decimal: str | None = None
    ):
        self._fields, self._rows, self._decimal = fields, rows, decimal
        self._paths = [[path.split(".") for path in field.paths] for field in fields]
        deep = len(rows.split(".")) if rows else 0
        self._used = {path[deep] for paths in self._paths for path in paths if len(path) > deep
                      and ".".join(path[:deep]) == (rows or "")}  # fmt: skip
        self._used |= {path for field in fields for path in field.paths}
        self._plans: dict[tuple[str, ...], list[tuple[int, Field, list[list[str]]]]] = {}
        self.met: set[str] = set()  # names of fields
        self.keys: dict[str, None] = {}  # of the records themselves

    def of(self, record: dict[str, Any]) -> Iterator[list[str | None]]:
        """A row for each; the last cell is JSON: what no path uses."""
        plan = self._plan(tuple(record))
        for elements in elements_of(record, self._rows):
            cells: list[str | None] = [None] * len(self._fields)
            for place, field, paths in plan:
                cells[place] = self._cell(field, paths, record, elements)
            yield [*cells, self._extra(elements[self._rows] if self._rows else record)]

    def _plan(self, keys: tuple[str, ...]) -> list[tuple[int, Field, list[list[str]]]]:
        """What may be found in a record with these keys; most records have the same."""
        plan = self._plans.get(keys)
        if plan is None:
            self.keys.update(dict.fromkeys(keys))
            there = [[path for path in paths if path[0] in keys or ".".join(path) in keys]
                     for paths in self._paths]  # fmt: skip
            plan = [(place, field, paths) for place, (field, paths) in enumerate(
                zip(self._fields, there, strict=True)) if paths]  # fmt: skip
            if len(self._plans) < _PLANS_KEPT:
                self._plans[keys] = plan
        return plan

    def _extra(self, holder: Any) -> str | None:
        if not isinstance(holder, dict):
            return None
        extra = {key: value for key, value in holder.items() if key not in self._used}
        return clean(as_json(extra)) if extra else None

    def _cell(
        self, field: Field, paths: list[list[str]], record: dict[str, Any],
        elements: dict[str, Any],
    ) -> str | None:
        for path in paths:
            value = record[path[0]] if len(path) == 1 and not elements else value_at(
                record, path, elements)  # fmt: skip
            if value is ABSENT:
                continue
            self.met.add(field.name)
            if value is not None:
                return self._text(value, field)
        return None

    def _text(self, value: Any, field: Field) -> str | None:
        match value:
            case Number() if field.is_number:
                return plain(value, self._decimal)
            case bool():
                return "true" if value else "false"
            case str():
                return clean(value)
            case list() if not any(isinstance(one, dict | list) for one in value):
                texts = [self._text(one, field) for one in value if one is not None]
                return ", ".join(text for text in texts if text) or None
            case _:
                raise Unfit(f"record.nested:column {field.name}: holds values inside; step in")
