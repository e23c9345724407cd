"""Shopify's order export: several rows for an order, blanks where nothing new is said."""

import csv
import io
import json
import os
from datetime import datetime, timedelta

import pytest
from conftest import SHOPS, Warehouse
from readings import Reading
from small_export import HEADER, line_row, order_row, sheet

from ingest.run import ingest
from ingest.sources import shopify_csv
from sql.desk import Desk
from sql.raw.facts import OrderItem, OrderVersion, Refused
from sql.trouble import Trouble

NOW = datetime(2026, 11, 23, 12)


class Export:
    """Export files in a folder, and the source that reads them."""

    def __init__(self, folder, **options):
        self.folder = folder
        chosen = {"kind": "shopify_csv", "shop": "nordlicht", "files": (f"{folder}/*.csv",)}
        self.options, self.cursors = shopify_csv.Options(**chosen | options), {}
        self.orders: list[tuple] = []

    def write(self, *rows: dict, name: str = "orders_export_1.csv", **how) -> "Export":
        return self.put(sheet(*rows, **how), name)

    def put(self, text: str | bytes, name: str = "orders_export_1.csv") -> "Export":
        content = text if isinstance(text, bytes) else text.encode()
        (self.folder / name).write_bytes(content)
        return self

    def read(self, now=NOW) -> Reading:
        """One reading, from the cursors that the last one left; `orders` are its facts whole."""
        reading, self.orders = Reading(), []
        try:
            for batch in shopify_csv.read(self.options, "orders", self.cursors, now):
                reading.add(batch)
                self.orders += batch.items
                if batch.cursor is not None:
                    self.cursors = {batch.place: json.loads(json.dumps(batch.cursor))}
        except Trouble as trouble:
            reading.trouble = str(trouble)
        return reading

    def items(self) -> list[tuple]:
        """The facts of each order that a reading gives."""
        self.read()
        return self.orders


@pytest.fixture
def export(tmp_path):
    return Export(tmp_path)


def test_an_order_is_kept_with_all_its_lines(export):
    export.write(
        order_row("#1001", "Tent", sku="T-1", quantity=2),
        line_row("#1001", "Pegs", sku="P-9", price="4.50"),
        order_row("#1002", "Stove"), is_full=True,
    )  # fmt: skip

    order, tent, pegs = export.items()[0]

    assert isinstance(order, OrderVersion) and isinstance(tent, OrderItem)
    assert (order.shop, order.order_id, order.valid_from_at) == ("nordlicht", "1001", None)
    assert (order.placed_at, order.paid_at) == (
        datetime(2026, 11, 20, 9, 15, 32), datetime(2026, 11, 20, 9, 15, 40))  # fmt: skip
    assert (order.fulfilled_at, order.cancelled_at) == (datetime(2026, 11, 21, 7), None)
    assert (order.email, order.name, order.phone) == (
        "kim@customer.example", "Kim Muster", "+49351000001")  # fmt: skip
    assert (order.street, order.postcode, order.city, order.country) == (
        "Elbweg 3, Hof", "01067", "Dresden", "DE")  # fmt: skip
    assert (order.currency, order.total, order.refunded_total) == ("EUR", 49.9, 0.0)
    assert (order.channel, order.payment_method, order.shipping_method, order.fulfilment) == (
        "web", "Shopify Payments", "Standard", "ship")  # fmt: skip
    assert (order.is_in_store, order.is_test, order.flags) == (False, None, [])
    assert order.line_ids == ["T-1", "P-9"]
    assert (tent.line_id, tent.sku, tent.title, tent.quantity, tent.price) == (
        "T-1", "T-1", "Tent", 2.0, 10.0)  # fmt: skip
    assert (pegs.order_id, pegs.line_id, pegs.price) == ("1001", "P-9", 4.5)


def test_fulfilment_of_an_order_as_a_whole_makes_no_parcel(export):
    facts = export.write(order_row("#1001", "Tent")).items()[0]

    assert [type(fact).__name__ for fact in facts] == ["OrderVersion", "OrderItem"]


def test_rows_of_an_order_belong_together_wherever_they_stand(export):
    export.write(
        line_row("#1001", "Pegs"), order_row("#1002", "Stove"), order_row("#1001", "Tent"),
        order_row("#1003", "Lamp"), line_row("#1002", "Gas"), order_row("#1004", "Rope"),
    )  # fmt: skip

    lines = {item[0].order_id: [fact.title for fact in item[1:]] for item in export.items()}

    assert lines == {"1001": ["Pegs", "Tent"], "1002": ["Stove", "Gas"], "1003": ["Lamp"],
                     "1004": ["Rope"]}  # fmt: skip


