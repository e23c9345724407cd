"""When a shop is open on a day of its own clock: from its weeks, special days, breaks, holidays."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sql.holiday_regions import EVERYBODY, Holidays, newest
from sql.trouble import Trouble

Window = tuple[timedelta, timedelta]  # since local midnight
DAY = timedelta(days=1)


class Opening:
    """The hours of every shop. Rows are those of the seeds; a shop's own hold over everybody's."""

    def __init__(
        self, weeks: Iterable[dict], special: Iterable[dict], breaks: Iterable[dict],
        closed: Iterable[dict], regions: Iterable[dict],
    ) -> None:  # fmt: skip
        self.weeks = _weeks(weeks)
        self.special = _by_day(special, "special_hours")
        self.breaks = _by_day(breaks, "breaks")
        self.closed = {(row["shop"], row["closed_day"]) for row in closed}
        self.holidays = Holidays(regions)

    def windows(self, shop: str, day: date, weekday: int) -> list[Window]:
        """The open windows of a day, in order and apart."""
        if self.is_closed(shop, day):
            return []
        usual = self._week(shop, day).get(weekday, [])
        own = next((self.special[name, day] for name in (shop, EVERYBODY)
                    if (name, day) in self.special), usual)  # fmt: skip
        pauses = self.breaks.get((shop, day), []) + self.breaks.get((EVERYBODY, day), [])
        return without(merged(own), merged(pauses))

    def is_closed(self, shop: str, day: date) -> bool:
        is_shut = (shop, day) in self.closed or (EVERYBODY, day) in self.closed
        return is_shut or self.holidays.is_holiday(shop, day)

    def _week(self, shop: str, day: date) -> dict[int, list[Window]]:
        """The shop's own week, once it has any that is valid; before that everybody's."""
        for name in (shop, EVERYBODY):
            week = newest(self.weeks.get(name, []), day)
            if week is not None:
                return week
        return {}


def _weeks(rows: Iterable[dict]) -> dict[str, list[tuple[date, dict[int, list[Window]]]]]:
    """shop -> what holds from which day, each whole week new; a row without times closes."""
    found: dict[str, list[tuple[date, dict[int, list[Window]]]]] = {}
    for row in rows:
        dated = found.setdefault(row["shop"], [])
        if not dated or dated[-1][0] != row["valid_from_day"]:
            dated.append((row["valid_from_day"], {}))
        if span := window(row, "opening_hours"):
            dated[-1][1].setdefault(row["weekday"], []).append(span)
    return found


def _by_day(rows: Iterable[dict], seed: str) -> dict[tuple[str, date], list[Window]]:
    found: dict[tuple[str, date], list[Window]] = defaultdict(list)
    for row in rows:
        spans = found[row["shop"], row["day"]]  # named without times: closed, or no break
        if span := window(row, seed):
            spans.append(span)
    return dict(found)


def window(row: dict, seed: str) -> Window | None:
    if not (row["from_time"] and row["until_time"]):
        return None
    start, end = (clock(row[name], seed) for name in ("from_time", "until_time"))
    if start > end:
        raise Trouble(f"seeds/{seed}.csv: {row['from_time']} to {row['until_time']} ends before it "
                      "begins; write hours past midnight as two rows, until 24:00 and from 00:00")
    return start, end


def clock(text: str, seed: str) -> timedelta:
    """09:30 or 24:00 as time since midnight."""
    parts = text.split(":")
    if len(parts) in (2, 3) and all(part.isdigit() and len(part) == 2 for part in parts):
        hours, minutes, *seconds = map(int, parts)
        since = timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))
        if since <= DAY and minutes < 60 and sum(seconds) < 60:
            return since
    raise Trouble(f"seeds/{seed}.csv: {text!r} is no time of day; write 09:30, or 24:00 at its end")


def merged(windows: Iterable[Window]) -> list[Window]:
    found: list[Window] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def without(windows: list[Window], pauses: list[Window]) -> list[Window]:
    """What is left of the windows; both in order and apart."""
    for pause_start, pause_end in pauses:
        pieces = [piece for start, end in windows
                  for piece in ((start, min(end, pause_start)), (max(start, pause_end), end))]
        windows = [(start, end) for start, end in pieces if start < end]
    return windows
