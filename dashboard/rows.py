"""Which rows a page asks for, and the query that fetches them: names checked, values bound."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

ROWS = 10_000  # more are never sent to a browser
# A row belongs to the week of its own shop's zone; which day that is stands in the calendar.
_CALENDAR = (
    " join steps.calendar as c on c.shop = t.shop and c.utc_day = cast(t.{at} as date)"
    " and t.{at} >= c.from_at and t.{at} < c.until_at"
)
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")

Value = str | int | float | bool | date | datetime | tuple | None


@dataclass(frozen=True)
class Rows:
    """Which rows of a table: equal to `where`, one of a tuple, at or after `since`.

    `weeks` is a column of moments and the Mondays of the first and last week of the row's shop.
    """

    table: str
    where: tuple[tuple[str, Value], ...] = ()
    since: tuple[tuple[str, date | datetime], ...] = ()
    weeks: tuple[str, date, date] | None = None
    order: str = ""
    limit: int = ROWS

    def query(self) -> tuple[str, list[Any]]:
        conditions, values = self._conditions()
        text = f"select t.* from {named(self.table)} as t"
        if self.weeks:
            text += _CALENDAR.format(at=named(self.weeks[0]))
            conditions.append("c.week_start_day between ? and ?")
            values += self.weeks[1:]
        text += f" where {' and '.join(conditions)}" if conditions else ""
        if self.order:
            direction = " desc" if self.order.startswith("-") else ""
            text += f" order by t.{named(self.order.removeprefix('-'))}{direction} nulls last"
        return f"{text} limit {int(self.limit)}", values

    def _conditions(self) -> tuple[list[str], list[Any]]:
        conditions: list[str] = []
        values: list[Any] = []
        for column, value in self.where:
            if value is None:
                conditions.append(f"t.{named(column)} is null")
            elif isinstance(value, tuple):
                marks = ", ".join("?" * len(value)) or "null"
                conditions.append(f"t.{named(column)} in ({marks})")
                values += value
            else:
                conditions.append(f"t.{named(column)} = ?")
                values.append(value)
        for column, value in self.since:
            conditions.append(f"t.{named(column)} >= ?")
            values.append(value)
        return conditions, values


def named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise LookupError(f"no table or column is called {name!r}")
    return name