def test_an_order_split_over_two_exports_has_all_its_lines_in_the_end(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    export = Export(folder)
    export.write(order_row("#1001", "Tent"), order_row("#1002", "Stove"), name="1.csv")
    export.write(line_row("#1002", "Gas"), order_row("#1003", "Lamp"), name="2.csv")
    house = Warehouse(tmp_path)
    settings = house.settings.model_copy(update={"sources": {"orders": export.options}})

    for counts in ({"accepted": 4}, {}):
        (result,) = ingest(settings, Desk(settings.desk_url), polled_at=NOW)
        assert (+result.counts, result.trouble) == (counts, None)

    assert house.rows("select order_id, title from staging.order_items order by 1, 2") == [
        ("1001", "Tent"), ("1002", "Gas"), ("1002", "Stove"), ("1003", "Lamp")]  # fmt: skip
    assert house.rows("select order_id from staging.orders order by 1") == [
        ("1001",), ("1002",), ("1003",)]  # fmt: skip
    house.close()


def test_a_line_taken_out_of_an_order_is_gone_with_its_next_export(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    export = Export(folder)
    house = Warehouse(tmp_path)
    settings = house.settings.model_copy(update={"sources": {"orders": export.options}})
    for lines in ([line_row("#1001", "Pegs")], []):
        export.write(order_row("#1001", "Tent"), *lines, order_row("#1002", "Stove"))
        ingest(settings, Desk(settings.desk_url), polled_at=NOW)

    assert house.rows("select title from staging.order_items where order_id = '1001'") == [
        ("Tent",)]  # fmt: skip
    assert SHOPS.keys() >= {"nordlicht"}
    house.close()


def test_a_file_that_is_still_written_gives_what_is_whole_and_later_the_rest(export):
    whole = sheet(order_row("#1001", "Tent"), order_row("#1002", "Stove"),
                  line_row("#1002", "Gas"), order_row("#1003", "Lamp"))  # fmt: skip
    cut = whole[: whole.index("Gas") + 2]
    first = export.put(cut).read()
    last_known = export.orders[-1]
    second = export.put(whole).read()

    assert first.deferred == {"half_written_row": 1} and first.refused == []
    assert [fact.order_id for fact in first.facts] == ["1001", "1002"]
    assert last_known[0].line_ids is None  # more may come
    assert [fact.order_id for fact in second.facts] == ["1001", "1002", "1003"]
    assert export.orders[1][0].line_ids == ["Stove", "Gas"]


def test_a_line_keeps_its_name_when_the_rows_around_it_change(export):
    rows = [order_row("#1001", "Tent", sku="T-1"), line_row("#1001", "Tent", sku="T-1", price="8"),
            line_row("#1001", "Pegs"), order_row("#1002", "x")]  # fmt: skip
    export.write(*rows)
    before = [fact.line_id for fact in export.items()[0][1:]]
    export.write(rows[0], *rows[2:])

    assert before == ["T-1", "T-1 (2)", "Pegs"]
    assert [fact.line_id for fact in export.items()[0][1:]] == ["T-1", "Pegs"]


def test_bad_rows_are_refused_with_their_line_and_the_good_ones_around_them_arrive(export):
    export.write(
        order_row("#1001", "Tent"),
        line_row("#1001", "Pegs", quantity="two"),
        order_row("", "Nothing"),
        order_row("#1003", "Lamp", **{"Created at": "2026-11-20 10:15:32"}),
        order_row("#1004", "Rope", **{"Total": "49,90"}),
        order_row("#1005", "Map", **{"Paid at": "20/11/2026"}),
        order_row("#1006", "Axe"),
    )

    reading = export.read()

    assert [(row.location, row.reason) for row in reading.refused] == [
        ("orders_export_1.csv line 3", "number.invalid"),
        ("orders_export_1.csv line 4", "order.no_id"),
        ("orders_export_1.csv line 5", "time.no_zone"),
        ("orders_export_1.csv line 6", "number.invalid"),
        ("orders_export_1.csv line 7", "time.invalid"),
    ]  # fmt: skip
    assert [fact.order_id for fact in reading.facts] == ["1001", "1006"]
    assert export.orders[0][0].line_ids is None  # a line of it is not known
    assert "kim@" not in " ".join(row.detail for row in reading.refused)
    assert reading.items_read == 7 and reading.trouble is None


def test_an_order_held_twice_is_one_and_told_in_two_ways_is_refused(export):
    one = order_row("#1001", "Tent"), line_row("#1001", "Pegs")
    export.write(
        *one, order_row("#1002", "Stove"), *one, order_row("#1003", "Lamp"),
        order_row("#1002", "Stove", **{"Total": "51.00"}), order_row("#1004", "Rope"),
    )  # fmt: skip

    reading = export.read()

    assert [fact.order_id for fact in reading.facts] == ["1001", "1001", "1003", "1004"]
    assert [(row.location, row.reason) for row in reading.refused] == [
        ("orders_export_1.csv order 1002", "row.conflict")]  # fmt: skip
    kept = reading.refused[0].payload.decode().splitlines()
    assert [line[:6] for line in kept] == ["Name,E", "#1002,", "#1002,"]
    assert "49.90" in kept[1] and "51.00" in kept[2]
    assert export.orders[0] == export.orders[1]


def test_missing_optional_columns_are_unknown_and_new_ones_are_kept(export):
    export.put(
        "Name,Created at,Lineitem name,Lineitem quantity,Gift wrap,Lineitem hue\n"
        "#1001,2026-11-20 10:15:32 +0100,Tent,1,red paper,green\n"
        "#1001,,Pegs,8,,grey\n"
        "#1002,2026-11-20 10:15:32 +0100,Stove,1,,\n"
    )

    (order, tent, pegs), (other, stove) = export.items()

    assert json.loads(order.extra) == {"Gift wrap": "red paper"}
    assert (json.loads(tent.extra), json.loads(pegs.extra)) == (
        {"Lineitem hue": "green"}, {"Lineitem hue": "grey"})  # fmt: skip
    assert (other.extra, stove.extra) == (None, None)
    assert (order.total, order.email, order.is_in_store) == (None, None, None)
    assert (order.fulfilment, order.flags) == (None, ["fulfilment_unknown"])


def test_columns_that_say_nothing_of_use_are_not_kept(export):
    export.write(order_row("#1001", "Tent", **{"Accepts Marketing": "yes", "Notes": "call first",
                                               "Employee": "Mia"}))  # fmt: skip

    extra = json.loads(export.items()[0][0].extra)

    assert extra == {"financial_status": "paid", "fulfilment_status": "fulfilled",
                     "shopify_id": "5550001", "source": "web"}  # fmt: skip


@pytest.mark.parametrize("header, found", [
    ("Canceled at", "cancelled_at"), ("CANCELLED AT", "cancelled_at")])  # fmt: skip
def test_columns_are_known_by_each_name_that_shopify_gave_them(export, header, found):
    text = sheet(order_row("#1001", "Tent", **{"Cancelled at": "2026-11-22 10:00:00 +0100"}))
    export.put(text.replace("Cancelled at", header).replace("Lineitem sku", "Lineitem SKU"))

    assert getattr(export.items()[0][0], found) == datetime(2026, 11, 22, 9)


def test_what_is_not_sent_needs_no_address_and_a_bill_gives_only_the_name(export):
    billed = {"Billing Name": "Kim Muster", "Billing Street": "Amtsweg 1", "Billing City": "Jena",
              "Billing Phone": "'+493641000", "Shipping Phone": "", "Shipping Zip": ""}  # fmt: skip
    bare = {f"Shipping {name}": "" for name in ("Name", "Street", "City", "Country")} | billed
    export.write(
        order_row("#1001", "E-book", **bare, **{"Lineitem requires shipping": "false"}),
        order_row("#1002", "Tent", **bare),
        order_row("#1003", "Tent", **bare | {"Shipping Method": "Laden Neustadt"}),
        order_row("#1004", "x"),
    )
    export.options = export.options.model_copy(
        update={"fulfilment": {"laden neustadt": "pickup"}})

    items = export.items()
    book, tent, fetched = (item[0] for item in items[:3])

    assert [one.fulfilment for one in (book, tent, fetched)] == ["digital", None, "pickup"]
    assert (tent.name, tent.phone, tent.street, tent.city) == (
        "Kim Muster", "+493641000", None, None)  # fmt: skip
    assert tent.flags == ["fulfilment_unknown"]
    assert items[0][1].fulfilment == "digital"


def test_what_a_spreadsheet_made_of_it_is_read_or_refused_never_guessed(export):
    rows = [order_row("#1001", "Tent"), order_row("#1002", "Stove", **{"Id": "5.55E+12"}),
            order_row("#1003", "Lamp", **{"Lineitem sku": "12345.0"})]  # fmt: skip
    export.put(b"\xef\xbb\xbf" + sheet(*rows, delimiter=";").encode())

    first, second, third = export.items()

    assert first[0].postcode == "01067"
    assert second[0].flags == ["excel_mangled"] and "shopify_id" not in second[0].extra
    assert (third[1].sku, third[0].flags) == ("12345", ["excel_float"])


def test_only_the_order_export_is_taken_for_one(export):
    export.write(order_row("#1001", "Tent"), name="a.csv")
    export.put("Handle,Title,Kim@customer.example\nx,Tent,1\n", "b.csv")
    export.write(order_row("#1003", "Lamp"), name="c.csv")

    reading = export.read()

    assert [fact.order_id for fact in reading.facts] == ["1001", "1003"]
    assert reading.deferred == {"file_not_loaded": 1} and reading.polls == []
    assert 'b.csv: no column "Name"; is it the order export of Shopify' in reading.trouble
    assert "customer.example" not in reading.trouble
    assert "b.csv no column" in shopify_csv.probe(export.options, "orders")[0].trouble


def test_a_needed_column_that_stands_twice_is_not_guessed(export):
    text = sheet(order_row("#1001", "Tent")).replace("Lineitem sku", "Name", 1)

    assert "column Name stands twice" in export.put(text).read().trouble


def test_an_unchanged_export_is_not_read_again_but_was_looked_at(export):
    export.write(order_row("#1001", "Tent")).read()

    later = export.read(NOW + timedelta(hours=1))

    assert (later.facts, later.refused) == ([], [])
    assert [(poll.path, poll.role, poll.oldest_item_at) for poll in later.polls] == [
        ("orders", "orders", datetime(2026, 11, 20, 9, 15, 32)),
        ("orders/items", "items", datetime(2026, 11, 20, 9, 15, 32))]  # fmt: skip


def test_other_settings_read_the_same_file_again(export):
    export.write(order_row("#1001", "Tent")).read()
    export.options = export.options.model_copy(
        update={"payment_methods": {"Shopify Payments": "card"}})

    assert [fact.payment_method for fact in export.read().facts] == ["card"]


def test_growing_and_overlapping_exports_add_only_what_is_new(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    export, house = Export(folder), Warehouse(tmp_path)
    settings = house.settings.model_copy(update={"sources": {"orders": export.options}})
    desk = Desk(settings.desk_url)
    rows = [order_row(f"#{number}", "Tent") for number in range(1001, 1006)]

    def read(*some: dict, name: str) -> dict:
        export.write(*some, name=name)
        (result,) = ingest(settings, desk, polled_at=NOW)
        return +result.counts

    assert read(*rows[1:4], rows[0], name="mon.csv") == {"accepted": 4}
    os.utime(folder / "mon.csv", (1e9, 1e9))
    assert read(rows[4], *rows[1:4], rows[0], name="tue.csv") == {"accepted": 1, "duplicate": 4}
    rows[2] = order_row("#1003", "Tent", **{"Cancelled at": "2026-11-22 10:00:00 +0100"})
    assert read(rows[4], *rows[1:4], rows[0], name="tue.csv") == {"accepted": 1, "duplicate": 4}
    assert house.rows("select order_id from staging.orders where cancelled_at is not null") == [
        ("1003",)]  # fmt: skip
    house.close()


def test_nothing_older_than_the_settings_ask_for_is_kept(tmp_path):
    export = Export(tmp_path, since="2026-11-01")
    old = {"Created at": "2026-10-31 23:00:00 +0100"}
    reading = export.write(order_row("#1001", "Tent", **old), order_row("#1002", "Stove")).read()

    assert [fact.order_id for fact in reading.facts] == ["1002"]
    assert reading.ignored == {"before_since": 1}


def test_a_refused_row_is_read_again_by_the_header_it_was_kept_with(export):
    export.write(order_row("#1001", "Tent"), line_row("#1001", "Pegs", quantity="two"),
                 order_row("#1002", "Stove"))  # fmt: skip
    (refused,) = export.read().refused
    mended = Refused(refused.location, refused.reason, "", refused.payload.replace(b"two", b"2"))
    twice = Refused("x", "row.conflict", "", b"order 1001")

    still, read, waits = shopify_csv.reread(
        export.options, "orders", [refused, mended, twice], NOW)

    assert (still.items, still.refused[0].reason) == ([], "number.invalid")
    ((line,),) = read.items
    assert (line.order_id, line.line_id, line.quantity) == ("1001", "Pegs", 2.0)
    assert (waits.items, waits.refused[0].reason) == ([], "row.conflict")
    assert "only its whole file can tell" in waits.refused[0].detail
    assert all(batch.cursor is None and batch.place == "" for batch in (still, waits))


def test_doctor_counts_the_files(export):
    export.write(order_row("#1001", "Tent"))

    (probe,) = shopify_csv.probe(export.options, "orders")

    assert (probe.items, probe.trouble) == (1, None)


def test_the_samples_here_have_the_columns_of_a_real_export():
    (names,) = csv.reader(io.StringIO(HEADER))
    assert len(names) == len(set(names)) == 79
