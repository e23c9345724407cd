"""What the cells of an export are worth: values, flags, refusals; nothing is guessed."""

from datetime import datetime

import duckdb
import pytest

from sql.trouble import Trouble
from sql.typed_columns import Column, Wording
from sql.typed_read import open_export, open_rows

ORDER = Column("order_id", "id", "Order", "order.no_id")


def load(path, columns, wording=None, delimiter=None, encoding="utf-8", **more):
    """Good rows with their flags, and the bad rows."""
    with open_export(path, delimiter, encoding) as export:
        export.load([ORDER, *columns], wording or Wording(), **more)
        rows = [row[:-1] for chunk in export.rows(2) for row in chunk]
        return rows, export.bad


def read(folder, text, columns=(), wording=None, **more):
    path = folder / "export.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path, columns, wording, **more)


def cells(folder, kind, written, wording=None):
    """For each cell (value, flags) or the reason why it is refused."""
    lines = [f'{n};"{cell.replace(chr(34), chr(34) * 2)}"\n' for n, cell in enumerate(written)]
    columns = [Column("it", kind, "Cell")]
    rows, bad = read(folder, "Order;Cell\n" + "".join(lines), columns, wording, delimiter=";")
    found = {int(number): tuple(rest) for number, *rest in rows}
    found |= {row.line - 2: row.reason for row in bad}
    return [found[n] for n in range(len(written))]


def cell(folder, kind, written, wording=None):
    return cells(folder, kind, [written], wording)[0]


IDS = [
    ("00123", "00123", ""),
    ("98765432109876543210", "98765432109876543210", ""),
    ("'00123", "00123", ""),
    ('="00123"', "00123", ""),
    ("1.23E+21", None, "excel_mangled"),
    ("12345.0", "12345", "excel_float"),
    ("1.2.0", "1.2.0", ""),
    ("1E10", "1E10", ""),
    ("  A-1\u00a0", "A-1", ""),
]
TIMES = [
    ("2026-11-23T08:00:00Z", "2026-11-23 08:00:00", ""),
    ("2026-11-23T08:00:00+02:00", "2026-11-23 06:00:00", ""),
    ("2026-11-23 08:00:00 +0200", "2026-11-23 06:00:00", ""),
    ("2026-11-23 08:00:00 -03:30", "2026-11-23 11:30:00", ""),
    ("2026-11-23 08:00:00-05", "2026-11-23 13:00:00", ""),
    ("2026-11-23 08:00:00 UTC", "2026-11-23 08:00:00", ""),
    ("2026-11-23 08:00:00.5", "2026-11-23 07:00:00.500000", ""),
    ("2026-11-23 08:00", "2026-11-23 07:00:00", ""),
    ("2026-07-23", "2026-07-22 22:00:00", ""),
    ("2026-10-25 02:30:00", "2026-10-25 00:30:00", "dst_ambiguous"),
    ("2026-10-25 01:59:59", "2026-10-24 23:59:59", ""),
    ("2026-10-25 03:00:00", "2026-10-25 02:00:00", ""),
    ("2026-03-29 02:30:00", "2026-03-29 01:30:00", "dst_nonexistent"),
    ("2026-03-29 03:00:00", "2026-03-29 01:00:00", ""),
    ("0000-00-00 00:00:00", None, "zero_date"),
    ("", None, ""),
]
UNCLEAR_TIMES = [
    ("01/02/2026", "time.invalid"),
    ("1.2.26", "time.invalid"),
    ("45321", "time.invalid"),
    ("2026-02-30", "time.invalid"),
    ("yesterday", "time.invalid"),
    ("infinity", "time.invalid"),
    ("1970-01-01 00:00:00", "time.out_of_range"),
    ("3000-01-01 00:00:00", "time.out_of_range"),
]


def test_an_id_stays_the_text_it_was_before_a_spreadsheet_touched_it(tmp_path):
    assert cells(tmp_path, "id", [written for written, *_ in IDS]) == [
        (value, flags) for _, value, flags in IDS
    ]


def test_a_row_without_an_order_number_is_no_order(tmp_path):
    nothing = ["", " ", "NULL", "n/a", "NaN", "-", "1.23E+21"]
    lines = "".join(f"{word},2\n" for word in nothing)
    rows, bad = read(tmp_path, f"Order,x\nC-1,1\n{lines}C-3,3\n")

    assert [row[0] for row in rows] == ["C-1", "C-3"]
    assert [(row.line, row.reason, row.detail) for row in bad] == [
        (line, "order.no_id", "column Order: empty, or not an order number")
        for line in range(3, 3 + len(nothing))
    ]


