"""Which local day, week and hour is each moment in each shop?

Without a gap wherever there are data. A row ends at midnight UTC, at local midnight and where the
clocks change, so within a row day, week and offset are one; join on utc_day and from_at, until_at.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pyarrow as pa

READS = {
    "shops": "select shop, zone from seeds.shops order by shop",
    "days": "select seen_day as day from staging.seen_days order by seen_day",
    "longest": """
        select max(coalesce(clocks.target_seconds, targets.value_seconds)) as target_seconds
        from seeds.reply_clocks as clocks
        cross join seeds.targets as targets
        where targets.name = 'reply_target' and lower(trim(clocks.clock)) = 'business'
    """,
}
COLUMNS = {
    "shop": "varchar",
    "utc_day": "date",
    "from_at": "timestamp",
    "until_at": "timestamp",
    "local_day": "date",
    "week_start_day": "date",
    "weekday": "integer",
    "utc_offset_seconds": "double",
}
KEY = ("shop", "from_at")
MARGIN = timedelta(days=16)  # a whole week and the longest targets beyond what was seen
LONGEST_GAP = timedelta(days=3660)  # beyond, a stray date (1970) is no reason to fill decades
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def run(shops: pa.Table, days: pa.Table, longest: pa.Table | None = None) -> dict[str, list]:
    wanted = list(filled(days["day"].to_pylist(), beyond(longest)))
    rows = [
        (shop, *row)
        for shop, zone in zip(shops["shop"].to_pylist(), shops["zone"].to_pylist(), strict=True)
        for day in wanted
        for row in rows_of(day, ZoneInfo(zone))
    ]
    return {name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)}


def beyond(longest: pa.Table | None) -> timedelta:
    """How far to go on after the last day, so that the longest target in opening hours is due.

    As if shops were open for one hour a day; most are for more, with holidays between.
    """
    (seconds,) = longest["target_seconds"].to_pylist() if longest else (None,)
    return MARGIN + min(DAY * ((seconds or 0) / 3600), LONGEST_GAP)


def filled(days: list[date], after: timedelta = MARGIN) -> Iterator[date]:
    """The days of data in order, with their margins and the gaps between them filled."""
    reached = date.min
    for index, day in enumerate(days):
        start = day - MARGIN
        if index and day - days[index - 1] <= LONGEST_GAP:
            start = days[index - 1]
        current = max(start, reached)
        while current <= day + after:
            yield current
            current += DAY
        reached = current


def rows_of(day: date, zone: ZoneInfo) -> Iterator[tuple]:
    start = datetime(day.year, day.month, day.day)
    for from_at, until_at in pairwise(cuts(start, start + DAY, zone)):
        offset = offset_at(from_at, zone)
        local = (from_at + offset).date()
        week = local - timedelta(days=local.weekday())
        yield day, from_at, until_at, local, week, local.isoweekday(), offset.total_seconds()


def cuts(start: datetime, end: datetime, zone: ZoneInfo) -> list[datetime]:
    """Start, end, and every clock change and local midnight between them."""
    change = clock_change(start, end, zone)
    pieces = [start, change, end] if change else [start, end]
    found = set(pieces)
    for from_at, until_at in pairwise(pieces):
        offset = offset_at(from_at, zone)
        local = (from_at + offset).date() + DAY
        midnight = datetime(local.year, local.month, local.day) - offset
        if from_at < midnight < until_at:
            found.add(midnight)
    return sorted(found)


def clock_change(start: datetime, end: datetime, zone: ZoneInfo) -> datetime | None:
    """The first second of the new offset, if it changes between start and end."""
    before = offset_at(start, zone)
    if offset_at(end - SECOND, zone) == before:
        return None
    low, high = 0, int((end - start).total_seconds()) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(start + middle * SECOND, zone) == before:
            low = middle
        else:
            high = middle
    return start + high * SECOND


def offset_at(moment: datetime, zone: ZoneInfo) -> timedelta:
    offset = moment.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    assert offset is not None
    return offset
