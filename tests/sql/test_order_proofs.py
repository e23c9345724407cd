"""Proofs about orders, parcels and mails: what contradicts them is not published."""

import pytest


def broken(warehouse):
    return {claim.partition(":")[0] for claim in warehouse.broken_claims()}


def test_an_order_of_a_shop_that_no_settings_know_is_judged_as_well(postroom):
    postroom.order("1001", "10:00:00", shop="stranger")
    postroom.order("1002", None)
    postroom.parcel("P-1", "1001", "0031-01-01 10:00:00", shop="stranger")

    assert postroom.ask("select verdict from facts.order_confirmations order by order_id") == [
        ("unknown",), ("unknown",),
    ]  # fmt: skip
    assert broken(postroom.warehouse) == set()


@pytest.mark.parametrize("table", ["facts.order_confirmations", "facts.order_verifications"])
def test_an_order_that_drops_out_stops_publishing(warehouse, postroom, table):
    postroom.order("1001", "10:00:00")
    warehouse.given(table, "shop  order_id  verdict")
    postroom.ask("select 1 from staging.orders")

    assert "proofs.nothing_drops_out" in broken(warehouse)


def test_a_missing_mail_that_nobody_could_see_stops_publishing(warehouse):
    warehouse.given("facts.order_confirmations", """
        shop       order_id  verdict  judged_until_at   missing_after_at
        nordlicht  1001      missing  2026-03-02 10:00  2026-03-02 10:30
        nordlicht  1002      missing  2026-03-02 11:00  2026-03-02 10:30
        nordlicht  1003      missing  –                 2026-03-02 10:30
    """)

    assert "proofs.missing_is_seen" in broken(warehouse)


REST = "shop  order_id  kind  until_at  made_at"


@pytest.mark.parametrize("row", [
    "b  true   –  –                 kept",  # kept, and nothing happened
    "b  true   –  2026-03-04 10:00  kept",  # afterwards
    "b  true   –  2026-03-02 10:00  broken",  # in time
    "b  true   –  –                 broken",  # before anybody looked
    "b  true   –  –                 superseded",
    "b  false  –  –                 open",  # no first one
    "b  true   z  –                 open",  # the next one does not exist
])  # fmt: skip
def test_a_promise_that_contradicts_itself_stops_publishing(warehouse, row):
    warehouse.given("facts.promises", f"""
        promise_id  is_first  superseded_by  happened_at  verdict  {REST}
        {row}  nordlicht  1  ship  2026-03-03 10:00  2026-03-01 10:00
    """)

    assert "proofs.promises_hold_together" in broken(warehouse)


def test_a_notice_called_missing_that_nobody_could_see_stops_publishing(warehouse):
    warehouse.given("facts.order_notices", """
        shop       order_id  mail_kind  verdict  judged_until_at   missing_after_at
        nordlicht  1001      cancelled  missing  2026-03-02 10:00  2026-03-02 10:30
    """)

    assert "proofs.missing_is_seen" in broken(warehouse)


def test_a_cancellation_without_a_verdict_stops_publishing(warehouse, postroom):
    postroom.order("1001", "10:00:00", cancelled_at="2026-03-02 11:00")
    warehouse.given("facts.order_notices", "shop  order_id  mail_kind  verdict")
    postroom.ask("select 1 from staging.orders")

    assert "proofs.notices_count_everything" in broken(warehouse)
