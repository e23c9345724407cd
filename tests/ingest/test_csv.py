"""Exports of orders, lines and shipments: what they say is kept, what is unclear is refused."""

import os
from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError
from readings import Source, distinct

from ingest.sources import csv
from sql.raw.facts import OrderItem, OrderVersion, Shipment

NOW = datetime(2026, 11, 23, 12)


class Feed:
    """An export file and the source that reads it."""

    def __init__(self, folder, table="orders", name="export.csv", **options):
        self.path = folder / name
        chosen = {"kind": "csv", "shop": "nordlicht", "table": table, "zone": "Europe/Berlin",
                  "files": (str(self.path),), **options}  # fmt: skip
        self.source = Source(csv, "feed", csv.Options(**chosen))

    def write(self, text: str | bytes) -> "Feed":
        self.path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def read(self, now=NOW, **more):
        return self.source.read(now, **more)


def test_an_order_is_kept_as_the_export_holds_it(tmp_path):
    feed = Feed(
        tmp_path, columns={"order_id": "Name", "placed_at": "Created at", "email": "Email"},
        fulfilment={"Store pickup": "pickup"},
    ).write(
        "Name,Created at,Email,total,currency,is_test,fulfilment,postcode,channel,Note\n"
        "#1001,2026-11-20 10:00,Kim@Customer.example,49.90,EUR,false,Store pickup,01099.0,web,x\n"
    )  # fmt: skip

    (order,) = feed.read().facts

    assert isinstance(order, OrderVersion)
    assert (order.shop, order.order_id) == ("nordlicht", "#1001")
    assert order.placed_at == datetime(2026, 11, 20, 9)
    assert (order.email, order.total, order.currency) == ("kim@customer.example", 49.9, "EUR")
    assert (order.is_test, order.fulfilment, order.channel) == (False, "pickup", "web")
    assert (order.postcode, order.flags) == ("01099", ["excel_float"])
    assert (order.paid_at, order.name, order.is_imported) == (None, None, None)


def test_an_unknown_way_of_delivery_is_unknown_and_flagged(tmp_path):
    feed = Feed(tmp_path).write("order_id,placed_at,fulfilment\nC-1,2026-11-20,by drone\n")

    (order,) = feed.read().facts

    assert (order.fulfilment, order.flags) == (None, ["fulfilment_unknown"])


def test_lines_without_a_number_are_counted_within_their_order(tmp_path):
    feed = Feed(tmp_path, table="items").write(
        "order_id,sku,title,quantity\nC-1,00123,Tent,1\nC-2,7,Stove,2\nC-1,00124,Pegs,8\n"
    )

    items = feed.read().facts

    assert all(isinstance(item, OrderItem) for item in items)
    assert [(item.order_id, item.line_id, item.sku, item.quantity) for item in items] == [
        ("C-1", "1", "00123", 1.0), ("C-2", "1", "7", 2.0), ("C-1", "2", "00124", 8.0),
    ]  # fmt: skip


def test_a_parcel_that_gets_its_number_later_stays_the_same_parcel(tmp_path):
    feed = Feed(tmp_path, table="shipments")
    header = "order_id,tracking_number,shipped_at\n"
    (before,) = feed.write(f"{header}C-1,,2026-11-20 10:00\n").read().facts
    (after,) = feed.write(f"{header}C-1,00340434161094,2026-11-20 10:00\n").read().facts

    assert isinstance(after, Shipment)
    assert before.shipment_id == after.shipment_id == "C-1-1"
    assert before.content_hash != after.content_hash
    assert after.tracking_number == "00340434161094"


def test_rows_of_several_shops_in_one_export_go_to_their_own(tmp_path):
    feed = Feed(tmp_path, shop=None, columns={"shop": "Brand"}).write(
        "Brand,order_id,placed_at\nnordlicht,1001,2026-11-20\nfjordkind,1001,2026-11-20\n,9,x\n"
    )

    reading = feed.read()

    assert [(order.shop, order.order_id) for order in reading.facts] == [
        ("nordlicht", "1001"), ("fjordkind", "1001"),
    ]  # fmt: skip
    assert [row.reason for row in reading.refused] == ["order.no_shop"]


