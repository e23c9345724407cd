"""The report of a real build tells that build's numbers."""

import pytest

from reports.weekly import weekly
from reports.words import headline
from reports.write import write
from sql import wording


@pytest.fixture(scope="module")
def week(demo_build):
    return weekly(demo_build.build, demo_build.settings.shops)


def test_every_share_of_the_report_is_that_of_the_metrics(demo_build, week):
    held = {
        row[:2]: row[2:]
        for row in demo_build.build.rows(
            "select shop, measure, numerator, denominator, excluded, undecided, unknown, share"
            " from metrics.rates_weekly where dimension = 'all' and week_start_day = ?",
            [week.first_day],
        )
    }
    told = {
        (section.shop, rate.measure): (
            rate.numerator, rate.denominator, rate.excluded, rate.undecided, rate.unknown,
            rate.share,
        )
        for section in week.sections
        for rate in section.rates
        if rate.state != "none"
    }  # fmt: skip
    assert told == {place: held[place] for place in told} and len(told) >= 10


def test_what_is_counted_in_a_week_is_what_the_facts_hold_of_it(demo_build, week):
    orders = dict(
        demo_build.build.rows(
            "select facts.shop, count(*) from facts.order_confirmations as facts"
            " join steps.calendar as calendar on calendar.shop = facts.shop"
            " and calendar.utc_day = cast(facts.placed_at as date)"
            " and facts.placed_at >= calendar.from_at and facts.placed_at < calendar.until_at"
            " where calendar.week_start_day = ? group by facts.shop",
            [week.first_day],
        )
    )
    for section in week.sections[1:]:
        rate = section.rates[0]
        told = rate.denominator + rate.excluded + rate.undecided + rate.unknown
        assert told == orders[section.shop] > 0


def test_each_brand_is_named_with_its_own_numbers_on_page_and_in_text(demo_build, week, tmp_path):
    page, plain = write(week, tmp_path)
    for said in (page.read_text(), plain.read_text()):
        for section in week.sections:
            assert section.name in said and headline(section) in said.replace("\n", " ")
        for rate in week.sections[0].rates:
            assert wording.share(rate.share) in said


def test_no_address_and_no_order_reaches_the_report(demo_build, week, tmp_path):
    said = "".join(path.read_text() for path in write(week, tmp_path))
    orders = demo_build.build.rows("select distinct order_id from staging.orders")
    assert "@" not in said.replace("@media", "")
    assert [order for (order,) in orders if order in said] == []
