"""What an order at Shopify says is kept as it stands, and what the API may do to us is borne."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError
from shopify_shop import START, Shop, money, stamp

from ingest.doctor import examine
from ingest.run import replay
from ingest.sources import shopify

DAY = timedelta(days=1)


def order_row(house, columns: str) -> tuple:
    (row,) = house.rows(f"select {columns} from raw.order_versions")
    return row


def test_an_order_is_kept_as_its_customer_knows_it(shop_reading):
    shop = Shop()
    order = shop.place(lines=2, email="Kim@Customer.example")
    shop.go_on(60)
    shop.pay(order)
    house = shop_reading(shop)

    assert house.read() == ({"accepted": 1}, None)

    assert order_row(house, "shop, order_id, placed_at, paid_at, email, name, street, city,"
                     " postcode, country, currency, total, locale, channel, fulfilment, warehouse,"
                     " is_test, is_in_store, cancelled_at, refunded_at, refunded_total") == (
        "nordlicht", "1001", START, START + timedelta(minutes=1), "kim@customer.example",
        "Kim Muster", "Elbweg 3", "Dresden", "01067", "DE", "EUR", order.total, "de-DE", "web",
        "ship", "Radebeul", False, False, None, None, 0.0)  # fmt: skip
    assert house.rows("select order_id, line_id, sku, title, quantity, price, fulfilment"
                      " from raw.order_items order by line_id") == [
        ("1001", str(line.number), line.sku, "Tent - Green", float(line.quantity), 10.0, None)
        for line in order.lines]  # fmt: skip


def test_a_parcel_is_a_fulfilment_with_its_number_its_times_and_what_is_in_it(shop_reading):
    shop = Shop()
    order = shop.place(lines=1)
    shop.go_on(3600)
    parcel = shop.fulfil(order, "00340434161094")
    shop.go_on(DAY.total_seconds())
    shop.deliver(order, parcel)
    house = shop_reading(shop)
    house.read()

    sent = START + timedelta(hours=1)
    assert house.rows("select shipment_id, order_id, carrier, tracking_number, tracking_url,"
                      " shipped_at, promised_at, first_attempt_at, delivered_at, cancelled_at,"
                      " items, exempt_reason from raw.shipments") == [(
        str(parcel.number), "1001", "DHL", "00340434161094",
        "https://carrier.example/00340434161094", sent, sent + 2 * DAY, sent + DAY, sent + DAY,
        None, f"{order.lines[0].number}:{order.lines[0].quantity}", None)]  # fmt: skip
    assert order_row(house, "fulfilled_at") == (sent,)


def test_a_fulfilment_called_back_is_a_cancelled_parcel(shop_reading):
    shop = Shop()
    order = shop.place()
    parcel = shop.fulfil(order)
    shop.go_on(60)
    shop.call_back(order, parcel)
    house = shop_reading(shop)
    house.read()

    assert house.rows("select cancelled_at from raw.shipments") == [(shop.second,)]
    assert order_row(house, "fulfilled_at") == (None,)


def test_an_edit_has_its_time_and_a_line_taken_out_stays_with_a_quantity_of_zero(shop_reading):
    shop = Shop()
    order = shop.place(lines=1)
    house = shop_reading(shop)
    house.read()
    shop.go_on(3600)
    shop.edit(order)
    edited_at = shop.second
    shop.go_on(3600)
    shop.move(order)
    house.read()

    assert house.rows("select edited_at from raw.order_versions order by valid_from_at") == [
        (None,), (edited_at,)]  # fmt: skip
    first, extra = (str(line.number) for line in order.lines)
    assert house.rows(f"select quantity from raw.order_items where line_id = '{first}'"
                      " order by valid_from_at") == [(float(order.lines[0].quantity),), (0.0,)]
    assert house.rows("select arg_max(line_ids, valid_from_at) from raw.order_versions") == [
        ([first, extra],)]  # fmt: skip


@pytest.mark.parametrize("way, ships, address, wanted", [
    ("SHIPPING", True, True, "ship"), ("PICK_UP", True, False, "pickup"),
    ("NONE", False, False, "digital"),
])  # fmt: skip
def test_the_way_an_order_takes_is_told_by_shopify(shop_reading, way, ships, address, wanted):
    shop = Shop()
    order = shop.place(lines=1, way=way)
    order.lines[0].ships = ships
    house = shop_reading(shop)
    house.read()

    assert order_row(house, "fulfilment, street is not null, name") == (
        wanted, address, "Kim Muster")  # fmt: skip


def test_goods_with_no_address_and_no_word_of_their_way_are_not_guessed_to_be_fetched(
    shop_reading,
):
    shop = Shop()
    shop.place(way="PICK_UP")
    house = shop_reading(shop, {"scopes": ("read_orders", "read_all_orders")})

    assert house.read() == ({"accepted": 1}, None)
    assert order_row(house, "fulfilment, warehouse") == (None, None)


def test_what_was_promised_and_what_was_planned_is_a_promise_to_ship(shop_reading):
    shop = Shop()
    promised, planned = START + 3 * DAY, START + 30 * DAY
    shop.place(fulfil_by=promised)
    part = {"status": "SCHEDULED", "createdAt": stamp(START), "fulfillAt": stamp(planned),
            "fulfillBy": None, "assignedLocation": None,
            "deliveryMethod": {"methodType": "SHIPPING",
                               "maxDeliveryDateTime": stamp(planned + DAY)}}  # fmt: skip
    shop.place(overrides={"fulfillmentOrders": [part]})
    shop.place()
    house = shop_reading(shop)
    house.read()

    assert house.rows("select ship_by_at, deliver_by_at from raw.order_versions order by order_id"
                      ) == [(promised, None), (planned, planned + DAY), (None, None)]  # fmt: skip


def test_words_of_the_settings_stand_for_shopifys(shop_reading):
    shop = Shop()
    shop.place(overrides={
        "sourceName": "580111", "paymentGatewayNames": ["Bank Deposit"],
        "channelInformation": {"channelDefinition": {"channelName": "Amazon by Shopify"}},
        "shippingLine": {"title": "Laden Neustadt"},
    })  # fmt: skip
    house = shop_reading(
        shop, channels={"Amazon by Shopify": "amazon"}, fulfilment={"Laden Neustadt": "pickup"},
        payment_methods={"bank deposit": "prepayment"},
    )  # fmt: skip
    house.read()

    assert order_row(house, "channel, payment_method, fulfilment") == (
        "amazon", "prepayment", "pickup")  # fmt: skip


def test_an_order_is_paid_when_the_sum_first_reached_its_total(shop_reading):
    shop = Shop()
    order = shop.place(lines=1)
    total = order.first_total
    order.payments = [(START + timedelta(hours=1), total - 4), (START + timedelta(hours=2), 4.0),
                      (START + timedelta(hours=9), 20.0)]  # fmt: skip
    house = shop_reading(shop)
    house.read()

    assert order_row(house, "paid_at") == (START + timedelta(hours=2),)


def test_long_lists_are_read_to_their_end(shop_reading):
    shop = Shop()
    order = shop.place(lines=130)
    for _ in range(14):
        shop.go_on(60)
        parcel = shop.fulfil(order)
        for _ in range(7):
            parcel.attempts.append(shop.second)
        shop.refund(order, 1.0)
        shop.edit(order)
    order.payments = [(shop.second, order.total / 8)] * 8
    last = shop.second
    house = shop_reading(shop)

    assert house.read() == ({"accepted": 1}, None)

    assert house.rows("select count(distinct line_id) from raw.order_items") == [(144,)]
    held = house.rows("select shipment_id, items from raw.shipments order by 1")
    assert held == sorted(
        (str(one.number), ", ".join(f"{line}:{n}" for line, n in one.lines))
        for one in order.parcels)  # fmt: skip
    assert order_row(house, "refunded_at, paid_at, edited_at") == (last,) * 3


def test_an_order_changed_between_its_pages_comes_again_whole(shop_reading):
    shop = Shop()
    order = shop.place(lines=30)
    house = shop_reading(shop)

    def edit_once(operation: str) -> None:
        if operation == "Further" and not order.edits:
            shop.go_on(5)
            shop.edit(order)

    house.server.before = edit_once
    first, _ = house.read()
    second, _ = house.read()

    assert (first, second) == ({"deferred": 1}, {"accepted": 1})
    assert house.rows("select sum(quantity) from raw.order_items") == [
        (float(sum(line.current for line in order.lines)),)]  # fmt: skip


def test_a_second_change_within_the_same_second_is_not_overlooked(shop_reading):
    shop = Shop()
    order, other = shop.place(), shop.place()
    house = shop_reading(shop)
    house.read()
    order.city = "Pirna"  # after we read it, within the second of its last change
    shop.go_on(5)
    shop.move(other)
    house.read()

    assert house.rows("select arg_max(city, batch_id) from raw.order_versions"
                      " where order_id = '1001'") == [("Pirna",)]  # fmt: skip


def test_an_order_that_the_index_shows_late_is_read_within_the_overlap(shop_reading):
    shop = Shop(3)
    late = shop.place()
    shop.go_on(240)
    shop.place()
    del shop.orders[late.number]
    house = shop_reading(shop, overlap="5m")
    house.read()
    shop.orders[late.number] = late
    house.read()

    assert (late.name[1:],) in house.rows("select order_id from raw.order_versions")


def test_more_orders_of_one_moment_than_a_page_holds_are_all_read(shop_reading):
    shop = Shop(23)
    house = shop_reading(shop, listing=5)

    assert house.read()[0]["accepted"] == 23


def test_an_unchanged_shop_costs_a_look_and_changes_nothing(shop_reading):
    shop = Shop()
    for _ in range(40):
        shop.place(lines=1)
        shop.go_on(3)
    house = shop_reading(shop, listing=250)
    house.read()
    house.server.asked.clear()

    assert house.read() == ({"duplicate": 1}, None)  # of the newest second there may be more
    assert house.server.asked == {"Listing": 1, "Orders": 1}


def test_a_run_that_breaks_goes_on_where_it_stopped(shop_reading):
    shop = Shop()
    for _ in range(120):
        shop.place(lines=1)
        shop.go_on(60)
    house = shop_reading(shop, listing=250, overlap="1s")
    asked = iter(range(1000))
    house.server.before = lambda operation: "busy" if next(asked) > 16 else None
    first, trouble = house.read()
    house.server.before = lambda operation: None
    second, nothing = house.read()

    assert f"{house.server.url} answers 500; what was read stands" in trouble
    assert 0 < first["accepted"] < 120
    assert (second["accepted"], nothing) == (120 - first["accepted"], None)
    assert second.total() - second["accepted"] <= 1


def test_a_deleted_order_is_gone_after_the_next_census(shop_reading):
    shop = Shop(3)
    house = shop_reading(shop)
    house.read()
    shop.delete(shop.orders[next(iter(shop.orders))])

    house.read(hours=1)
    before = house.rows("select count(*) from raw.record_changes")
    house.read(hours=24)

    assert before == [(0,)]
    assert house.rows("select order_id, is_gone from raw.record_changes") == [("1001", True)]


def test_where_only_the_last_weeks_are_shown_an_older_order_is_not_called_gone(shop_reading):
    shop = Shop(2)
    house = shop_reading(shop, {"scopes": ("read_orders",)})
    house.read()
    shop.go_on(70 * DAY.total_seconds())
    shop.place()

    house.read(hours=24 * 70)

    assert house.rows("select count(*) from raw.record_changes") == [(0,)]
    (seen_from,) = house.rows("select distinct reads_from_at from raw.polls")
    assert seen_from == (datetime(2026, 11, 26, 13) - timedelta(days=60),)


def test_orders_that_the_token_does_not_show_are_said_once_and_by_doctor(shop_reading):
    shop = Shop(2)
    house = shop_reading(shop, {"scopes": ("read_orders",)}, since="2026-01-01")

    first, trouble = house.read()

    assert first["accepted"] == 2
    assert "shows the token no orders before 2026-09-27, but since = 2026-01-01" in trouble
    assert "read_all_orders" in trouble and "\n" not in trouble
    assert house.read()[1] is None
    (probe,) = shopify.probe(house.options, "shop")
    assert "read_all_orders" in probe.trouble


def test_a_token_that_may_see_more_than_before_reads_all_anew(shop_reading):
    shop = Shop()
    shop.place(placed_at=START - 90 * DAY, updated_at=START - 90 * DAY)
    shop.place()
    house = shop_reading(shop, {"scopes": ("read_orders",)})
    first, _ = house.read()
    house.server.scopes = ("read_orders", "read_all_orders")
    second, _ = house.read(hours=24)

    assert (first["accepted"], second["accepted"]) == (1, 1)


def test_nothing_older_than_the_settings_ask_for_is_kept(shop_reading):
    shop = Shop()
    old = shop.place(placed_at=START - 90 * DAY)
    shop.place()
    house = shop_reading(shop, since="2026-11-01")

    assert house.read()[0] == {"accepted": 1, "ignored": 1}
    assert old.name[1:] not in str(house.rows("select order_id from raw.order_versions"))


def test_it_waits_for_points_exactly_as_long_as_it_must(shop_reading):
    shop = Shop(24)
    house = shop_reading(shop, {"bucket": 900, "rate": 50, "most": 900}, page=4)

    assert house.read()[0]["accepted"] == 24
    # What was known beforehand was waited for: the bucket was asked in vain once at most for
    # each kind of query.
    assert house.server.outcomes["throttled"] <= 2
    waited = sum(house.server.slept)
    assert 0 < waited and house.server.left < 900
    assert all(seconds <= 900 / 50 for seconds in house.server.slept)


def test_a_query_that_is_too_costly_is_asked_for_fewer_orders(shop_reading):
    house = shop_reading(Shop(30), {"most": 400}, page=250)

    assert house.read()[0]["accepted"] == 30
    assert house.server.outcomes["too costly"] == 1
    house.server.outcomes.clear()
    house.read(hours=25)
    assert house.server.outcomes["too costly"] == 0  # it was learnt


def test_where_no_query_is_cheap_enough_it_says_so(shop_reading):
    house = shop_reading(Shop(1), {"most": 50})

    assert "allows no query for even one order" in house.read()[1]


@pytest.mark.parametrize("fault, said", [
    (401, "refuses (401); is the token right, and may it read orders?"),
    (403, "refuses (403)"), (404, "refuses (404); is the address right?"),
    (301, "refuses (301); it points elsewhere"), (402, "refuses (402)"),
    ("cut", "gave no whole"), ("busy", "answers 500"), ("limited", "answers 429"),
    ("internal", "answers INTERNAL_SERVER_ERROR"),
])  # fmt: skip
def test_what_the_shop_refuses_is_one_line_with_a_way_out(shop_reading, fault, said):
    house = shop_reading(Shop(2))
    house.server.before = lambda operation: fault

    counts, trouble = house.read()

    assert counts == {} and said in trouble and "\n" not in trouble
    assert f"[sources.shop] {house.server.url}" in trouble and "shpat" not in trouble
    assert house.rows("select count(*) from raw.polls") == [(0,)]


def test_a_limit_in_the_headers_is_kept_to_the_second(shop_reading):
    house = shop_reading(Shop(2))
    faults = iter(["limited"])
    house.server.before = lambda operation: next(faults, None)
    house.read()

    assert house.server.slept == [2.0]


def test_a_token_without_the_scope_for_orders_is_named(shop_reading):
    house = shop_reading(Shop(1), {"scopes": ("read_products",)})

    assert house.read()[1].endswith("lets the token read no orders; give the app read_orders")


def test_a_field_that_is_denied_is_named_without_any_record(shop_reading):
    house = shop_reading(Shop(1))
    house.read()
    house.server.scopes = ("read_orders", "read_all_orders")  # taken away between two looks
    next(iter(house.shop.orders.values())).city = "Bautzen"

    assert "denies nodes.fulfillmentOrders; give the app the scope" in house.read()[1]


def test_an_unreadable_order_stands_between_two_good_ones_and_is_read_again_later(shop_reading):
    shop = Shop()
    shop.place()
    bad = shop.place(overrides={"createdAt": "yesterday", "processedAt": "yesterday"})
    shop.place()
    house = shop_reading(shop)

    assert house.read()[0] == {"accepted": 2, "quarantined": 1}
    assert house.rows("select location, reason, detail from raw.quarantine") == [(
        f"shop/Order/{bad.number}", "order.unreadable",
        "a time, a sum of money or a quantity that is none")]  # fmt: skip
    assert replay(house.settings, house.desk)[0].counts["accepted"] == 0
    bad.overrides = {}
    assert replay(house.settings, house.desk)[0].counts["accepted"] == 1
    assert house.rows("select count(*) from raw.order_versions") == [(3,)]


@pytest.mark.parametrize("overrides, reason", [
    ({"name": " # "}, "order.no_id"), ({"totalPriceSet": money(1) | {
        "presentmentMoney": {"amount": "1,5", "currencyCode": "EUR"}}}, "order.unreadable"),
    ({"processedAt": "2026-11-20T10:00:00"}, "order.unreadable"),
])  # fmt: skip
def test_what_is_no_order_is_refused_and_nothing_of_it_kept(shop_reading, overrides, reason):
    shop = Shop()
    shop.place(overrides=overrides)
    house = shop_reading(shop)
    house.read()

    assert house.rows("select reason from raw.quarantine") == [(reason,)]
    assert house.rows("select count(*) from raw.order_items") == [(0,)]


def test_an_order_deleted_between_listing_and_reading_is_ignored(shop_reading):
    shop = Shop(2)
    order = shop.orders[next(iter(shop.orders))]
    house = shop_reading(shop)
    house.server.before = lambda operation: (
        shop.orders.pop(order.number, None) and None if operation == "Orders" else None)

    assert house.read()[0] == {"accepted": 1, "ignored": 1}


def test_an_app_of_the_dev_dashboard_gets_its_token_itself(shop_reading, monkeypatch):
    monkeypatch.setenv("APP_SECRET", "app-secret")
    house = shop_reading(
        Shop(1), token=None, client_id="client-1", client_secret="env:APP_SECRET")

    assert house.read() == ({"accepted": 1}, None)
    house.server.app = ("client-1", "another")
    assert "gives no token (400); are client_id and client_secret right" in house.read()[1]


def test_doctor_counts_the_orders_and_names_a_version_that_is_no_longer_served(shop_reading):
    house = shop_reading(Shop(4))
    (probe,) = shopify.probe(house.options, "shop")
    assert (probe.place, probe.items, probe.newest_item_at, probe.trouble) == (
        "shop", 4, START, None)  # fmt: skip

    told = examine(house.settings, START + 3 * DAY)
    assert "  ok     shop  shopify: 4 orders, newest 3.0 d ago" in told.text()
    asked = {one.question: one.is_measurable for one in told.measures}
    # what was mailed is not connected yet; what was promised stands in the records
    assert [one for one, is_told in asked.items() if is_told] == [
        "Are promises to ship and to deliver kept?"]  # fmt: skip
    steps = " ".join(step for one in told.measures for step in one.next_steps)
    assert "Connect the orders" not in steps and "Connect the shipments" not in steps

    house.server.version = "2027-01"
    (probe,) = shopify.probe(house.options, "shop")
    assert 'set version = "2027-01"' in probe.trouble


def test_other_words_in_the_settings_read_the_shop_again(shop_reading, tmp_path):
    house = shop_reading(Shop(2))
    house.read()
    told = house.options.model_copy(update={"channels": {"web": "online"}})
    house.settings = house.settings.model_copy(update={"sources": {"shop": told}})

    assert house.read()[0]["accepted"] == 2


@pytest.mark.parametrize("wrong, said", [
    ({"token": None}, "needs either token, or client_id and client_secret"),
    ({"client_id": "a", "client_secret": "env:B"}, "needs either token"),
    ({"shop": None}, "say whose orders these are"), ({"version": "2026-09"}, "version"),
    ({"address": "http://shop.example"}, "must be an https:// address"),
    ({"token": "shpat_1"}, 'a secret stands nowhere but in "env:NAME"'),
    ({"fulfilment": {"x": "drone"}}, '"drone" is none of ship, pickup, digital'),
])  # fmt: skip
def test_settings_that_cannot_work_are_refused(wrong, said):
    given = {"kind": "shopify", "shop": "nordlicht", "address": "https://shop.example",
             "token": "env:T"} | wrong  # fmt: skip
    with pytest.raises(ValidationError, match=said):
        shopify.Options(**given)


def test_the_long_number_stands_for_the_name_where_the_settings_say_so(shop_reading):
    shop = Shop()
    order = shop.place(name="#NL-7/2026")
    house = shop_reading(shop, order_id="id")
    house.read()
    house.read(hours=25)

    assert house.rows("select order_id from raw.order_versions") == [(str(order.number),)]
    assert house.rows("select count(*) from raw.record_changes") == [(0,)]
