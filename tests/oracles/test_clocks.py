"""The oracle's business time: by hand, by the wall clock and by another project's examples."""

import importlib
import json
import random
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
Clock = importlib.import_module("oracles.clocks").Clock
hours = importlib.import_module("oracles.hours")
testdata = importlib.import_module("testdata")

DAY = timedelta(days=1)
SECONDS = {"second": 1, "minute": 60, "hour": 3600}
WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
# Where the examples mean something else than we do, and what we say instead.
AT_ONCE = "no open second is asked for: due at once, not when it opens next"
CLOSES = "used up when a period ends: the customer was answered in time until then, not longer"
OTHERWISE = {
    "case-07": ("2006-01-08T12:00:00", CLOSES),
    "case-11": ("2006-01-03T00:00:00", AT_ONCE),
    "case-15": ("2006-01-03T00:00:00", AT_ONCE),
    "case-19": ("2006-01-03T00:00:00", AT_ONCE),
    # 02:30 to 03:15 where the clock goes from 02:00 to 03:00: for 15 minutes it shows such a time
    "period-15": ([("2006-04-02T10:00:00", "2006-04-02T10:15:00")], "the clock on the wall"),
}


def tables(example: dict) -> dict:
    def of_days(name: str) -> list[dict]:
        return [{"shop": "*", "day": day, "from_time": start, "until_time": end}
                for day, spans in example[name].items() for start, end in spans]  # fmt: skip

    week = [{"shop": "*", "weekday": str(WEEKDAYS[day]), "from_time": start, "until_time": end}
            for day, spans in example["hours"].items() for start, end in spans]  # fmt: skip
    closed = [{"shop": "*", "closed_day": day} for day in example["holidays"]]
    return {"opening_hours": week, "special_hours": of_days("shifts"),
            "breaks": of_days("breaks"), "closed_days": closed}  # fmt: skip


def clock_of(example: dict) -> tuple:
    meant = hours.Hours("shop", tables(example))
    return Clock(example["timezone"], meant.windows), meant


def moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def examples(name: str) -> list[dict]:
    return json.loads((testdata.needed_set("business_time") / name).read_text())


def periods(clock, start: datetime, is_after: bool):
    """Open stretches from `start` on, or back from it, cut there."""
    for n in range(60):
        day = clock.local_day(start) + (n if is_after else -n) * DAY
        for begin, end in clock.pieces(day)[:: 1 if is_after else -1]:
            piece = (max(begin, start), end) if is_after else (begin, min(end, start))
            if piece[0] < piece[1]:
                yield piece


def before(clock, start: datetime, seconds: float) -> datetime:
    """Ours knows no way back: the open stretches before `start`, used up from their ends."""
    for begin, end in periods(clock, start, is_after=False):
        if seconds <= (held := (end - begin).total_seconds()):
            return end - timedelta(seconds=seconds)
        seconds -= held
    raise LookupError


def by_days(clock, start: datetime, count: int, is_after: bool) -> datetime:
    """The same time of day on the Nth other day with open time, then the nearest open moment."""
    day, step = clock.local_day(start), DAY if is_after else -DAY
    local = start.replace(tzinfo=UTC).astimezone(clock.zone)
    while count:
        day += step
        count -= bool(clock.pieces(day))
    then = datetime.combine(day, local.timetz()).astimezone(UTC).replace(tzinfo=None)
    near = next(periods(clock, then, is_after))
    return near[0] if is_after else near[1]


def answer(case: dict):
    clock, _ = clock_of(case)
    if case["kind"] == "elapsed":
        return clock.open_seconds(moment(case["from"]), moment(case["to"]))
    start = moment(case["start"])
    if case["unit"] == "day":
        return by_days(clock, start, case["amount"], case["kind"] == "after")
    seconds = case["amount"] * SECONDS[case["unit"]]
    return (clock.after if case["kind"] == "after" else lambda *of: before(clock, *of))(
        start, seconds
    )


def test_all_cases_of_another_project_but_for_four_that_mean_something_else():
    wrong = {}
    for case in examples("cases.json"):
        stated = case.get("expected_seconds", case.get("expected_time"))
        stated = OTHERWISE.get(case["id"], (stated,))[0]
        expected = moment(stated) if isinstance(stated, str) else stated
        if (found := answer(case)) != expected:
            wrong[case["id"]] = (found, expected)

    assert wrong == {}


def test_all_periods_of_another_project_but_for_one_on_a_night_the_clock_is_set():
    wrong = {}
    for case in examples("periods.json"):
        stated = OTHERWISE.get(case["id"], (case["expected_periods"],))[0]
        expected = [(moment(start), moment(end)) for start, end in stated]
        clock, _ = clock_of(case)
        found = periods(clock, moment(case["start"]), case["kind"] == "periods_after")
        found = [next(found) for _ in expected]
        if "total_seconds" in case:  # its last period is cut so that all add up
            total = sum((end - start).total_seconds() for start, end in found[:-1])
            left = timedelta(seconds=case["total_seconds"] - total)
            found[-1] = (found[-1][1] - left, found[-1][1])
        if found != expected:
            wrong[case["id"]] = (found, expected)

    assert wrong == {}