def test_a_time_without_offset_is_the_shops_local_time(tmp_path):
    wording = Wording(zone="Europe/Berlin")
    assert cells(tmp_path, "time", [written for written, *_ in TIMES], wording) == [
        (value and datetime.fromisoformat(value), flags) for _, value, flags in TIMES
    ]


def test_a_time_that_could_mean_two_days_is_refused(tmp_path):
    wording = Wording(zone="Europe/Berlin")
    assert cells(tmp_path, "time", [written for written, _ in UNCLEAR_TIMES], wording) == [
        reason for _, reason in UNCLEAR_TIMES
    ]


def test_a_time_without_offset_is_refused_where_no_zone_is_set(tmp_path):
    assert cell(tmp_path, "time", "2026-11-23 08:00") == "time.no_zone"
    assert cell(tmp_path, "time", "2026-11-23T08:00Z") == (datetime(2026, 11, 23, 8), "")


def test_a_date_format_settles_what_day_and_month_are(tmp_path):
    wording = Wording(zone="Europe/Berlin", date_format="%d/%m/%Y %H:%M")
    assert cell(tmp_path, "time", "01/02/2026 10:00", wording) == (datetime(2026, 2, 1, 9), "")
    assert cell(tmp_path, "time", "25/10/2026 02:30", wording) == (
        datetime(2026, 10, 25, 0, 30), "dst_ambiguous",
    )  # fmt: skip
    zoned = Wording(date_format="%d/%m/%Y %H:%M %z")
    assert cell(tmp_path, "time", "01/02/2026 10:00 +0100", zoned) == (datetime(2026, 2, 1, 9), "")
    named = Wording(date_format="%d/%m/%Y %H:%M %Z")
    assert cell(tmp_path, "time", "01/02/2026 10:00 UTC", named) == (datetime(2026, 2, 1, 10), "")


@pytest.mark.parametrize("zone, local, utc, flags", [
    ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30", "dst_ambiguous"),
    ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:30", "dst_nonexistent"),
    ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45", "dst_ambiguous"),
    ("Asia/Kolkata", "2026-07-01 05:30", "2026-07-01 00:00", ""),
    ("Europe/Berlin", "1999-07-01 12:00", "1999-07-01 10:00", ""),
])  # fmt: skip
def test_every_zone_knows_its_own_clock_changes(tmp_path, zone, local, utc, flags):
    expected = datetime.fromisoformat(utc), flags
    assert cell(tmp_path, "time", local, Wording(zone=zone)) == expected


def test_a_time_behind_a_space_has_the_offset_of_its_own_season(tmp_path):
    times = ["2026-07-01 10:00", " 2026-01-10 10:00", "2026-08-01 10:00"]
    assert cells(tmp_path, "time", times, Wording(zone="Europe/Berlin")) == [
        (datetime(2026, 7, 1, 8), ""), (datetime(2026, 1, 10, 9), ""),
        (datetime(2026, 8, 1, 8), ""),
    ]  # fmt: skip


@pytest.mark.parametrize("written, decimal, thousands, value", [
    ("1234.5", None, None, 1234.5), ("-3", None, None, -3.0), ("0.125", None, None, 0.125),
    ("12.50 €", None, None, 12.5), ("EUR 12.50", None, None, 12.5),
    ("1.234,56", ",", ".", 1234.56), ("1,234.56", ".", ",", 1234.56),
    ("1 234,56 €", ",", " ", 1234.56), ("1'234.50", ".", "'", 1234.5),
    ("1.234", ".", None, 1.234), ("1,234", ",", None, 1.234),
    ("", None, None, None),
])  # fmt: skip
def test_an_amount_is_read_as_the_settings_say(tmp_path, written, decimal, thousands, value):
    wording = Wording(decimal=decimal, thousands=thousands)
    assert cell(tmp_path, "number", written, wording) == (value, "")


