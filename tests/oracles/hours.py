"""When a shop means to be open: its windows on one of its own days, by its dated rows."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import holidays

from .seeds import Rows

Window = tuple[timedelta, timedelta]  # since midnight, on the clock on the wall
LONG_AGO = "0001-01-01"


class Hours:
    """Rows of opening_hours, special_hours, breaks, closed_days and holiday_regions."""

    def __init__(self, shop: str, tables: dict[str, Rows]) -> None:
        self.shop = shop
        self.tables = {name: [row for row in rows if row["shop"] in (shop, "*")]
                       for name, rows in tables.items()}  # fmt: skip

    def windows(self, day: date) -> list[Window]:
        """Special hours take the place of the usual ones; closed is closed, whatever else holds."""
        if self.is_closed(day):
            return []
        special = self.most_own("special_hours", "day", day)
        usual = [row for row in self.dated("opening_hours", day)
                 if int(row["weekday"]) == day.isoweekday()]  # fmt: skip
        pauses = self.of_day("breaks", "day", day)
        return without(united(spans(special or usual)), spans(pauses))

    def is_closed(self, day: date) -> bool:
        if self.of_day("closed_days", "closed_day", day):
            return True
        regions = self.dated("holiday_regions", day)
        return any(is_holiday(row["country"], row.get("region") or "", day) for row in regions)

    def of_day(self, table: str, column: str, day: date) -> Rows:
        return [row for row in self.tables.get(table, []) if row[column] == day.isoformat()]

    def most_own(self, table: str, column: str, day: date) -> Rows:
        """The shop's own rows of that day, else everybody's."""
        rows = self.of_day(table, column, day)
        return [row for row in rows if row["shop"] == self.shop] or rows

    def dated(self, table: str, day: date) -> Rows:
        """All rows of the youngest beginning: the shop's own once it has any, else everybody's."""
        for name in (self.shop, "*"):
            rows = [row for row in self.tables.get(table, [])
                    if row["shop"] == name and begins(row) <= day.isoformat()]  # fmt: skip
            if rows:
                newest = max(map(begins, rows))
                return [row for row in rows if begins(row) == newest]
        return []


def begins(row: dict[str, str]) -> str:
    return row.get("valid_from_day") or LONG_AGO


def spans(rows: Rows) -> list[Window]:
    """A row without times is none: it says that the day is known and closed."""
    return [(clock(row["from_time"]), clock(row["until_time"]))
            for row in rows if row["from_time"] and row["until_time"]]  # fmt: skip


def clock(text: str) -> timedelta:
    hour, minute, *_ = text.split(":")
    return timedelta(hours=int(hour), minutes=int(minute))


def united(windows: Iterable[Window]) -> list[Window]:
    found: list[Window] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found


def without(windows: list[Window], pauses: list[Window]) -> list[Window]:
    for start, end in pauses:
        parts = [part for a, b in windows for part in ((a, min(b, start)), (max(a, end), b))]
        windows = sorted({(a, b) for a, b in parts if a < b})
    return windows


@cache
def is_holiday(country: str, region: str, day: date) -> bool:
    return day in days_off(country, region)


@cache
def days_off(country: str, region: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=region or None)
