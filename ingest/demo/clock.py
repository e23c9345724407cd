"""When things happen: daily and weekly rhythm, whole seconds, clear of the ambiguous hour."""

from bisect import bisect
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

HOURS = (3, 1, 1, 0, 0, 1, 3, 6, 9, 10, 11, 11, 12, 11, 10, 10, 11, 12, 14, 17, 20, 19, 13, 7)
WEEKDAYS = (1.12, 1.0, 0.98, 0.97, 0.92, 0.9, 1.15)
DAY_SECONDS = 86_400


def seconds(count: float) -> timedelta:
    return timedelta(seconds=round(count))


@lru_cache(maxsize=1 << 16)
def local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.replace(tzinfo=UTC).astimezone(zone)


def utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)


def is_near_clock_change(at: datetime, zone: ZoneInfo) -> bool:
    """Local stamps without zone are ambiguous there, so the truth stays away from that night."""
    return is_change_between(at - timedelta(hours=12), at + timedelta(hours=12), zone)


def is_change_between(first: datetime, last: datetime, zone: ZoneInfo) -> bool:
    return local(first, zone).utcoffset() != local(last, zone).utcoffset()


class Rhythm:
    """Draws moments between two times, more of them when a shop is busy."""

    def __init__(self, start: datetime, end: datetime, zone: ZoneInfo, random: Random) -> None:
        self.random = random
        self.hours = []
        weights = []
        at = start
        while at < end:
            here = local(at, zone)
            growth = 1 + 0.25 * (at - start) / (end - start)
            weight = HOURS[here.hour] * WEEKDAYS[here.weekday()] * growth
            is_odd = is_near_clock_change(at, zone) or at + timedelta(hours=1) > end
            weights.append(0 if is_odd else weight + 0.2)
            self.hours.append(at)
            at += timedelta(hours=1)
        self.sums = list(accumulate(weights))

    def moment(self) -> datetime:
        hour = bisect(self.sums, self.random.random() * self.sums[-1])
        return self.hours[min(hour, len(self.hours) - 1)] + seconds(self.random.randrange(3600))


def in_office(at: datetime, zone: ZoneInfo, random: Random, *, opens: int = 8, closes: int = 18):
    """The next moment from `at` on when people work there."""
    here = local(at, zone)
    if here.hour < opens:
        here = here.replace(hour=opens, minute=random.randrange(60))
    elif here.hour >= closes:
        here = (here + timedelta(days=1)).replace(hour=opens, minute=random.randrange(60))
    return utc(here)


def clear_of_change(at: datetime, zone: ZoneInfo) -> datetime:
    """The same moment, or a day later where the clocks change that night."""
    return at + timedelta(hours=26) if is_near_clock_change(at, zone) else at
