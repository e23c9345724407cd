"""Payments, changes and goods ready to be fetched: does the customer hear of each in time?"""

import pytest

SEEN = ("archive", "orders", "shipments")
AT = "2026-03-02 10:00"


def notices(postroom, columns="order_id, mail_kind, verdict, excluded_reason"):
    return postroom.ask(f"select {columns} from facts.order_notices order by order_id, mail_kind")


@pytest.mark.parametrize(("sent_at", "read_until", "expected"), [
    ("11:00:00", "18:00", "on_time"),
    ("11:00:01", "18:00", "late"),
    (None, "13:59:59", "waiting"),
    (None, "14:00:00", "missing"),
    ("09:59:55", "14:00:00", "on_time"),  # within what two clocks may differ
    ("09:59:54", "14:00:00", "missing"),  # told of something earlier
    ("2026-03-09 10:00:01", "2026-03-10 10:00", "implausible"),
])  # fmt: skip
def test_a_cancellation_is_told_within_the_hour(postroom, sent_at, read_until, expected):
    postroom.order("1001", "08:00:00", cancelled_at=AT)
    if sent_at:
        postroom.sent("m", sent_at, "Your order 1001 has been cancelled")
    postroom.read_until(read_until, SEEN)

    assert notices(postroom) == [("1001", "cancelled", expected, None)]


def test_each_kind_of_mail_has_its_clock_and_its_limit(postroom):
    postroom.order("1", "08:00:00", payment_method="Prepayment", paid_at=AT)
    postroom.order("2", "08:00:00", fulfilment="pickup")
    postroom.parcel("P-2", "2", "10:00:00", exempt_reason="pickup")
    postroom.order("3", "08:00:00", channel="b2b")
    postroom.parcel("P-3", "3", "10:00:00")
    postroom.parcel("P-3b", "3", "09:00:00", cancelled_at="2026-03-02 09:30")
    postroom.order("4", "08:00:00", refunded_at=AT, edited_at=AT)
    postroom.order("5", "08:00:00", payment_method="card", paid_at=AT)
    for key, at, subject in (
        ("1", "10:05:01", "Payment received for order 1"),
        ("2", "10:59:59", "Your order 2 is ready for pick-up"), ("3", "11:00:01", "Invoice 3"),
        ("4", "10:30:00", "Refund for order 4"), ("4b", "10:31:00", "Your order 4 was updated"),
    ):  # fmt: skip
        postroom.sent(key, at, subject, text=f"Order {key[0]}")
    postroom.read_until("18:00", SEEN)

    columns = "order_id, mail_kind, verdict, latency_seconds"
    assert notices(postroom, columns) == [
        ("1", "payment", "late", 301.0), ("2", "pickup_ready", "on_time", 3599.0),
        ("3", "invoice", "late", 3601.0), ("4", "order_edited", "on_time", 1860.0),
        ("4", "refunded", "on_time", 1800.0),
    ]  # fmt: skip


def test_what_somebody_else_tells_or_nobody_has_to_is_not_counted(postroom):
    rows = {
        "1": {"channel": "Amazon"}, "2": {"is_test": True}, "3": {"channel": "pos"},
        "4": {"is_imported": True}, "5": {"channel": "web"},
    }  # fmt: skip
    for order_id, row in rows.items():
        postroom.order(order_id, "08:00:00", cancelled_at=AT, **row)
    postroom.add("record_changes", record="orders", shop="nordlicht", order_id="5", part_id="",
                 content_hash="", is_gone=True, noticed_at=AT)  # fmt: skip
    postroom.parcel("P-5", "5", "10:00:00")
    postroom.order("6", "08:00:00")
    postroom.parcel("P-6", "6", "10:00:00", cancelled_at=AT)
    postroom.read_until("18:00", SEEN)

    reasons = ["marketplace", "test", "in_store", "imported", "deleted"]
    assert notices(postroom, "verdict, excluded_reason") == [("excluded", why) for why in reasons]
    assert postroom.ask("""
        select 'order' as thing, excluded_reason from facts.order_confirmations
        where order_id = '5'
        union all
        select shipment_id as thing, excluded_reason from facts.shipping_notices
        order by thing
    """) == [("P-5", "deleted"), ("P-6", "cancelled"), ("order", "deleted")]


def test_a_returned_mail_told_nobody_and_an_unread_one_may_have(postroom):
    for order_id in ("1", "2", "3"):
        postroom.order(order_id, "08:00:00", cancelled_at=AT, email=f"{order_id}@mail.example")
    postroom.sent("m1", "10:10:00", "Order 1 has been cancelled", to="1@mail.example")
    postroom.logged("accepted", "m1", "10:10:00", to="1@mail.example", queue_id="Q1")
    postroom.logged("bounced", "m1", "10:11:00", to="1@mail.example", queue_id="Q1")
    postroom.logged("accepted", "m2", "10:10:00", to="2@mail.example", queue_id="Q2")
    postroom.logged("sent", "m2", "10:11:00", to="2@mail.example", queue_id="Q2")
    postroom.read_until("18:00", (*SEEN, "log"))

    assert notices(postroom, "order_id, verdict") == [
        ("1", "bounced"), ("2", "unknown"), ("3", "missing"),
    ]  # fmt: skip


