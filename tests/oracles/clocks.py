"""Seconds during which a shop is open, walked day by day on its own clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .hours import Window

Piece = tuple[datetime, datetime]  # UTC, without its end
DAY = timedelta(days=1)
FAR = 800  # days without an open second: it will not open again


class Clock:
    """What `windows` says of each local day, laid into UTC.

    Open is every moment at which the clock on the wall shows a time within a window of its day:
    an hour that the wall skips is never, one that it shows twice is open twice.
    """

    def __init__(self, zone: str, windows: Callable[[date], list[Window]]) -> None:
        self.zone, self.windows = ZoneInfo(zone), windows
        self.known: dict[date, list[Piece]] = {}

    def pieces(self, day: date) -> list[Piece]:
        """The open stretches of one local day, in order, without empty ones."""
        if day not in self.known:
            self.known[day] = [
                piece
                for offset, begin, end in self.offsets(day)
                for a, b in self.windows(day)
                if (piece := cut(day, offset, (a, b), begin, end))
            ]
        return self.known[day]

    def offsets(self, day: date) -> list[tuple[timedelta, datetime, datetime]]:
        """Which offset holds from when until when; more than one only where the clock is set."""
        midnight = datetime.combine(day, time())
        first, last = self.offset(midnight, 0), self.offset(midnight + DAY, 1)
        if first == last:
            return [(first, datetime.min, datetime.max)]
        before = midnight - max(first, last) - timedelta(hours=1)
        after = midnight + DAY - min(first, last) + timedelta(hours=1)
        while after - before > timedelta(seconds=1):
            middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
            if self.at(middle) == last:
                after = middle
            else:
                before = middle
        return [(first, datetime.min, after), (last, after, datetime.max)]

    def offset(self, wall: datetime, fold: int) -> timedelta:
        return wall.replace(tzinfo=self.zone, fold=fold).utcoffset() or timedelta()

    def at(self, moment: datetime) -> timedelta:
        return moment.replace(tzinfo=UTC).astimezone(self.zone).utcoffset() or timedelta()

    def local_day(self, moment: datetime) -> date:
        return moment.replace(tzinfo=UTC).astimezone(self.zone).date()

    def open_seconds(self, start: datetime, end: datetime) -> float:
        day, last, total = self.local_day(start), self.local_day(end), 0.0
        while day <= last:
            for begin, stop in self.pieces(day):
                total += max(0.0, (min(stop, end) - max(begin, start)).total_seconds())
            day += DAY
        return total

    def after(self, start: datetime, seconds: float) -> datetime | None:
        """The first moment at which it has been open for so long since `start`; None: never."""
        if seconds <= 0:
            return start
        day, left = self.local_day(start), seconds
        for _ in range(FAR):
            for begin, stop in self.pieces(day):
                held = (stop - max(begin, start)).total_seconds()
                if 0 < left <= held:
                    return max(begin, start) + timedelta(seconds=left)
                left -= max(0.0, held)
            day += DAY
        return None

    def is_open(self, moment: datetime) -> bool:
        return any(a <= moment < b for a, b in self.pieces(self.local_day(moment)))


def cut(
    day: date, offset: timedelta, window: Window, begin: datetime, end: datetime
) -> Piece | None:
    midnight = datetime.combine(day, time()) - offset
    start, stop = max(midnight + window[0], begin), min(midnight + window[1], end)
    return (start, stop) if start < stop else None
