"""Proofs: a build whose numbers do not add up is not published."""

import pytest


def broken(warehouse):
    return {claim.partition(":")[0] for claim in warehouse.broken_claims()}


def test_an_empty_shop_builds_and_every_claim_holds(warehouse):
    assert warehouse.broken_claims() == []


def test_an_item_that_a_run_lost_stops_publishing(warehouse):
    warehouse.given("raw.runs", """
        run_id  source  items_read  accepted  duplicate  quarantined  deferred  ignored
        r1      log     10          5         2          1            1         1
        r2      log     10          5         2          1            1         0
    """)

    claims = warehouse.broken_claims()

    assert len(claims) == 1 and "r2" in claims[0]


@pytest.mark.parametrize(("columns", "values"), [
    ("started_at  answered_at  outcome", "2026-03-02 10:00  2026-03-02 09:00  in_time"),
    ("started_at  answered_at  outcome", "2026-03-02 10:00  –  late"),
    ("started_at  answered_at  outcome", "2026-03-02 10:00  2026-03-02 11:00  overdue"),
])  # fmt: skip
def test_a_wait_that_contradicts_itself_stops_publishing(warehouse, columns, values):
    warehouse.given("facts.waits", f"wait_id  shop  {columns}\nw  nordlicht  {values}")

    assert "proofs.waits_end_after_they_begin" in broken(warehouse)


def test_a_verdict_nobody_explained_stops_publishing(warehouse):
    warehouse.given("facts.order_confirmations", """
        shop       order_id  placed_at         verdict
        nordlicht  1         2026-03-02 10:00  perhaps
    """)

    assert "proofs.verdicts_have_an_answer" in broken(warehouse)


def test_an_order_that_no_week_counts_stops_publishing(warehouse):
    warehouse.given("facts.order_confirmations", """
        shop       order_id  placed_at         verdict
        nordlicht  1         2026-03-02 10:00  on_time
    """)  # no calendar reaches that day: nothing was read

    assert "proofs.verdicts_weekly_counts_everything" in broken(warehouse)


def test_a_message_that_no_wait_holds_stops_publishing(warehouse):
    warehouse.given("facts.inquiries", """
        message_key  shop       customer_key  conversation_id  received_at
        a            nordlicht  mia           t1               2026-03-02 10:00
    """)
    warehouse.given("facts.waits", "wait_id  shop")

    assert "proofs.inquiries_wait_once" in broken(warehouse)


def test_waits_and_escalations_that_contradict_themselves_stop_publishing(warehouse):
    warehouse.given("seeds.reply_clocks", """
        shop  channel  valid_from_day  clock    target_seconds
        *     *        2000-01-01      clock    –
        *     form     2000-01-01      busines  3600
    """)
    warehouse.given("seeds.escalation_ways", """
        shop  way      value        valid_from_day
        *     address  escalation@  2000-01-01
        *     adress   leads@       2000-01-01
    """)
    warehouse.given("facts.wait_spans", """
        wait_id  shop       started_at
        w        nordlicht  2026-03-02 10:00
    """)
    warehouse.given("facts.wait_clocks", """
        wait_id  clock  due_at            due_soon_at       late_after_at
        w        clock  2026-03-02 10:00  2026-03-02 10:00  2026-03-02 10:00
    """)
    warehouse.given("facts.wait_escalations", """
        wait_id  shop       verdict  escalated_at      escalate_by_at
        gone     nordlicht  in_time  2026-03-02 11:00  2026-03-02 14:00
    """)
    warehouse.given("metrics.replies_weekly", """
        shop  week_start_day  reply  waits
        all   2026-03-02      first  1
    """)

    assert broken(warehouse) >= {
        "proofs.reply_clocks_are_known", "proofs.escalation_ways_are_known",
        "proofs.waits_are_due_after_they_begin", "proofs.escalations_are_of_waits",
        "proofs.wait_metrics_count_everything",
    }  # fmt: skip
