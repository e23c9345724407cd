"""Promises to ship and to deliver: what was said, what replaced it, and whether it was kept."""

import pytest

SEEN = ("archive", "orders", "shipments")
ETA = "Hello Mia,\n\nTracking number: {number}\n\nEstimated delivery: {day}\n"


def promises(postroom, columns="order_id, verdict", where="true"):
    return postroom.ask(
        f"select {columns} from facts.promises where {where}"
        " order by order_id, shipment_id, line_id, kind, made_at"
    )


def due(postroom, order_id, until, came=None, **row):
    """A parcel that left at nine, promised for `until`."""
    postroom.order(order_id, "08:00:00")
    postroom.parcel(f"P-{order_id}", order_id, "09:00:00", carrier="DHL", promised_at=until,
                    delivered_at=came, **row)  # fmt: skip


def test_a_promise_is_kept_by_the_first_attempt_to_the_microsecond(postroom):
    until = "2026-03-05 22:59:59.999999"
    due(postroom, "1", until, came=until)
    due(postroom, "2", until, came="2026-03-05 23:00:00")
    due(postroom, "3", until, came="2026-03-07 10:00:00", first_attempt_at=until)
    postroom.read_until("2026-03-10 12:00", SEEN)

    assert promises(postroom) == [("1", "kept"), ("2", "broken"), ("3", "kept")]


@pytest.mark.parametrize(("shipments_until", "archive_until", "expected"), [
    ("2026-03-05 17:59:59", "2026-03-05 17:59:59", "open"),
    ("2026-03-05 18:00:01", "2026-03-05 17:00:00", "broken"),
    ("2026-03-05 17:59:59", "2026-03-05 18:00:01", "unknown"),
    (None, "2026-03-05 10:00:00", "unknown"),
])  # fmt: skip
def test_a_promise_without_its_event_is_broken_only_once_the_parcels_were_read_past_it(
    postroom, shipments_until, archive_until, expected
):
    due(postroom, "1", "2026-03-05 18:00")
    due(postroom, "2", "2026-03-02 18:00", came="2026-03-02 12:00")  # so deliveries are told
    postroom.read_until(archive_until, ("archive",))
    if shipments_until:
        postroom.read_until(shipments_until, ("shipments",))

    assert promises(postroom, where="order_id = '1'") == [("1", expected)]


def test_a_carrier_whose_deliveries_the_shop_never_records_breaks_no_promise(postroom):
    due(postroom, "1", "2026-03-03 18:00")
    postroom.order("2", "08:00:00")
    postroom.parcel("P-2", "2", "09:00:00", carrier="GLS", promised_at="2026-03-03 18:00",
                    delivered_at="2026-03-03 12:00")  # fmt: skip
    postroom.order("3", "08:00:00", ship_by_at="2026-03-03 18:00")
    postroom.read_until("2026-03-10 12:00", SEEN)

    assert promises(postroom) == [("1", "unknown"), ("2", "kept"), ("3", "broken")]


def test_a_mail_of_the_same_day_repeats_the_record_and_another_day_corrects_it(postroom):
    due(postroom, "1", "2026-03-05 18:00", number="00340430911924858551")
    mail = {"subject": "Your order 1 has been shipped"}
    text = ETA.format(number="00340430911924858551", day="5 March 2026")
    postroom.sent("a", "09:10:00", text=text, **mail)
    postroom.sent("b", "2026-03-04 09:00", text=text.replace("5 M", "6 M"), **mail)
    postroom.sent("c", "2026-03-07 09:00", text=text.replace("5 M", "9 M"), **mail)
    postroom.read_until("2026-03-10 12:00", SEEN)
    due(postroom, "2", "2026-03-02 18:00", came="2026-03-02 12:00")

    columns = "made_in, is_first, verdict, superseded_by is not null"
    assert promises(postroom, columns, "order_id = '1'") == [
        ("record", True, "broken", True),  # the first is no correction: it stands as it was said
        ("shipping_notice", False, "broken", True),  # corrected, but after it had passed
        ("shipping_notice", False, "broken", False),
    ]
    assert postroom.ask("""
        select rule, shipment_id, expected from cases.findings where rule = 'PROMISE_PASSED'
    """) == [("PROMISE_PASSED", "P-1", "by 2026-03-09 22:59:59 UTC")]


