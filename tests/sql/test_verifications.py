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
        ({"fulfilment": "pickup", "street": None, "postcode": None}, ("verified", "")),
        ({"is_test": True, "street": None}, ("excluded", "street")),
    ],
)
def test_an_order_is_verified_when_nothing_that_its_delivery_needs_is_missing(
    postroom, row, expected
):
    order(postroom, **row)
    order(postroom, "9999")  # so that every field is known to be exported

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