UNCLEAR_AMOUNTS = [
    ("1.234", "number.ambiguous"), ("1,234", "number.ambiguous"),
    ("1.234,56", "number.ambiguous"), ("12,5", "number.ambiguous"),
    ("NaN", "number.invalid"),
    ("inf", "number.invalid"), ("1e400", "number.invalid"),
    ("-0", "number.invalid"), ("-0.00", "number.invalid"), ("-0.01", -0.01),
    ("(12.00)", "number.invalid"), ("-", "number.invalid"),
    ("1-2", "number.invalid"), ("1_000", "number.invalid"),
]  # fmt: skip


def test_an_amount_that_could_be_two_is_refused(tmp_path):
    assert cells(tmp_path, "number", [written for written, _ in UNCLEAR_AMOUNTS]) == [
        said if isinstance(said, str) else (said, "") for _, said in UNCLEAR_AMOUNTS
    ]
    assert cell(tmp_path, "number", "1.234,56", Wording(decimal=",")) == "number.invalid"


def test_yes_and_no_are_the_words_of_the_export(tmp_path):
    assert [cell(tmp_path, "truth", word)[0] for word in ("TRUE", "0", "Yes", "")] == [
        True, False, True, None,
    ]  # fmt: skip
    assert cell(tmp_path, "truth", "Ja") == "truth.invalid"
    german = Wording(true_values=("Ja",), false_values=("Nein",))
    assert cell(tmp_path, "truth", "ja", german) == (True, "")
    assert cell(tmp_path, "truth", "nein", german) == (False, "")


def test_of_several_addresses_in_a_cell_the_first_counts_and_is_flagged(tmp_path):
    assert cell(tmp_path, "address", " Kim@Customer.Example ") == ("kim@customer.example", "")
    assert cell(tmp_path, "address", "Kim@a.example; lee@b.example") == (
        "kim@a.example", "several_addresses",
    )  # fmt: skip


def test_ragged_rows_are_refused_with_their_line_and_all_others_are_loaded(tmp_path):
    rows, bad = read(tmp_path, "Order,b,c\nC-1,2,3\nC-2,5\nC-3,8,9,10\nC-4,5,6\nTotal: 4\n")

    assert [row[0] for row in rows] == ["C-1", "C-4"]
    assert [(row.line, row.reason, row.payload) for row in bad] == [
        (3, "csv.too_few_columns", b"C-2,5\n"),
        (4, "csv.too_many_columns", b"C-3,8,9,10\n"),
        (6, "row.total", b"Total: 4\n"),
    ]  # fmt: skip


def test_a_quote_that_never_ends_costs_its_own_line_alone(tmp_path):
    rows, bad = read(
        tmp_path, 'Order,b\nC-1,x\nC-2,"x\nC-3,x\nC-4,"y ""z"""\nC-5,"x\nC-6\nC-7,x\n'
    )

    assert [row[0] for row in rows] == ["C-1", "C-3", "C-4", "C-7"]
    assert [(row.line, row.reason) for row in bad] == [
        (3, "csv.quote"), (6, "csv.quote"), (7, "csv.too_few_columns"),
    ]  # fmt: skip


def test_line_ends_inside_quotes_and_doubled_quotes_are_text(tmp_path):
    rows, bad = read(
        tmp_path, 'Order,b\nC-1,"one\ntwo"\n,"a\nb"\nC-3,"say ""x"""\n', [Column("b", "text", "b")]
    )

    assert [row[:2] for row in rows] == [("C-1", "one\ntwo"), ("C-3", 'say "x"')]
    assert [row.line for row in bad] == [4]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(tmp_path, ends):
    rows, bad = read(tmp_path, ends.join(["Order,b", "C-1,2", "C-2,3", ""]))
    assert ([row[0] for row in rows], bad) == (["C-1", "C-2"], [])


