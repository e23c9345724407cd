"""Time stamps of Exim's log as UTC: local time, with its zone only where log_timezone is set."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_STAMP = rb"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [+-]\d{4})?) "
_FIRST = re.compile(_STAMP)
_LOCAL = re.compile(rb"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? (?![+-]\d{4} )")
_STEP_BACK = timedelta(minutes=1)
_ONE_HOUR = timedelta(hours=1)
_TOO_FAR = timedelta(days=366)
_EARLIEST = datetime(1995, 1, 1)  # Exim's first release


class OutOfRange(ValueError):
    """A time at which Exim cannot have written this file."""


class Clock:
    """Reads one file's stamps in the order of its lines; `until_at` is when it was last written."""

    def __init__(self, zone: str | None, until_at: datetime):
        self._zone = ZoneInfo(zone or "UTC")
        self._until = until_at
        self._text = ""
        self._utc: datetime | None = None
        self._hour = ""  # "2026-11-23 08:" where the hour runs once, and its start in UTC
        self._hour_utc = until_at
        self.repeated = 0  # stamps in an hour that the end of summer time repeats

    def start_before(self, stamp: str, new_years: int) -> None:
        """Nothing to learn from the end of the file: every stamp names its year."""

    def utc(self, stamp: str) -> datetime:
        """The moment in naive UTC; ValueError where there is no such moment."""
        if stamp == self._text and self._utc is not None:
            return self._utc
        if len(stamp) > 20 and stamp[-6] == " ":
            zoned = datetime.fromisoformat(stamp[:-6] + stamp[-5:])
            moment = zoned.astimezone(UTC).replace(tzinfo=None)
        elif stamp[:14] == self._hour:
            moment = self._hour_utc + _within_hour(stamp)
        else:
            moment = self._local(stamp)
        if moment < _EARLIEST or moment > self._until + _TOO_FAR:
            raise OutOfRange(stamp[:4])
        self._text, self._utc = stamp, moment
        return moment

    def _local(self, stamp: str) -> datetime:
        within = _within_hour(stamp)
        start = datetime.fromisoformat(stamp[:13] + ":00")
        first, second = (self._fold(start, fold) + within for fold in (0, 1))
        if first == second:
            self._hour, self._hour_utc = stamp[:14], first - within
            return first
        self._hour = ""
        if first > second:  # the hour that summer time leaves out: as if the clock had gone on
            return first
        self.repeated += 1
        return second if self._is_second_run(first, second) else first

    def _is_second_run(self, first: datetime, second: datetime) -> bool:
        """Once time steps back; where reading begins there, by when the file was last written."""
        if self._utc is None:
            return timedelta(0) <= self._until - second < _ONE_HOUR
        return first < self._utc - _STEP_BACK <= second

    def _fold(self, local: datetime, fold: int) -> datetime:
        zoned = local.replace(tzinfo=self._zone, fold=fold)
        return zoned.astimezone(UTC).replace(tzinfo=None)


def _within_hour(stamp: str) -> timedelta:
    """Of "2026-11-23 08:07:59.123"; a leap second is written as :60."""
    minutes, seconds = int(stamp[14:16]), float(stamp[17:])
    if minutes > 59 or seconds >= 61:
        raise ValueError(f"no such time within an hour: {stamp[13:]}")
    return timedelta(minutes=minutes, seconds=min(seconds, 59.999999))


def names_no_zone(block: bytes) -> bool:
    return _LOCAL.search(block) is not None


def new_years(blocks: Iterable[bytes]) -> tuple[str | None, int]:
    """Every stamp names its year: nothing has to be read ahead."""
    return None, 0


def first_stamp(head: bytes) -> str | None:
    found = _FIRST.match(head)
    return found[1].decode() if found else None
