"""Export files that are bad as files: each between two good ones, read into a real store."""

import os
import time
from pathlib import Path

import pytest
from file_sandwich import Plate
from pydantic import ValidationError

from ingest import export_places
from ingest.sources import csv, json, parquet
from sql.settings import load
from sql.trouble import Misuse

HEADER = "order_id,placed_at,city\n"
AT = "2026-11-20T10:00:00Z"


def cities(found) -> dict[str, str]:
    return {number: order["city"] for number, order in found.orders.items()}


def test_o01_every_encoding_is_read_and_a_guessed_one_is_named(tmp_path):
    plate = Plate(tmp_path, encoding="cp1252")
    for number, encoding in enumerate(("utf-8", "utf-8-sig", "cp1252")):
        plate.write(f"b{number}.csv", f"{HEADER}C-{number},{AT},Köln\n".encode(encoding))
    for number, mark in ((3, b"\xff\xfe"), (4, b"\xfe\xff")):
        name = "utf-16-le" if number == 3 else "utf-16-be"
        plate.write(f"b{number}.csv", mark + f"{HEADER}C-{number},{AT},Köln\n".encode(name))

    found = plate.read()

    assert cities(found) == {f"C-{number}": "Köln" for number in range(5)}
    assert {number: order["flags"] for number, order in found.orders.items()} == {
        "C-0": [], "C-1": [], "C-2": ["encoding_used:cp1252"],
        "C-3": ["encoding_used:utf-16"], "C-4": ["encoding_used:utf-16"],
    }  # fmt: skip


def test_o01_what_no_encoding_explains_is_refused_byte_for_byte_and_never_garbled(tmp_path):
    plate = Plate(tmp_path, encoding="cp1252")
    row = f"C-2,{AT},".encode() + b"K\xf6\x81ln\n"  # 0x81 is no character of cp1252
    plate.write("b.csv", f"{HEADER}C-1,{AT},Köln\n".encode("cp1252") + row)

    found = plate.read()

    assert cities(found) == {"C-1": "Köln"}
    assert [(place, reason) for place, reason, _ in found.refused] == [
        ("b.csv line 3", "csv.encoding")]  # fmt: skip
    assert found.payloads["b.csv line 3"].endswith(row)


def test_o02_separators_are_seen_or_stated_and_all_files_are_read(tmp_path):
    plate = Plate(tmp_path)
    for number, mark in enumerate(";\t|"):
        plate.write(f"b{number}.csv", f"order_id{mark}placed_at\nC-{number}{mark}{AT}\n")
    plate.write("b3.csv", f"sep=;\norder_id;placed_at;city,\nC-3;{AT};a,b\n")

    assert plate.read().orders.keys() == {"C-0", "C-1", "C-2", "C-3"}


def test_o03_line_ends_and_doubled_quotes_within_quotes_are_text(tmp_path):
    plate = Plate(tmp_path)
    plate.write("b.csv", f'{HEADER}C-1,{AT},"Bad\nHomburg, ""v.d.H."""\nC-2,{AT},\n')

    assert cities(plate.read()) == {"C-1": 'Bad\nHomburg, "v.d.H."', "C-2": None}


def test_o04_a_quote_without_end_costs_its_own_line_and_swallows_no_other(tmp_path):
    plate = Plate(tmp_path)
    plate.write("b.csv", f'{HEADER}C-1,{AT},x\nC-2,{AT},"x\nC-3,{AT},x\nC-4,{AT},"y"\n')

    found = plate.read()

    assert found.orders.keys() == {"C-1", "C-3", "C-4"}
    assert [(place, reason) for place, reason, _ in found.refused] == [
        ("b.csv line 3", "csv.quote")]  # fmt: skip


