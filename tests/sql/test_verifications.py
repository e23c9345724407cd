"""Verified orders: all that a delivery needs was there when the confirmation was sent."""

import pytest

ADDRESS = {"street": "Hauptstraße 1", "city": "Berlin", "postcode": "10115", "country": "DE"}


def order(postroom, order_id="1001", quantity=1, title="Tent", **row):
    postroom.order(order_id, "10:00:00", **{"valid_from_at": "2026-03-02 10:00:00"} | ADDRESS | row)
    postroom.add("order_items", shop="nordlicht", order_id=order_id, line_id="1", title=title,
                 quantity=quantity, content_hash="")  # fmt: skip


def verdicts(postroom):
    return postroom.ask(
        "select verdict, missing_fields from facts.order_verifications order by order_id"
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, ("verified", "")),
        ({"street": " "}, ("incomplete", "street")),
        ({"city": None, "postcode": ""}, ("incomplete", "city, postcode")),
        ({"country": None}, ("incomplete", "country")),
        ({"country": "ie", "postcode": None}, ("incomplete", "postcode")),
        ({"country": "hk", "postcode": None}, ("verified", "")),
        ({"email": "mia@mail"}, ("incomplete", "contact")),
        ({"email": None, "phone": "+49 30 1"}, ("incomplete", "contact")),
        ({"quantity": 0}, ("incomplete", "quantity")),
        ({"title": None}, ("incomplete", "product")),
        ({"fulfilment": "pickup", "city": None, "postcode": None}, ("verified", "")),
        ({"fulfilment": "pickup", "street": None}, ("incomplete", "street")),
        (
            {"fulfilment": "pickup", "street": None, "city": None, "pickup_point": "Shop 3"},
            ("verified", ""),
        ),
        ({"street": None, "pickup_point": "Locker 7"}, ("verified", "")),
        (
            {"fulfilment": "digital", "street": None, "city": None, "country": None},
            ("verified", ""),
        ),
        ({"fulfilment": "digital", "email": None}, ("incomplete", "contact")),
        ({"is_test": True, "street": None}, ("excluded", "street")),
    ],
)
def test_an_order_is_verified_when_nothing_that_its_delivery_needs_is_missing(
    postroom, row, expected
):
    order(postroom, **row)
    # so that every field is known to be exported
    order(postroom, "9999", pickup_point="Shop 1")

    assert verdicts(postroom)[0] == expected


def test_what_the_shop_does_not_export_is_unknown_not_missing(postroom):
    postroom.order("1001", "10:00:00", valid_from_at="2026-03-02 10:00:00", email=None)

    assert verdicts(postroom) == [("unknown", "")]


def test_the_record_counts_as_it_was_when_the_confirmation_was_sent(postroom):
    order(postroom, street=None)
    postroom.order("1001", "10:00:00", valid_from_at="2026-03-02 11:00:00", **ADDRESS)
    order(postroom, "1002", valid_from_at="2026-03-02 11:00:00")
    for order_id in ("1001", "1002"):
        postroom.sent(order_id, "10:01:00", f"Order confirmation #{order_id}")

    assert verdicts(postroom) == [("incomplete", "street"), ("unknown", "")]


def test_goods_to_be_fetched_from_a_place_that_the_shop_never_records_are_unknown(postroom):
    order(postroom, fulfilment="pickup", street=None)
    order(postroom, "9999")

    assert verdicts(postroom) == [("unknown", ""), ("verified", "")]


def lines(postroom, order_id, *versions):
    for line_id, at, quantity in versions:
        postroom.add("order_items", shop="nordlicht", order_id=order_id, line_id=line_id,
                     title="Tent", quantity=quantity, content_hash=f"{at}{quantity}",
                     valid_from_at=f"2026-03-02 {at}")  # fmt: skip