def test_bad_rows_are_kept_aside_with_their_line_and_the_good_ones_count(tmp_path):
    feed = Feed(tmp_path, table="orders").write(
        "order_id,placed_at,total,email\nC-1,2026-11-20,1.50,a@c.example\nn/a,2026-11-20,1.50,\n"
        "C-3,20/11/2026,1.50,\nC-4,2026-11-20,1.234,\nC-5,2026-11-20\n,,,\nC-7,2026-11-20,,\n"
    )

    reading = feed.read()

    assert [order.order_id for order in reading.facts] == ["C-1", "C-7"]
    assert [(row.location, row.reason) for row in reading.refused] == [
        ("export.csv line 3", "order.no_id"), ("export.csv line 4", "time.invalid"),
        ("export.csv line 5", "number.ambiguous"), ("export.csv line 6", "csv.too_few_columns"),
    ]  # fmt: skip
    # With the header above it, the row can be read again without its file.
    assert reading.refused[3].payload == b"sep=,\norder_id,placed_at,total,email\nC-5,2026-11-20\n"
    assert reading.ignored == {"blank_row": 1}
    assert reading.items_read == 7
    assert reading.trouble is None


@pytest.mark.parametrize("table, header, said", [
    ("orders", "Order,placed_at", 'no column "order_id" for order_id'),
    ("orders", "order_id,placed at",
     'no column "placed_at" for placed_at; did you mean "placed at"?'),
    ("items", "order_id,quantity", 'no column "title" for title or sku'),
    ("items", "order_id,sku", 'no column "quantity" for quantity'),
    ("shipments", "shipment_id,carrier", 'no column "order_id" for order_id'),
])  # fmt: skip
def test_an_export_without_a_needed_column_loads_nothing_and_says_which(
    tmp_path, table, header, said
):
    reading = Feed(tmp_path, table=table).write(f"{header}\nC-1,2026-11-20\n").read()

    assert reading.facts == []
    assert reading.refused == []
    assert reading.deferred == {"file_not_loaded": 1}
    assert reading.polls == []
    assert f"[sources.feed] {tmp_path / 'export.csv'}: {said}" in reading.trouble
    assert f"columns found: {header.replace(',', ', ')}" in reading.trouble


def test_a_mapped_column_that_disappears_loads_nothing_and_says_which(tmp_path):
    feed = Feed(tmp_path, columns={"paid_at": "Paid at"})
    reading = feed.write("order_id,placed_at,Payed at\nC-1,2026-11-20,\n").read()

    assert reading.facts == []
    assert 'no column "Paid at" for paid_at; did you mean "Payed at"?' in reading.trouble


def test_a_column_that_stands_twice_is_not_guessed(tmp_path):
    reading = Feed(tmp_path).write("order_id,placed_at,email,email\nC-1,2026-11-20,a,b\n").read()

    assert reading.facts == []
    assert "column email (email) stands twice" in reading.trouble


@pytest.mark.parametrize("content, said", [
    (b'order_id,"placed_at\n' + b"x" * 200_000, "its first line is no header that can be read"),
    (b"\x1f\x8b\x08\x00rest", "is packed with gzip; unpack it"),
    ("order_id,placed_at\n".encode("utf-16-le"), "holds zero bytes; is it no CSV, or in UTF-16?"),
])  # fmt: skip
def test_what_is_no_export_is_one_clear_line(tmp_path, content, said):
    reading = Feed(tmp_path).write(content).read()

    assert (reading.facts, reading.polls) == ([], [])
    assert said in reading.trouble
    assert "\n" not in reading.trouble


def test_one_broken_export_does_not_keep_the_others_from_being_read(tmp_path):
    feed = Feed(tmp_path, files=(str(tmp_path / "*.csv"), str(tmp_path / "none" / "*.csv")))
    (tmp_path / "a.csv").write_text("order_id,placed_at\nC-1,2026-11-20\n")
    (tmp_path / "b.csv").write_text("number\n1\n")
    (tmp_path / "c.csv").write_text("order_id,placed_at\nC-3,2026-11-20\n")

    reading = feed.read()

    assert [order.order_id for order in reading.facts] == ["C-1", "C-3"]
    assert "b.csv" in reading.trouble and "no file matches" in reading.trouble
    assert reading.polls == []


