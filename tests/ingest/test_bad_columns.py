"""Columns that come, go or are no field of ours: nothing is dropped, and it is told once."""

import json
from datetime import datetime

import pytest
from row_sandwich import FIRST, Sandwich, values


@pytest.mark.parametrize("table", FIRST)
def test_o26_a_column_that_is_no_field_is_kept_with_the_row(tmp_path, table):
    feed = Sandwich(tmp_path, table=table)
    names = [*FIRST[table], "Gift wrap", "Note"]
    cells = [cell.replace("good-1", "C-1") for cell in FIRST[table].values()]

    (row,) = feed.read(",".join(names), ",".join([*cells, 'red ""x""', ""]).replace('""', "'"))

    assert json.loads(row["extra"]) == {"Gift wrap": "red 'x'"}
    assert feed.notes == [
        "export.csv has columns that no field holds, kept as they are: Gift wrap, Note"
    ]


def test_o26_a_new_column_is_told_once_and_changes_no_order(tmp_path):
    feed = Sandwich(tmp_path)
    feed.read("order_id,placed_at", "C-1,2026-11-20")
    feed.read("order_id,placed_at,Gift wrap", "C-1,2026-11-20,red", "C-2,2026-11-20,blue")
    told, counts = feed.notes, feed.counts
    rows = feed.read("order_id,placed_at,Gift wrap", "C-3,2026-11-20,green")

    assert told == ["export.csv has columns that no field holds, kept as they are: Gift wrap"]
    assert feed.notes == []
    # What no field holds is no part of what an order says: another note is no edit of it.
    assert counts == {"accepted": 1, "duplicate": 3}
    assert values(rows, "order_id", "extra") == [
        ("C-1", None), ("C-2", '{"Gift wrap":"blue"}'), ("C-3", '{"Gift wrap":"green"}'),
    ]  # fmt: skip


def test_o26_columns_without_a_name_or_of_one_name_are_kept_too(tmp_path):
    (row,) = Sandwich(tmp_path).read("order_id,placed_at,,Note,Note", "C-1,2026-11-20,a,b,c")

    assert row["extra"] == '{"column 3":"a","Note":"b","column 5":"c"}'


def test_o26_an_empty_new_field_changes_no_order(tmp_path):
    feed = Sandwich(tmp_path)
    feed.read("order_id,placed_at,total", "C-1,2026-11-20,5", "C-2,2026-11-20,6")
    feed.read("order_id,placed_at,is_gift,total", "C-1,2026-11-20,,5", "C-2,2026-11-20,yes,6")

    assert feed.counts == {"accepted": 1, "duplicate": 3}


def test_o27_a_column_that_is_gone_is_told(tmp_path):
    feed = Sandwich(tmp_path)
    feed.read("order_id,placed_at,email", "C-1,2026-11-20,kim@post.example")
    feed.read("order_id,placed_at", "C-2,2026-11-20")

    assert feed.notes == ["export.csv lacks columns that it had before: email"]


def test_o27_files_of_two_kinds_are_not_measured_by_one_another(tmp_path):
    feed = Sandwich(tmp_path)
    feed.read("order_id,placed_at,email", "C-1,2026-11-20,", name="a.csv")
    feed.read("order_id,placed_at,phone", "C-2,2026-11-20,", name="b.csv")
    feed.read("order_id,placed_at,phone", "C-3,2026-11-20,", name="b.csv")

    assert [note for note in feed.notes if note.startswith("b.csv lacks")] == []


def test_a_promise_of_a_day_holds_until_the_day_ends(tmp_path):
    rows = Sandwich(tmp_path).read(
        "order_id,placed_at,ship_by_at,deliver_by_at",
        "C-1,2026-11-20,2026-11-24,2026-11-24 12:00", "C-2,2026-11-20,2026-10-25,",
    )  # fmt: skip

    assert values(rows, "ship_by_at", "deliver_by_at") == [
        (datetime(2026, 11, 24, 22, 59, 59, 999999), datetime(2026, 11, 24, 11)),
        (datetime(2026, 10, 25, 22, 59, 59, 999999), None),
    ]


def test_a_promise_in_the_shops_own_date_format_holds_until_the_day_ends(tmp_path):
    rows = Sandwich(tmp_path, table="shipments", date_format="%d.%m.%Y").read(
        "order_id,shipment_id,promised_at", "C-1,P-1,24.11.2026"
    )

    assert values(rows, "promised_at") == [datetime(2026, 11, 24, 22, 59, 59, 999999)]


