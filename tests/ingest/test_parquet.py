"""Orders and lines in Parquet: typed and nested columns give what cells of a CSV would."""

import decimal
from datetime import date, datetime

import pyarrow as pa
from parquet_files import parquet_of
from readings import Source

from ingest.sources import parquet

NOW = datetime(2026, 11, 23, 12)
AT = pa.array([1_763_632_800_000_000] * 2, pa.timestamp("us", "UTC"))


def read(folder, content: bytes, table="orders", **options):
    (folder / "export.parquet").write_bytes(content)
    chosen = {"kind": "parquet", "shop": "nordlicht", "table": table, "zone": "Europe/Berlin",
              "files": (str(folder / "*.parquet"),), **options}  # fmt: skip
    return Source(parquet, "feed", parquet.Options(**chosen)).read(NOW)


def test_an_order_is_what_its_typed_columns_say(tmp_path):
    content = parquet_of({
        "id": pa.array([98765432109876543, 2]), "created": AT,
        "customer": [{"email": "Kim@c.example", "tags": ["a", "b"]}, None],
        "total": pa.array([decimal.Decimal("1234.50"), None], pa.decimal128(10, 2)),
        "refunded_total": [1.234, None], "postcode": [12345.0, None], "is_test": [False, True],
        "paid_at": pa.array([date(2026, 11, 21), None]), "note": ["x", None],
    })  # fmt: skip

    reading = read(tmp_path, content, columns={
        "order_id": "id", "placed_at": "created", "email": "customer.email",
        "channel": "customer.tags"})  # fmt: skip

    first, second = reading.facts
    assert (first.order_id, first.placed_at) == ("98765432109876543", datetime(2025, 11, 20, 10))
    assert (first.email, first.channel) == ("kim@c.example", "a, b")
    assert (first.total, first.refunded_total, first.is_test) == (1234.5, 1.234, False)
    assert (first.postcode, first.flags) == ("12345", ["excel_float"])
    assert first.paid_at == datetime(2026, 11, 20, 23)
    assert first.extra == '{"note": "x"}'
    assert (second.order_id, second.email, second.total, second.is_test) == ("2", None, None, True)
    assert (reading.items_read, len(reading.polls)) == (2, 1)


def test_each_element_of_a_nested_column_is_a_row(tmp_path):
    content = parquet_of({"order_id": ["C-1", "C-2"], "lines": [
        [{"sku": "T", "quantity": 1.5, "line_id": 7}, {"sku": "P", "quantity": 2.0, "line_id": 8}],
        []]})  # fmt: skip

    reading = read(tmp_path, content, "items", rows="lines")

    assert [(f.order_id, f.line_id, f.sku, f.quantity) for f in reading.facts] == [
        ("C-1", "7", "T", 1.5), ("C-1", "8", "P", 2.0)]  # fmt: skip
    assert reading.ignored == {"no_rows": 1}


def test_a_missing_column_loads_nothing_and_names_those_that_are_there(tmp_path):
    reading = read(tmp_path, parquet_of({"number": ["C-1"], "placed_at": ["2026-11-20"]}))

    assert (reading.facts, reading.refused, reading.polls) == ([], [], [])
    assert 'no column "order_id" for order_id' in reading.trouble
    assert "(columns found: placed_at, number)" in reading.trouble


def test_a_file_without_rows_is_empty_and_no_fault(tmp_path):
    reading = read(tmp_path, parquet_of({"order_id": pa.array([], pa.string())}))
    assert (reading.facts, reading.ignored, reading.trouble) == ([], {"empty": 1}, None)


def test_the_reader_of_the_file_is_given_no_secret(tmp_path, monkeypatch):
    seen = {}
    from sql import parquet_read

    real = parquet_read.subprocess.run

    def watched(command, **more):
        seen.update(more["env"])
        return real(command, **more)

    monkeypatch.setenv("SHOP_PASSWORD", "open sesame")
    monkeypatch.setattr(parquet_read.subprocess, "run", watched)
    read(tmp_path, parquet_of({"order_id": ["C-1"], "placed_at": ["2026-11-20"]}))
    assert "PYTHONPATH" in seen and "SHOP_PASSWORD" not in seen


def test_doctor_looks_at_the_beginning_of_a_file(tmp_path):
    numbers = [f"C-{number}" for number in range(1500)]
    (tmp_path / "e.parquet").write_bytes(parquet_of({"nr": numbers, "placed_at": numbers}))
    options = parquet.Options(kind="parquet", shop="nordlicht", table="orders",
                              files=(str(tmp_path / "*.parquet"),))  # fmt: skip

    (probe,) = parquet.probe(options, "feed")
    (mapped,) = parquet.probe(options.model_copy(update={"columns": {"order_id": ("nr",)}}), "feed")

    assert probe.trouble.startswith('e.parquet no column "order_id" for order_id')
    assert (mapped.items, mapped.trouble) == (1, None)