def test_an_unchanged_export_is_not_read_again_but_was_looked_at(tmp_path):
    feed = Feed(tmp_path).write("order_id,placed_at\nC-1,2026-11-20\n")
    feed.read()

    later = feed.read(NOW + timedelta(hours=1))
    feed.write("order_id,placed_at\nC-1,2026-11-20\n")  # the same once more
    rewritten = feed.read(NOW + timedelta(hours=2))

    assert (later.facts, rewritten.facts) == ([], [])
    (poll,) = rewritten.polls
    assert (poll.path, poll.role, poll.shop) == ("feed", "orders", "nordlicht")
    assert poll.polled_at == NOW + timedelta(hours=2)
    assert poll.oldest_item_at == datetime(2026, 11, 19, 23)
    assert poll.newest_item_at is not None


def test_a_growing_export_gives_each_order_once(tmp_path):
    feed = Feed(tmp_path).write("order_id,placed_at\nC-1,2026-11-20\n")
    first = feed.read()
    feed.write("order_id,placed_at\nC-1,2026-11-20\nC-2,2026-11-21\n")
    second = feed.read()

    kept = distinct([first, second], lambda order: f"{order.order_id} {order.content_hash}")

    assert [order.order_id for order in kept] == ["C-1", "C-2"]


def test_overlapping_exports_say_the_same_of_the_same_order(tmp_path):
    feed = Feed(tmp_path, files=(str(tmp_path / "*.csv"),))
    (tmp_path / "mon.csv").write_text("order_id,placed_at\nC-1,2026-11-20\nC-2,2026-11-20\n")
    (tmp_path / "tue.csv").write_text("order_id,placed_at\nC-2,2026-11-20\nC-3,2026-11-21\n")

    kept = distinct([feed.read()], lambda order: f"{order.order_id} {order.content_hash}")

    assert [order.order_id for order in kept] == ["C-1", "C-2", "C-3"]


def test_the_export_that_was_written_last_has_the_last_word(tmp_path):
    feed = Feed(tmp_path, files=(str(tmp_path / "*.csv"),))
    for name, total, seconds in (("orders-9.csv", 5, 1.7e9), ("orders-10.csv", 6, 1.8e9)):
        (tmp_path / name).write_text(f"order_id,placed_at,total\nC-1,2026-11-20,{total}\n")
        os.utime(tmp_path / name, (seconds, seconds))

    assert [order.total for order in feed.read().facts] == [5.0, 6.0]


def test_a_changed_order_is_a_new_version_and_a_touched_one_is_not(tmp_path):
    feed = Feed(tmp_path)
    header = "order_id,placed_at,paid_at,updated_at\n"
    rows = [
        "C-1,2026-11-20,,2026-11-20 10:00\n",
        "C-1,2026-11-20,2026-11-21,2026-11-21 10:00\n",
        "C-1,2026-11-20,2026-11-21,2026-11-22 10:00\n",
    ]
    old, paid, touched = (feed.write(header + row).read().facts[0] for row in rows)

    assert old.content_hash != paid.content_hash == touched.content_hash
    assert paid.valid_from_at == datetime(2026, 11, 21, 9)


def test_new_settings_read_the_same_export_again(tmp_path):
    feed = Feed(tmp_path).write("order_id,placed_at\nC-1,20.11.2026\n")
    assert feed.read().facts == []
    feed.source.options = feed.source.options.model_copy(update={"date_format": "%d.%m.%Y"})

    assert [order.order_id for order in feed.read().facts] == ["C-1"]


def test_a_row_that_is_still_being_written_waits_until_it_is_whole(tmp_path):
    feed = Feed(tmp_path).write("order_id,placed_at,total\nC-1,2026-11-20,5\nC-2,2026-1")
    half = feed.read()
    feed.write("order_id,placed_at,total\nC-1,2026-11-20,5\nC-2,2026-11-20,6\n")
    whole = feed.read()

    assert (half.refused, half.deferred) == ([], {"half_written_row": 1})
    assert [order.order_id for order in whole.facts] == ["C-1", "C-2"]


def test_a_last_row_without_line_end_counts_when_it_is_complete(tmp_path):
    feed = Feed(tmp_path).write("order_id,placed_at\nC-1,2026-11-20")
    assert [order.order_id for order in feed.read().facts] == ["C-1"]


