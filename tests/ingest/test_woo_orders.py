"""What a WooCommerce order says, as facts: nothing is guessed, and what is estimated is flagged."""

import json
from datetime import datetime

import pytest
from pydantic import ValidationError
from woo_records import TRACKED, meta, order, read

from ingest.woo_options import WooOptions
from ingest.woo_values import Unreadable


def test_an_order_is_kept_as_the_shop_holds_it():
    version, (tent,), parcels = read(order())

    assert (version.shop, version.order_id) == ("nordlicht", "N-1001")
    assert version.placed_at == datetime(2026, 11, 20, 10)
    assert version.valid_from_at == datetime(2026, 11, 21, 8, 30)
    assert version.paid_at == datetime(2026, 11, 20, 10, 1)
    assert (version.email, version.name) == ("kim@customer.example", "Kim Berg")
    assert (version.street, version.postcode, version.country) == ("Weg 1", "01099", "DE")
    assert (version.channel, version.payment_method, version.fulfilment) == (
        "web", "stripe", "ship")  # fmt: skip
    assert (version.shipping_method, version.total, version.currency) == ("Parcel", 59.8, "EUR")
    assert (version.cancelled_at, version.refunded_at, version.is_imported) == (None, None, None)
    assert (version.flags, version.line_ids) == ([], ["31"])
    assert (tent.line_id, tent.sku, tent.title, tent.quantity, tent.price) == (
        "31", "00123", "Tent", 2.0, 29.9)  # fmt: skip
    assert parcels == []


def test_an_order_goes_by_the_number_that_its_customer_knows():
    assert read(order(number="2026-0815"))[0].order_id == "2026-0815"
    assert read(order(number=None))[0].order_id == "727"


def test_the_shipping_address_counts_where_there_is_one():
    version, _, _ = read(order(shipping={"first_name": "Ole", "address_1": "Hafen 2",
                                         "city": "Kiel", "postcode": "24103", "country": "de"}))
    assert (version.name, version.street, version.city, version.country) == (
        "Ole", "Hafen 2", "Kiel", "DE")  # fmt: skip


def test_local_times_count_by_the_zone_of_the_settings_where_there_is_no_other():
    local = order(date_created_gmt=None, date_modified_gmt=None, date_paid_gmt=None)
    assert read(local, zone="Europe/Berlin")[0].placed_at == datetime(2026, 11, 20, 10)
    with pytest.raises(Unreadable) as fault:
        read(local)
    assert fault.value.reason == "time.no_zone"


@pytest.mark.parametrize(("local", "at", "flag"), [
    ("2026-10-25T02:30:00", datetime(2026, 10, 25, 0, 30), "dst_ambiguous"),
    ("2026-03-29T02:30:00", datetime(2026, 3, 29, 1, 30), "dst_nonexistent"),
])  # fmt: skip
def test_an_hour_that_comes_twice_or_never_is_flagged(local, at, flag):
    version, _, _ = read(order(date_created_gmt=None, date_created=local), zone="Europe/Berlin")
    assert (version.placed_at, version.flags) == (at, [flag])


def test_bank_transfer_is_prepayment_unless_the_shop_says_otherwise():
    assert read(order(payment_method="bacs"))[0].payment_method == "prepayment"
    assert read(order(payment_method="bacs"), payment_methods={"bacs": "invoice"})[
        0].payment_method == "invoice"  # fmt: skip
    assert read(order(payment_method=""))[0].payment_method is None