def test_the_lines_of_an_order_and_its_further_fields_have_their_kinds(tmp_path):
    (row,) = Sandwich(tmp_path).read(
        "order_id,placed_at,line_ids,is_gift,refunded_total,edited_at,pickup_point",
        'C-1,2026-11-20,"L-1, L-2;007",yes,1.50,2026-11-21 10:00,Kiosk 3',
    )

    assert (row["line_ids"], row["is_gift"], row["refunded_total"]) == (
        ["L-1", "L-2", "007"], True, 1.5,
    )  # fmt: skip
    assert (row["edited_at"], row["pickup_point"]) == (datetime(2026, 11, 21, 9), "Kiosk 3")


def test_words_of_an_export_are_mapped_field_by_field(tmp_path):
    rows = Sandwich(
        tmp_path, table="items",
        words={"availability": {"Vorbestellung": "preorder"}, "fulfilment": {"Abholung": "pickup"}},
    ).read(
        "order_id,line_id,title,quantity,availability,fulfilment,price",
        "C-1,1,Tent,1,Vorbestellung,abholung,9.90", "C-1,2,Pegs,8,in_stock,ship,1",
        "C-1,3,Map,1,soon,,",
    )  # fmt: skip

    assert values(rows, "availability", "fulfilment", "price", "flags") == [
        ("preorder", "pickup", 9.9, []), ("in_stock", "ship", 1.0, []),
        (None, None, None, ["availability_unknown"]),
    ]  # fmt: skip


def test_a_ticket_is_known_by_its_number_and_what_happened_by_its_own_or_its_content(tmp_path):
    feed = Sandwich(
        tmp_path, table="tickets", staff={"anna@nordlicht.example": "support"},
        words={"event": {"Comment": "message"}, "author_role": {"Agent": "agent"}},
    )  # fmt: skip
    columns = "ticket_id,event_at,event_key,event,author_role,author_address,text,is_public,Owner"
    lines = (
        "T-1,2026-11-20 10:00,E-1,Comment,Agent,Anna@Nordlicht.example,Hello,yes,"
        "anna@nordlicht.example",
        "T-1,2026-11-20 11:00,,Comment,customer,kim@post.example,Thanks,yes,",
        "T-1,2026-11-20 11:00,,dance,,,,,", ",2026-11-20 11:00,,,,,,,", "T-2,,,,,,,,",
    )  # fmt: skip
    rows = feed.read(columns, *lines)
    keys = values(rows, "event_key")
    again = values(feed.read(columns, *lines, "T-3,2026-11-20 12:00,,,,,,,"), "event_key")

    assert values(rows, "event", "author_role", "author_address", "flags") == [
        ("message", "agent", "team:support", []),
        ("message", "customer", "kim@post.example", []),
        ("other", None, None, ["event_unknown"]),
    ]  # fmt: skip
    assert keys[0] == "E-1" and len(set(keys)) == 3 and again[:3] == keys
    assert values(rows, "extra")[0] == '{"Owner":"team:support"}'
    assert [reason for _, reason in feed.refused()][:2] == ["ticket.no_id", "ticket.no_time"]


def test_a_rating_has_numbers_and_is_known_by_what_it_says_where_it_has_no_number(tmp_path):
    feed = Sandwich(tmp_path, table="feedback", staff={"anna@nordlicht.example": "support"})
    columns = "feedback_id,score,scale_min,scale_max,comment,agent_address,given_at"
    line = ",4,1,5,Fine,anna@nordlicht.example,2026-11-20 10:00"
    first = feed.read(columns, line)
    again = feed.read(columns, line, ",2,1,5,Slow,,2026-11-21 10:00")

    assert values(first, "score", "scale_min", "scale_max", "agent_address") == [
        (4.0, 1.0, 5.0, "team:support"),
    ]  # fmt: skip
    assert [row["feedback_id"] for row in again[:1]] == [first[0]["feedback_id"]]
    assert feed.counts == {"accepted": 1, "duplicate": 3}


@pytest.mark.parametrize("table", ["tickets", "feedback"])
def test_a_ticket_or_rating_that_was_refused_is_read_again_alone(tmp_path, table):
    from ingest.sources import csv

    feed = Sandwich(tmp_path, table=table, zone=None)
    at = "event_at" if table == "tickets" else "given_at"
    names = [name for name in FIRST[table] if name != at]
    cells = [FIRST[table][name].replace("good-1", "T-1") for name in names]
    path = tmp_path / "export.csv"
    path.write_text(f"{','.join([*names, at])}\n{','.join([*cells, '2026-11-20 10:00'])}\n")
    refused = [one for batch in csv.read(feed.options, "feed", {}, datetime(2026, 11, 23))
               for one in batch.refused]  # fmt: skip
    mended = feed.options.model_copy(update={"zone": "Europe/Berlin"})

    (batch,) = csv.reread(mended, "feed", refused, datetime(2026, 11, 23))

    assert [one.reason for one in refused] == ["time.no_zone"]
    assert getattr(batch.items[0][0], at) == datetime(2026, 11, 20, 9)
