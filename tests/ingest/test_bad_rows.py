"""Bad rows of exports: each has one outcome, and no other row is lost with it."""

from datetime import datetime

from row_sandwich import Sandwich, values


def test_o09_the_same_export_again_and_one_that_overlaps_add_no_version(tmp_path):
    feed = Sandwich(tmp_path)
    columns = "order_id,placed_at,total"
    feed.read(columns, "C-1,2026-11-20,5.00", "C-2,2026-11-20,6.00")
    feed.read("total,order_id,placed_at", "6,C-2,2026-11-20", "7,C-3,2026-11-20", name="more.csv")

    assert feed.counts == {"accepted": 1, "duplicate": 3}
    rows = feed.ask("select order_id, total from raw.order_versions order by 1")
    assert values(rows, "order_id", "total") == [
        ("C-1", 5.0), ("C-2", 6.0), ("C-3", 7.0), ("good-1", None), ("good-2", None),
    ]  # fmt: skip


def test_o10_an_order_that_stands_twice_alike_is_one(tmp_path):
    feed = Sandwich(tmp_path)
    rows = feed.read("order_id,placed_at,total", "C-1,2026-11-20,5.00", "C-1,2026-11-20,5")

    assert values(rows, "order_id", "total") == [("C-1", 5.0)]
    assert feed.counts == {"accepted": 3, "duplicate": 1}


def test_o11_of_two_versions_the_one_changed_last_holds(tmp_path):
    feed = Sandwich(tmp_path)
    rows = feed.read(
        "order_id,placed_at,updated_at,total", "C-1,2026-11-20,2026-11-22 10:00,6",
        "C-1,2026-11-20,2026-11-21 10:00,5",
    )  # fmt: skip

    newest = max(rows, key=lambda row: row["valid_from_at"])
    assert (len(rows), newest["total"]) == (2, 6.0)
    assert feed.refused() == []


def test_o11_two_rows_of_one_time_that_contradict_each_other_are_both_set_aside(tmp_path):
    feed = Sandwich(tmp_path)
    undated = feed.read("order_id,placed_at,total", "C-1,2026-11-20,5", "C-1,2026-11-20,6")

    assert undated == []
    assert feed.refused() == [("3", "row.conflict"), ("4", "row.conflict")]
    assert feed.counts == {"accepted": 2, "quarantined": 2}


def test_o11_where_neither_row_says_when_it_was_changed_nothing_tells_which_holds(tmp_path):
    feed = Sandwich(tmp_path)
    rows = feed.read("order_id,placed_at,updated_at,total", "C-1,2026-11-20,,5",
                     "C-1,2026-11-20,,6")  # fmt: skip

    assert rows == []
    assert feed.refused() == [("3", "row.conflict"), ("4", "row.conflict")]


def test_o12_a_row_without_a_number_is_set_aside_whatever_stands_for_it(tmp_path):
    feed = Sandwich(tmp_path)
    nothing = ("", " ", "NULL", "null", "n/a", "N/A", "none", "-")
    rows = feed.read("order_id,placed_at", *(f"{word},2026-11-20" for word in nothing))

    assert rows == []
    assert {reason for _, reason in feed.refused()} == {"order.no_id"}
    assert feed.counts == {"accepted": 2, "quarantined": len(nothing)}


def test_o13_numbers_stay_text_and_a_destroyed_one_is_unknown_but_its_row_is_kept(tmp_path):
    feed = Sandwich(tmp_path, table="shipments")
    cells = ("00123", "98765432109876543210", "'00123", '"=""00123"""', "1.23E+21", '"1,23E+21"')
    rows = feed.read("order_id,shipment_id,tracking_number",
                     *(f"C-{n},P-{n},{cell}" for n, cell in enumerate(cells)))  # fmt: skip

    assert values(rows, "tracking_number", "flags") == [
        ("00123", []), ("98765432109876543210", []), ("00123", []), ("00123", []),
        (None, ["excel_mangled"]), (None, ["excel_mangled"]),
    ]  # fmt: skip


def test_o13_an_order_whose_own_number_was_destroyed_is_none(tmp_path):
    feed = Sandwich(tmp_path)

    assert feed.read("order_id,placed_at", "1.23E+21,2026-11-20") == []
    assert feed.refused() == [("3", "order.no_id")]