@pytest.mark.parametrize(("changed", "is_placed"), [
    ({"status": "pending"}, False), ({"status": "failed"}, False),
    ({"status": "checkout-draft"}, False),
    ({"status": "on-hold", "payment_method": "bacs"}, True),
    ({"status": "in-the-workshop"}, True),  # a status of the shop's own
    ({"status": "cancelled", "transaction_id": ""}, False),
    ({"status": "cancelled", "transaction_id": "", "payment_method": "bacs"}, True),
    ({"status": "cancelled", "transaction_id": "", "created_via": "admin"}, True),
    ({"status": "cancelled"}, True),
    ({"status": "failed", "date_paid_gmt": "2026-11-20T10:01:00"}, True),
])  # fmt: skip
def test_a_checkout_that_nobody_finished_was_never_placed(changed, is_placed):
    version, _, _ = read(order(**{"date_paid_gmt": None, **changed}))
    assert (version.placed_at is not None) == is_placed
    assert ("not_placed" in version.flags) == (not is_placed)
    assert is_placed or version.cancelled_at is None
    assert json.loads(version.extra or "")["status"] == changed["status"]


def test_a_cancellation_has_no_time_of_its_own_but_was_by_the_last_change():
    version, _, _ = read(order(status="cancelled"))
    assert version.cancelled_at == datetime(2026, 11, 21, 8, 30)
    assert version.flags == ["cancelled_at_estimated"]


def test_refunds_sum_up_and_the_last_one_counts():
    version, _, _ = read(order(refunds=[
        {"id": 1, "amount": "10.00", "date_created_gmt": "2026-11-22T08:00:00"},
        {"id": 2, "total": "-5.50", "date_created_gmt": "2026-11-24T08:00:00"},
    ]))  # fmt: skip
    assert (version.refunded_at, version.refunded_total) == (datetime(2026, 11, 24, 8), 15.5)
    assert version.flags == []


def test_a_refund_without_a_time_is_estimated_only_where_all_was_refunded():
    part, _, _ = read(order(refunds=[{"id": 1, "total": "-5.00"}]))
    whole, _, _ = read(order(status="refunded", refunds=[{"id": 1, "total": "-59.80"}]))
    assert (part.refunded_at, part.refunded_total) == (None, 5.0)
    assert whole.refunded_at == datetime(2026, 11, 21, 8, 30)
    assert whole.flags == ["refunded_at_estimated"]


def test_fetched_downloaded_and_unknown_ways_of_delivery():
    fetched = [{"method_id": "pickup_location", "method_title": "Abholung",
                "meta_data": meta(pickup_location="Laden Mitte")}]
    version, _, _ = read(order(shipping_lines=fetched))
    assert (version.fulfilment, version.pickup_point) == ("pickup", "Laden Mitte")
    assert read(order(shipping_lines=[], needs_processing=False))[0].fulfilment == "digital"
    assert read(order(shipping_lines=[], needs_processing=True))[0].fulfilment is None


def test_channels_go_by_how_the_order_came_or_by_a_plugins_mark():
    assert read(order(created_via="pos-rest-api"))[0].is_in_store is True
    assert read(order(created_via="rest-api"))[0].channel == "rest-api"
    marked = order(created_via="rest-api", meta_data=meta(_amazon_id="028-1"))
    assert read(marked, channel_meta={"_amazon_id": "amazon"})[0].channel == "amazon"


def test_promises_gifts_and_languages_stand_under_keys_that_the_settings_name():
    record = order(meta_data=meta(_ships="2026-12-01", _arrives="bald", _gift="yes",
                                  wpml_language="de"))
    version, _, _ = read(record, zone="Europe/Berlin", ship_by_meta="_ships",
                         deliver_by_meta="_arrives", gift_meta="_gift")
    assert version.ship_by_at == datetime(2026, 12, 1, 22, 59, 59, 999999)
    assert (version.deliver_by_at, version.flags) == (None, ["deliver_by_at_unreadable"])
    assert (version.is_gift, version.locale) == (True, "de")


def test_a_line_on_back_order_or_an_order_ahead_of_time_says_so():
    late = [{"id": 1, "name": "Tent", "quantity": 1, "meta_data": meta(Backordered=1)}]
    assert read(order(line_items=late))[1][0].availability == "backorder"
    ahead = order(meta_data=meta(_wc_pre_orders_is_pre_order="1"))
    assert read(ahead)[1][0].availability == "preorder"


