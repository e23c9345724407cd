"""Order exports of WooCommerce and its plugins as CSV: told by their header, each order whole."""

from datetime import datetime

import pytest
from pydantic import ValidationError
from readings import Source

from ingest.sources import woocommerce_csv
from sql.raw.facts import Batch, OrderItem, OrderVersion

NOW = datetime(2026, 11, 23, 12)
REPORT = ("Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),"
          "Items sold,Coupon(s),N. Revenue,Attribution")
ROWS = ("Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),"
        "Address 1&2 (Billing),City (Billing),Postcode (Billing),Country Code (Billing),"
        "Email (Billing),Payment Method Title,Shipping Method Title,Order Total Amount,SKU,Item #,"
        "Item Name,Quantity (- Refund),Item Cost")
NUMBERED = ("order_id,order_number,order_date,paid_date,status,order_total,order_currency,"
            "payment_method,shipping_method,billing_email,billing_first_name,billing_address_1,"
            "shipping_items,line_item_1,line_item_2")


class Feed:
    """An export and the source that reads it."""

    def __init__(self, folder, name="orders.csv", **more):
        self.path = folder / name
        self.options = woocommerce_csv.Options(**{
            "kind": "woocommerce_csv", "shop": "nordlicht", "zone": "Europe/Berlin",
            "files": (str(self.path),), **more,
        })  # fmt: skip
        self.source = Source(woocommerce_csv, "export", self.options)
        self.items: list[tuple] = []

    def write(self, *lines: str) -> "Feed":
        self.path.write_text("".join(f"{line}\n" for line in lines))
        return self

    def read(self):
        self.items = []
        return self.source.read(NOW)

    def facts(self) -> list:
        """All facts, those behind an order's first too."""
        batches = woocommerce_csv.read(self.options, "export", {}, NOW)
        return [fact for batch in batches for item in batch.items for fact in item]


def lines_of(facts: list) -> list[tuple]:
    return [(one.order_id, one.line_id, one.sku, one.title, one.quantity)
            for one in facts if isinstance(one, OrderItem)]


def numbers(reading) -> list[str]:
    return [one.order_id for one in reading.facts if isinstance(one, OrderVersion)]


def test_woocommerces_own_report_is_read(tmp_path):
    facts = Feed(tmp_path).write(
        REPORT,
        '2026-11-20 11:00:00,1001,"1.059,80 €",on-hold,Kim Berg,new,"2× Tent, blue, 1× Stove",'
        "3,,50.25,Direct",
    ).facts()
    assert isinstance(facts[0], OrderVersion)
    assert (facts[0].order_id, facts[0].placed_at) == ("1001", datetime(2026, 11, 20, 10))
    assert (facts[0].name, facts[0].total, facts[0].email) == ("Kim Berg", None, None)
    assert facts[0].line_ids == ["1", "2"]
    assert lines_of(facts) == [("1001", "1", None, "Tent, blue", 2.0),
                               ("1001", "2", None, "Stove", 1.0)]  # fmt: skip


@pytest.mark.parametrize("repeated", [True, False], ids=["repeated", "left out"])
def test_an_export_of_a_row_for_each_line_is_read_whether_orders_repeat_or_not(tmp_path, repeated):
    first = ("N-1,On hold,2026-11-20 11:00,Kim,Berg,Weg 1,Dresden,'01099,DE,Kim@Customer.example,"
             "Direct bank transfer,Parcel,59.80")
    again = first if repeated else "," * 12
    facts = Feed(tmp_path, payment_methods={"Direct bank transfer": "prepayment"}).write(
        ROWS, f"{first},00123,1,Tent,1,29.9", f"{again},7,2,Stove,2,14.95",
        first.replace("N-1", "N-2").replace("On hold", "Completed") + ",8,1,Pegs,8,1",
    ).facts()
    one, two = (fact for fact in facts if isinstance(fact, OrderVersion))
    assert (one.order_id, one.total, one.payment_method) == ("N-1", 59.8, "prepayment")
    assert (one.postcode, one.email, one.street) == ("01099", "kim@customer.example", "Weg 1")
    assert one.placed_at == datetime(2026, 11, 20, 10)
    assert '"status": "on-hold"' in (one.extra or "")
    assert (two.order_id, two.line_ids) == ("N-2", ["1"])
    assert lines_of(facts) == [("N-1", "1", "00123", "Tent", 1.0), ("N-1", "2", "7", "Stove", 2.0),
                               ("N-2", "1", "8", "Pegs", 8.0)]  # fmt: skip