def test_o14_a_number_that_became_a_fraction_is_mended_and_flagged(tmp_path):
    rows = Sandwich(tmp_path).read(
        "order_id,placed_at,postcode,phone", "C-1,2026-11-20,12345.0,4930123.0",
        "C-2,2026-11-20,1.2.0,12345.00",
    )  # fmt: skip

    assert values(rows, "postcode", "phone", "flags") == [
        ("12345", "4930123", ["excel_float"]), ("1.2.0", "12345.00", []),
    ]  # fmt: skip


def test_o15_an_amount_that_could_be_two_is_not_guessed(tmp_path):
    feed = Sandwich(tmp_path)
    amounts = ('"1.234,56"', '"1,234.56"', '"1 234,56 €"', "(12.00)", "-", "1'234.50", "1.234")
    lines = [f"C-{n},2026-11-20,{amount}" for n, amount in enumerate(amounts)]
    rows = feed.read("order_id,placed_at,total", *lines)

    assert rows == []
    assert [reason for _, reason in sorted(feed.refused())] == [
        "number.ambiguous", "number.ambiguous", "number.ambiguous", "number.invalid",
        "number.invalid", "number.invalid", "number.ambiguous",
    ]  # fmt: skip


def test_o15_the_settings_say_what_a_comma_means(tmp_path):
    rows = Sandwich(tmp_path, decimal=",", thousands=".").read(
        "order_id,placed_at,total", 'C-1,2026-11-20,"1.234,56 €"', "C-2,2026-11-20,1.234"
    )

    assert values(rows, "total") == [1234.56, 1234.0]


def test_o16_each_row_has_its_own_currency_and_a_sign_of_many_is_none(tmp_path):
    rows = Sandwich(tmp_path).read(
        "order_id,placed_at,total,currency", "C-1,2026-11-20,5,eur", "C-2,2026-11-20,5,GBP",
        "C-3,2026-11-20,5,$", "C-4,2026-11-20,5,€", "C-5,2026-11-20,5,",
    )  # fmt: skip

    assert values(rows, "total", "currency", "flags") == [
        (5.0, "EUR", []), (5.0, "GBP", []), (5.0, None, ["currency_unknown"]),
        (5.0, "EUR", ["currency_sign"]), (5.0, None, ["currency_missing"]),
    ]  # fmt: skip


def test_o17_what_is_no_number_or_less_than_nothing_is_set_aside(tmp_path):
    feed = Sandwich(tmp_path)
    amounts = ("NaN", "inf", "1e400", "-0", "-0.00")
    rows = feed.read("order_id,placed_at,total",
                     *(f"C-{n},2026-11-20,{amount}" for n, amount in enumerate(amounts)),
                     "C-9,2026-11-20,-0.50")  # fmt: skip

    assert values(rows, "order_id", "total") == [("C-9", -0.5)]
    assert [reason for _, reason in feed.refused()] == ["number.invalid"] * 5


def test_o18_a_date_that_could_be_two_days_is_not_guessed(tmp_path):
    feed = Sandwich(tmp_path)
    dates = ("01/02/2026", "01.02.26", "45321", "2026-02-30")
    rows = feed.read("order_id,placed_at,paid_at",
                     *(f"C-{n},2026-11-20,{date}" for n, date in enumerate(dates)),
                     "C-9,2026-11-20,0000-00-00")  # fmt: skip

    assert values(rows, "order_id", "paid_at", "flags") == [("C-9", None, ["zero_date"])]
    assert [reason for _, reason in feed.refused()] == ["time.invalid"] * 4


def test_o18_the_settings_say_which_is_the_day(tmp_path):
    feed = Sandwich(tmp_path, date_format="%d/%m/%Y")
    rows = feed.read("order_id,placed_at", "C-1,01/02/2026")

    assert values(rows, "placed_at") == [datetime(2026, 1, 31, 23)]


def test_o19_a_time_without_a_zone_needs_one_from_the_settings(tmp_path):
    feed = Sandwich(tmp_path, zone=None)
    rows = feed.read("order_id,placed_at", "C-1,2026-11-20 10:00", "C-2,2026-11-20 10:00+02:00")

    assert values(rows, "order_id", "placed_at") == [("C-2", datetime(2026, 11, 20, 8))]
    assert feed.refused() == [("3", "time.no_zone")]


