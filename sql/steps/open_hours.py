"""How many seconds has each shop been open, counted up to any moment?

Open means that the shop's wall clock lies within one of its windows on a day that is not closed.
A special day replaces the week's hours, a break takes from either, a closed day or holiday all.
Business seconds from a to b are the count at b less the count at a.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pyarrow as pa

from sql.opening import Opening, Window

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
    "special": """
        select shop, cast(day as date) as day, from_time, until_time
        from seeds.special_hours
        order by shop, day, from_time
    """,
    "breaks": """
        select shop, cast(day as date) as day, from_time, until_time
        from seeds.breaks
        order by shop, day, from_time
    """,
    "closed": "select shop, closed_day from seeds.closed_days order by shop, closed_day",
    "regions": """
        select shop, country, region, coalesce(valid_from_day, date '1970-01-01') as valid_from_day
        from seeds.holiday_regions
        order by shop, valid_from_day, country, region
    """,
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


def run(
    calendar: pa.Table, windows: pa.Table, special: pa.Table, breaks: pa.Table, closed: pa.Table,
    regions: pa.Table,
) -> dict[str, list]:  # fmt: skip
    given = (windows, special, breaks, closed, regions)
    opening = Opening(*(table.to_pylist() for table in given))
    made: dict[str, list] = {name: [] for name in COLUMNS}
    counts: dict[str, float] = {}
    for row in calendar.to_pylist():
        shop = row["shop"]
        hours = opening.windows(shop, row["local_day"], row["weekday"])
        for from_at, until_at, is_open in pieces(row, hours):
            before = counts.get(shop, 0.0)
            counts[shop] = before + is_open * (until_at - from_at).total_seconds()
            values = (shop, row["utc_day"], from_at, until_at, is_open, before)
            for name, value in zip(COLUMNS, values, strict=True):
                made[name].append(value)
    return made


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