def test_an_expectation_holds_from_its_own_day_on(warehouse, postroom):
    warehouse.given("seeds.expectations", """
        shop       channel  payment_method  fulfilment  mail_kind  valid_from_day  clock  sender
        *          *        *               *           cancelled  2000-01-01      cancelled  shop
        nordlicht  *        *               *           cancelled  2026-03-02      cancelled  agency
    """)
    postroom.order("1", "2026-03-01 08:00", cancelled_at="2026-03-01 22:59:59")
    postroom.order("2", "2026-03-01 08:00", cancelled_at="2026-03-01 23:00:00")
    postroom.read_until("18:00", SEEN)

    assert notices(postroom, "order_id, excluded_reason") == [("1", None), ("2", "sent_by_agency")]


def version(postroom, order_id, at, **row):
    base = {"street": "Weg 1", "city": "Bonn", "postcode": "53111", "country": "DE", "total": 10.0}
    postroom.order(order_id, "08:00:00", valid_from_at=at and f"2026-03-02 {at}", **base | row)


def test_an_edit_is_known_by_the_first_version_that_differs_after_the_confirmation(postroom):
    for order_id, second in (
        ("1", {"street": "Weg 2"}), ("2", {"street": "weg 1 "}), ("3", {"total": 12.0}),
        ("4", {"total": 0.0, "refunded_at": "2026-03-02 09:00"}), ("5", {"warehouse": "B"}),
        ("6", {"line_ids": ["a", "b"]}),
    ):  # fmt: skip
        version(postroom, order_id, "08:00", line_ids=["a"])
        postroom.sent(order_id, "08:00:30", f"Order confirmation #{order_id}")
        version(postroom, order_id, "09:00", **{"line_ids": ["a"]} | second)
    version(postroom, "7", "08:00")
    version(postroom, "7", "08:00:20", street="Weg 2")  # before the confirmation: it tells of it
    postroom.sent("7", "08:00:30", "Order confirmation #7")
    version(postroom, "8", "08:00")
    postroom.sent("8", "08:00:30", "Order confirmation #8")
    version(postroom, "8", None, street="Weg 2", read_at="2026-03-02 12:00")  # when, nobody knows

    assert postroom.ask(
        "select order_id, changed, edited_at::varchar from facts.order_edits order by order_id"
    ) == [(one, what, "2026-03-02 09:00:00") for one, what in (
        ("1", "address"), ("3", "total"), ("6", "lines"))]  # fmt: skip
    assert notices(postroom, "order_id, mail_kind, clock_starts_at::varchar") == [
        ("1", "order_edited", "2026-03-02 09:00:00"), ("3", "order_edited", "2026-03-02 09:00:00"),
        ("4", "refunded", "2026-03-02 09:00:00"), ("6", "order_edited", "2026-03-02 09:00:00"),
    ]  # fmt: skip


def test_a_line_that_came_or_changed_its_quantity_is_an_edit(postroom):
    for order_id in ("1", "2"):
        version(postroom, order_id, "08:00")
        postroom.sent(order_id, "08:00:30", f"Order confirmation #{order_id}")
        version(postroom, order_id, "09:00", warehouse="B")
    for order_id, line_id, at, quantity in (
        ("1", "a", "08:00", 1), ("1", "a", "09:00", 2), ("2", "a", "08:00", 1),
        ("2", "b", "10:00", 1),
    ):  # fmt: skip
        postroom.add("order_items", shop="nordlicht", order_id=order_id, line_id=line_id,
                     content_hash=at, quantity=quantity, title="Tent",
                     valid_from_at=f"2026-03-02 {at}")  # fmt: skip

    assert postroom.ask(
        "select order_id, changed, edited_at::varchar from facts.order_edits order by order_id"
    ) == [("1", "quantity", "2026-03-02 09:00:00"), ("2", "lines", "2026-03-02 10:00:00")]


def test_o22_times_that_cannot_all_be_right_count_in_no_duration(postroom):
    for order_id in ("0", "1", "2", "3"):
        postroom.order(order_id, "08:00:30")
        postroom.sent(f"c{order_id}", "08:01:00", f"Order confirmation #{order_id}")
        postroom.sent(f"s{order_id}", "10:00:00", f"Your order {order_id} has been shipped")
    postroom.parcel("P-0", "0", "09:30:10", delivered_at="2026-03-03 10:00")
    postroom.parcel("P-1", "1", "07:59:10")  # shipped before it was ordered
    postroom.parcel("P-2", "2", "09:30:10", delivered_at="2026-03-02 09:20:10")
    # midnight in Berlin: the record knows the day alone
    postroom.parcel("P-3", "3", "2026-03-01 23:00:00", delivered_at="2026-03-03 10:00")
    postroom.order("4", "2026-03-07 08:00:30")  # not yet, when everything was looked at
    postroom.read_until("2026-03-04 12:00", SEEN)

    assert postroom.ask("""
        select shipment_id, verdict, excluded_reason from facts.shipping_notices order by 1
    """) == [
        ("P-0", "on_time", None), ("P-1", "excluded", "time_inconsistent"),
        ("P-2", "excluded", "time_inconsistent"), ("P-3", "late", None),
    ]  # fmt: skip
    assert postroom.ask("""
        select order_id, verdict, excluded_reason from facts.order_confirmations
        where excluded_reason is not null
    """) == [("4", "excluded", "time_inconsistent")]
    assert postroom.ask("""
        select sum(items)::integer from metrics.verdicts_weekly
        where excluded_reason = 'time_inconsistent'
    """) == [(3,)]