def test_o20_o21_times_around_a_clock_change_are_settled_the_same_way_and_flagged(tmp_path):
    rows = Sandwich(tmp_path).read(
        "order_id,placed_at", "C-1,2026-10-25 02:30", "C-2,2026-03-29 02:30",
        "C-3,2026-03-29 03:30",
    )  # fmt: skip

    assert values(rows, "placed_at", "flags") == [
        (datetime(2026, 10, 25, 0, 30), ["dst_ambiguous"]),
        (datetime(2026, 3, 29, 1, 30), ["dst_nonexistent"]),
        (datetime(2026, 3, 29, 1, 30), []),
    ]


def test_o22_times_that_cannot_all_be_right_are_kept_and_flagged(tmp_path):
    rows = Sandwich(tmp_path).read(
        "order_id,placed_at,paid_at", "C-1,2026-11-20 10:00,2026-11-20 09:59",
        "C-2,2026-11-20 10:00,2026-11-20 10:00", "C-3,2026-11-25 10:00,", "C-4,2026-11-24 10:00,",
    )  # fmt: skip

    assert values(rows, "order_id", "flags") == [
        ("C-1", ["time_inconsistent"]), ("C-2", []), ("C-3", ["time_inconsistent"]), ("C-4", []),
    ]  # fmt: skip
    assert rows[0]["paid_at"] == datetime(2026, 11, 20, 8, 59)


def test_o22_a_parcel_delivered_before_it_was_sent_is_kept_and_flagged(tmp_path):
    rows = Sandwich(tmp_path, table="shipments").read(
        "order_id,shipment_id,shipped_at,delivered_at", "C-1,P-1,2026-11-20 10:00,2026-11-19",
        "C-2,P-2,2026-11-20 10:00,2026-11-22",
    )  # fmt: skip

    assert values(rows, "flags") == [["time_inconsistent"], []]


def test_o23_every_address_of_a_cell_is_kept_in_one_form_and_the_cell_as_it_was(tmp_path):
    rows = Sandwich(tmp_path).read(
        "order_id,placed_at,email", "C-1,2026-11-20, Kim+News@Post.Example ",
        "C-2,2026-11-20,kim@post.example; LEE@post.example;kim@post.example",
        'C-3,2026-11-20,"Kim, at work <kim@büro.example>, lee@post.example"',
        "C-4,2026-11-20,Lee@BÜRO.example",
    )  # fmt: skip

    assert values(rows, "email", "other_emails", "flags") == [
        ("kim+news@post.example", [], []),
        ("kim@post.example", ["lee@post.example"], ["several_addresses"]),
        ("kim@xn--bro-hoa.example", ["lee@post.example"], ["several_addresses"]),
        ("lee@xn--bro-hoa.example", [], []),
    ]
    assert values(rows, "extra") == [
        None, '{"email":"kim@post.example; LEE@post.example;kim@post.example"}',
        '{"email":"Kim, at work <kim@büro.example>, lee@post.example"}',
        '{"email":"Lee@BÜRO.example"}',
    ]  # fmt: skip


def test_o24_a_name_that_a_spreadsheet_would_run_is_stored_as_it_stands(tmp_path):
    names = ('"Beispiel, Kim"', '"Kim ""K"" Beispiel"', '"=HYPERLINK(""x"")"', "@SUM(A1)",
             "Kim\tBeispiel")  # fmt: skip
    rows = Sandwich(tmp_path).read(
        "order_id,placed_at,name", *(f"C-{n},2026-11-20,{name}" for n, name in enumerate(names))
    )

    assert values(rows, "name") == [
        "Beispiel, Kim", 'Kim "K" Beispiel', '=HYPERLINK("x")', "@SUM(A1)", "Kim\tBeispiel",
    ]  # fmt: skip


def test_o25_a_column_that_changes_its_kind_late_costs_only_the_rows_that_do(tmp_path):
    feed = Sandwich(tmp_path)
    lines = [f"C-{n},2026-11-20,{n}.5" for n in range(30_000)]
    rows = feed.read("order_id,placed_at,total", *lines, "C-x,2026-11-20,many", "C-y,2026-11-20,7")

    assert (len(rows), rows[-1]["order_id"]) == (30_001, "C-y")
    assert feed.refused() == [("30003", "number.invalid")]
