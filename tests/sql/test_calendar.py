"""The shop's days and weeks, cut in its own zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sql.steps import calendar

pa = pytest.importorskip("pyarrow")


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