def test_o05_ragged_rows_are_refused_one_by_one_with_their_line(tmp_path):
    plate = Plate(tmp_path)
    plate.write("b.csv", f"{HEADER}C-1,{AT},x\nC-2,{AT}\nC-3,{AT},x,y\nC-4,{AT},x\n")

    found = plate.read()

    assert found.orders.keys() == {"C-1", "C-4"}
    assert [(place, reason) for place, reason, _ in found.refused] == [
        ("b.csv line 3", "csv.too_few_columns"), ("b.csv line 4", "csv.too_many_columns"),
    ]  # fmt: skip
    assert found.payloads["b.csv line 3"] == f"sep=,\n{HEADER}C-2,{AT}\n".encode()


def test_o06_columns_are_found_by_any_of_their_names_in_any_order(tmp_path):
    plate = Plate(tmp_path, columns={"order_id": ["Order", "Bestellnummer", "order_id"]})
    plate.write("b1.csv", f"placed_at,Bestellnummer,novel\n{AT},C-1,x\n")
    plate.write("b2.csv", f"Order,placed_at\nC-2,{AT}\n")

    assert plate.read().orders.keys() == {"C-1", "C-2"}


@pytest.mark.parametrize("header, said", [
    ("Ordernr,placed_at,city", 'no column "order_id" for order_id'),
    ("order_id,placed at,city", 'did you mean "placed at"?'),
    ("order_id,placed_at,placed_at", "column placed_at (placed_at) stands twice"),
])  # fmt: skip
def test_o06_a_missing_or_doubled_column_loads_nothing_of_its_file(tmp_path, header, said):
    plate = Plate(tmp_path)
    plate.write("b.csv", f"{header}\nC-1,{AT},{AT}\n")

    found = plate.read()

    assert (found.orders, found.refused, found.deferred) == ({}, [], 1)
    assert "b.csv" in found.trouble and said in found.trouble
    if "no column" in said:
        assert "columns found: Ordernr, placed_at, city" in found.trouble


def test_o07_an_empty_export_is_accepted_flagged_and_asked_about_where_it_is_odd(tmp_path):
    plate = Plate(tmp_path)
    for name, content in (("b1", b""), ("b2", HEADER.encode()), ("b3", b"\xef\xbb\xbf\r\n")):
        plate.write(f"{name}.csv", content)

    found = plate.read()

    assert (found.orders, found.refused, found.trouble) == ({}, [], "")
    assert found.ignored == {"empty": 3}
    asked = "{} is empty, and such files usually are not; is the export broken?"
    assert asked.format("b1.csv") in found.notes


def test_o07_an_export_that_was_always_empty_is_no_news_and_one_that_became_empty_is(tmp_path):
    plate = Plate(tmp_path)
    for name in ("b1", "b2", "b3", "b4"):
        plate.write(f"{name}.csv", HEADER)
    plate.read()
    usual = plate.write("b1.csv", HEADER + "\n")
    (plate.folder / "aa.csv").write_text("order_id,placed_at\n")

    notes = plate.read().notes

    assert [note for note in notes if note.startswith("aa.csv is empty")] != []
    assert [note for note in notes if note.startswith(usual.name)] == []


def test_o08_a_file_that_still_grows_waits_and_is_read_once_it_is_quiet(tmp_path, monkeypatch):
    plate, waited = Plate(tmp_path), []
    growing = plate.write("b.csv", f"{HEADER}C-1,{AT},x\n")
    for name in ("aa.csv", "zz.csv"):
        os.utime(plate.folder / name, (1.7e9, 1.7e9))

    def upload(seconds):
        waited.append(seconds)
        with growing.open("a") as stream:
            stream.write(f"C-2,{AT},y\n")

    monkeypatch.setattr(export_places, "pause", upload)
    monkeypatch.setattr(export_places, "clock", lambda: growing.stat().st_mtime + 0.5)
    half = plate.read()
    assert (half.orders, half.deferred, half.trouble) == ({}, 1, "")
    assert half.notes == ["b.csv is still being written; it is read once it is whole"]
    assert waited == [pytest.approx(1.5, abs=0.01)]

    monkeypatch.setattr(export_places, "clock", lambda: growing.stat().st_mtime + 2.5)
    assert plate.read().orders.keys() == {"C-1", "C-2"}
    assert len(waited) == 1