def test_the_lines_count_as_they_were_when_the_confirmation_was_sent(postroom):
    for order_id in ("1", "2", "3", "4", "5", "6"):
        line_ids = ["a"] if order_id == "6" else None
        postroom.order(order_id, "09:59:00", valid_from_at="2026-03-02 09:59", line_ids=line_ids,
                       **ADDRESS)  # fmt: skip
        if order_id != "5":
            postroom.sent(order_id, "10:01:00", f"Order confirmation #{order_id}")
    lines(postroom, "1", ("a", "10:00", 0), ("a", "10:02", 1))  # mended only afterwards
    lines(postroom, "2", ("a", "10:00", 1), ("b", "10:00", 1), ("b", "10:02", None))
    lines(postroom, "3", ("a", "10:02", 1))  # what it held before, nobody knows
    lines(postroom, "4", ("a", "09:58", 1), ("b", "09:58", 1), ("b", "10:00", 0))  # taken out
    lines(postroom, "5", ("a", "10:00", None), ("a", "10:02", 1))  # without a mail the newest
    lines(postroom, "6", ("a", "10:00", 1), ("b", "09:00", None))  # b was no longer of the order
    postroom.read_until("18:00", ("archive", "orders"))

    assert verdicts(postroom) == [
        ("incomplete", "quantity"), ("verified", ""), ("unknown", ""), ("verified", ""),
        ("verified", ""), ("verified", ""),
    ]  # fmt: skip


def test_a_line_that_was_gone_from_the_source_before_the_confirmation_is_not_of_it(postroom):
    for order_id, gone_at in (("1", "10:00:30"), ("2", "10:02:00")):
        postroom.order(order_id, "09:59:00", valid_from_at="2026-03-02 09:59", **ADDRESS)
        postroom.sent(order_id, "10:01:00", f"Order confirmation #{order_id}")
        lines(postroom, order_id, ("a", "10:00", 1), ("b", "10:00", None))
        postroom.add("record_changes", record="items", shop="nordlicht", order_id=order_id,
                     part_id="b", content_hash="", is_gone=True,
                     noticed_at=f"2026-03-02 {gone_at}")  # fmt: skip

    assert verdicts(postroom) == [("verified", ""), ("incomplete", "quantity")]


def test_a_confirmation_of_an_incomplete_order_is_noted_even_where_it_came_back(postroom):
    for order_id, row in (
        ("1", {"verified_at": "2026-03-02 10:05"}), ("2", {"street": None}),
        ("3", {"street": None}), ("4", {"street": None}), ("5", {"street": None, "is_test": True}),
    ):  # fmt: skip
        order(postroom, order_id, email=f"{order_id}@mail.example", **row)
    for key in ("1", "2", "3", "5"):
        postroom.sent(key, "10:01:00", f"Order confirmation #{key}", to=f"{key}@mail.example")
    postroom.logged("accepted", "3", "10:01:00", to="3@mail.example")
    postroom.logged("bounced", "3", "10:02:00", to="3@mail.example")
    postroom.read_until("18:00", ("archive", "orders", "log"))

    assert postroom.ask("""
        select order_id, verdict, verify_seconds, confirmed_incomplete
        from facts.order_verifications order by order_id
    """) == [
        ("1", "verified", 300.0, False), ("2", "incomplete", None, True),
        ("3", "incomplete", None, True), ("4", "incomplete", None, False),
        ("5", "excluded", None, False),
    ]  # fmt: skip


def test_the_newest_version_of_an_order_holds_whichever_came_first(postroom):
    postroom.order("1001", "10:00:00", valid_from_at="2026-03-02 12:00:00", city="Bonn")
    postroom.order("1001", "10:00:00", valid_from_at="2026-03-02 11:00:00", city="Berlin",
                   batch_id=2)  # fmt: skip
    postroom.order("1002", "10:00:00", valid_from_at="2026-03-02 12:00:00", city="Bonn")
    postroom.order("1002", "10:00:00", valid_from_at="2026-03-02 12:00:00", city="Berlin",
                   batch_id=2)  # fmt: skip

    assert postroom.ask("select city from private.orders order by order_id") == [
        ("Bonn",), ("Berlin",),
    ]  # fmt: skip
    assert postroom.ask("select count(*) from staging.orders") == [(2,)]
