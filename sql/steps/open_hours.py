"""How many seconds has each shop been open, counted up to any moment?

Open means that the shop's wall clock lies within one of its windows on a day that is not closed.
Business seconds from a to b are the count at b less the count at a.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import pyarrow as pa

READS = {
    "calendar": """
        select shop, utc_day, from_at, until_at, local_day, weekday, utc_offset_seconds
        from steps.calendar
        order by shop, from_at
    """,
    "windows": """
        select
            shop, cast(weekday as integer) as weekday, from_time, until_time,
            coalesce(valid_from_day, date '1970-01-01') as valid_from_day
        from seeds.opening_hours
        order by shop, valid_from_day, weekday, from_time
    """,
    "closed": "select shop, closed_day from seeds.closed_days order by shop, closed_day",
}
COLUMNS = {
    "shop": "varchar",
    "utc_day": "date",
    "from_at": "timestamp",
    "until_at": "timestamp",
    "is_open": "boolean",
    "open_seconds_before": "double",
}
KEY = ("shop", "from_at")
Window = tuple[timedelta, timedelta]
Schedules = dict[str, list[tuple[date, dict[int, list[Window]]]]]


def run(calendar: pa.Table, windows: pa.Table, closed: pa.Table) -> dict[str, list]:
    schedules = schedules_of(windows.to_pylist())
    shut = {(row["shop"], row["closed_day"]) for row in closed.to_pylist()}
    made: dict[str, list] = {name: [] for name in COLUMNS}
    counts: dict[str, float] = {}
    for row in calendar.to_pylist():
        shop, day = row["shop"], row["local_day"]
        is_shut = (shop, day) in shut or ("*", day) in shut
        hours = [] if is_shut else windows_on(schedules, shop, day, row["weekday"])
        for from_at, until_at, is_open in pieces(row, hours):
            before = counts.get(shop, 0.0)
            counts[shop] = before + is_open * (until_at - from_at).total_seconds()
            values = (shop, row["utc_day"], from_at, until_at, is_open, before)
            for name, value in zip(COLUMNS, values, strict=True):
                made[name].append(value)
    return made


def schedules_of(rows: Iterable[dict]) -> Schedules:
    """shop -> what holds from which day, each whole week new; a row without times closes."""
    schedules: Schedules = {}
    for row in rows:
        dated = schedules.setdefault(row["shop"], [])
        if not dated or dated[-1][0] != row["valid_from_day"]:
            dated.append((row["valid_from_day"], {}))
        if row["from_time"] and row["until_time"]:
            window = (clock(row["from_time"]), clock(row["until_time"]))
            dated[-1][1].setdefault(row["weekday"], []).append(window)
    return schedules


def windows_on(schedules: Schedules, shop: str, day: date, weekday: int) -> list[Window]:
    """The shop's own hours, once it has any that are valid; before that everybody's."""
    for name in (shop, "*"):
        dated = schedules.get(name, [])
        place = bisect_right([valid_from for valid_from, _ in dated], day)
        if place:
            return merged(dated[place - 1][1].get(weekday, []))
    return []


def merged(windows: Iterable[Window]) -> list[Window]:
    found: list[Window] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def pieces(row: dict, hours: list[Window]) -> Iterator[tuple[datetime, datetime, bool]]:
    """A calendar row cut into open and closed pieces; within a row the offset is one."""
    day = row["local_day"]
    midnight = datetime(day.year, day.month, day.day)
    midnight -= timedelta(seconds=row["utc_offset_seconds"])
    reached, end = row["from_at"], row["until_at"]
    for start, stop in hours:
        from_at, until_at = max(midnight + start, reached), min(midnight + stop, end)
        if from_at < until_at:
            if reached < from_at:
                yield reached, from_at, False
            yield from_at, until_at, True
            reached = until_at
    if reached < end:
        yield reached, end, False


def clock(text: str) -> timedelta:
    """09:30 or 24:00 as time since midnight."""
    hours, minutes = text.split(":")[:2]
    return timedelta(hours=int(hours), minutes=int(minutes))