def test_parcels_of_the_tracking_plugins_become_shipments():
    _, _, (parcel,) = read(order(meta_data=meta(_wc_shipment_tracking_items=[
        {**TRACKED, "products_list": [{"product": 5, "item_id": 31, "qty": 2}]}])))
    assert (parcel.shipment_id, parcel.order_id, parcel.carrier) == ("f00d", "N-1001", "Nordpost")
    assert parcel.tracking_url == "https://track.example/?n=0034043416"
    assert parcel.shipped_at == datetime(2026, 11, 27, 9)
    assert (parcel.items, parcel.flags) == ("31:2", [])
    _, _, (other,) = read(order(meta_data=meta(_aftership_tracking_items=[
        {"slug": "dpd", "tracking_number": "A1", "line_items": [{"id": 31, "quantity": 1}]}])))
    assert (other.shipment_id, other.carrier, other.items) == ("N-1001-1", "dpd", "31:1")


def test_a_mere_day_is_no_moment_but_the_completion_on_that_day_is():
    parcels = meta(_wc_shipment_tracking_items=[{**TRACKED, "date_shipped": "1795737600"}])
    _, _, (alone,) = read(order(meta_data=parcels))
    assert (alone.shipped_at, alone.flags) == (None, ["shipped_day_only"])
    _, _, (done,) = read(order(meta_data=parcels, date_completed_gmt="2026-11-27T14:00:00"))
    assert (done.shipped_at, done.flags) == (
        datetime(2026, 11, 27, 14), ["shipped_at_from_completed"])  # fmt: skip
    _, _, (later,) = read(order(meta_data=parcels, date_completed_gmt="2026-11-29T14:00:00"))
    assert later.shipped_at is None


def test_plugins_that_keep_a_parcel_in_single_keys_are_named_in_the_settings():
    keys = {"tracking_number": "_track", "carrier": "_by", "shipped_at": "_on"}
    record = order(meta_data=meta(_track="1.23E+21", _by="GLS", _on="2026-11-21 10:00"))
    _, _, (parcel,) = read(record, tracking=keys, zone="Europe/Berlin")
    assert (parcel.carrier, parcel.shipped_at) == ("GLS", datetime(2026, 11, 21, 9))
    assert (parcel.tracking_number, parcel.flags) == (None, ["excel_mangled"])
    assert read(order(meta_data=meta(_by="GLS")), tracking=keys)[2] == []
    with pytest.raises(ValidationError, match='no field "number"; there are carrier'):
        WooOptions(kind="woo", shop="nordlicht", tracking={"number": "_track"})


@pytest.mark.parametrize(("changed", "reason"), [
    ({"id": None, "number": " "}, "order.no_id"), ({"number": "N/A", "id": ""}, "order.no_id"),
    ({"date_created_gmt": "yesterday"}, "time.invalid"),
    ({"date_created_gmt": None, "date_created": None}, "time.invalid"),
    ({"date_created_gmt": "1970-01-01T00:00:00"}, "time.out_of_range"),
    ({"total": "1e400"}, "number.invalid"), ({"total": "NaN"}, "number.invalid"),
    ({"total": []}, "number.invalid"),
    ({"line_items": [{"id": 1, "quantity": "two"}]}, "number.invalid"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(changed, reason):
    with pytest.raises(Unreadable) as fault:
        read(order(**changed))
    assert fault.value.reason == reason
    assert "two" not in fault.value.detail and "yesterday" not in fault.value.detail


def test_what_has_no_field_of_ours_is_kept_beside_it_and_secrets_are_not():
    extra = json.loads(read(order(new_column="x", customer_ip_address="192.0.2.1"))[0].extra or "")
    assert extra == {"created_via": "checkout", "id": 727, "new_column": "x",
                     "payment_method_title": "Card", "status": "processing"}  # fmt: skip


def test_lists_that_php_writes_as_objects_are_read_as_lists():
    gappy = {"1": {"id": 31, "name": "Tent", "quantity": 1, "sku": ""}}
    version, (tent,), _ = read(order(line_items=gappy, meta_data={}, refunds=None))
    assert (version.line_ids, tent.sku) == (["31"], None)
