"""The weekly report tells the same numbers as the pages, and says what is missing."""

from datetime import date, datetime, timedelta

import pytest

from reports.weekly import week_of, weekly
from sql.settings import Shop
from sql.trouble import Misuse

MONDAY = date(2026, 11, 16)
BERLIN = {"nordlicht": Shop(name="Nordlicht Outdoor", zone="Europe/Berlin")}
BOTH = BERLIN | {"fjordkind": Shop(name="Fjordkind & Co", zone="Europe/London")}


def the_rate(week, measure="confirmed_in_time"):
    return next(rate for rate in week.sections[0].rates if rate.measure == measure)


def test_a_share_comes_with_its_numbers_target_and_limit_as_the_metrics_hold_them(build):
    build.rate(kept=412, of=420, excluded=6, undecided=0, unknown=2)
    build.rate(kept=1, of=50, dimension="channel", value="web")
    build.rate(kept=1, of=50, shop="fjordkind")
    build.given("latencies_weekly", (
        "nordlicht", MONDAY, "confirmation", "all", "all", 412, 41.0, 195.0, 3, 2, 300.0,
    ))  # fmt: skip

    rate = the_rate(build.week())

    assert (rate.numerator, rate.denominator, rate.excluded, rate.unknown) == (412, 420, 6, 2)
    assert (rate.share, rate.target, rate.within_seconds) == (412 / 420, 0.98, 300)
    assert rate.state == "met"


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"kept": 98, "of": 100}, "met"),
        ({"kept": 97, "of": 100}, "missed"),
        ({"kept": 19, "of": 19}, "few"),
        ({"kept": 20, "of": 20}, "met"),
        ({"kept": 50, "of": 100, "mature": False}, "early"),
        ({"kept": 0, "of": 0, "undecided": 3}, "early"),
        ({"kept": 0, "of": 0, "unknown": 3, "undecided": 1}, "unknown"),
        ({"kept": 0, "of": 0, "excluded": 3}, "none"),
    ],
)
def test_only_a_whole_and_large_enough_week_is_judged(build, given, state):
    build.rate(**given)
    assert the_rate(build.week()).state == state


def test_a_promise_that_nothing_is_known_of_is_listed_as_not_seen(build):
    build.rate()
    assert [rate.state for rate in build.week().sections[0].rates] == ["missed", *["none"] * 4]


def test_a_change_is_told_only_between_two_weeks_that_can_both_be_judged(build):
    before = MONDAY - timedelta(weeks=1)
    build.rate(kept=98, of=100)
    build.rate(kept=96, of=100, week=before)
    build.rate("replied_in_time", kept=98, of=100)
    build.rate("replied_in_time", kept=10, of=19, week=before)
    build.rate("shipping_mail_in_time", kept=50, of=100, mature=False)
    build.rate("shipping_mail_in_time", kept=96, of=100, week=before)

    week = build.week()

    assert the_rate(week).change == pytest.approx(0.02)
    assert the_rate(week, "replied_in_time").change is None
    assert the_rate(week, "shipping_mail_in_time").change is None


def test_the_trend_is_thirteen_weeks_and_keeps_the_holes(build):
    for back in (0, 1, 12, 13):
        build.rate(kept=90 + back % 5, of=100, week=MONDAY - timedelta(weeks=back))

    trend = the_rate(build.week()).trend

    assert len(trend) == 13 and trend[-1] == (MONDAY, 0.9)
    assert [share for _, share in trend if share is not None] == [0.92, 0.91, 0.9]


def test_a_week_that_is_not_all_due_does_not_end_the_line_with_a_fall(build):
    build.rate(kept=1, of=20, mature=False)
    build.rate(kept=95, of=100, week=MONDAY - timedelta(weeks=1))
    rate = the_rate(build.week())
    assert [share for _, share in rate.trend[-2:]] == [0.95, None]
    assert (rate.share, rate.state) == (0.05, "early")


@pytest.mark.parametrize(
    ("data_until_at", "first_day"),
    [
        (datetime(2026, 11, 22, 22, 59), date(2026, 11, 9)),  # Sunday 23:59 in Berlin
        (datetime(2026, 11, 22, 23, 0), date(2026, 11, 9)),  # Monday there, Sunday in London
        (datetime(2026, 11, 23, 0, 0), date(2026, 11, 16)),
        (datetime(2026, 11, 29, 12, 0), date(2026, 11, 16)),
    ],
)
def test_the_report_tells_of_the_last_week_that_is_over_in_every_zone(
    build, data_until_at, first_day
):
    build.data_until_at = data_until_at
    assert weekly(build, BOTH).first_day == first_day