def test_an_export_with_numbered_lines_is_read(tmp_path):
    facts = Feed(tmp_path, pickup_methods=("local_pickup",)).write(
        NUMBERED,
        "727,1001,2026-11-20 11:00:00,2026-11-20 11:05:00,wc-processing,59.80,EUR,bacs,Abholung,"
        "kim@customer.example,Kim,Weg 1,items:Tent &times; 1|method_id:local_pickup|taxes:a,"
        "name:Tent|product_id:5|sku:00123|quantity:2|total:29.90|meta:Farbe:blau,"
        "name:A|B: Stove|product_id:6|sku:|quantity:1|total:29.90",
    ).facts()
    order = facts[0]
    assert (order.order_id, order.payment_method, order.fulfilment) == (
        "1001", "prepayment", "pickup")  # fmt: skip
    assert order.paid_at == datetime(2026, 11, 20, 10, 5)
    assert '"status": "processing"' in order.extra
    assert lines_of(facts) == [("1001", "1", "00123", "Tent", 2.0),
                               ("1001", "2", None, "A|B: Stove", 1.0)]  # fmt: skip


def test_an_export_of_a_row_for_each_item_by_plain_names_is_read(tmp_path):
    facts = Feed(tmp_path).write(
        "order_id,order_number,date,status,order_total,item_id,item_name,item_sku,item_quantity",
        "727,1001,2026-11-20 11:00:00,completed,59.80,31,Tent,00123,1",
        "727,1001,2026-11-20 11:00:00,completed,59.80,32,Stove,7,2",
        "728,1002,2026-11-20 11:00:00,completed,5.00,33,Pegs,8,8",
    ).facts()
    assert lines_of(facts) == [
        ("1001", "31", "00123", "Tent", 1.0), ("1001", "32", "7", "Stove", 2.0),
        ("1002", "33", "8", "Pegs", 8.0),
    ]  # fmt: skip


def test_o06_a_header_that_we_do_not_know_is_refused_with_the_columns_found(tmp_path):
    feed = Feed(tmp_path, name="*.csv")
    good = "2026-11-20 11:00:00,{},x,completed,Kim,new,1× Tent,1,,1,"
    (tmp_path / "a.csv").write_text(f"{REPORT}\n{good.format(1)}\n")
    (tmp_path / "b.csv").write_text("Bestellung,kim@customer.example\n1,2\n")
    (tmp_path / "c.csv").write_text(f"{REPORT}\n{good.format(3)}\n")
    reading = feed.read()
    assert numbers(reading) == ["1", "3"]
    assert "b.csv is no order export that we know (columns found: Bestellung, ?)" in reading.trouble
    assert "kim@" not in reading.trouble
    assert "columns found" in (woocommerce_csv.probe(feed.options, "export")[0].trouble or "")


def test_o19_the_zone_must_be_said():
    with pytest.raises(ValidationError, match="zone"):
        woocommerce_csv.Options(kind="woocommerce_csv", shop="nordlicht", files=("x",))


@pytest.mark.parametrize("wrong", [
    {"encoding": "rot13"}, {"encoding": "utf-9"}, {"delimiter": ";;"}, {"date_format": "%Q"},
])  # fmt: skip
def test_o01_settings_that_no_export_can_be_read_with_are_refused(tmp_path, wrong):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Feed(tmp_path, **wrong)


def test_o13_numbers_that_a_spreadsheet_guarded_or_changed_are_text_again(tmp_path):
    row = "{},2026-11-20 11:00,completed,5,{},Tent,1"
    facts = Feed(tmp_path).write(
        ITEMS, row.format("1001.0", 1), row.format('"=""00123"""', 2), row.format("'0042", 3),
        row.format("1.23E+21", 4)).facts()
    orders = [fact for fact in facts if isinstance(fact, OrderVersion)]
    assert [one.order_id for one in orders] == ["1001", "00123", "0042"]


ITEMS = "order_id,date,status,order_total,item_id,item_name,item_quantity"


@pytest.mark.parametrize(("bad", "reason"), [
    ("2,2026-11-20 11:00,completed,1.234,1,Tent,1", "number.ambiguous"),
    ("2,20/11/2026,completed,5,1,Tent,1", "time.invalid"),
    ("2,0000-00-00,completed,5,1,Tent,1", "time.invalid"),
    ("2,2026-11-20 11:00,completed,5,1,Tent,two", "number.invalid"),
    ("n/a,2026-11-20 11:00,completed,5,1,Tent,1", "order.no_id"),
], ids=["o15", "o18", "o18 zero", "o17", "o12"])  # fmt: skip
def test_o05_a_bad_order_between_good_ones_stands_aside_and_is_read_again_after_a_fix(
    tmp_path, bad, reason
):
    good = "{},2026-11-20 11:00,completed,5,1,Tent,1"
    feed = Feed(tmp_path).write(ITEMS, good.format(1), bad, good.format(3))
    reading = feed.read()
    assert numbers(reading) == ["1", "3"]
    assert [one.reason for one in reading.refused] == [reason]
    assert bad.encode() in reading.refused[0].payload
    (still,) = woocommerce_csv.reread(feed.options, "export", reading.refused, NOW)
    assert still.refused == reading.refused
    fixed = Feed(tmp_path, decimal=",", thousands=".", date_format="%d/%m/%Y").options
    (again,) = woocommerce_csv.reread(fixed, "export", reading.refused, NOW)
    assert bool(again.items) == (reason == "number.ambiguous" or "20/11" in bad)