def test_all_states_of_another_project():
    def state(case: dict) -> bool:
        clock, meant = clock_of(case)
        at, day = moment(case["at"]), clock.local_day(moment(case["at"]))
        if case["question"] == "on_holiday":
            return meant.is_closed(day)
        if case["question"] == "open":
            return clock.is_open(at)
        whole = Clock(case["timezone"], lambda day: hours.spans(meant.of_day("breaks", "day", day)))
        return whole.is_open(at)  # a break asked regardless of whether it would be open

    assert [case["id"] for case in examples("states.json") if state(case) != case["expected"]] == []


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "America/Havana",
                                  "America/Santiago", "Asia/Kolkata", "Pacific/Apia"])  # fmt: skip
def test_open_is_what_the_clock_on_the_wall_shows_minute_by_minute(zone):
    chance = random.Random(zone)
    place, day = ZoneInfo(zone), timedelta(hours=24)
    spans = [(timedelta(minutes=30), timedelta(minutes=100)), (timedelta(hours=2), 3 * day / 24),
             (timedelta(hours=9), timedelta(hours=17)), (23 * day / 24, day)]  # fmt: skip
    clock = Clock(zone, lambda day: spans)

    def shows(at: datetime) -> bool:
        wall = at.replace(tzinfo=UTC).astimezone(place)
        since = timedelta(hours=wall.hour, minutes=wall.minute)
        return any(start <= since < end for start, end in spans)

    noons = [datetime(year, 1, 1, 12) + n * DAY for year in (2011, 2026) for n in range(365)]
    of_set = [noon for noon in noons if clock.at(noon) != clock.at(noon + DAY)]
    for noon in [*of_set, *chance.sample(noons, 5)]:
        minutes = [noon + timedelta(minutes=n) for n in range(-720, 2160)]
        counted = 60 * sum(map(shows, minutes))
        assert clock.open_seconds(minutes[0], minutes[-1] + timedelta(minutes=1)) == counted, noon


BERLIN = [{"shop": "*", "weekday": str(day), "from_time": "09:00", "until_time": "17:00"}
          for day in range(1, 6)]  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "due_at"),
    [
        (0, "2026-11-20 15:30"),
        (1800, "2026-11-20 16:00"),  # Friday 17:00 in Berlin: it closes, and that is the end
        (1801, "2026-11-23 08:00:01"),
        (1800 + 8 * 3600, "2026-11-23 16:00"),
    ],
)
def test_a_business_target_ends_when_the_shop_has_been_open_for_so_long(seconds, due_at):
    clock = Clock("Europe/Berlin", hours.Hours("nord", {"opening_hours": BERLIN}).windows)

    assert clock.after(datetime(2026, 11, 20, 15, 30), seconds) == datetime.fromisoformat(due_at)


def test_a_shop_that_never_opens_owes_nothing_by_a_business_clock():
    assert Clock("Europe/Berlin", lambda day: []).after(datetime(2026, 11, 20), 1) is None


WEEK = [("*", "1", "09:00", "17:00", ""), ("nord", "1", "10:00", "12:00", "2026-03-09"),
        ("nord", "2", "", "", "2026-03-16")]  # fmt: skip
NAMES = ("shop", "weekday", "from_time", "until_time", "valid_from_day")
SPANS = ("shop", "day", "from_time", "until_time")
SPECIAL = [("*", "2026-03-02", "13:00", "14:00"), ("*", "2026-03-09", "13:00", "14:00"),
           ("nord", "2026-03-09", "15:00", "24:00")]  # fmt: skip
BREAKS = [("nord", "2026-02-23", "08:00", "10:00"), ("nord", "2026-03-09", "16:00", "17:00")]
REGIONS = [("nord", "DE", "BW", "2026-01-02"), ("nord", "DE", "BE", "2026-02-01")]


def named(names: tuple, rows: list) -> list[dict]:
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-16", [(9, 17)]),
        ("2026-02-17", []),  # a Tuesday
        ("2026-02-23", [(10, 17)]),  # a break at its beginning
        ("2026-03-02", [(13, 14)]),  # special hours of every shop
        ("2026-03-09", [(15, 16), (17, 24)]),  # its own come first; a break takes from them too
        ("2026-03-10", []),
        ("2026-03-16", []),  # a new week that knows no Monday
        ("2026-01-05", [(9, 17)]),
        ("2026-01-06", []),
        ("2026-03-23", []),
    ],
)
def test_each_day_has_the_windows_that_were_meant_for_it(day, expected):
    meant = hours.Hours("nord", {
        "opening_hours": named(NAMES, WEEK), "special_hours": named(SPANS, SPECIAL),
        "breaks": named(SPANS, BREAKS),
    })  # fmt: skip

    found = meant.windows(date.fromisoformat(day))

    assert [tuple(one / timedelta(hours=1) for one in window) for window in found] == expected


@pytest.mark.parametrize(
    ("day", "is_closed"),
    [
        ("2026-01-01", False),  # before the region holds
        ("2026-01-06", True),  # Epiphany, in Baden-Württemberg
        ("2026-03-08", True),  # Women's Day, in Berlin since February
        ("2026-06-04", False),  # Corpus Christi is none there
        ("2026-12-25", True),
        ("2026-12-28", False),
    ],
)
def test_public_holidays_of_the_region_of_that_day_are_closed(day, is_closed):
    names = ("shop", "country", "region", "valid_from_day")
    meant = hours.Hours("nord", {"holiday_regions": named(names, REGIONS)})

    assert meant.is_closed(date.fromisoformat(day)) == is_closed
