"""Orders, lines and parcels in JSON: nested values by their paths, numbers as they were written."""

import gzip
import json as notation
from datetime import datetime, timedelta

import pytest
from readings import Source, distinct

from ingest import export_places
from ingest.sources import json
from sql.raw.facts import OrderItem, OrderVersion, Shipment

NOW = datetime(2026, 11, 23, 12)
AT = "2026-11-20T10:00:00Z"


class Feed:
    """An export file and the source that reads it."""

    def __init__(self, folder, table="orders", name="export.json", **options):
        self.path = folder / name
        chosen = {"kind": "json", "shop": "nordlicht", "table": table,
                  "files": (str(folder / f"*{self.path.suffix}"),), **options}  # fmt: skip
        self.source = Source(json, "feed", json.Options(**chosen))

    def write(self, content: str | bytes) -> "Feed":
        self.path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def read(self, now=NOW, **more):
        return self.source.read(now, **more)

    def again(self, refused, **changes):
        """What the refused items come to under other settings."""
        options = self.source.options.model_copy(update=changes)
        return list(json.reread(options, "feed", refused, NOW))


def order(number: str, **more) -> dict:
    return {"order_id": number, "placed_at": AT, **more}


LAYOUTS = {
    "array": lambda records: notation.dumps(records, indent=2),
    "lines": lambda records: "".join(notation.dumps(one) + "\n" for one in records),
    "one after the other": lambda records: " ".join(notation.dumps(one) for one in records),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("is_packed", [False, True])
def test_orders_are_read_in_every_layout_plain_and_packed(tmp_path, layout, is_packed):
    text = LAYOUTS[layout]([order("C-1"), order("C-2"), order("C-3")]).encode()
    feed = Feed(tmp_path, name="e.gz").write(gzip.compress(text) if is_packed else text)

    reading = feed.read()

    assert [fact.order_id for fact in reading.facts] == ["C-1", "C-2", "C-3"]
    assert (reading.items_read, reading.trouble, len(reading.polls)) == (3, None, 1)


def test_one_object_is_one_order(tmp_path):
    (fact,) = Feed(tmp_path).write(notation.dumps(order("C-1"))).read().facts
    assert fact.order_id == "C-1"


def test_paths_reach_into_objects_and_lists_and_numbers_stay_as_written(tmp_path):
    feed = Feed(tmp_path, columns={
        "order_id": "id", "placed_at": ["created", "created_at"], "email": "customer.email",
        "city": "addresses.1.city", "channel": "tags", "postcode": "zip", "phone": "customer.phone",
        "shipping_method": "lines.method", "paid_at": "payment.at",
    }).write("""{"id": 98765432109876543210, "created_at": "2026-11-20T10:00:00Z", "zip": 12345.0,
        "customer": {"email": "Kim@Customer.example", "phone": 1e19}, "tags": ["gift", 7, null],
        "addresses": [{"city": "Bonn"}, {"city": "K\\u00f6ln\\u0000"}], "payment": null,
        "lines": [{"method": "express"}, {}, {"method": "normal"}],
        "total": 1.234, "is_test": false, "note": null}""")  # fmt: skip

    (fact,) = feed.read().facts

    assert isinstance(fact, OrderVersion)
    assert (fact.order_id, fact.placed_at) == ("98765432109876543210", datetime(2026, 11, 20, 10))
    assert (fact.email, fact.city) == ("kim@customer.example", "Köln\ufffd")
    assert (fact.channel, fact.shipping_method) == ("gift, 7", "express, normal")
    # As a cell of a CSV: 12345.0 is what a spreadsheet made of a postcode.
    assert (fact.postcode, fact.phone, fact.flags) == ("12345", "1e19", ["excel_float"])
    # A number of JSON has a decimal point, whatever the settings say of texts.
    assert (fact.total, fact.is_test, fact.paid_at) == (1.234, False, None)


@pytest.mark.parametrize("settings, written, total", [
    ({}, "1.234", 1.234), ({}, "1.01", 1.01), ({}, "1e2", 100.0), ({"decimal": ","}, "12.5", 12.5),
    ({"decimal": ",", "thousands": "."}, '"1.234,50"', 1234.5), ({}, "-0.5", -0.5),
    ({}, "1e400", "number.invalid"), ({}, '"1.234"', "number.ambiguous"),
    ({}, "1e99999999999999999999", "number.invalid"), ({}, '"many"', "number.invalid"),
])  # fmt: skip
def test_a_number_is_what_json_says_and_a_text_what_the_settings_say(
    tmp_path, settings, written, total
):
    line = f'{{"order_id": "C-1", "placed_at": "{AT}", "total": {written}}}\n'
    reading = Feed(tmp_path, **settings).write(line).read()

    assert [f.total for f in reading.facts] + [r.reason for r in reading.refused] == [total]


LINES = {
    "data": {"page": 1, "orders": [
        {"id": 1, "title": "not the line's", "line_items": [
            {"id": 11, "sku": "T-1", "title": "Tent", "qty": 1},
            {"id": 12, "sku": "P-1", "title": "Pegs", "qty": "x"},
            {"id": 13, "sku": "S-1", "title": "Stove", "qty": 2.5}]},
        {"id": 2, "line_items": []}, {"id": 3}, {"id": 4, "line_items": "none"},
        {"id": 5, "line_items": {"id": 51, "sku": "O-1", "title": "One", "qty": 1}}]},
    "total": 5,
}  # fmt: skip


def lines_feed(folder):
    return Feed(folder, "items", records="data.orders", rows="line_items", columns={
        "order_id": "id", "line_id": "line_items.id", "quantity": "line_items.qty"})  # fmt: skip


def test_each_element_of_a_nested_list_is_a_row_with_what_its_order_says(tmp_path):
    reading = lines_feed(tmp_path).write(notation.dumps(LINES)).read()

    assert all(isinstance(fact, OrderItem) for fact in reading.facts)
    assert [(f.order_id, f.line_id, f.sku, f.title, f.quantity) for f in reading.facts] == [
        ("1", "11", "T-1", "Tent", 1.0), ("1", "13", "S-1", "Stove", 2.5),
        ("5", "51", "O-1", "One", 1.0),
    ]  # fmt: skip
    assert sorted(one.reason for one in reading.refused) == ["number.invalid", "record.no_list"]
    assert (reading.ignored, reading.items_read) == ({"no_rows": 2}, 7)


def test_a_refused_line_is_kept_with_its_order_alone_and_can_be_read_again(tmp_path):
    feed = lines_feed(tmp_path).write(notation.dumps(LINES))
    (bad,) = [one for one in feed.read().refused if one.reason == "number.invalid"]

    assert bad.location == "export.json byte 32 row 2"
    assert notation.loads(bad.payload) == {
        "id": 1, "title": "not the line's",
        "line_items": [{"id": 12, "sku": "P-1", "title": "Pegs", "qty": "x"}],
    }  # fmt: skip
    mended = bad.__class__(bad.location, bad.reason, "", bad.payload.replace(b'"x"', b"3"))
    still, read = feed.again([bad, mended])
    assert (still.items, [one.reason for one in still.refused]) == ([], ["number.invalid"])
    ((fact,),) = read.items
    assert (fact.order_id, fact.line_id, fact.quantity) == ("1", "12", 3.0)


def test_lists_within_lists_give_a_row_for_each_of_the_innermost(tmp_path):
    feed = Feed(tmp_path, "shipments", rows="fulfillments.numbers", columns={
        "order_id": "name", "carrier": "fulfillments.company", "shipped_at": "fulfillments.at",
        "tracking_number": "fulfillments.numbers"}).write(notation.dumps({
            "name": "C-1", "fulfillments": [
                {"company": "DHL", "at": AT, "numbers": ["0034", "0035"]},
                {"company": "UPS", "at": AT, "numbers": ["1Z9"]}]}))  # fmt: skip

    facts = feed.read().facts

    assert all(isinstance(fact, Shipment) for fact in facts)
    assert [(f.order_id, f.shipment_id, f.carrier, f.tracking_number) for f in facts] == [
        ("C-1", "C-1-1", "DHL", "0034"), ("C-1", "C-1-2", "DHL", "0035"),
        ("C-1", "C-1-3", "UPS", "1Z9"),
    ]  # fmt: skip


def test_a_line_without_a_number_of_its_own_waits_for_its_file(tmp_path):
    feed = Feed(tmp_path, "items", rows="lines").write(notation.dumps(
        {"order_id": "C-1", "lines": [{"title": "Tent", "quantity": "1.234"}]}))  # fmt: skip
    (bad,) = feed.read().refused

    (again,) = feed.again([bad], decimal=".")

    assert "it has no number of its own" in again.refused[0].detail


def test_a_list_deep_in_an_object_is_found_whatever_stands_around_it(tmp_path):
    around = {"orders": [order("no")], "note": 'data "orders": [{', "x": {"data": {"orders": [1]}},
              "y": {"orders": [order("no")]}}
    pages = [{**around, "data": {"meta": [["orders"]], "orders": [order(f"C-{n}"), order(f"D-{n}")],
              "tail": [order("no")]}, "orders": [order("no")]} for n in range(3)]  # fmt: skip
    for layout in LAYOUTS.values():
        feed = Feed(tmp_path, records="data.orders").write(layout(pages))
        assert [fact.order_id for fact in feed.read().facts] == [
            "C-0", "D-0", "C-1", "D-1", "C-2", "D-2"]  # fmt: skip


def test_a_nested_list_is_found_wherever_the_pieces_of_the_file_end(tmp_path, monkeypatch):
    text = notation.dumps({"a": 'x"y', "data": {"b": [{}], "orders": [order("C-1"), order("C-2")]},
                           "z": {"orders": []}}).encode()  # fmt: skip
    for size in (1, 2, 3, 7):
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        monkeypatch.setattr("ingest.json_export.chunks", lambda stream, p=pieces: iter(p))
        feed = Feed(tmp_path, records="data.orders").write(text)
        assert [fact.order_id for fact in feed.read().facts] == ["C-1", "C-2"]


def test_behind_a_record_of_many_pieces_the_end_of_the_list_is_still_seen(tmp_path):
    pages = [{"data": {"orders": [order("C-1"), order(f"D-{n}", note="x" * 300_000), order("E-1")]},
              "orders": [order("no")], "tail": "y" * 200_000} for n in range(2)]  # fmt: skip
    reading = Feed(tmp_path, records="data.orders").write(LAYOUTS["lines"](pages)).read()

    assert [fact.order_id for fact in reading.facts] == ["C-1", "D-0", "E-1", "C-1", "D-1", "E-1"]
    assert reading.refused == []


def test_a_single_object_may_stand_where_the_list_would(tmp_path):
    feed = Feed(tmp_path, records="order").write(notation.dumps(
        {"order": order("C-1"), "other": order("no")}))  # fmt: skip
    assert [fact.order_id for fact in feed.read().facts] == ["C-1"]


def test_a_mistyped_list_is_told_with_the_keys_that_are_there(tmp_path):
    reading = Feed(tmp_path, records="data.order").write(
        notation.dumps({"data": {"orders": [], "mail": "kim@c.example", "x": {"deep": 1}}})
    ).read()  # fmt: skip

    found = "(keys found: data, data.orders, data.mail, data.x)"
    assert f"no list data.order in it {found}" in reading.trouble
    assert (reading.facts, reading.polls) == ([], [])


def test_a_field_that_no_order_has_loads_nothing_where_it_is_needed(tmp_path):
    needed = Feed(tmp_path, columns={"order_id": "number"}).write(notation.dumps([order("C-1")]))
    reading = needed.read()
    assert (reading.facts, reading.refused) == ([], [])
    assert 'no column "number" for order_id' in reading.trouble
    assert "(columns found: placed_at, order_id)" in reading.trouble

    other = Feed(tmp_path, columns={"paid_at": "paid"}).write(notation.dumps([order("C-1")]))
    assert [fact.paid_at for fact in other.read().facts] == [None]


def test_what_no_path_uses_is_kept_as_extra(tmp_path):
    (fact,) = Feed(tmp_path, columns={"email": "customer.email"}).write(notation.dumps(
        order("C-1", customer={"email": "a@c.example"}, gift_wrap=1.50, x=[1, "é"]))).read().facts

    assert notation.loads(fact.extra) == {"gift_wrap": 1.5, "x": [1, "é"]}


def test_an_object_where_a_value_should_stand_is_refused_and_names_the_path(tmp_path):
    feed = Feed(tmp_path).write(notation.dumps([order("C-1", city={"name": "Bonn"}), order("C-2")]))

    reading = feed.read()

    assert [fact.order_id for fact in reading.facts] == ["C-2"]
    assert [(one.reason, one.detail) for one in reading.refused] == [
        ("record.nested", "column city: holds values inside; step in")]  # fmt: skip
    (again,) = feed.again(reading.refused, columns={"city": ("city.name",)})
    assert again.items[0][0].city == "Bonn"


def test_a_refused_record_is_kept_as_it_stands_and_read_again_after_a_fix(tmp_path):
    text = '{"order_id":"C-1",  "placed_at":"2026-11-20 10:00", "total":12.0}'
    feed = Feed(tmp_path).write(f"[{notation.dumps(order('C-0'))},\n {text}]")
    reading = feed.read()
    (bad,) = reading.refused
    assert (bad.reason, bad.payload) == ("time.no_zone", text.encode())

    (still,), (read,) = feed.again([bad]), feed.again([bad], zone="Europe/Berlin")

    assert [one.reason for one in still.refused] == ["time.no_zone"]
    assert read.items[0][0].placed_at == datetime(2026, 11, 20, 9)
    feed.source.options = feed.source.options.model_copy(update={"zone": "Europe/Berlin"})
    assert read.items[0][0] == feed.read().facts[1]


def test_a_growing_file_of_lines_gives_each_order_once_and_the_half_one_when_it_is_whole(tmp_path):
    feed = Feed(tmp_path)
    whole, cut = notation.dumps(order("C-1")) + "\n", notation.dumps(order("C-2")) + "\n"
    first = feed.write(whole + cut[:20]).read()
    second = feed.write(whole + cut).read()
    third = feed.read(NOW + timedelta(hours=1))

    assert (first.refused, first.deferred) == ([], {"record_incomplete": 1})
    kept = distinct([first, second], lambda fact: f"{fact.order_id} {fact.content_hash}")
    assert [fact.order_id for fact in kept] == ["C-1", "C-2"]
    assert (third.facts, len(third.polls)) == ([], 1)


def test_a_record_that_stays_half_is_refused_after_a_while_though_nothing_was_written(
    tmp_path, monkeypatch
):
    feed = Feed(tmp_path).write(notation.dumps(order("C-1")) + '\n{"order_id": "C-2", "pla')
    feed.read()
    moment = export_places.clock() + 3600
    monkeypatch.setattr(export_places, "clock", lambda: moment)

    later, last = feed.read(), feed.read()

    assert [(one.reason, one.payload) for one in later.refused] == [
        ("json.truncated", b'{"order_id": "C-2", "pla')]  # fmt: skip
    assert (last.facts, last.refused, last.deferred) == ([], [], {})


def test_overlapping_and_rewritten_exports_say_the_same_of_the_same_order(tmp_path):
    feed = Feed(tmp_path)
    monday, tuesday = [order("C-1"), order("C-2", total=5)], [order("C-2", total=5.0), order("C-3")]
    (tmp_path / "mon.json").write_text(LAYOUTS["array"](monday))
    (tmp_path / "tue.json").write_text(LAYOUTS["lines"](tuesday))

    kept = distinct([feed.read()], lambda fact: f"{fact.order_id} {fact.content_hash}")

    assert [fact.order_id for fact in kept] == ["C-1", "C-2", "C-3"]
    assert feed.read().facts == []


def test_a_packed_file_that_breaks_off_loads_nothing_until_it_is_whole(tmp_path):
    packed = gzip.compress(LAYOUTS["lines"]([order(f"C-{n}") for n in range(500)]).encode())
    feed = Feed(tmp_path, name="e.gz").write(packed[:-200])
    half = feed.read()
    assert (half.facts, half.deferred) == ([], {"file_not_loaded": 1})
    assert "is packed and breaks off; it is read once it is whole" in half.trouble

    assert len(feed.write(packed).read().facts) == 500


def test_doctor_names_what_is_missing(tmp_path):
    feed = Feed(tmp_path, columns={"order_id": "nr"}).write(notation.dumps([order("C-1")]))
    (probe,) = json.probe(feed.source.options, "feed")
    assert (probe.items, probe.trouble.split(" (")[0]) == (
        1, 'export.json no column "nr" for order_id')  # fmt: skip


def test_doctor_looks_at_no_more_than_the_beginning_of_a_large_file(tmp_path):
    records = [order(f"C-{number}") for number in range(1000)]
    feed = Feed(tmp_path, name="e.gz").write(
        gzip.compress(LAYOUTS["lines"](records).encode()) + b"no gzip at all")  # fmt: skip
    (probe,) = json.probe(feed.source.options, "feed")
    assert (probe.items, probe.trouble) == (1, None)