def test_an_order_that_lacks_one_of_its_rows_is_not_taken_for_whole(tmp_path):
    row = "{},2026-11-20 11:00,completed,5,{},Tent,1"
    feed = Feed(tmp_path).write(
        ITEMS, row.format(1, 1), row.format(2, 2), row.format(2, 3) + ",too,many",
        row.format(3, 4),
    )
    reading = feed.read()
    assert numbers(reading) == ["1", "3"]
    assert [(one.location, one.reason) for one in reading.refused] == [
        ("orders.csv line 4", "csv.too_many_columns"), ("orders.csv order 2", "order.incomplete")]
    again = list(woocommerce_csv.reread(feed.options, "export", reading.refused, NOW))
    assert all(isinstance(batch, Batch) and batch.refused for batch in again)


def test_o08_an_order_whose_last_row_is_still_being_written_waits(tmp_path):
    row = "{},2026-11-20 11:00,completed,5,{},Tent,1"
    feed = Feed(tmp_path).write(ITEMS, row.format(1, 1), row.format(2, 2))
    feed.path.write_text(feed.path.read_text() + "2,2026-11")
    reading = feed.read()
    assert numbers(reading) == ["1"]
    assert (reading.refused, dict(reading.deferred)) == ([], {"half_written_row": 2})
    feed.write(ITEMS, row.format(1, 1), row.format(2, 2), row.format(2, 3))
    assert numbers(feed.read()) == ["1", "2"]


def test_rows_without_a_number_are_given_to_no_order_where_rows_between_are_lost(tmp_path):
    row = "{},{},{},5,{},Tent,1"
    feed = Feed(tmp_path).write(
        ITEMS, row.format(1, "2026-11-20", "completed", 1), row.format(2, "x", "y", 2) + ",more",
        row.format("", "", "", 3))
    reading = feed.read()
    assert numbers(reading) == []
    assert "without an order number; mend it" in reading.trouble


def test_o11_rows_of_one_order_that_contradict_each_other_are_refused_together(tmp_path):
    row = "{},2026-11-20 11:00,completed,{},{},Tent,1"
    feed = Feed(tmp_path).write(
        ITEMS, row.format(1, 5, 1), row.format(2, 5, 2), row.format(2, 6, 3), row.format(3, 5, 4))
    reading = feed.read()
    assert numbers(reading) == ["1", "3"]
    (refused,) = reading.refused
    assert (refused.reason, refused.detail) == ("row.conflict", "rows of one order differ in "
                                                "order_total")
    assert refused.payload.count(b"\n") == 4


def test_o10_the_same_row_twice_counts_once(tmp_path):
    row = "1,2026-11-20 11:00,completed,5,1,Tent,1"
    facts = Feed(tmp_path).write(ITEMS, row, row).facts()
    assert lines_of(facts) == [("1", "1", None, "Tent", 1.0)]


def test_words_of_the_shops_own_language_and_format_are_named_in_the_settings(tmp_path):
    feed = Feed(tmp_path, statuses={"Storniert": "cancelled"}, decimal=",", thousands=".",
                date_format="%d.%m.%Y %H:%M").write(
        ITEMS, '1,20.11.2026 11:00,Storniert,"1.059,80",1,Tent,1')
    (order, _) = feed.facts()
    assert (order.total, order.placed_at) == (1059.8, datetime(2026, 11, 20, 10))
    assert (order.cancelled_at, order.flags) == (None, ["cancelled_at_unknown"])


def test_o09_the_same_file_again_is_not_read_and_a_longer_one_is(tmp_path):
    row = "{},2026-11-20 11:00,completed,5,1,Tent,1"
    feed = Feed(tmp_path).write(ITEMS, row.format(1))
    assert numbers(feed.read()) == ["1"]
    assert numbers(feed.read()) == []
    assert numbers(feed.write(ITEMS, row.format(1), row.format(2)).read()) == ["1", "2"]


def test_o26_a_column_that_nobody_knows_is_kept_beside_the_order(tmp_path):
    (order, _) = Feed(tmp_path).write(
        f"{ITEMS},Gift wrap,customer_ip_address",
        "1,2026-11-20 11:00,completed,5,1,Tent,1,red,192.0.2.1").facts()
    assert order.extra == '{"gift_wrap": "red", "status": "completed"}'
