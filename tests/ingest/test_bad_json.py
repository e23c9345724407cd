"""JSON that a strict reader must not take: each bad record between two good ones and two files."""

import json
from datetime import datetime

import pytest
from file_sandwich import Plate
from readings import Source

from ingest.json_records import LONGEST_RECORD
from ingest.sources import json as kind
from sql.raw.facts import Feedback, TicketEvent

AT = "2026-11-20T10:00:00Z"
NOW = datetime(2026, 11, 23, 12)


def order(number: str, more: str = "") -> str:
    return f'{{"order_id": "{number}", "placed_at": "{AT}"{more}}}'


DEEP = "[" * 10_000 + "]" * 10_000
BAD = {
    "duplicate": (order("C-2", ', "total": 1, "total": 2').encode(), "json.duplicate_key"),
    "inner": (order("C-2", ', "x": {"a": 1, "a": 1}').encode(), "json.duplicate_key"),
    "nan": (order("C-2", ', "total": NaN').encode(), "json.not_a_number"),
    "infinity": (order("C-2", ', "total": -Infinity').encode(), "json.not_a_number"),
    "deep": (order("C-2", f', "x": {DEEP}').encode(), "json.too_deep"),
    "long": (order("C-2", f', "x": "{"y" * LONGEST_RECORD}"').encode(), "json.too_large"),
    "encoding": (order("C-2", ', "city": "K').encode()[:-1] + b'\xf6ln"}', "json.not_utf8"),
    "comma": (order("C-2", ', "total": 1,').encode(), "json.broken"),
    "scalar": (b'"C-2"', "json.not_an_object"),
    "number": (order("C-2", ', "total": "1e19e"').encode(), "number.invalid"),
}  # fmt: skip


@pytest.mark.parametrize("layout", ["lines", "array"])
def test_o28_a_bad_record_is_refused_as_it_stands_and_keeps_no_other_from_being_read(
    tmp_path, layout
):
    plate = Plate(tmp_path, "json")
    opening, between, closing = (b"[", b",\n", b"]") if layout == "array" else (b"", b"\n", b"\n")
    bad = {name: one for name, one in BAD.items() if name != "long" or layout == "array"}
    for name, (record, _) in bad.items():
        around = [order(f"{name}-1").encode(), record, order(f"{name}-3").encode()]
        plate.write(f"b_{name}.json", opening + between.join(around) + closing)

    found = plate.read()

    assert found.trouble == ""
    assert found.orders.keys() == {f"{name}-{n}" for name in bad for n in (1, 3)}
    at = len(opening + order("x-1").encode() + between) - 1
    assert sorted((place, reason) for place, reason, _ in found.refused) == sorted(
        (f"b_{name}.json byte {at + len(name)}", reason) for name, (_, reason) in bad.items()
    )
    assert found.payloads == {
        f"b_{name}.json byte {at + len(name)}": record for name, (record, _) in bad.items()
    }
    assert not any("C-2" in detail for _, _, detail in found.refused)


def test_o28_lines_a_list_and_numbers_beyond_any_machine_are_what_they_say(tmp_path):
    plate = Plate(tmp_path, "json")
    numbers = ["10000000000000000000", "98765432109876543210", "00123"]
    records = [f'{{"order_id": {number if number[0] != "0" else json.dumps(number)},'
               f' "placed_at": "{AT}", "total": 1e19}}' for number in numbers]  # fmt: skip
    plate.write("b1.json", "\n".join(records[:2]))
    plate.write("b2.json", f"[{records[2]}]")

    found = plate.read()

    assert {number: one["total"] for number, one in found.orders.items()} == dict.fromkeys(
        numbers, 1e19)  # fmt: skip


@pytest.mark.parametrize("content, said", [
    (b"order_id,placed_at\nC-1,2026-11-20\n", "is no JSON: it begins with neither { nor ["),
    ("[{}]".encode("utf-16"), "is in UTF-16; let it be exported in UTF-8"),
    (b'{"error": "login required"}', "(columns found: error)"),
], ids=["csv", "utf-16", "answer"])  # fmt: skip
def test_o28_o30_what_holds_no_such_records_loads_nothing_and_says_so(tmp_path, content, said):
    plate = Plate(tmp_path, "json")
    plate.write("b.json", content)

    found = plate.read()

    assert (found.orders, found.refused, found.deferred) == ({}, [], 1)
    assert "b.json" in found.trouble and said in found.trouble


def test_o28_a_list_that_breaks_off_gives_what_it_has_and_waits_for_the_rest(tmp_path):
    plate = Plate(tmp_path, "json")
    plate.write("b.json", f"[{order('C-1')}, {order('C-2')[:25]}")

    found = plate.read()

    assert (found.orders.keys(), found.refused, found.deferred) == ({"C-1"}, [], 1)


def test_tickets_and_ratings_are_read_with_a_mapping_as_orders_are(tmp_path):
    (tmp_path / "t.json").write_text(json.dumps({"tickets": [{"id": 7, "events": [
        {"id": 71, "type": "message", "at": AT, "by": {"role": "customer", "mail": "Kim@c.example"},
         "public": True, "body": "Where is it?"},
        {"id": 72, "type": "message", "at": "soon", "by": {"role": "agent"}}]}]}))  # fmt: skip
    tickets = kind.Options(
        kind="json", shop="nordlicht", table="tickets", files=(str(tmp_path / "t.json"),),
        records="tickets", rows="events", columns={
            "ticket_id": "id", "event_key": "events.id", "event": "events.type",
            "event_at": "events.at", "author_role": "events.by.role",
            "author_address": "events.by.mail", "is_public": "events.public",
            "text": "events.body"})  # fmt: skip
    (tmp_path / "f.json").write_text(json.dumps(
        {"feedback_id": "F-1", "score": 4, "scale": {"max": 5}, "order_id": "C-1"}))  # fmt: skip
    ratings = kind.Options(
        kind="json", shop="nordlicht", table="feedback", files=(str(tmp_path / "f.json"),),
        columns={"scale_max": "scale.max"})  # fmt: skip

    said = Source(kind, "desk", tickets).read(NOW)
    (rated,) = Source(kind, "stars", ratings).read(NOW).facts

    (event,) = said.facts
    assert isinstance(event, TicketEvent) and isinstance(rated, Feedback)
    assert (event.ticket_id, event.event_key, event.event) == ("7", "71", "message")
    assert (event.author_role, event.author_address, event.is_public, event.text) == (
        "customer", "kim@c.example", True, "Where is it?")  # fmt: skip
    assert [one.reason for one in said.refused] == ["time.invalid"]
    assert (rated.score, rated.scale_max, rated.order_id) == (4.0, 5.0, "C-1")
