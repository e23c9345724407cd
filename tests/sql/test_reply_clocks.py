"""The clock that a reply is held against: whose it is, and when it has run out."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from waiting import Desk

LATER = "2026-12-31 00:00"
HOUR = 3600
ALWAYS = "2000-01-01"
WITH_MIDDAYS = "shop  weekday  from_time  until_time\n" + "\n".join(
    f"*  {day}  {hours}" for day in range(1, 6) for hours in ("09:00  12:30", "13:15  17:00"))
SUNDAY_NIGHT = "shop  weekday  from_time  until_time\n*  7  01:00  04:00"


@pytest.fixture
def desk(warehouse):
    return Desk(warehouse)


def clocks(desk, *rows, opening=None):
    header = "shop  channel  valid_from_day  clock  target_seconds"
    desk.warehouse.given("seeds.reply_clocks", "\n".join([header, *rows]))
    if opening:
        desk.warehouse.given("seeds.opening_hours", opening)


def in_opening_hours(desk, hours, opening=None):
    clocks(desk, f"*  *  {ALWAYS}  business  {hours * HOUR}", opening=opening)


def ask(desk, key, at, answered=None, **how):
    """A customer of their own, and perhaps the answer."""
    desk.customer(key, at, who=key, talk=key, **how)
    if answered:
        desk.shop(f"{key}2", answered, to=key, talk=key)


def test_without_a_word_about_it_a_reply_is_due_after_24_hours_on_the_clock(desk):
    ask(desk, "a", "2026-03-06 15:00")  # a Friday
    desk.read_until("2026-03-06 15:00")

    assert desk.waits("asked_by, clock, target_seconds, due_at::varchar, due_soon_at::varchar") == [
        ("email", "clock", 86400.0, "2026-03-07 15:00:00", "2026-03-07 11:00:00")]  # fmt: skip


def test_opening_hours_stand_still_over_a_weekend_and_the_last_second_is_in_time(desk):
    in_opening_hours(desk, 7)  # 09:00 to 17:00 on weekdays; soon due four open hours before
    ask(desk, "a", "2026-03-06 15:00", "2026-03-09 14:00:00")  # Friday, 16:00 in Berlin
    ask(desk, "b", "2026-03-06 15:00", "2026-03-09 14:00:01")
    ask(desk, "c", "2026-03-07 10:00")  # a Saturday
    desk.read_until(LATER)

    assert desk.waits("wait_id, outcome, due_at::varchar, due_soon_at::varchar") == [
        ("a", "in_time", "2026-03-09 14:00:00", "2026-03-09 10:00:00"),
        ("b", "late", "2026-03-09 14:00:00", "2026-03-09 10:00:00"),
        ("c", "overdue", "2026-03-09 15:00:00", "2026-03-09 11:00:00"),
    ]  # fmt: skip


def test_time_that_runs_out_when_the_shop_closes_is_due_then_and_not_at_the_next_opening(desk):
    in_opening_hours(desk, 1)  # less than the four hours of due_soon_within: soon from the start
    ask(desk, "a", "2026-03-06 15:00:00")
    ask(desk, "b", "2026-03-06 15:00:01")
    ask(desk, "c", "2026-03-07 15:00:01")
    desk.read_until("2026-03-06 15:30")

    assert desk.waits("wait_id, outcome, due_at::varchar, due_soon_at::varchar") == [
        ("a", "due_soon", "2026-03-06 16:00:00", "2026-03-06 15:00:00"),
        ("b", "due_soon", "2026-03-09 08:00:01", "2026-03-06 15:00:01"),
        ("c", "open", "2026-03-09 09:00:00", "2026-03-07 15:00:01"),
    ]  # fmt: skip


def test_in_the_nights_when_the_clocks_change_a_window_is_as_long_as_it_really_was(desk):
    clocks(desk, f"*  email  {ALWAYS}  business  {2 * HOUR}",
           f"*  form   {ALWAYS}  business  {4 * HOUR}", opening=SUNDAY_NIGHT)  # fmt: skip
    ask(desk, "a", "2026-03-28 12:00")
    ask(desk, "b", "2026-03-29 00:30")
    ask(desk, "c", "2026-10-24 12:00")
    ask(desk, "d", "2026-10-24 12:01", form="true")
    desk.read_until(LATER)

    assert desk.waits("wait_id, due_at::varchar") == [
        ("a", "2026-03-29 02:00:00"),  # 01:00 to 04:00 lasted two hours
        ("b", "2026-04-04 23:30:00"),
        ("c", "2026-10-25 01:00:00"),  # 02:00 by the clock, for the second time
        ("d", "2026-10-25 03:00:00"),  # and four hours in autumn
    ]


def test_no_wait_is_due_a_minute_too_early_or_too_late(desk):
    """Against open minutes counted one by one, over closed middays and a change of the clocks."""
    dice = random.Random(4)
    in_opening_hours(desk, 7, WITH_MIDDAYS)
    for number in range(40):
        at = datetime(2026, 3, 20) + timedelta(minutes=dice.randrange(20 * 1440))
        ask(desk, f"m{number}", f"{at}")
    desk.read_until(LATER)

    rows = desk.waits("started_at, due_at")
    assert len(rows) == 40
    assert [due for _, due in rows] == [after_open_minutes(start, 7 * 60) for start, _ in rows]


def after_open_minutes(at, wanted):
    while wanted:
        wanted -= is_open(at)
        at += timedelta(minutes=1)
    return at


def is_open(at):
    local = at.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo("Europe/Berlin"))
    minute = local.hour * 60 + local.minute
    return local.isoweekday() <= 5 and (540 <= minute < 750 or 795 <= minute < 1020)


def test_a_target_of_three_weeks_of_opening_hours_still_has_its_day(desk):
    in_opening_hours(desk, 15 * 8)
    ask(desk, "a", "2026-03-02 08:00")  # Monday, 09:00 in Berlin
    desk.read_until("2026-03-02 08:00")

    assert desk.waits("due_at::varchar") == [("2026-03-20 16:00:00",)]


def test_a_shop_that_never_opens_is_told_neither_in_time_nor_late(desk):
    in_opening_hours(desk, 4, "shop  weekday  from_time  until_time\n*  1  –  –")
    ask(desk, "a", "2026-03-02 10:00", "2026-03-02 11:00")
    ask(desk, "b", "2026-03-02 10:00")
    desk.read_until(LATER)

    assert desk.waits("wait_id, outcome, queue, due_at") == [
        ("a", "unknown", None, None), ("b", "open", "open", None)]  # fmt: skip


def test_what_says_most_about_the_channel_holds_and_the_shop_weighs_more(desk):
    clocks(desk,
           "*          *     2000-01-01  clock  1000",
           "*          form  2026-02-01  clock  2000",
           "nordlicht  *     2026-03-01  clock  3000",
           "*          form  2026-03-05  clock  2500",
           "nordlicht  form  2026-04-01  clock  4000",
           "*          *     2026-05-01  clock  5000")  # fmt: skip
    for month in range(1, 6):
        ask(desk, f"f{month}", f"2026-0{month}-10 10:00", form="true")
        ask(desk, f"m{month}", f"2026-0{month}-10 10:01")
    desk.read_until(LATER)

    rows = desk.waits("asked_by, target_seconds")
    assert [told for by, told in rows if by == "form"] == [1000, 2000, 3000, 4000, 4000]
    assert [told for by, told in rows if by == "email"] == [1000, 1000, 3000, 3000, 3000]


def test_a_clock_holds_from_its_day_on_the_shops_calendar(desk):
    clocks(desk, "*  *  2026-03-03  clock  –", "*  *  2026-03-05  clock  7200",
           "*  *  2026-03-06  business  7200")  # fmt: skip
    days = {"a": "02 10:00", "b": "04 22:59:59", "c": "04 23:00:00", "d": "06 10:00"}
    for key, at in days.items():
        ask(desk, key, f"2026-03-{at}")
    desk.read_until(LATER)

    assert desk.waits("wait_id, clock, target_seconds") == [
        ("a", "clock", 86400.0), ("b", "clock", 86400.0), ("c", "clock", 7200.0),
        ("d", "business", 7200.0)]  # fmt: skip


def test_open_seconds_stand_beside_either_clock(desk):
    clocks(desk, f"*  *  {ALWAYS}  clock  –", f"*  form  {ALWAYS}  business  –")
    ask(desk, "a", "2026-03-06 15:00", "2026-03-09 09:30")  # Friday 16:00 to Monday 10:30
    ask(desk, "b", "2026-03-06 15:01", "2026-03-09 09:30", form="true")
    ask(desk, "c", "2026-03-10 10:00")
    desk.read_until("2026-03-10 12:00")

    assert desk.waits("clock, business_seconds") == [
        ("clock", 2.5 * HOUR), ("business", 2.5 * HOUR - 60), ("clock", None)]  # fmt: skip


def test_a_question_in_the_helpdesk_was_asked_by_its_channel(postroom):
    postroom.add("ticket_events", shop="nordlicht", ticket_id="7", event_key="1", event="message",
                 event_at="2026-03-02 10:00:00", author_role="customer", channel="Chat",
                 author_address="mia@mail.example", is_public=True, text="Where is it?",
                 flags=[])  # fmt: skip
    postroom.read_until("12:00:00", ("helpdesk",))

    assert postroom.ask("select asked_by from facts.waits") == [("chat",)]
