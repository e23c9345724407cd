"""L11-L14 and L23 of the bad inputs: times that do not say all; the lines around them arrive."""

import os
from datetime import UTC, datetime

import pytest
from bad_logs import Logs

LINE = ("{} mx1 postfix/smtp[9]: {}: to=<k@c.example>, relay=mx[192.0.2.4]:25, delay=2, "
        "delays=0/0/1/1, dsn=2.0.0, status=sent (250 ok)\n")  # fmt: skip
EXIM = "{} 1xWWCR-{}y-2s => k@c.example R=away T=smtp\n"


def write(logs: Logs, *stamps: str, until: str, name="mail.log", line=LINE) -> Logs:
    """A delivery per stamp in a file last written at `until` (UTC)."""
    for stamp in stamps:
        logs.written += 1
        logs.write(line.format(stamp, f"{logs.written:05}"), name=name)
    seconds = datetime.fromisoformat(until).replace(tzinfo=UTC).timestamp()
    os.utime(logs.folder / name, (seconds, seconds))
    return logs


def told(logs: Logs, columns: str = "event_at") -> list[str]:
    """In the order in which they were read."""
    rows = sorted(logs.held(f"queue_id, {columns}"))
    return [str(row[1]) for row in rows]


@pytest.fixture
def logs(warehouse):
    return Logs(warehouse, zone="Europe/Berlin")


def test_l11_december_lines_read_in_january_belong_to_the_old_year(logs):
    write(logs, "Nov 30 08:00:00", "Dec 31 23:59:59", "Jan  1 00:30:00", "Dec 31 23:59:58",
          "Jan  1 00:30:01", until="2027-01-01 00:00:00")
    run = logs.read(datetime(2027, 1, 2))

    assert (run.accepted, run.reasons) == (5, [])
    assert told(logs) == [
        "2026-11-30 07:00:00", "2026-12-31 22:59:59", "2026-12-31 23:30:00",
        "2026-12-31 22:59:58", "2026-12-31 23:30:01",
    ]  # fmt: skip


@pytest.mark.parametrize(("stamp", "expected"), [
    ("Nov 24 06:59:00", "2026-11-24 05:59:00"), ("Nov 24 10:00:00", "2025-11-24 09:00:00"),
])  # fmt: skip
def test_l11_no_line_lies_more_than_a_day_beyond_the_file(logs, stamp, expected):
    write(logs, stamp, until="2026-11-23 07:00:00")
    logs.read(datetime(2026, 11, 23, 12))
    assert told(logs) == [expected]


@pytest.mark.parametrize(("until", "expected"), [
    ("2026-03-02 08:00:00", "2024-02-29 07:00:00"), ("2028-02-29 08:00:00", "2028-02-29 07:00:00"),
])  # fmt: skip
def test_l12_the_29th_of_february_lies_in_the_last_leap_year_that_fits(logs, until, expected):
    write(logs, "Feb 28 08:00:00", name="mail.log.a", until=until)
    write(logs, "Feb 29 08:00:00", name="mail.log.b", until=until)
    write(logs, "Feb 28 08:00:01", name="mail.log.c", until=until)
    run = logs.read(datetime.fromisoformat(until))

    assert (run.accepted, run.reasons) == (3, [])
    assert told(logs)[1] == expected


def test_l12_a_day_that_fits_no_year_is_refused(logs):
    write(logs, "Feb 28 08:00:00", "Feb 30 08:00:00", "Mar  1 08:00:00",
          until="2026-03-02 08:00:00")
    run = logs.read(datetime(2026, 3, 2, 8))

    assert (run.accepted, run.reasons) == (2, ["time.invalid"])


