"""Time stamps of log lines as UTC: RFC 3339, and the classic form without year and zone."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ingest.log_years import CLASSIC, MONTHS, new_years, years_on

__all__ = ["Clock", "Moment", "first_stamp", "names_no_zone", "new_years"]

_FIRST = re.compile(rb"(?:<\d+>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[^ ]+)")
_HALF_A_YEAR = timedelta(days=183)
_ONE_DAY = timedelta(days=1)
_ONE_HOUR = timedelta(hours=1)
_STEP_BACK = timedelta(minutes=1)
_LEAP_CYCLE = 9  # years back within which a 29 February is found, 1896-1904 included


Moment = tuple[datetime, str]  # naive UTC, and the same as ISO text


class Clock:
    """Reads one file's stamps in the order of its lines.

    Syslog's classic stamp says neither year nor zone: the year is the latest that does not lie
    more than a day beyond `until_at` (when the file was last written, UTC), and then follows the
    order of the lines over New Year.
    """

    def __init__(self, zone: str | None, until_at: datetime):
        self._zone = ZoneInfo(zone or "UTC")
        self._limit = until_at + _ONE_DAY
        self._year = self._limit.year
        self._local: datetime | None = None
        self._utc = datetime(1970, 1, 1)
        self._stamp, self._moment = "", (self._utc, "")
        self._hour_stamp, self._hour_text = "", ""  # RFC 3339 up to the hour, and that hour in UTC
        self._hour = ""  # the classic stamp up to the hour, and that hour in UTC
        self._hour_utc = self._utc
        self.repeated = 0  # stamps in an hour that the end of summer time repeats

    def start_before(self, stamp: str, new_years: int) -> None:
        """The file ends with `stamp` after that many New Years: its first line is as much older."""
        with suppress(ValueError, KeyError):  # no such time: then the file's own time must do
            _, local = self._latest(stamp, self._year)
            self._year = local.year - new_years

    def utc(self, stamp: str) -> datetime:
        return self.moment(stamp)[0]

    def moment(self, stamp: str) -> Moment:
        """ValueError or KeyError where there is no such moment."""
        if stamp == self._stamp:
            return self._moment
        if stamp[0].isdigit():
            moment = self._rfc3339(stamp)
        elif stamp[:9] == self._hour:
            moment = _moment(self._hour_utc + _within_hour(stamp[9:]))
        else:
            moment = _moment(self._classic(stamp))
        self._stamp, self._moment, self._utc = stamp, moment, moment[0]
        return moment

    def _rfc3339(self, stamp: str) -> Moment:
        """Whole hours from UTC, nearly all are: then only the hour needs to be reckoned."""
        zone = stamp[-6:]
        if zone[3:] != ":00":
            return _moment(_in_utc(stamp))
        hour = stamp[:13] + zone
        if hour != self._hour_stamp:
            utc = _in_utc(f"{stamp[:13]}:00:00{zone}")
            self._hour_stamp, self._hour_text = hour, utc.isoformat()[:13]
        text = self._hour_text + stamp[13:-6]
        at = datetime.fromisoformat(text)
        return (at, text) if len(text) == 26 and at.microsecond else _moment(at)

    def _classic(self, stamp: str) -> datetime:
        moment, local = self._latest(stamp, self._likely_year(stamp))
        # A December line between January's does not turn the year back.
        if self._local is None or local > self._local - _HALF_A_YEAR:
            self._local = local
        first, second = self._fold(local, 0), self._fold(local, 1)
        self.repeated += first < second
        self._hour = "" if first != second else stamp[:9]
        self._hour_utc = moment - _within_hour(stamp[9:])
        return moment

    def _likely_year(self, stamp: str) -> int:
        if self._local is None:
            return self._year
        return self._local.year + years_on(self._local.month, MONTHS[stamp[:3]])

    def _latest(self, stamp: str, year: int) -> tuple[datetime, datetime]:
        """UTC and local time in the given year, else the nearest before it that has the day."""
        month, day, hour = MONTHS[stamp[:3]], int(stamp[4:6]), int(stamp[7:9])
        for candidate in range(year, year - _LEAP_CYCLE, -1):
            if (month, day) == (2, 29) and candidate % 4:
                continue
            local = datetime(candidate, month, day, hour) + _within_hour(stamp[9:])
            moment = self._in_utc(local)
            if moment <= self._limit:
                return moment, local
        raise ValueError(f"{stamp[:6]} fits no year")

    def _in_utc(self, local: datetime) -> datetime:
        """The hour that the end of summer time repeats: its second run once time steps back.

        Reading that begins within it goes by when the file was last written.
        """
        first, second = self._fold(local, 0), self._fold(local, 1)
        if first < self._utc - _STEP_BACK <= second:
            return second
        is_late = not self._stamp and first < second <= self._limit - _ONE_DAY < second + _ONE_HOUR
        return second if is_late else first

    def _fold(self, local: datetime, fold: int) -> datetime:
        zoned = local.replace(tzinfo=self._zone, fold=fold)
        return zoned.astimezone(UTC).replace(tzinfo=None)


def _in_utc(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp).astimezone(UTC).replace(tzinfo=None)


def _moment(at: datetime) -> Moment:
    return at, at.isoformat()


@lru_cache(maxsize=3600)
def _within_hour(text: str) -> timedelta:
    """Of ":07:59"; a leap second is written as :60."""
    minutes, seconds = int(text[1:3]), int(text[4:6])
    if minutes > 59 or seconds > 60:
        raise ValueError(f"no such time within an hour: {text}")
    return timedelta(minutes=minutes, seconds=min(seconds, 59))


def names_no_zone(block: bytes) -> bool:
    return CLASSIC.search(b"\n" + block) is not None


def first_stamp(head: bytes) -> str | None:
    found = _FIRST.match(head)
    return found[1].decode() if found else None