def test_a_reading_that_died_before_its_last_batch_reads_the_export_again(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.export_reading.ROWS_PER_BATCH", 2)
    rows = "".join(f"C-{n},2026-11-20\n" for n in range(5))
    feed = Feed(tmp_path).write(f"order_id,placed_at\n{rows}n/a,2026-11-20\n")
    died = feed.read(stop_after=2)
    again = feed.read()

    assert (len(died.facts), feed.source.cursors.keys()) == (4, {"files"})
    assert len(distinct([died, again], lambda order: order.order_id)) == 5
    assert len(died.refused + again.refused) == 1


@pytest.mark.parametrize("content", ["order_id,placed_at\n", ""])
def test_an_export_without_rows_is_fresh_all_the_same(tmp_path, content):
    reading = Feed(tmp_path).write(content).read()

    assert (reading.facts, reading.trouble) == ([], None)
    assert len(reading.polls) == 1


def test_an_export_that_states_its_end_says_until_when_it_is_complete(tmp_path):
    feed = Feed(tmp_path, complete_until="2026-11-22T23:00:00Z").write("order_id,placed_at\n")

    (poll,) = feed.read().polls

    assert poll.states_its_end_at == datetime(2026, 11, 22, 23)


def test_what_lies_before_since_is_not_read(tmp_path):
    feed = Feed(tmp_path, since="2026-11-20T00:00:00Z").write(
        "order_id,placed_at\nC-1,2026-11-19\nC-2,2026-11-21\nC-3,\n"
    )

    reading = feed.read()

    assert [order.order_id for order in reading.facts] == ["C-2", "C-3"]
    assert reading.ignored == {"before_since": 1}


def test_german_exports_are_read_as_the_settings_say(tmp_path):
    feed = Feed(
        tmp_path, columns={"order_id": "Bestellnummer", "placed_at": "Bestelldatum",
                           "total": "Summe", "street": "Straße", "is_test": "Test"},
        delimiter=";", encoding="cp1252", date_format="%d.%m.%Y %H:%M:%S", decimal=",",
        thousands=".", true_values=("ja",), false_values=("nein",),
    ).write(
        "Bestellnummer;Bestelldatum;Summe;Straße;Test\r\n"
        "1001;23.11.2026 08:00:00;1.234,56;Größe Gasse 1;nein\r\n".encode("cp1252")
    )  # fmt: skip

    (order,) = feed.read().facts

    assert (order.placed_at, order.total) == (datetime(2026, 11, 23, 7), 1234.56)
    assert (order.street, order.is_test) == ("Größe Gasse 1", False)


@pytest.mark.parametrize("wrong, said", [
    ({"columns": {"placed": "Created"}}, 'orders have no field "placed"'),
    ({"shop": None}, "say whose export it is"),
    ({"encoding": "utf-9"}, 'no such text encoding "utf-9"'),
    ({"encoding": "rot13"}, 'no such text encoding "rot13"'),
    ({"fulfilment": {"Abholung": "collect"}}, '"collect" is none of ship, pickup, digital'),
    ({"date_format": "%Q"}, "write it as %d.%m.%Y %H:%M:%S"),
    ({"delimiter": ";;"}, "at most 1 character"),
])  # fmt: skip
def test_settings_of_an_export_are_checked_before_anything_is_read(tmp_path, wrong, said):
    with pytest.raises(ValidationError, match=said):
        Feed(tmp_path, **wrong)


def test_an_export_without_a_header_does_not_spill_its_first_row_into_the_message(tmp_path):
    reading = Feed(tmp_path).write("1001,kim@customer.example,2026-11-20,web\n").read()

    assert "columns found: ?, ?, ?, web" in reading.trouble


def test_doctor_misses_a_column_before_anything_is_read(tmp_path):
    feed = Feed(tmp_path).write("order,placed_at\nC-1,2026-11-20\n")

    (probe,) = csv.probe(feed.source.options, "feed")

    assert probe.trouble == (
        'export.csv no column "order_id" for order_id; did you mean "order"? '
        "(columns found: order, placed_at)"
    )


def test_doctor_counts_the_files_and_says_what_is_missing(tmp_path):
    files = (str(tmp_path / "*.csv"), str(tmp_path / "gone.csv"))
    feed = Feed(tmp_path, files=files).write("order_id,placed_at\n")

    there, gone = csv.probe(feed.source.options, "feed")

    assert (there.items, there.trouble) == (1, None)
    assert there.newest_item_at is not None
    assert (gone.items, gone.trouble) == (
        None, "no file matches; is the path right, may we list the folder?",
    )  # fmt: skip