def test_mixed_line_ends_are_read(tmp_path):
    rows, bad = read(tmp_path, "Order,b\r\nC-1,2\nC-2,3\r\nC-3\n")
    assert [row[0] for row in rows] == ["C-1", "C-2"]
    assert [row.line for row in bad] == [4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_umlauts_survive_every_encoding(tmp_path, encoding):
    text = "Order,Straße\nC-1,Größe\n".encode(encoding)
    rows, _ = read(tmp_path, text, [Column("street", "text", "Straße")], encoding=encoding)
    assert rows == [("C-1", "Größe", "")]


def test_a_byte_order_mark_overrules_the_settings(tmp_path):
    text = "Order,Straße\nC-1,Größe\n".encode("utf-16")
    rows, _ = read(tmp_path, text, [Column("street", "text", "Straße")])
    assert rows == [("C-1", "Größe", "")]


def test_a_row_in_another_encoding_is_refused_not_garbled(tmp_path):
    rows, bad = read(tmp_path, b"Order,b\nC-1,Gr\xf6\xdfe\nC-2,x\n")
    assert [row[0] for row in rows] == ["C-2"]
    assert [(row.line, row.reason, row.payload) for row in bad] == [
        (2, "csv.encoding", b"C-1,Gr\xf6\xdfe\n"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "Order;b\nC-1;2\n", "Order\tb\nC-1\t2\n", "Order|b\nC-1|2\n", "sep=;\nOrder;b\nC-1;2\n",
])  # fmt: skip
def test_the_delimiter_is_seen_in_the_header(tmp_path, text):
    rows, bad = read(tmp_path, text)
    assert ([row[0] for row in rows], bad) == (["C-1"], [])


@pytest.mark.parametrize("content, said", [
    (b"PK\x03\x04rest of a workbook", "workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
    (b"<!DOCTYPE html><title>Please log in</title>", "web page"),
    (b"\xef\xbb\xbf\n <html><body>500</body></html>", "web page"),
])  # fmt: skip
def test_a_workbook_or_a_login_page_is_no_export(tmp_path, content, said):
    with pytest.raises(Trouble, match=said):
        read(tmp_path, content)


def test_two_rows_that_contradict_each_other_are_both_refused(tmp_path):
    columns = [Column("total", "number", "Total"), Column("placed_at", "time", "Updated")]
    text = "Order,Total,Updated\nC-1,5,{0}\nC-2,5,{0}\nC-2,5,{0}\nC-3,5,{0}\nC-3,6,{1}\n"
    same, newer = "2026-11-23T08:00Z", "2026-11-23T09:00Z"

    by = {"key": ["order_id"], "version": "placed_at"}
    rows, bad = read(tmp_path, text.format(same, same), columns, **by)
    assert [row[0] for row in rows] == ["C-1", "C-2", "C-2"]
    assert [(row.line, row.reason) for row in bad] == [(5, "row.conflict"), (6, "row.conflict")]

    rows, bad = read(tmp_path, text.format(same, newer), columns, **by)
    assert [row[:2] for row in rows[3:]] == [("C-3", 5.0), ("C-3", 6.0)]
    assert bad == []


def test_a_record_of_no_file_is_known_by_its_number_not_by_lines():
    records = [["C-1", "one\ntwo\nthree"], [None, "x"], ["C-3", "x"], ["n/a", "y"]]

    with open_rows(["Order", "b"], records) as export:
        export.load([ORDER, Column("b", "text", "b")], Wording())
        rows = [row[:2] for chunk in export.rows(10) for row in chunk]
        bad = [(row.line, row.reason, row.payload) for row in export.bad]

    assert rows == [("C-1", "one\ntwo\nthree"), ("C-3", "x")]
    assert bad == [(2, "order.no_id", b",x\r\n"), (4, "order.no_id", b"n/a,y\r\n")]


def test_a_full_disk_or_a_hopeless_file_is_told_without_a_row_of_it(tmp_path, monkeypatch):
    for fault in (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InvalidInputException):
        def failing(*_, fault=fault, **__):
            raise fault("row: kim@customer.example")

        monkeypatch.setattr("sql.typed_read.load_sheet", failing)
        with pytest.raises(Trouble) as trouble:
            read(tmp_path, "Order,b\nC-1,2\n")
        assert "kim" not in str(trouble.value)


def test_no_row_of_a_large_export_is_unaccounted_for(tmp_path):
    good = "".join(f'C-{n},"a ""quoted"", text",2026-11-23 08:00\n' for n in range(60_000))
    lines = good.splitlines(keepends=True)
    for place in range(0, 60_000, 1250):
        lines[place] = f"C-{place},one too few\n"
    rows, bad = read(
        tmp_path, "Order,t,at\n" + "".join(lines), [Column("placed_at", "time", "at")],
        Wording(zone="UTC"),
    )  # fmt: skip
    assert len(bad) == 48
    assert len(rows) + len(bad) == 60_000
    assert [row.line for row in bad] == [place + 2 for place in range(0, 60_000, 1250)]
