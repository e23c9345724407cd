"""When a log line was written: years, zones and clocks that the line itself does not tell."""

import os
from datetime import UTC, datetime

import pytest
from readings import Source

from ingest.sources import postfix

LINE = (
    "{stamp} {host} postfix/smtp[9]: {id}: to=<k@c.example>, relay=mx[1.2.3.4]:25, delay=2, "
    "delays=0/0/1/1, dsn=2.0.0, status=sent (250 ok)\n"
)


class Log:
    """A log of a delivery per stamp, last written at a given moment (UTC)."""

    def __init__(self, folder, zone="Europe/Berlin"):
        self.path = folder / "mail.log"
        options = postfix.Options(kind="postfix", files=(str(self.path),), zone=zone)
        self.source = Source(postfix, "log", options)
        self.lines = 0

    def write(self, *stamps: str, until: str, host="mx1") -> "Log":
        with self.path.open("a") as file:
            for stamp in stamps:
                self.lines += 1
                file.write(LINE.format(stamp=stamp, host=host, id=f"AB{self.lines:04}"))
        seconds = datetime.fromisoformat(until).replace(tzinfo=UTC).timestamp()
        os.utime(self.path, (seconds, seconds))
        return self

    def read(self, now: str):
        return self.source.read(datetime.fromisoformat(now))


def times(reading) -> list[str]:
    return [fact.event_at.isoformat(" ") for fact in reading.facts]


def test_december_lines_read_in_january_belong_to_the_old_year(tmp_path):
    log = Log(tmp_path).write(
        "Nov 30 08:00:00", "Dec 31 23:59:59", "Jan  1 00:30:00", until="2027-01-01 00:00:00"
    )

    assert times(log.read("2027-01-02 00:00:00")) == [
        "2026-11-30 07:00:00", "2026-12-31 22:59:59", "2026-12-31 23:30:00",
    ]  # fmt: skip


def test_a_december_straggler_after_midnight_does_not_turn_the_year_back(tmp_path):
    log = Log(tmp_path).write(
        "Dec 31 23:59:58", "Jan  1 00:00:01", "Dec 31 23:59:59", "Jan  1 00:00:02",
        until="2026-12-31 23:10:00",
    )  # fmt: skip

    assert times(log.read("2027-01-01 09:00:00")) == [
        "2026-12-31 22:59:58", "2026-12-31 23:00:01", "2026-12-31 22:59:59", "2026-12-31 23:00:02",
    ]  # fmt: skip


def test_a_december_straggler_belongs_to_the_old_year_however_late_the_log_was_copied(tmp_path):
    log = Log(tmp_path, zone="UTC").write(
        "Dec 30 12:00:00", "Jan  1 00:00:01", "Dec 30 12:00:01", "Jan  1 00:00:02",
        until="2027-12-30 20:00:00",
    )  # fmt: skip

    assert [stamp[:10] for stamp in times(log.read("2027-12-31 09:00:00"))] == [
        "2026-12-30", "2027-01-01", "2026-12-30", "2027-01-01",
    ]  # fmt: skip


def test_a_log_of_more_than_a_year_keeps_its_years_apart(tmp_path):
    log = Log(tmp_path, zone="UTC").write(
        "Sep  1 08:00:00", "Dec 24 08:00:00", "Jan  6 08:00:00", "Sep  1 08:00:00",
        "Nov  1 08:00:00", until="2026-11-01 08:00:05",
    )  # fmt: skip

    assert [stamp[:10] for stamp in times(log.read("2026-11-02 00:00:00"))] == [
        "2025-09-01", "2025-12-24", "2026-01-06", "2026-09-01", "2026-11-01",
    ]  # fmt: skip


def test_a_log_copied_a_year_later_is_not_put_into_the_future(tmp_path):
    log = Log(tmp_path, zone="UTC").write(
        "Nov 30 08:00:00", "Jan  2 08:00:00", until="2026-11-15 08:00:00"
    )

    assert times(log.read("2026-11-15 09:00:00")) == [
        "2025-11-30 08:00:00", "2026-01-02 08:00:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "stamp, expected",
    [("Nov 24 07:00:00", "2026-11-24 07:00:00"), ("Nov 24 09:00:00", "2025-11-24 09:00:00")],
)
def test_a_line_may_be_a_day_ahead_of_our_clock_and_no_more(tmp_path, stamp, expected):
    log = Log(tmp_path, zone="UTC").write(stamp, until="2026-11-23 08:00:00")
    assert times(log.read("2026-11-23 08:00:00")) == [expected]