def test_o08_a_marker_or_a_name_tells_when_an_upload_is_whole(tmp_path):
    plate = Plate(tmp_path, done=".done", files=(str(tmp_path / "exports" / "*"),))
    past = time.time() - 60
    for name in ("aa.csv", "b1.csv", "b2.csv", "b3.csv.part", "zz.csv"):
        path = plate.folder / name
        if not path.exists():
            plate.write(name, f"{HEADER}{name},{AT},x\n")
        os.utime(path, (past, past))
        if name != "b1.csv":
            plate.write(f"{name}.done", "")
    os.utime(plate.folder / "b2.csv.done", (past - 1, past - 1))  # of an earlier upload

    found = plate.read()
    assert (found.orders, found.deferred) == ({}, 3)

    for name in ("b1.csv.done", "b2.csv.done"):
        plate.write(name, "")
    assert plate.read().orders.keys() == {"b1.csv", "b2.csv"}


def test_o08_what_was_written_to_while_it_was_read_is_read_again(tmp_path, monkeypatch):
    plate = Plate(tmp_path)
    busy = plate.write("b.csv", f"{HEADER}C-1,{AT},x\n")
    seen = csv.TextForm.refused

    def written_to(form, export):
        if form._file.path == busy:
            busy.write_text(f"{HEADER}C-1,{AT},x\nC-2,{AT},y\n")
        return seen(form, export)

    with monkeypatch.context() as patch:
        patch.setattr(csv.TextForm, "refused", written_to)
        assert "b.csv: was written to while it was read" in plate.read().trouble

    found = plate.read()
    assert (found.orders.keys(), found.trouble) == ({"C-1", "C-2"}, "")