def test_a_later_promise_that_was_corrected_in_time_is_superseded(postroom):
    for version, day in enumerate(("05", "08", "12"), start=2):
        postroom.order("1", "08:00:00", ship_by_at=f"2026-03-{day} 18:00",
                       valid_from_at=f"2026-03-0{version} 09:00")  # fmt: skip
    postroom.parcel("P-1", "1", "2026-03-11 09:00")
    postroom.read_until("2026-03-20 12:00", SEEN)

    assert promises(postroom, "is_first, verdict") == [
        (True, "broken"), (False, "superseded"), (False, "kept"),
    ]  # fmt: skip


def test_what_is_said_after_the_event_or_in_a_returned_mail_promises_nothing(postroom):
    due(postroom, "1", None, came="2026-03-03 12:00")
    mail = {"subject": "Your order 1 has been shipped", "text": "Estimated delivery: 5 March 2026"}
    postroom.sent("bounced", "09:10:00", **mail)
    postroom.logged("accepted", "bounced", "09:10:00")
    postroom.logged("bounced", "bounced", "09:11:00")
    postroom.sent("afterwards", "2026-03-03 12:01", **mail)
    postroom.read_until("2026-03-10 12:00", (*SEEN, "log"))

    assert promises(postroom) == []


def test_each_parcel_named_in_one_mail_has_the_day_that_stands_by_its_number(postroom):
    postroom.order("1", "08:00:00")
    for one in ("1", "2"):
        postroom.parcel(f"P-{one}", "1", "09:00:00", number=f"0034043091192485855{one}")
    text = "".join(
        ETA.format(number=f"0034043091192485855{one}", day=f"{day} March 2026")
        for one, day in (("1", 5), ("2", 7))
    )
    postroom.sent("a", "09:10:00", "Your order 1 has been shipped", text=text)
    postroom.sent("b", "2026-03-03 09:00", "Delay of order 1", text="It ships by 9 March.")

    assert promises(postroom, "shipment_id, kind, made_in, cast(until_at as date)::varchar") == [
        ("P-1", "deliver", "shipping_notice", "2026-03-05"),
        ("P-2", "deliver", "shipping_notice", "2026-03-07"),
    ]  # what was shipped already is promised no more


def line(postroom, order_id, line_id, **row):
    postroom.add("order_items", shop="nordlicht", order_id=order_id, line_id=line_id,
                 content_hash="", quantity=1, title="Tent", **row)  # fmt: skip


def test_a_line_is_shipped_by_the_parcel_that_names_it_and_an_order_by_its_last_line(postroom):
    by = "2026-03-04 18:00"
    for order_id, items in (("1", ("A:1", "SKU-B: 2")), ("2", (None, None)), ("3", ("A:1", "A:1"))):
        postroom.order(order_id, "08:00:00", ship_by_at=by)
        line(postroom, order_id, "A", ship_by_at=by)
        line(postroom, order_id, "B", sku="SKU-B", ship_by_at=by)
        postroom.parcel(f"P-{order_id}-1", order_id, "2026-03-04 09:00", items=items[0])
        postroom.parcel(f"P-{order_id}-2", order_id, "2026-03-05 09:00", items=items[1])
        postroom.parcel(f"P-{order_id}-3", order_id, "2026-03-03 09:00", items="B:1",
                        cancelled_at="2026-03-03 10:00")  # fmt: skip
    postroom.read_until("2026-03-10 12:00", SEEN)

    found = promises(postroom, "order_id, coalesce(line_id, ''), verdict, happened_at is null")
    assert sorted(found) == [
        ("1", "", "broken", False), ("1", "A", "kept", False), ("1", "B", "broken", False),
        # without a word of what is in them, the first parcel holds everything
        ("2", "", "kept", False), ("2", "A", "kept", False), ("2", "B", "kept", False),
        ("3", "", "broken", True), ("3", "A", "kept", False), ("3", "B", "broken", True),
    ]  # fmt: skip


