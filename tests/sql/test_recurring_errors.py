"""Errors that come back: one cause is one error, and what people decide about it holds."""

from datetime import datetime, timedelta

import pytest
from error_house import ErrorHouse
from error_year import causes, year
from error_year_house import groups, lay_year

DE, EN = "order_confirmation.de", "order_confirmation.en"
MONDAY = datetime(2026, 1, 5)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULE = "PLACEHOLDER_LEFT"


@pytest.fixture
def house():
    house = ErrorHouse()
    yield house
    house.close()


def found(house, key, at, cause="{{ x }}", **mail):
    return house.finding(RULE, house.mail(key, at, **mail), at, cause=cause)


def clean(house, mails, first=MONDAY + HOUR, name="after", **mail):
    for number in range(mails):
        house.mail(f"{name}-{number}", first + number * timedelta(minutes=5), **mail)


def error(house, columns="state"):
    return house.row(f"select {columns} from cases.recurring_errors")


# What is one error


def test_95_of_100_causes_of_a_simulated_year_form_exactly_one_error(house):
    seen = year(seed=20)
    lay_year(house, seen)

    exact, wrong = groups(house, seen)

    assert len(causes()) >= 40
    assert exact / len(causes()) >= 0.95, wrong
    assert house.untrue("findings_have_one_error") == []
    assert house.untrue("error_states_are_known") == []


def test_another_rule_shop_template_field_or_cause_is_another_error(house):
    usual = {"cause": "{{ x }}", "template": DE, "shop": "nordlicht", "field": "text", "rule": RULE}
    others = ({"cause": "{{ y }}"}, {"template": EN}, {"shop": "fjordkind"}, {"field": "subject"},
              {"rule": "NULL_VALUE"})  # fmt: skip
    for number, said in enumerate((usual, usual, *(usual | other for other in others))):
        key = house.mail(f"m{number}", MONDAY, said["template"], shop=said["shop"])
        house.finding(said["rule"], key, MONDAY, said["field"], said["cause"], shop=said["shop"])
    house.read_until(MONDAY + DAY)

    assert house.rows("select findings from cases.recurring_errors order by 1") == [
        *[(1,)] * len(others), (2,)]  # fmt: skip


def test_what_was_read_and_the_version_of_the_template_do_not_split_an_error(house):
    house.finding(RULE, house.mail("a", MONDAY), MONDAY, cause="{{ x }}", observed="1001")
    later = house.mail("b", MONDAY + DAY, version="2")
    house.finding(RULE, later, MONDAY + DAY, cause="{{X}}", observed="1002")
    house.read_until(MONDAY + 2 * DAY)

    assert error(house, "findings, customers, cause, template") == (2, 2, "{{x}}", DE)


def test_a_finding_about_an_order_has_no_template_even_where_a_mail_shows_it(house):
    house.mail("a", MONDAY)
    house.add("facts.order_confirmations", shop="nordlicht", order_id="7", customer_key="mia",
              placed_at=MONDAY, verdict="late", is_history=False)  # fmt: skip
    house.finding("CONF_LATE", "a", MONDAY, "order_confirmation", order_id="7", identity="order 7")
    house.read_until(MONDAY + DAY)

    assert error(house, "template, counted, mails, per_1000, customers") == (
        None, "orders", 1, 1000, 1)  # fmt: skip


def test_a_finding_about_a_template_is_counted_in_versions(house):
    for version in ("1", "2"):
        house.add("facts.template_uses", shop="nordlicht", template=DE, version=version,
                  first_sent_at=MONDAY)  # fmt: skip
    house.finding("LONG_OR_HARD", None, MONDAY, "words", template=DE, version="1",
                  identity=f"template nordlicht|{DE}|1 words")  # fmt: skip
    house.read_until(MONDAY + DAY)

    assert error(house, "template, counted, findings, mails") == (DE, "versions", 1, 2)


# How often, and which first


