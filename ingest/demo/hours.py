"""When each brand's customer care is open: weeks that change, holidays, single odd days."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .cast import FJORDKIND, NORDLICHT
from .days import DAY, day_of, moment_of, start_of
from .holidays import holidays_of_hamburg

Window = tuple[str, str]  # from, until in local time; 24:00 is the end of the day
Windows = tuple[Window, ...]
ALWAYS = date(1970, 1, 1)
WORKDAYS = range(1, 6)
EARLY: Windows = (("08:00", "12:30"), ("13:30", "18:00"))
LATER: Windows = (("09:00", "12:00"), ("13:00", "17:30"))
BRITISH: Windows = (("09:00", "13:00"), ("14:00", "17:30"))


@dataclass
class Hours:
    """The opening hours of one brand, laid out from plain rows."""

    zone: ZoneInfo
    weeks: dict[date, dict[int, Windows]]  # first day it holds: weekday (1 is Monday): windows
    closed: dict[date, str] = field(default_factory=dict)
    special: dict[date, Windows] = field(default_factory=dict)
    breaks: dict[date, Windows] = field(default_factory=dict)
    region: tuple[str, str] | None = None  # whose holidays are closed days

    def is_closed(self, day: date) -> bool:
        return day in self.closed or self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        return self.region is not None and day in holidays_of_hamburg(day.year)

    def on(self, day: date) -> list[tuple[datetime, datetime]]:
        """The open stretches of a day, in UTC and in order."""
        if day in self.special:
            windows = self.special[day]
        elif self.is_closed(day):
            windows = ()
        else:
            week = self.weeks[max(first for first in self.weeks if first <= day)]
            windows = week.get(day.isoweekday(), ())
        stretches = [self._stretch(day, window) for window in windows]
        for pause in self.breaks.get(day, ()):
            stretches = list(_without(stretches, *self._stretch(day, pause)))
        return stretches

    def _stretch(self, day: date, window: Window) -> tuple[datetime, datetime]:
        return _moment(day, window[0], self.zone), _moment(day, window[1], self.zone)

    def between(self, first: datetime, last: datetime) -> int:
        """Seconds open between two moments."""
        day, total = day_of(first, self.zone), 0.0
        while start_of(day, self.zone) < last:
            for begins, ends in _known(self, day):
                total += max(0.0, (min(ends, last) - max(begins, first)).total_seconds())
            day += DAY
        return round(total)

    def after(self, start: datetime, wanted: int) -> datetime:
        """The first moment by which it was open for so many seconds since `start`."""
        day, left = day_of(start, self.zone), float(wanted)
        while True:
            for begins, ends in _known(self, day):
                open_for = (ends - max(begins, start)).total_seconds()
                if open_for > 0:
                    if open_for >= left:
                        return max(begins, start) + timedelta(seconds=left)
                    left -= open_for
            day += DAY

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=1 << 12)
def _known(hours: Hours, day: date) -> list[tuple[datetime, datetime]]:
    return hours.on(day)


def _moment(day: date, at: str, zone: ZoneInfo) -> datetime:
    if at == "24:00":
        return start_of(day + DAY, zone)
    return moment_of(day, time.fromisoformat(at), zone)


def _without(stretches, first: datetime, last: datetime):
    for begins, ends in stretches:
        if begins < min(ends, first):
            yield begins, min(ends, first)
        if max(begins, last) < ends:
            yield max(begins, last), ends


def opening_hours(start: datetime, until: datetime) -> dict[str, Hours]:
    """Of each shop; what changes or is odd falls into the demo's own weeks."""
    changed = day_of(start + (until - start) * 0.5, NORDLICHT.zone)
    first_week = dict.fromkeys(WORKDAYS, EARLY) | {6: (("09:00", "13:00"),)}
    second_week = dict.fromkeys(WORKDAYS, LATER)
    british = dict.fromkeys(WORKDAYS, BRITISH) | {4: (*BRITISH, ("19:00", "24:00"))}
    hours = {
        NORDLICHT.shop: Hours(
            NORDLICHT.zone, {ALWAYS: first_week, changed: second_week}, region=("DE", "HH")
        ),
        FJORDKIND.shop: Hours(FJORDKIND.zone, {ALWAYS: british}),
    }
    for one in hours.values():
        closed, short, broken = (
            _workday(start + (until - start) * share, one) for share in (0.33, 0.6, 0.8)
        )
        one.closed[closed] = "outing"
        one.special[short] = (("10:00", "12:00"), ("15:00", "16:30"))
        one.breaks[broken] = (("11:00", "14:30"),)
    return hours


def _workday(at: datetime, hours: Hours) -> date:
    """That day, or the next on which work would be done."""
    day = day_of(at, hours.zone)
    while day.isoweekday() > 5 or hours.is_holiday(day) or day in hours.closed | hours.special:
        day += DAY
    return day
