"""Business time: the shop's weeks, special days, breaks and holidays on its own clock."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from sql.opening import Opening
from sql.steps import calendar, open_hours
from sql.trouble import Trouble
from tests import testdata

pa = pytest.importorskip("pyarrow")
ALWAYS = date(1970, 1, 1)
WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
SEEDS = {
    "windows": ("shop", "weekday", "from_time", "until_time", "valid_from_day"),
    "special": ("shop", "day", "from_time", "until_time"),
    "breaks": ("shop", "day", "from_time", "until_time"),
    "closed": ("shop", "closed_day"),
    "regions": ("shop", "country", "region", "valid_from_day"),
}
OFFICE = [("*", day, "09:00", "17:00", ALWAYS) for day in range(1, 6)]
HOUR = 3600


def counted(zone, first, last, **seeds):
    """The rows of open_hours from `first` to `last` as (from_at, until_at, is_open, before)."""
    days = calendar.run(
        pa.table({"shop": ["shop"], "zone": [zone]}), pa.table({"day": sorted({first, last})})
    )
    tables = {
        name: pa.Table.from_pylist([dict(zip(columns, row, strict=True))
                                    for row in seeds.get(name, ())])
        for name, columns in SEEDS.items()
    }  # fmt: skip
    made = open_hours.run(calendar=pa.table(days), **tables)
    names = ("from_at", "until_at", "is_open", "open_seconds_before")
    return list(zip(*(made[name] for name in names), strict=True))


def open_seconds(zone, hours, start, end, **seeds):
    rows = counted(zone, start.date(), end.date(), windows=hours, **seeds)
    return max(0, count_at(rows, end) - count_at(rows, start))


def count_at(rows, moment):
    (row,) = [row for row in rows if row[0] <= moment < row[1]]
    return row[3] + ((moment - row[0]).total_seconds() if row[2] else 0)


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


def test_a_special_day_has_its_own_windows_also_where_the_week_is_closed():
    special = [("*", date(2026, 3, 7), "10:00", "14:00"), ("*", date(2026, 3, 9), "12:00", "13:00")]

    found = open_seconds("UTC", OFFICE, datetime(2026, 3, 7), datetime(2026, 3, 10),
                         special=special)  # fmt: skip

    assert found == 5 * HOUR


def test_the_shops_own_special_day_holds_over_everybodys():
    special = [("*", date(2026, 3, 9), "09:00", "10:00"), ("shop", date(2026, 3, 9), None, None)]

    found = open_seconds("UTC", OFFICE, datetime(2026, 3, 9), datetime(2026, 3, 10),
                         special=special)  # fmt: skip

    assert found == 0


@pytest.mark.parametrize(("breaks", "left"), [
    ([("*", date(2026, 3, 9), "12:00", "13:00")], 7),
    ([("shop", date(2026, 3, 9), "08:00", "10:00"),
      ("*", date(2026, 3, 9), "16:30", "18:00")], 6.5),
    ([("*", date(2026, 3, 9), "00:00", "24:00")], 0),
    ([("other", date(2026, 3, 9), "12:00", "13:00")], 8),
])  # fmt: skip
def test_a_break_takes_its_time_from_the_day_and_no_more(breaks, left):
    monday = datetime(2026, 3, 9), datetime(2026, 3, 10)

    assert open_seconds("UTC", OFFICE, *monday, breaks=breaks) == left * HOUR


def test_public_holidays_of_the_shops_region_are_closed_and_those_of_others_are_not():
    epiphany = datetime(2026, 1, 6), datetime(2026, 1, 7)  # a Tuesday; a holiday in Bavaria

    def hours(*regions):
        return open_seconds("Europe/Berlin", OFFICE, *epiphany, regions=regions) / HOUR

    assert hours() == 8
    assert hours(("shop", "DE", "BY", ALWAYS)) == 0
    assert hours(("shop", "DE", "HH", ALWAYS)) == 8
    assert hours(("*", "DE", "BY", ALWAYS), ("shop", "DE", "HH", ALWAYS)) == 8
    assert hours(("*", "DE", "BY", ALWAYS), ("other", "DE", "HH", ALWAYS)) == 0
    assert hours(("shop", "DE", "HH", ALWAYS), ("shop", "DE", "BY", date(2026, 1, 7))) == 8
    assert hours(("shop", "DE", "BY", ALWAYS), ("shop", None, None, date(2026, 1, 6))) == 8


def test_holidays_of_an_unknown_region_are_an_error_that_names_the_seed_and_the_way_out():
    with pytest.raises(Trouble, match="holiday_regions.csv.*'XX'.*closed_days.csv"):
        open_seconds("UTC", OFFICE, datetime(2026, 1, 6), datetime(2026, 1, 7),
                     regions=[("shop", "XX", None, ALWAYS)])  # fmt: skip


@pytest.mark.parametrize(("start", "end"), [("9:00", "17:00"), ("09:00", "24:01"), ("nine", "ten")])
def test_a_time_that_is_none_is_an_error_that_names_the_seed(start, end):
    with pytest.raises(Trouble, match="opening_hours.csv.*is no time of day"):
        open_seconds("UTC", [("*", 1, start, end, ALWAYS)], datetime(2026, 3, 9),
                     datetime(2026, 3, 10))  # fmt: skip


def test_hours_past_midnight_are_an_error_that_says_how_to_write_them():
    with pytest.raises(Trouble, match="special_hours.csv: 18:00 to 02:00.*two rows"):
        open_seconds("UTC", OFFICE, datetime(2026, 3, 9), datetime(2026, 3, 10),
                     special=[("*", date(2026, 3, 9), "18:00", "02:00")])  # fmt: skip


# Another project's examples: what it states, and where its convention is another.


def stated(name, *kinds):
    rows = json.loads((testdata.needed_set("business_time") / f"{name}.json").read_text())
    return [row for row in rows if row.get("kind", row.get("question")) in kinds]


def spans(case, *moments):
    """The open time around the moments of a case, in one piece where it is one."""
    days = [at(moment).date() for moment in moments]
    rows = counted(case["timezone"], min(days), max(days), **seeds_of(case))
    found = []
    for start, end, is_open, _ in rows:
        if is_open and found and found[-1][1] == start and not at_midnight(start, case):
            found[-1] = (found[-1][0], end)
        elif is_open:
            found.append((start, end))
    return found


def at_midnight(moment, case):
    """There each local day is a period of its own."""
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(case["timezone"]))
    return local.time() == datetime.min.time()


def seeds_of(case):
    def dated(name):
        return [("*", date.fromisoformat(day), *window)
                for day, windows in case[name].items() for window in windows or [(None, None)]]

    return {
        "windows": [("*", WEEKDAYS[day], *window, ALWAYS)
                    for day, windows in case["hours"].items() for window in windows],
        "special": dated("shifts"), "breaks": dated("breaks"),
        "closed": [("*", date.fromisoformat(day)) for day in case["holidays"]],
    }  # fmt: skip


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=None)


def test_the_open_time_between_two_moments_is_as_stated():
    cases = stated("cases", "elapsed")
    assert len(cases) == 10
    for case in cases:
        start, end = at(case["from"]), at(case["to"])
        rows = counted(case["timezone"], *sorted((start.date(), end.date())), **seeds_of(case))

        assert max(0, count_at(rows, end) - count_at(rows, start)) == case["expected_seconds"]


def test_the_moment_after_or_before_so_much_open_time_is_as_stated():
    cases = stated("cases", "after", "before")
    assert len(cases) == 31
    for case in cases:
        found = spans(case, case["start"], case["expected_time"])
        if case["kind"] == "before":  # the same, seen in a mirror
            found = [(-end, -start) for start, end in map(seconds, reversed(found))]
            wanted, start = -since(at(case["expected_time"])), -since(at(case["start"]))
        else:
            found = [seconds(span) for span in found]
            wanted, start = since(at(case["expected_time"])), since(at(case["start"]))
        if case["unit"] == "day":
            moment = days_on(case, found, start)
        else:
            amount = case["amount"] * {"second": 1, "minute": 60, "hour": HOUR}[case["unit"]]
            moment = reached(found, start, amount, is_after=case["kind"] == "after")

        assert moment == wanted, case["id"]


def since(moment):
    return (moment - datetime(2000, 1, 1)).total_seconds()


def seconds(span):
    return since(span[0]), since(span[1])


def reached(found, start, amount, is_after):
    """Where the amount is used up. Forwards an end of a period there means the next one's start,
    while for us what is due at closing time is due then; backwards, and for none, it is ours."""
    for begin, end in found:
        begin = max(begin, start)
        length = end - begin
        if length > 0 and (amount < length or (amount == length and not is_after)):
            return begin + amount
        amount -= max(0, length)
    raise AssertionError("the calendar is too short")


def days_on(case, found, start):
    """There a day is the same time of day on the next date with open time: no duration of ours."""
    sign = 1 if case["kind"] == "after" else -1
    day = 86_400 * sign
    moment = start
    for _ in range(case["amount"]):
        moment += abs(day)
        while not any(date_of(sign * begin) == date_of(sign * moment) for begin, _ in found):
            moment += abs(day)
    return next(max(begin, moment) for begin, end in found if end > moment)


def date_of(number):
    return (datetime(2000, 1, 1) + timedelta(seconds=number)).date()


def test_the_first_open_periods_after_or_before_a_moment_are_as_stated():
    cases = stated("periods", "periods_after", "periods_before")
    assert len(cases) == 36
    for case in cases:
        wanted = [(at(start), at(end)) for start, end in case["expected_periods"]]
        start, until = at(case["start"]), at(case.get("until") or case["start"])
        found = spans(case, case["start"], *sum(case["expected_periods"], []),
                      *filter(None, [case.get("until")]))  # fmt: skip
        if case["kind"] == "periods_after":
            found = [(max(begin, start), end) for begin, end in found if end > start]
            more = [span for span in found[len(wanted):] if span[0] < until]
        else:
            found = [(begin, min(end, start)) for begin, end in found if begin < start][::-1]
            more = [span for span in found[len(wanted):] if span[1] > until]
        if total := case.get("total_seconds"):  # the last one is cut there to make the sum
            cut = sum((end - begin).total_seconds() for begin, end in found[:len(wanted)]) - total
            begin, end = found[len(wanted) - 1]
            late = timedelta(seconds=cut)
            is_after = case["kind"] == "periods_after"
            found[len(wanted) - 1] = (begin, end - late) if is_after else (begin + late, end)

        if case["id"] == "period-15":
            # 02:30 to 03:15 on the night that has no 02:30: there nothing, for us what is left of
            # it on the clock on the wall, 03:00 to 03:15
            assert found.pop(0) == (datetime(2006, 4, 2, 10), datetime(2006, 4, 2, 10, 15))
        assert found[:len(wanted)] == wanted, case["id"]
        assert more == [] or not case.get("until"), case["id"]


def test_open_on_a_break_and_on_a_holiday_are_as_stated():
    cases = stated("states", "open", "on_break", "on_holiday")
    assert len(cases) == 33
    for case in cases:
        zone = ZoneInfo(case["timezone"])
        local = datetime.fromisoformat(case["at"]).astimezone(zone)
        rows = {name: [dict(zip(SEEDS[name], row, strict=True)) for row in values]
                for name, values in seeds_of(case).items()}  # fmt: skip
        hours = Opening(rows["windows"], rows["special"], rows["breaks"], rows["closed"], [])
        clock = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
        day = local.date()
        if case["question"] == "open":
            windows = hours.windows("shop", day, day.isoweekday())
        elif case["question"] == "on_break":  # asked there whether or not the shop is open
            windows = hours.breaks.get(("*", day), [])
        else:
            windows = [(timedelta(0), timedelta(days=1))] if hours.is_closed("shop", day) else []

        assert any(start <= clock < end for start, end in windows) == case["expected"], case["id"]


def test_the_rows_of_a_shop_follow_one_another_without_a_gap():
    rows = counted("Australia/Lord_Howe", date(2026, 4, 1), date(2026, 4, 8), windows=OFFICE,
                   breaks=[("*", date(2026, 4, 6), "12:00", "12:30")])  # fmt: skip

    assert all(one[1] == other[0] for one, other in pairwise(rows))
    assert all(count_at(rows, one[1]) == one[3] + one[2] * (one[1] - one[0]).total_seconds()
               for one in rows[:-1])  # fmt: skip