NO_EXPORTS = {
    "workbook": (b"PK\x03\x04\x14\0\x06\0", "is a workbook of a spreadsheet; save it as CSV"),
    "page": (b"<!doctype html><p>Please log in", "is a web page, perhaps of a login"),
    "sentence": (b"Please log in to see your exports, or ask for help.\n", "asks for a login"),
    "word": (b"Login required\n", "asks for a login"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_o30_what_is_no_export_at_all_is_one_clear_line(tmp_path, kind):
    plate = Plate(tmp_path, kind)
    for name, (content, _) in NO_EXPORTS.items():
        plate.write(f"b_{name}.{kind}", content)

    found = plate.read()

    assert (found.orders, found.refused, found.deferred) == ({}, [], len(NO_EXPORTS))
    told = found.trouble.split("; /")
    for name, (_, said) in NO_EXPORTS.items():
        assert any(f"b_{name}.{kind}" in one and said in one for one in told)
    assert "\n" not in found.trouble


@pytest.mark.parametrize("ends", ["\r", "\r\n", "mixed"])
def test_o33_odd_line_ends_are_read_and_lines_are_counted_right(tmp_path, ends):
    lines = ["order_id,placed_at,city", f"C-1,{AT},x", f"C-2,{AT}", f"C-3,{AT},x", f"n/a,{AT},x"]
    kinds = ["\r", "\r\n", "\n", "\r", "\n"] if ends == "mixed" else [ends] * len(lines)
    plate = Plate(tmp_path)
    plate.write("b.csv", "".join(line + end for line, end in zip(lines, kinds, strict=True)))

    found = plate.read()

    assert found.orders.keys() == {"C-1", "C-3"}
    assert [(place, reason) for place, reason, _ in found.refused] == [
        ("b.csv line 3", "csv.too_few_columns"), ("b.csv line 5", "order.no_id"),
    ]  # fmt: skip


NO_ORDERS = [
    ("Total,,149.70", "row.total"), ("Grand total: 3 orders", "row.total"),
    ("Summe,", "row.total"), (",,Gesamtsumme", "row.total"),
    ("# all orders of November", "row.comment"), ("-- cancelled ones too,,", "row.comment"),
    ("Exported by Kim on 2026-11-20", "row.footer"), ("(3 rows)", "row.footer"),
    ("*** End of report ***,,", "row.footer"), ("Erstellt am: 20.11.2026,,", "row.footer"),
]  # fmt: skip


def test_o34_totals_comments_and_footers_are_counted_and_are_never_orders(tmp_path):
    plate = Plate(tmp_path)
    lines = [f"{line}\n" for line, _ in NO_ORDERS]
    orders = ["#1001", "# 1002", "Total-3", "SUM4", "(5)", "Exporter 7"]
    rows = [f"{number},{AT},x\n" for number in orders]
    plate.write("b.csv", HEADER + "".join([*lines, *rows, "Exported by Kim"]))

    found = plate.read()

    assert [(int(place.split()[-1]), reason) for place, reason, _ in sorted(
        found.refused, key=lambda one: int(one[0].split()[-1]))] == [
        *((line, reason) for line, (_, reason) in enumerate(NO_ORDERS, start=2)),
        (2 + len(NO_ORDERS) + len(rows), "row.footer"),
    ]  # fmt: skip
    assert found.orders.keys() == set(orders)


def test_o35_a_name_with_wildcards_that_a_file_bears_is_that_file(tmp_path):
    plate = Plate(tmp_path, files=tuple(
        str(tmp_path / "exports" / name) for name in ("aa.csv", "b[1].csv", "zz.csv")))  # fmt: skip
    plate.write("b[1].csv", f"{HEADER}C-1,{AT},x\n")
    plate.write("b1.csv", f"{HEADER}C-2,{AT},x\n")

    assert plate.read().orders.keys() == {"C-1"}


def test_o35_a_link_out_of_the_folder_is_not_followed_unless_its_target_is_allowed(tmp_path):
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "o.csv").write_text(f"{HEADER}C-1,{AT},x\n")
    plate = Plate(tmp_path)
    (plate.folder / "b.csv").symlink_to(outside / "o.csv")
    (plate.folder / "c.csv").symlink_to(plate.folder / "aa.csv")

    found = plate.read()
    assert (found.orders, found.deferred) == ({}, 1)
    assert f"lies in {outside}, outside the folders that are named" in found.trouble

    options = plate.settings.sources["feed"]
    allowed = options.model_copy(update={"roots": (tmp_path,)})
    plate.settings = plate.settings.model_copy(update={"sources": {"feed": allowed}})
    assert plate.read().orders.keys() == {"C-1"}


@pytest.mark.parametrize("kind", [csv, json, parquet])
@pytest.mark.parametrize("files, roots, said", [
    ("http://shop.example/o.csv?key=abc", (), "an address of the network is no file"),
    ("s3://bucket/o.csv", (), "an address of the network is no file"),
    ("/data/exports/../../etc/passwd", (), "leads out of its folder"),
    ("/data/exports/../../etc/passwd", ("/data",), "lies outside roots"),
    ("/etc/passwd", ("/data",), "lies outside roots"),
])  # fmt: skip
def test_o35_only_files_below_allowed_folders_may_be_named(kind, files, roots, said):
    with pytest.raises(ValidationError, match=said) as told:
        kind.Options(kind="x", shop="n", table="orders", files=(files,), roots=roots)
    assert "key=abc" not in str(told.value)


def test_o35_the_settings_file_is_refused_with_the_place_of_the_fault(tmp_path):
    settings = tmp_path / "trackrecord.toml"
    text = """
[shops.nordlicht]
name = "Nordlicht"
zone = "Europe/Berlin"
[sources.feed]
kind = "csv"
shop = "nordlicht"
table = "orders"
"""
    models = {"csv": csv.Options}
    for files, said in (
        ('["https://shop.example/orders.csv"]', "an address of the network is no file"),
        ('["../other/orders.csv"]', "leads out of its folder"),
    ):
        settings.write_text(f"{text}files = {files}\n")
        with pytest.raises(Misuse, match=r"\[sources.feed\]") as told:
            load(settings, models)
        assert said in str(told.value)
    settings.write_text(f'{text}files = ["../other/orders.csv"]\nroots = [".."]\n')
    assert load(settings, models).sources["feed"].roots == (Path(f"{tmp_path}/.."),)