@pytest.mark.parametrize(("kind", "line", "day"), [
    ("postfix", LINE, "Oct 25"), ("exim", EXIM, "2026-10-25"),
])  # fmt: skip
def test_l13_the_hour_that_runs_twice_is_told_apart_by_order_and_that_is_said(
    warehouse, kind, line, day
):
    logs = Logs(warehouse, kind=kind, zone="Europe/Berlin")
    clocks = ("01:59:00", "02:10:00", "02:50:00", "02:10:00", "02:50:00", "03:10:00")
    write(logs, *(f"{day} {clock}" for clock in clocks), until="2026-10-25 02:10:05", line=line)
    run = logs.read(datetime(2026, 10, 25, 3))

    assert [at[11:] for at in told(logs)] == [
        "23:59:00", "00:10:00", "00:50:00", "01:10:00", "01:50:00", "02:10:00"]
    assert run.holes == ["mail.log: 4 times stand in the hour that the end of summer time repeats;"
                         " their order told which"]


@pytest.mark.parametrize("utc", ["00:12:00", "01:12:00"])
def test_l13_reading_that_begins_within_the_doubled_hour_knows_which_of_both_it_is(logs, utc):
    write(logs, "Oct 25 01:00:00", until="2026-10-24 23:00:00")
    logs.read(datetime(2026, 10, 24, 23))
    write(logs, "Oct 25 02:12:00", until=f"2026-10-25 {utc}")
    logs.read(datetime.fromisoformat(f"2026-10-25 {utc}"))

    assert told(logs)[1] == f"2026-10-25 {utc}"


def test_l13_a_clock_that_is_set_back_or_forward_changes_no_order(logs):
    write(logs, "Nov 23 08:00:00", "Nov 23 07:10:00", "Nov 23 09:30:00", "Nov 23 07:10:01",
          until="2026-11-23 08:30:00")
    run = logs.read(datetime(2026, 11, 23, 12))

    assert (run.accepted, run.reasons, run.holes) == (4, [], [])
    assert [at[11:] for at in told(logs)] == ["07:00:00", "06:10:00", "08:30:00", "06:10:01"]


def test_l13_the_hour_that_is_left_out_in_march_is_read_as_if_it_were_none(logs):
    write(logs, "Mar 29 01:59:59", "Mar 29 02:30:00", "Mar 29 03:00:01",
          until="2026-03-29 02:00:00")
    run = logs.read(datetime(2026, 3, 29, 3))

    assert (run.accepted, run.holes) == (3, [])
    assert [at[11:] for at in told(logs)] == ["00:59:59", "01:30:00", "01:00:01"]


def test_l14_a_log_of_exim_without_zone_is_refused_until_the_zone_is_set(warehouse):
    logs = Logs(warehouse, kind="exim", zone=None)
    for name, stamp in (("mail.log.a", "2026-11-23 08:00:00 +0100"),
                        ("mail.log.b", "2026-11-23 08:00:01"),
                        ("mail.log.c", "2026-11-23 08:00:02 +0100")):  # fmt: skip
        write(logs, stamp, name=name, until="2026-11-23 08:00:05", line=EXIM)
    refused = logs.read()
    source = warehouse.settings.sources["log"].model_copy(update={"zone": "Europe/Berlin"})
    warehouse.settings = warehouse.settings.model_copy(update={"sources": {"log": source}})
    later = logs.read()

    assert (refused.accepted, refused.deferred) == (2, {"file_without_zone": 1})
    assert refused.trouble == (
        f"[sources.log] {logs.folder}/mail.log.b has times that name no zone; "
        'set zone = "Europe/..."')
    assert (refused.reasons, refused.holes) == ([], [])
    assert (later.accepted, later.trouble) == (1, None)
    assert told(logs) == ["2026-11-23 07:00:00", "2026-11-23 07:00:01", "2026-11-23 07:00:02"]


def test_l23_both_forms_of_stamps_may_stand_in_one_log(logs):
    write(logs, "Nov 23 08:00:00", "2026-11-23T08:00:01.123456+01:00", "Nov 23 08:00:02",
          "2026-11-23T07:00:03Z", "Nov 23 08:00:04", until="2026-11-23 08:00:05")
    run = logs.read()

    assert (run.accepted, run.reasons) == (5, [])
    assert [at[11:19] for at in told(logs)] == [f"07:00:0{number}" for number in range(5)]
