"""One shop's week, read from the metrics."""

from collections import defaultdict
from datetime import date, datetime

from reports.rates import CLOCKS, Reader, rates
from reports.week import Carrier, Finding, Latency, Queue, Section

_SEVERITY = "case severity when 'critical' then 1 when 'major' then 2 else 3 end"


def section(build: Reader, shop: str, name: str, zone: str, first_day: date) -> Section:
    """All that is told of one shop (or `all`) in one week."""
    latencies = _latencies(build, shop, first_day)
    return Section(
        shop=shop,
        name=name,
        zone=zone,
        is_all=shop == "all",
        last_data_at=_last_data_at(build, shop),
        rates=rates(build, shop, first_day, {one.measure: one.target_seconds for one in latencies}),
        latencies=latencies,
        carriers=_carriers(build, shop, first_day),
        findings=_findings(build, shop, first_day),
        queue=_queue(build, shop),
    )


def _latencies(build: Reader, shop: str, first_day: date) -> tuple[Latency, ...]:
    rows = build.rows(
        "select measure, items, p50_seconds, p95_seconds, cast(target_seconds as double),"
        " missing, unknown"
        " from metrics.latencies_weekly"
        " where shop = ? and dimension = 'all' and week_start_day = ?",
        [shop, first_day],
    )
    made = {row[0]: Latency(*row) for row in rows}
    return tuple(made[clock] for clock in dict.fromkeys(CLOCKS.values()) if clock in made)


def _carriers(build: Reader, shop: str, first_day: date) -> tuple[Carrier, ...]:
    lacked: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for carrier, reason, parcels in build.rows(
        "select carrier, lost_reason, shipments from metrics.tracking_losses_weekly"
        " where shop = ? and week_start_day = ? order by shipments desc, lost_reason",
        [shop, first_day],
    ):
        lacked[carrier].append((reason, parcels))
    rows = build.rows(
        "select dimension_value, numerator, denominator, share from metrics.rates_weekly"
        " where shop = ? and week_start_day = ? and dimension = 'carrier' and denominator > 0"
        " and measure = 'shipped_with_tracking' order by share, denominator desc",
        [shop, first_day],
    )
    return tuple(
        Carrier(row[0], int(row[1]), int(row[2]), row[3], tuple(lacked[row[0]])) for row in rows
    )


def _findings(build: Reader, shop: str, first_day: date) -> tuple[Finding, ...]:
    rows = build.rows(
        "select found.rule, found.severity, found.findings, found.customers, rules.sentence,"
        " rules.owner, rules.next_step"
        " from metrics.findings_weekly as found left join checks.rules as rules using (rule)"
        " where found.shop = ? and found.week_start_day = ?"
        f" order by {_SEVERITY}, found.findings desc, found.rule",
        [shop, first_day],
    )
    return tuple(Finding(*row) for row in rows)


def _queue(build: Reader, shop: str) -> Queue | None:
    rows = build.rows(
        "select overdue, due_soon, open, unknown, oldest_started_at from metrics.queue"
        " where shop = ?",
        [shop],
    )
    return Queue(*rows[0]) if rows else None


def _last_data_at(build: Reader, shop: str) -> datetime | None:
    rows = build.rows(
        "select max(newest_item_at) from metrics.sources where ? in (shop, 'all')", [shop]
    )
    return rows[0][0] if rows else None