def test_the_rate_counts_mails_of_the_template_from_the_first_finding_on(house):
    clean(house, 5, first=MONDAY - DAY, name="long ago")
    clean(house, 5, first=MONDAY + HOUR, name="other", template=EN)
    found(house, "first", MONDAY)
    clean(house, 8, first=MONDAY + HOUR)
    found(house, "last", MONDAY + DAY, customer="c-first")
    house.read_until(MONDAY + 2 * DAY)

    assert error(house, """findings, customers, mails, per_1000, first_seen_at, last_seen_at,
        example_finding_ids""") == (2, 1, 10, 200, MONDAY, MONDAY + DAY,
                                    [f"{RULE} last text", f"{RULE} first text"])  # fmt: skip


def test_errors_rank_by_severity_then_by_customers_of_the_last_four_weeks_then_by_rate(house):
    until = MONDAY + 60 * DAY
    old, new = until - 28 * DAY, until - 28 * DAY + HOUR
    for cause, severity, times in (
        ("old", "critical", [old, old - HOUR, old - DAY]), ("new", "critical", [new]),
        ("minor", "minor", [new, new + HOUR]), ("rare", "minor", [new + 2 * HOUR, new + 3 * HOUR]),
    ):  # fmt: skip
        for number, at in enumerate(times):
            template = EN if cause == "rare" else DE
            key = house.mail(f"{cause}-{number}", at, template)
            house.finding(RULE, key, at, cause=cause, severity=severity)
    clean(house, 50, first=new + 4 * HOUR, template=EN)
    house.read_until(until)

    assert house.rows("select cause, recent_customers from cases.recurring_errors order by rank"
                      ) == [("new", 1), ("old", 0), ("minor", 2), ("rare", 2)]  # fmt: skip


TRENDS = [
    (0, 4, "too_few"), (0, 5, "rising"), (2, 5, "steady"), (1, 5, "rising"), (8, 4, "steady"),
    (20, 3, "steady"), (20, 2, "falling"), (80, 40, "steady"), (60, 60, "rising"),
]  # fmt: skip


def test_a_trend_is_told_only_where_chance_would_hardly_make_it(house):
    """Twelve weeks of 21 mails: of the findings a third falls into the last four by chance.

    P(5 or more of 7) = .045, of 6 = .018; P(3 or fewer of 23) = .026, 2 of 22 = .009.
    """
    for number in range(12 * 21):
        house.mail(f"m{number}", MONDAY + number * 8 * HOUR)
    for before, recent, _ in TRENDS:
        for number in [*range(before), *range(8 * 21, 8 * 21 + recent)]:
            house.finding(RULE, f"m{number}", MONDAY + number * 8 * HOUR, f"{before}, {recent}")
    house.read_until(MONDAY + 12 * 7 * DAY)

    assert dict(house.rows("select field, trend from cases.recurring_errors")) == {
        f"{before}, {recent}": trend for before, recent, trend in TRENDS}  # fmt: skip


def test_a_week_that_is_not_over_yet_says_nothing_about_the_trend(house):
    for number in range(12 * 21):
        house.mail(f"m{number}", MONDAY + number * 8 * HOUR)
    for number in range(12 * 21 - 5, 12 * 21):
        house.finding(RULE, f"m{number}", MONDAY + number * 8 * HOUR)
    house.read_until(MONDAY + 12 * 7 * DAY - 3 * HOUR)  # in Berlin it is eleven in the evening

    assert error(house, "trend") == ("too_few",)


def test_each_week_counts_its_findings_and_customers_and_the_mails_of_the_template(house):
    for number in range(3 * 21):
        house.mail(f"m{number}", MONDAY + number * 8 * HOUR, customer="mia")
    for number in (0, 1, 50):
        house.finding(RULE, f"m{number}", MONDAY + number * 8 * HOUR)
    house.read_until(MONDAY + 21 * DAY)

    assert house.rows("""select week_start_day::varchar, findings, customers, mails, weeks_ago
        from metrics.errors_weekly where mails > 0 order by 1""") == [
        ("2026-01-05", 2, 1, 21, 3), ("2026-01-12", 0, 0, 21, 2),
        ("2026-01-19", 1, 1, 21, 1)]  # fmt: skip