def test_the_week_is_that_of_the_data_not_of_the_day_of_building(build):
    build.data_until_at = datetime(2026, 10, 30)
    assert weekly(build, BERLIN).number == "2026-W43"


def test_a_week_that_is_not_over_says_so(build):
    assert build.week(week=date(2026, 11, 26)).first_day == date(2026, 11, 23)
    assert not build.week(week=date(2026, 11, 26)).is_over
    assert build.week().is_over


def test_two_brands_are_told_together_first_and_then_apart(build):
    build.rate(kept=190, of=200, shop="all")
    build.rate(kept=100, of=100, shop="nordlicht")
    build.rate(kept=90, of=100, shop="fjordkind")

    week = build.week(shops=BOTH)

    assert [(one.shop, one.rates[0].numerator) for one in week.sections] == [
        ("all", 190),
        ("nordlicht", 100),
        ("fjordkind", 90),
    ]
    assert [one.zone for one in week.sections] == ["UTC", "Europe/Berlin", "Europe/London"]


def test_one_brand_is_told_once(build):
    assert [one.shop for one in build.week().sections] == ["nordlicht"]


def test_carriers_come_worst_first_with_what_their_customers_lacked(build):
    for carrier, kept in (("DHL", 98), ("GLS", 60)):
        build.rate("shipped_with_tracking", kept, 100, dimension="carrier", value=carrier)
    build.given(
        "tracking_losses_weekly",
        ("nordlicht", MONDAY, "GLS", "no_link", 30, 100),
        ("nordlicht", MONDAY, "GLS", "no_mail", 10, 100),
        ("nordlicht", MONDAY - timedelta(weeks=1), "GLS", "no_date", 99, 100),
        ("fjordkind", MONDAY, "GLS", "no_date", 99, 100),
    )

    carriers = build.week().sections[0].carriers

    assert [(one.carrier, one.followed, one.shipped, one.lacked) for one in carriers] == [
        ("GLS", 60, 100, (("no_link", 30), ("no_mail", 10))),
        ("DHL", 98, 100, ()),
    ]


def test_findings_come_worst_first_and_only_of_that_shop_and_week(build):
    build.db.execute("insert into checks.rules values ('A', 'It broke.', '', 'shipping', 'Do.', 1)")
    build.given(
        "findings_weekly",
        ("nordlicht", MONDAY, "A", "minor", 50, 40),
        ("nordlicht", MONDAY, "NEW_RULE", "critical", 1, 1),
        ("nordlicht", MONDAY - timedelta(weeks=1), "A", "critical", 7, 7),
        ("fjordkind", MONDAY, "A", "critical", 7, 7),
    )

    found = build.week().sections[0].findings

    assert [(one.rule, one.findings, one.customers) for one in found] == [
        ("NEW_RULE", 1, 1),
        ("A", 50, 40),
    ]
    assert (found[1].sentence, found[1].owner, found[1].next_step) == (
        "It broke.",
        "shipping",
        "Do.",
    )


def test_what_is_not_measured_and_who_fell_silent_is_part_of_the_report(build):
    build.given(
        "measured",
        ("nordlicht", "replied_in_time", "q", "not_measurable", "No folder.", "Connect it."),
        ("nordlicht", "confirmed_in_time", "q", "measured", None, None),
        ("nordlicht", "shipped_with_tracking", "q", "partly", None, None),
    )
    build.given(
        "sources",
        ("log", "log/mx1", "nordlicht", "log", datetime(2026, 11, 20, 7), True),
        ("orders", "orders", "nordlicht", "orders", datetime(2026, 11, 23, 7), False),
    )

    week = build.week()

    assert [(gap.measure, gap.state) for gap in week.gaps] == [
        ("replied_in_time", "not_measurable"),
        ("shipped_with_tracking", "partly"),
    ]
    assert [(one.path, one.newest_item_at) for one in week.silences] == [
        ("log/mx1", datetime(2026, 11, 20, 7))
    ]


@pytest.mark.parametrize("text", ["2026-W47", "2026W47", "2026-11-16", "2026-11-22"])
def test_a_week_is_named_by_its_number_or_by_a_day_in_it(text):
    assert week_of(text) == MONDAY


@pytest.mark.parametrize("text", ["47", "last", "2026-W60", "16.11.2026"])
def test_a_week_that_nobody_can_read_is_refused_with_an_example(text):
    with pytest.raises(Misuse, match="write it as 2026-W47"):
        week_of(text)