def test_an_order_is_delivered_when_its_last_parcel_was_brought(postroom):
    for order_id, second in (("1", "2026-03-05 12:00"), ("2", None)):
        postroom.order(order_id, "08:00:00", deliver_by_at="2026-03-04 18:00")
        for number, came in enumerate(("2026-03-04 12:00", second)):
            postroom.parcel(f"P-{order_id}-{number}", order_id, "09:00:00", delivered_at=came)
    postroom.read_until("2026-03-10 12:00", SEEN)

    assert promises(postroom, "order_id, verdict, happened_at::varchar") == [
        ("1", "broken", "2026-03-05 12:00:00"), ("2", "broken", None),
    ]  # fmt: skip


def test_more_than_two_days_early_is_noted_by_the_shops_own_day(postroom):
    # The fifth of March begins at 23:00 UTC in Berlin.
    due(postroom, "1", "2026-03-05 12:00", came="2026-03-02 22:59:59")
    due(postroom, "2", "2026-03-05 12:00", came="2026-03-02 23:00:00")
    postroom.read_until("2026-03-10 12:00", SEEN)

    assert promises(postroom, "verdict, is_too_early") == [("kept", True), ("kept", False)]


@pytest.mark.parametrize(("row", "expected"), [
    ({"is_test": True}, ("excluded", "test")),
    ({"cancelled_at": "2026-03-05 18:00"}, ("excluded", "cancelled")),
    ({"refunded_at": "2026-03-05 18:00"}, ("excluded", "refunded")),
    ({"cancelled_at": "2026-03-05 18:00:01"}, ("broken", None)),
])  # fmt: skip
def test_an_order_called_off_before_its_promise_passed_is_not_counted(postroom, row, expected):
    postroom.order("1", "08:00:00", ship_by_at="2026-03-05 18:00", **row)
    postroom.read_until("2026-03-10 12:00", SEEN)

    assert promises(postroom, "verdict, excluded_reason") == [expected]


def test_a_passed_promise_is_no_finding_once_a_person_has_answered(postroom):
    for order_id in ("1", "2"):
        postroom.order(order_id, "08:00:00", ship_by_at="2026-03-05 18:00",
                       email=f"{order_id}@mail.example")  # fmt: skip
    postroom.sent("r", "2026-03-06 09:00", "Re: order 2", to="2@mail.example", role="replies",
                  text="Dear customer, it will leave next week. Order 2")  # fmt: skip
    postroom.read_until("2026-03-10 12:00", (*SEEN, "replies"))

    assert postroom.ask("select order_id from cases.findings where rule = 'PROMISE_PASSED'") == [
        ("1",)
    ]


def test_only_first_promises_count_in_the_share_in_the_week_they_fell_due(postroom):
    due(postroom, "1", "2026-03-03 18:00", came="2026-03-03 12:00")
    due(postroom, "2", "2026-03-05 18:00", came="2026-03-06 12:00")
    for at, until in (("2026-03-02 09:00", "2026-03-04"), ("2026-03-03 09:00", "2026-03-06")):
        postroom.order("3", "08:00:00", ship_by_at=until, valid_from_at=at)
    postroom.parcel("P-3", "3", "2026-03-05 09:00")
    postroom.read_until("2026-03-16 12:00", SEEN)

    assert postroom.ask("""
        select numerator, denominator, is_mature from metrics.rates_weekly
        where measure = 'promise_kept' and shop = 'nordlicht' and dimension = 'all'
    """) == [(1, 3, True)]
