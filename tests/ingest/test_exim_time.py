"""When a line of Exim's log was written: local time, and what is known of its zone."""

import os
from datetime import UTC, datetime

import pytest
from readings import Source

from ingest.sources import exim


class Log:
    """A log of a queue run per stamp, last written at a given moment (UTC)."""

    def __init__(self, folder, zone="Europe/Berlin"):
        self.path = folder / "mainlog"
        options = exim.Options(kind="exim", files=(str(self.path),), zone=zone)
        self.source = Source(exim, "log", options)
        self.lines = 0

    def write(self, *stamps: str, until: str) -> "Log":
        with self.path.open("a") as file:
            for stamp in stamps:
                self.lines += 1
                file.write(f"{stamp} 1xWWCR-{self.lines:06}-2s => k@c.example R=a T=smtp\n")
        seconds = datetime.fromisoformat(until).replace(tzinfo=UTC).timestamp()
        os.utime(self.path, (seconds, seconds))
        return self

    def read(self, now="2026-11-23 12:00"):
        return self.source.read(datetime.fromisoformat(now))


def times(reading) -> list[str]:
    return [fact.event_at.isoformat(" ") for fact in reading.facts]


def test_local_times_stand_in_the_zone_of_the_settings(tmp_path):
    log = Log(tmp_path).write("2026-07-01 08:00:00", "2026-11-23 08:00:00.250",
                              "2026-11-23 08:00:01 [4711]", until="2026-11-23 08:00:05")
    assert times(log.read()) == [
        "2026-07-01 06:00:00", "2026-11-23 07:00:00.250000", "2026-11-23 07:00:01"]


def test_a_zone_that_stands_in_the_line_needs_no_setting(tmp_path):
    log = Log(tmp_path, zone=None).write(
        "2026-11-23 08:00:00 +0100", "2026-11-23 02:30:01.5 -0430 [7]", until="2026-11-23 08:00:05")
    assert times(log.read()) == ["2026-11-23 07:00:00", "2026-11-23 07:00:01.500000"]


def test_the_hour_that_comes_twice_in_october_runs_twice(tmp_path):
    log = Log(tmp_path).write(*(f"2026-10-25 {clock}" for clock in (
        "01:59:00", "02:10:00", "02:50:00", "02:10:00", "02:09:58", "02:50:00", "03:10:00")),
        until="2026-10-25 02:10:05")
    assert [stamp[11:] for stamp in times(log.read())] == [
        "23:59:00", "00:10:00", "00:50:00", "01:10:00", "01:09:58", "01:50:00", "02:10:00"]


@pytest.mark.parametrize("utc", ["00:12:00", "01:12:00"])
def test_reading_that_goes_on_in_the_doubled_hour_knows_which_of_both_it_is(tmp_path, utc):
    log = Log(tmp_path).write("2026-10-25 01:00:00", until="2026-10-24 23:00:00")
    log.read()
    log.write("2026-10-25 02:12:00", until=f"2026-10-25 {utc}")
    assert times(log.read()) == [f"2026-10-25 {utc}"]


def test_the_hour_that_summer_time_leaves_out_is_read_as_if_it_were_none(tmp_path):
    log = Log(tmp_path).write("2026-03-29 01:59:59", "2026-03-29 02:30:00", "2026-03-29 03:00:01",
                              until="2026-03-29 02:00:00")
    assert [stamp[11:] for stamp in times(log.read())] == ["00:59:59", "01:30:00", "01:00:01"]


@pytest.mark.parametrize(("stamp", "reason"), [
    ("2026-02-30 08:00:00", "time.invalid"), ("2026-11-23 25:00:00", "time.invalid"),
    ("2026-11-23 08:61:00", "time.invalid"), ("1970-01-01 00:00:00", "time.out_of_range"),
    ("3000-01-01 00:00:00", "time.out_of_range"),
])  # fmt: skip
def test_a_time_that_never_was_is_refused_and_the_lines_around_it_count(tmp_path, stamp, reason):
    log = Log(tmp_path, zone="UTC").write(
        "2026-11-23 08:00:00", stamp, "2026-11-23 08:00:60", until="2026-11-23 08:00:05")
    reading = log.read()

    assert [row.reason for row in reading.refused] == [reason]
    assert [at[11:19] for at in times(reading)] == ["08:00:00", "08:00:59"]
