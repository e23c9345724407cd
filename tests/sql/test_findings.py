"""Findings: what the rules found wrong, with the customer it touched and the error it repeats."""

import pytest

WAITS = """
    wait_id  shop       customer_key  started_at        due_at            judged_until_at   outcome  is_history  not_counted_reason
    w1       nordlicht  mia           2026-03-02 10:00  2026-03-03 10:00  2026-03-04 12:00  overdue  false       –
    w2       nordlicht  ben           2026-03-02 11:00  2026-03-03 11:00  2026-03-04 12:00  overdue  false       –
    w3       nordlicht  ben           2026-03-02 12:00  2026-03-03 12:00  2026-03-04 12:00  late     false       –
    w4       nordlicht  eva           2026-03-02 13:00  2026-03-03 13:00  2026-03-04 12:00  overdue  false       no_answer_needed
    w5       nordlicht  eva           2026-02-02 13:00  2026-02-03 13:00  2026-03-04 12:30  overdue  true        –
"""  # noqa: E501
OVERDUE = "from cases.findings where rule = 'WAIT_OVERDUE' order by wait_id"


@pytest.fixture
def house(warehouse):
    warehouse.given("facts.waits", WAITS)
    warehouse.given("raw.messages", "received_at\n2026-03-02 10:00")
    return warehouse


def test_an_inquiry_that_is_overdue_is_a_finding_and_one_answered_late_is_none(house):
    assert house.rows(f"select wait_id, severity, owner, customer_key, is_history {OVERDUE}") == [
        ("w1", "critical", "customer support", "mia", False),
        ("w2", "critical", "customer support", "ben", False),
        ("w5", "critical", "customer support", "eva", True)]  # fmt: skip


def test_each_finding_says_what_is_wrong_and_what_to_do_next(house):
    sentence, next_step, expected, observed = house.rows(
        f"select sentence, next_step, expected, observed {OVERDUE}")[0]  # fmt: skip

    assert sentence.endswith(".") and next_step.endswith(".")
    assert expected == "answer by 2026-03-03 10:00 UTC"
    assert observed == "no answer found until 2026-03-04 12:00 UTC"


def test_findings_that_differ_only_in_numbers_are_one_error(house):
    fingerprints = house.rows(f"select distinct fingerprint, rule {OVERDUE.partition(' order')[0]}")
    identities = house.rows(f"select distinct finding_id, rule {OVERDUE.partition(' order')[0]}")

    assert len(fingerprints) == 1
    assert len(identities) == 3


def test_a_week_counts_findings_and_the_customers_they_touched(house):
    assert house.rows("""select shop, week_start_day::varchar, findings, customers
        from metrics.findings_weekly where rule = 'WAIT_OVERDUE' order by 2""") == [
        ("nordlicht", "2026-03-02", 2, 2)]  # fmt: skip


def test_every_finding_points_at_something_that_exists(house):
    assert any("findings_point_at_something" in claim for claim in house.broken_claims())
