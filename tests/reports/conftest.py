"""A build of given rows, as reports read it."""

from datetime import date, datetime

import duckdb
import pytest

from reports.week import Week
from reports.weekly import weekly
from sql.settings import Shop

MONDAY = date(2026, 11, 16)
NORDLICHT = Shop(name="Nordlicht Outdoor", zone="Europe/Berlin")
FJORDKIND = Shop(name="Fjordkind & Co", zone="Europe/London")
TABLES = """
create schema metrics; create schema checks;
create table metrics.rates_weekly (
    shop text, week_start_day date, measure text, dimension text, dimension_value text,
    numerator bigint, denominator bigint, excluded bigint, undecided bigint, unknown bigint,
    share double, low double, high double, is_mature boolean, target_share decimal(4, 3),
    meets_target boolean);
create table metrics.latencies_weekly (
    shop text, week_start_day date, measure text, dimension text, dimension_value text,
    items bigint, p50_seconds double, p95_seconds double, missing bigint, unknown bigint,
    target_seconds double);
create table metrics.queue (
    shop text, overdue bigint, due_soon bigint, open bigint, unknown bigint,
    oldest_started_at timestamp);
create table metrics.tracking_losses_weekly (
    shop text, week_start_day date, carrier text, lost_reason text, shipments bigint,
    shipped bigint);
create table metrics.findings_weekly (
    shop text, week_start_day date, rule text, severity text, findings bigint, customers bigint);
create table checks.rules (
    rule text, sentence text, needs text, owner text, next_step text, version text);
create table metrics.measured (
    shop text, measure text, question text, state text, why text, connect_next text);
create table metrics.sources (
    source text, path text, shop text, role text, newest_item_at timestamp, is_stale boolean);
"""


class GivenBuild:
    """Only what a report may ask of a build."""

    built_at = datetime(2026, 11, 23, 8, 45)
    data_until_at: datetime | None = datetime(2026, 11, 23, 7, 40)

    def __init__(self):
        self.db = duckdb.connect()
        self.db.execute(TABLES)

    def rows(self, sql, params=()):
        return self.db.execute(sql, list(params)).fetchall()

    def given(self, table: str, *rows: tuple) -> None:
        for row in rows:
            marks = ", ".join("?" for _ in row)
            self.db.execute(f"insert into metrics.{table} values ({marks})", row)

    def rate(
        self, measure="confirmed_in_time", kept=97, of=100, *, shop="nordlicht", week=MONDAY,
        target=0.98, mature=True, dimension="all", value="all", excluded=0, undecided=0, unknown=0,
    ) -> None:  # fmt: skip
        share = kept / of if of else None
        meets = share >= target if mature and of >= 20 and share is not None else None
        self.given("rates_weekly", (
            shop, week, measure, dimension, value, kept, of, excluded, undecided, unknown, share,
            share, share, mature, target, meets,
        ))  # fmt: skip

    def week(self, *, shops=None, week=MONDAY) -> Week:
        return weekly(self, shops or {"nordlicht": NORDLICHT}, week)


@pytest.fixture
def build():
    build = GivenBuild()
    yield build
    build.db.close()
