"""What a database's driver gives: values where they are sure, else the row alone is refused."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from pydantic import ValidationError
from readings import Source
from sqlalchemy import text

from ingest import database_count
from ingest.database_cells import Cells, NoCell, kept, restored
from ingest.database_engine import opened
from ingest.doctor import examine
from ingest.kinds import option_models
from ingest.sources import database
from sql.raw.facts import Refused
from sql.settings import load
from sql.trouble import Misuse, Trouble

NOW = datetime(2026, 11, 26, 12)
CELLS = Cells(None, "true", "false")


@pytest.mark.parametrize("value, cell", [
    (None, None), ("Kim", "Kim"), (True, "true"), (False, "false"), (12345, "12345"),
    (Decimal("49.90"), "49.9000"), (Decimal("49.00"), "49"), (Decimal("1E+3"), "1000"),
    (Decimal("1.234"), "1.2340"), (Decimal("NaN"), "NaN"), (12345.0, "12345"),
    (1e-7, "0.0000001"), (float("inf"), "Infinity"), (0.1, "0.1000"),
    (date(2026, 11, 20), "2026-11-20"), (datetime(2026, 11, 20, 8), "2026-11-20T08:00:00"),
    (datetime(2026, 11, 20, 8, tzinfo=UTC), "2026-11-20T08:00:00+00:00"),
    (UUID(int=7), "00000000-0000-0000-0000-000000000007"), (timedelta(hours=26), "1 day, 2:00:00"),
    ({"a": [1, "ü"]}, '{"a": [1, "ü"]}'), (["express", "gift"], '["express", "gift"]'),
])  # fmt: skip
def test_o32_each_type_of_a_driver_becomes_text_that_means_the_same(value, cell):
    assert CELLS.row([value]) == [cell]


def test_o32_numbers_and_truths_are_written_as_the_settings_say_that_text_is():
    german = Cells(",", "ja", "nein")

    assert german.row([Decimal("1234.5"), True, False]) == ["1234,5000", "ja", "nein"]


@pytest.mark.parametrize("value", [b"\x00\x01", memoryview(b"kim"), bytearray(b"1"), object()])
def test_o32_what_is_no_text_is_no_cell(value):
    with pytest.raises(NoCell, match="cell.bytes" if type(value) is not object else "cell.unknown"):
        CELLS.row([value])


def test_a_refused_row_keeps_its_values_and_their_kind():
    values = ("C-1", 7, Decimal("1.50"), b"\xff", True, None, 0.5, [1], date(2026, 1, 2))
    names = [f"n{number}" for number in range(len(values))]

    again = restored(kept(names, values))

    assert list(again.values()) == [*values[:-1], "2026-01-02"]


class Orders:
    """Rows of a table of no types, and the source that reads them."""

    def __init__(self, folder, *rows: tuple, **options):
        self.path = folder / "shop.sqlite"
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.execute("create table orders (order_id, placed_at, total, city)")
        for row in rows:
            self.db.execute("insert into orders values (?, ?, ?, ?)", row)
        given = {"kind": "database", "shop": "nordlicht", "table": "orders", "zone": "UTC",
                 "url": f"sqlite:///{self.path}", "relation": "orders"} | options  # fmt: skip
        self.source = Source(database, "shop", database.Options(**given))

    def read(self):
        return self.source.read(NOW)

    def again(self, refused, **options):
        changed = self.source.options.model_copy(update=options)
        (batch,) = database.reread(changed, "shop", [refused], NOW)
        return batch


GOOD = [("C-1", "2026-11-20", 5, "Kiel"), ("C-9", "2026-11-20", 9, "Bonn")]


@pytest.mark.parametrize("bad, reason, detail", [
    (("C-2", None, 5, b"\xff\xfe"), "cell.bytes",
     "column city: bytes, no text; cast it in a view or in query"),
    ((None, "2026-11-20", 5, "Ulm"), "order.no_id", "column order_id: empty, or not"),
    (("C-2", "infinity", 5, "Ulm"), "time.invalid", "column placed_at: no time"),
    (("C-2", 1763600000, 5, "Ulm"), "time.invalid", "column placed_at: no time"),
    (("C-2", "2026-11-20", float("inf"), "Ulm"), "number.invalid", "column total: no number"),
])  # fmt: skip
def test_o32_a_row_that_cannot_stand_is_refused_between_two_that_arrive(
    tmp_path, bad, reason, detail
):
    reading = Orders(tmp_path, GOOD[0], bad, GOOD[1]).read()

    assert [order.order_id for order in reading.facts] == ["C-1", "C-9"]
    (refused,) = reading.refused
    assert refused.reason == reason and refused.detail.startswith(detail)
    assert json.loads(refused.payload).keys() == {"order_id", "placed_at", "total", "city"}
    assert reading.trouble is None


def test_o32_text_in_a_wrong_encoding_costs_its_row_alone(tmp_path):
    orders = Orders(tmp_path, *GOOD)
    orders.db.execute("insert into orders values ('C-5', '2026-11-20', 5, cast(x'4bf6' as text))")

    reading = orders.read()

    assert [order.order_id for order in reading.facts] == ["C-1", "C-9"]
    assert [one.reason for one in reading.refused] == ["cell.bytes"]


def test_null_where_the_mapping_needs_no_value_is_unknown(tmp_path):
    reading = Orders(tmp_path, ("C-1", None, None, None)).read()

    (order,) = reading.facts
    assert (order.placed_at, order.total, order.city) == (None, None, None)


def test_a_refused_row_is_read_again_with_the_values_it_had(tmp_path):
    orders = Orders(tmp_path, GOOD[0], ("C-2", "20.11.2026 08:00", 1.5, "Ulm"), zone="UTC")
    (refused,) = orders.read().refused
    orders.db.execute("delete from orders")

    still = orders.again(refused)
    mended = orders.again(refused, date_format="%d.%m.%Y %H:%M")

    assert [one.reason for one in still.refused] == ["time.invalid"]
    ((order,),) = mended.items
    assert (order.order_id, order.total, order.placed_at) == (
        "C-2", 1.5, datetime(2026, 11, 20, 8))  # fmt: skip
    assert (mended.place, mended.cursor) == ("", None)


def test_bytes_stay_refused_and_a_column_that_is_mapped_anew_is_told(tmp_path):
    orders = Orders(tmp_path, ("C-2", "2026-11-20", 5, b"\xff"))
    (refused,) = orders.read().refused

    assert [one.reason for one in orders.again(refused).refused] == ["cell.bytes"]
    (told,) = orders.again(refused, columns={"city": ("town",)}).refused
    assert 'as it was kept: no column "town" for city' in told.detail


def test_a_refused_row_is_named_by_its_key_but_not_where_that_is_a_person(tmp_path):
    orders = Orders(tmp_path, ("kim@customer.example", "never", 5, "Ulm"))

    (refused,) = orders.read().refused

    assert refused.location.startswith("orders order_id=")
    assert "kim" not in refused.location + refused.detail


def test_rows_of_one_order_that_contradict_each_other_are_told_by_all_rows_alone(tmp_path):
    refused = Refused("orders id=1", "row.conflict", "", b"{}")

    (batch,) = database.reread(Orders(tmp_path).source.options, "shop", [refused], NOW)

    assert batch.refused[0].reason == "row.conflict"


@pytest.mark.parametrize("wrong, said", [
    ({"url": "postgresql://shop:hunter2@db.example/shop"}, 'holds a password; write "env:NAME"'),
    ({"url": "postgresql://db.example/shop?password=hunter2"}, "holds a password"),
    ({"query": "select 1"}, "say what to read: relation, or query"),
    ({"relation": None}, "say what to read: relation, or query"),
    ({"relation": None, "query": "drop table orders"}, "must be one SELECT"),
    ({"overlap": -1}, "out of range; allowed 1 second to"),
    ({"rows_per_batch": 0}, "greater than or equal to 1"),
])  # fmt: skip
def test_settings_of_a_database_are_checked_before_it_is_asked(tmp_path, wrong, said):
    with pytest.raises(ValidationError) as told:
        Orders(tmp_path, **wrong)

    assert said in str(told.value) and "hunter2" not in str(told.value)


def test_an_address_that_is_none_is_told_without_its_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOP_DB", "hunter2")

    assert Orders(tmp_path, url="env:SHOP_DB").read().trouble == (
        "[sources.shop] url: no database address; write sqlite:///FILE or env:NAME"
    )


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    orders = Orders(tmp_path, url=f"sqlite:///{tmp_path}/gone.sqlite")

    assert orders.read().trouble == (
        f"[sources.shop] {tmp_path}/gone.sqlite: no such file; is the url right?"
    )
    assert not (tmp_path / "gone.sqlite").exists()


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "other").write_text("order_id,placed_at\n" * 99)

    trouble = Orders(tmp_path, url=f"sqlite:///{tmp_path}/other").read().trouble

    assert trouble.endswith("it is no database that can be read; is the url right?")


def test_doctor_counts_the_rows_and_says_what_is_missing(tmp_path):
    there = Orders(tmp_path, *GOOD, incremental="placed_at").source.options

    (probe,) = database.probe(there, "shop")
    (wrong,) = database.probe(there.model_copy(update={"relation": "ordres"}), "shop")

    assert (probe.items, probe.newest_item_at, probe.trouble) == (2, datetime(2026, 11, 20), None)
    assert wrong.trouble == (
        '[sources.shop] ordres: no relation "ordres" there; did you mean orders?'
    )


def test_a_writer_is_locked_out_by_no_reading(tmp_path, monkeypatch):
    monkeypatch.setattr(database_count, "_ROWS_IN_A_BUCKET", 1)
    orders = Orders(tmp_path, *GOOD, rows_per_batch=1)
    batches = database.read(orders.source.options, "shop", {}, NOW)
    assert [item[0].order_id for item in next(batches).items] == ["C-1"]

    orders.db.execute("insert into orders values ('C-5', '2026-11-20', 5, 'Ulm')")

    read = [item[0].order_id for batch in batches for item in batch.items]
    assert read == ["C-5", "C-9"]


def test_o31_a_locked_database_is_left_for_the_next_run(tmp_path):
    orders = Orders(tmp_path, *GOOD, timeout=timedelta(milliseconds=10))
    orders.db.execute("begin exclusive")

    assert orders.read().trouble.endswith("it stays locked by a writer; the next run goes on")

    orders.db.execute("rollback")
    assert len(orders.read().facts) == 2


def test_the_reader_cannot_write(tmp_path):
    orders = Orders(tmp_path, *GOOD)

    with pytest.raises(Trouble), opened(orders.source.options, "shop") as reading:
        reading.connection.execute(text("delete from orders"))

    assert orders.db.execute("select count(*) from orders").fetchone() == (2,)


def test_paths_of_a_database_are_seen_from_the_settings_file_and_it_is_read_once(
    tmp_path, monkeypatch
):
    Orders(tmp_path, *GOOD)
    settings = tmp_path / "trackrecord.toml"
    source = """
        kind = "database"
        shop = "nordlicht"
        table = "orders"
        url = "sqlite:///shop.sqlite"
        relation = "orders"
        overlap = "30m"
    """
    shop = '[shops.nordlicht]\nname = "Nordlicht"\nzone = "Europe/Berlin"\n'
    settings.write_text(f"{shop}[sources.shop]{source}")
    monkeypatch.chdir("/")

    diagnosis = examine(load(settings, option_models()), NOW)

    (seen,) = diagnosis.seen
    assert (seen.state, seen.fact) == ("ok", "2 rows, newest –")
    settings.write_text(f"{shop}[sources.shop]{source}[sources.again]{source}")
    with pytest.raises(Misuse, match="relation: orders is read by .sources.shop. too"):
        load(settings, option_models())
    settings.write_text(f"{shop}[sources.shop]{source}".replace("sqlite:///shop.sqlite", "file:db"))
    (tmp_path / "db").write_text(f"sqlite:///{tmp_path}/shop.sqlite\n")
    (tmp_path / "db").chmod(0o600)
    assert examine(load(settings, option_models()), NOW).seen == diagnosis.seen
