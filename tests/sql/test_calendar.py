"""The shop's days, weeks and opening hours, cut in its own zone."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sql.steps import calendar, open_hours

pa = pytest.importorskip("pyarrow")
CASES = Path(__file__).parents[3] / "shared" / "testdata" / "business_time" / "cases.json"
WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}


def made(zone, *days):
    return calendar.run(
        pa.table({"shop": ["shop"], "zone": [zone]}), pa.table({"day": sorted(days)})
    )


def row_at(columns, moment):
    at = datetime.fromisoformat(moment)
    (place,) = [n for n, (start, end) in enumerate(
        zip(columns["from_at"], columns["until_at"], strict=True)) if start <= at < end]
    return {name: values[place] for name, values in columns.items()}


def test_an_order_late_in_the_evening_utc_belongs_to_the_shops_next_day_and_week():
    columns = made("Europe/Berlin", date(2026, 3, 1))

    before, after = row_at(columns, "2026-03-01 22:59:59"), row_at(columns, "2026-03-01 23:00:00")

    assert (before["local_day"], before["weekday"]) == (date(2026, 3, 1), 7)
    assert (after["local_day"], after["weekday"]) == (date(2026, 3, 2), 1)
    assert (before["week_start_day"], after["week_start_day"]) == (
        date(2026, 2, 23), date(2026, 3, 2))  # fmt: skip


@pytest.mark.parametrize("zone", [
    "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata",
    "Pacific/Apia", "America/Havana", "America/St_Johns", "Africa/Casablanca",
])  # fmt: skip
def test_every_moment_has_one_row_with_the_day_on_the_shops_clock(zone):
    columns = made(zone, date(2011, 10, 1), date(2012, 5, 1))
    spans = list(zip(columns["from_at"], columns["until_at"], strict=True))

    assert all(end == start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))
    for place, local in enumerate(columns["local_day"]):
        for moment in (spans[place][0], spans[place][1] - timedelta(seconds=1)):
            clock = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
            assert clock.date() == local
            assert clock.utcoffset() == timedelta(seconds=columns["utc_offset_seconds"][place])


def test_the_hour_on_the_shops_clock_is_right_on_both_sides_of_the_clock_change():
    columns = made("Europe/Berlin", date(2026, 3, 29))

    assert row_at(columns, "2026-03-29 00:59:59")["utc_offset_seconds"] == 3600
    assert row_at(columns, "2026-03-29 01:00:00")["utc_offset_seconds"] == 7200


def test_a_stray_date_has_its_day_but_does_not_fill_the_decades_between():
    columns = made("Europe/Berlin", date(1970, 1, 1), date(2026, 3, 1), date(2026, 5, 1))

    assert row_at(columns, "1970-01-01 12:00")["local_day"] == date(1970, 1, 1)
    assert row_at(columns, "2026-04-01 12:00")["local_day"] == date(2026, 4, 1)
    assert len(columns["shop"]) < 400


def test_a_shop_without_any_data_has_no_days(warehouse):
    assert warehouse.rows("select * from steps.calendar") == []
    assert warehouse.rows("select * from steps.open_hours") == []


def open_seconds(zone, hours, start, end, closed=()):
    """Business seconds from start to end with the given (weekday, from, until, valid from)."""
    days = made(zone, start.date(), end.date())
    columns = open_hours.run(
        pa.table(days),
        pa.Table.from_pylist(
            [dict(zip(("shop", "weekday", "from_time", "until_time", "valid_from_day"), row,
                      strict=True)) for row in hours]),
        pa.table({"shop": pa.array(["*"] * len(closed), pa.string()),
                  "closed_day": pa.array(list(closed), pa.date32())}),
    )  # fmt: skip
    counts = []
    for moment in (start, end):
        row = row_at(columns, moment.isoformat())
        running = (moment - row["from_at"]).total_seconds() if row["is_open"] else 0
        counts.append(row["open_seconds_before"] + running)
    return max(0, counts[1] - counts[0])


ALWAYS = date(1970, 1, 1)


def test_a_lunch_break_and_a_weekend_do_not_count():
    hours = [("*", day, start, end, ALWAYS) for day in range(1, 6)
             for start, end in (("09:00", "12:30"), ("13:15", "17:30"))]  # fmt: skip

    friday, monday = datetime(2026, 3, 6, 12, 0), datetime(2026, 3, 9, 9, 0)

    assert open_seconds("UTC", hours, friday, monday) == (0.5 + 4.25) * 3600


def test_the_shops_own_hours_hold_from_their_day_on_and_replace_the_whole_week():
    hours = [("*", day, "09:00", "17:00", ALWAYS) for day in range(1, 6)]
    hours += [("shop", 6, "10:00", "12:00", date(2026, 3, 9))]

    assert open_seconds("UTC", hours, datetime(2026, 3, 6), datetime(2026, 3, 9)) == 8 * 3600
    assert open_seconds("UTC", hours, datetime(2026, 3, 9), datetime(2026, 3, 16)) == 2 * 3600


def test_overlapping_windows_count_once_and_midnight_can_end_a_day():
    hours = [("*", 1, "09:00", "17:00", ALWAYS), ("*", 1, "16:00", "24:00", ALWAYS)]

    assert open_seconds("UTC", hours, datetime(2026, 3, 9), datetime(2026, 3, 11)) == 15 * 3600


def test_the_night_the_clocks_go_forward_is_an_hour_shorter():
    hours = [("*", 7, "00:00", "06:00", ALWAYS)]

    start, end = datetime(2026, 3, 28, 20), datetime(2026, 3, 29, 20)

    assert open_seconds("Europe/Berlin", hours, start, end) == 5 * 3600


def stated_cases():
    """Elapsed business time, as another project states it; ours knows no breaks or shifts."""
    if not CASES.exists():
        return []
    found = [case for case in json.loads(CASES.read_text()) if case["kind"] == "elapsed"]
    return [case for case in found if not case.get("shifts") and not case.get("breaks")]


@pytest.mark.skipif(
    not CASES.exists() and "CI" not in os.environ, reason="../shared/testdata is absent"
)
def test_business_time_agrees_with_cases_stated_elsewhere():
    cases = stated_cases()
    assert cases
    for case in cases:
        hours = [("*", WEEKDAYS[day], *window, ALWAYS)
                 for day, windows in case["hours"].items() for window in windows]  # fmt: skip
        start, end = (datetime.fromisoformat(case[name]).replace(tzinfo=None)
                      for name in ("from", "to"))  # fmt: skip
        closed = [date.fromisoformat(day) for day in case.get("holidays", [])]

        counted = open_seconds(case["timezone"], hours, start, end, closed)

        assert counted == case["expected_seconds"], case["id"]