def test_the_29th_of_february_is_found_in_the_last_leap_year(tmp_path):
    log = Log(tmp_path, zone="UTC").write("Feb 29 08:00:00", until="2026-11-23 08:00:00")
    assert times(log.read("2026-11-23 08:00:00")) == ["2024-02-29 08:00:00"]


def test_the_29th_of_february_of_this_year_is_this_years(tmp_path):
    log = Log(tmp_path, zone="UTC").write(
        "Feb 28 08:00:00", "Feb 29 08:00:00", "Mar  1 08:00:00", until="2028-03-01 08:00:05"
    )
    assert [stamp[:10] for stamp in times(log.read("2028-03-01 09:00:00"))] == [
        "2028-02-28", "2028-02-29", "2028-03-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "stamp", ["Feb 30 08:00:00", "Nov 23 25:00:00", "Nov 23 08:61:00", "Foo 23 08:00:00"]
)
def test_a_time_that_never_was_is_refused_and_the_lines_around_it_count(tmp_path, stamp):
    log = Log(tmp_path, zone="UTC").write(
        "Nov 23 08:00:00", stamp, "Nov 23 08:00:01", until="2026-11-23 08:00:05"
    )

    reading = log.read("2026-11-23 09:00:00")

    assert [row.reason for row in reading.refused] == ["time.invalid"]
    assert times(reading) == ["2026-11-23 08:00:00", "2026-11-23 08:00:01"]


def test_a_leap_second_is_a_time(tmp_path):
    log = Log(tmp_path, zone="UTC").write("Nov 23 08:00:60", until="2026-11-23 08:00:05")
    assert times(log.read("2026-11-23 09:00:00")) == ["2026-11-23 08:00:59"]


def test_both_forms_of_stamps_may_stand_in_one_log(tmp_path):
    log = Log(tmp_path).write(
        "Nov 23 08:00:00", "2026-11-23T08:00:01.123456+01:00", "2026-11-23T07:00:02Z",
        "2026-11-23T02:30:03+0000", until="2026-11-23 08:00:05",
    )  # fmt: skip

    assert times(log.read("2026-11-23 09:00:00")) == [
        "2026-11-23 07:00:00", "2026-11-23 07:00:01.123456", "2026-11-23 07:00:02",
        "2026-11-23 02:30:03",
    ]  # fmt: skip


def test_the_hour_that_comes_twice_in_october_runs_twice(tmp_path):
    log = Log(tmp_path).write(
        "Oct 25 01:59:00", "Oct 25 02:10:00", "Oct 25 02:50:00", "Oct 25 02:10:00",
        "Oct 25 02:09:58", "Oct 25 02:50:00", "Oct 25 03:10:00", until="2026-10-25 02:10:05",
    )  # fmt: skip

    assert [stamp[11:] for stamp in times(log.read("2026-10-25 03:00:00"))] == [
        "23:59:00", "00:10:00", "00:50:00", "01:10:00", "01:09:58", "01:50:00", "02:10:00",
    ]  # fmt: skip


def test_a_stamp_without_zone_is_not_guessed(tmp_path):
    log = Log(tmp_path, zone=None).write("Nov 23 08:00:00", until="2026-11-23 08:00:05")

    reading = log.read("2026-11-23 09:00:00")

    assert reading.facts == []
    assert reading.deferred == {"file_without_zone": 1}
    assert reading.trouble == (
        f'[sources.log] {log.path} has times that name no zone; set zone = "Europe/..."'
    )


def test_after_the_zone_was_set_the_waiting_log_is_read(tmp_path):
    log = Log(tmp_path, zone=None).write("Nov 23 08:00:00", until="2026-11-23 08:00:05")
    log.read("2026-11-23 09:00:00")
    log.source.options = log.source.options.model_copy(update={"zone": "Europe/Berlin"})

    assert times(log.read("2026-11-23 09:00:00")) == ["2026-11-23 07:00:00"]


def test_each_host_shows_when_it_last_wrote(tmp_path):
    log = Log(tmp_path, zone="UTC")
    log.write("Nov 23 08:00:00", "Nov 23 08:05:00", until="2026-11-23 08:06:00", host="mx1")
    log.write("Nov 23 08:06:00", until="2026-11-23 08:06:00", host="mx2")

    polls = log.read("2026-11-23 09:00:00").polls

    assert [(poll.path, str(poll.oldest_item_at)[11:], str(poll.newest_item_at)[11:])
            for poll in polls] == [
        ("log/mx1", "08:00:00", "08:05:00"), ("log/mx2", "08:06:00", "08:06:00"),
    ]  # fmt: skip
