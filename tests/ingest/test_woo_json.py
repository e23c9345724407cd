"""WooCommerce orders saved as JSON: whole files, whatever the layout; bad records stand aside."""

import gzip
import json
from datetime import datetime

import pytest
from readings import Source
from woo_records import TRACKED, meta, order

from ingest.sources import woocommerce_json
from sql.raw.facts import OrderVersion, Refused

NOW = datetime(2026, 11, 23, 12)


class Feed:
    """A file of orders and the source that reads it."""

    def __init__(self, folder, name="orders.json", **more):
        self.path = folder / name
        self.options = woocommerce_json.Options(**{
            "kind": "woocommerce_json", "shop": "nordlicht", "files": (str(self.path),), **more,
        })  # fmt: skip
        self.source = Source(woocommerce_json, "saved", self.options)

    def write(self, content: object) -> "Feed":
        raw = content if isinstance(content, bytes) else (
            content if isinstance(content, str) else json.dumps(content)).encode()
        self.path.write_bytes(raw)
        return self

    def read(self):
        return self.source.read(NOW)

    def numbers(self) -> list[str]:
        return [one.order_id for one in self.read().facts if isinstance(one, OrderVersion)]


ONE, TWO, THREE = (order(id=n, number=str(n)) for n in (1, 2, 3))


@pytest.mark.parametrize("content", [
    [ONE, TWO], json.dumps(ONE) + json.dumps(TWO), f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n",
    b"\xef\xbb\xbf" + json.dumps([ONE, TWO], indent=2).encode(),
    gzip.compress(json.dumps([ONE, TWO]).encode()),
], ids=["array", "objects", "lines", "with a mark", "packed"])  # fmt: skip
def test_arrays_objects_and_lines_are_read_alike(tmp_path, content):
    assert Feed(tmp_path).write(content).numbers() == ["1", "2"]


def test_a_file_is_read_again_only_once_it_or_the_settings_changed(tmp_path):
    feed = Feed(tmp_path).write([ONE])
    assert feed.numbers() == ["1"]
    assert feed.numbers() == []
    feed.write([ONE, TWO])
    assert feed.numbers() == ["1", "2"]
    feed.source.options = Feed(tmp_path, payment_methods={"stripe": "card"}).options
    assert feed.numbers() == ["1", "2"]


@pytest.mark.parametrize(("bad", "reason"), [
    ('{"id": 9, "id": 9}', "json.duplicate_key"), ('{"id": NaN}', "json.not_a_number"),
    ('"text"', "json.not_an_object"), ('{"code": "rest_forbidden"}', "order.no_id"),
    (json.dumps(order(total="1,5")), "number.invalid"), ('{"id": 9, "x": ', "json.truncated"),
])  # fmt: skip
def test_o28_a_bad_record_between_good_ones_stands_aside_as_it_was(tmp_path, bad, reason):
    lines = "\n".join((json.dumps(ONE), bad, json.dumps(TWO)))
    reading = Feed(tmp_path).write(lines).read()
    assert [one.order_id for one in reading.facts if isinstance(one, OrderVersion)] == ["1", "2"]
    assert [(one.reason, one.payload.decode().strip()) for one in reading.refused] == [
        (reason, bad.strip())]  # fmt: skip
    assert reading.items_read == 3


def test_a_record_that_is_still_being_written_waits_for_its_rest(tmp_path):
    feed = Feed(tmp_path).write(json.dumps([ONE, TWO])[:-40])
    reading = feed.read()
    assert [one.order_id for one in reading.facts if isinstance(one, OrderVersion)] == ["1"]
    assert (dict(reading.deferred), reading.refused) == ({"record_incomplete": 1}, [])
    assert feed.write([ONE, TWO]).numbers() == ["1", "2"]


def test_o30_a_web_page_or_a_spreadsheet_is_refused_whole_between_two_good_files(tmp_path):
    feed = Feed(tmp_path, name="*.json")
    for name, content in (("a", json.dumps([ONE])), ("b", "<!DOCTYPE html>"),
                          ("c", "PK\x03\x04"), ("d", json.dumps([THREE]))):
        (tmp_path / f"{name}.json").write_text(content)
    reading = feed.read()
    assert [one.order_id for one in reading.facts if isinstance(one, OrderVersion)] == ["1", "3"]
    assert "b.json is a web page, no JSON" in (reading.trouble or "")
    assert "c.json is a spreadsheet" in (reading.trouble or "")
    assert reading.polls == []
    assert "no JSON" in (woocommerce_json.probe(feed.options, "saved")[0].trouble or "")


def test_a_refused_record_is_read_again_alone(tmp_path):
    feed = Feed(tmp_path, zone="Europe/Berlin")
    local = json.dumps(order(date_created_gmt=None)).encode()
    refused = Refused("orders.json byte 9", "time.no_zone", "", local)
    (again,) = woocommerce_json.reread(feed.options, "saved", [refused], NOW)
    assert again.items[0][0].placed_at == datetime(2026, 11, 20, 10)


def test_what_lies_before_since_is_counted_and_not_kept(tmp_path):
    feed = Feed(tmp_path, since=datetime(2026, 11, 21))
    late = order(id=4, number="4", date_created_gmt="2026-11-22T10:00:00")
    reading = feed.write([ONE, late]).read()
    assert [one.order_id for one in reading.facts if isinstance(one, OrderVersion)] == ["4"]
    assert dict(reading.ignored) == {"before_since": 1}


def test_the_polls_reach_to_the_age_of_the_newest_file(tmp_path):
    parcels = order(meta_data=meta(_wc_shipment_tracking_items=[TRACKED]))
    polls = Feed(tmp_path).write([parcels]).read().polls
    assert [poll.role for poll in polls] == ["orders", "items", "shipments"]
    assert {poll.oldest_item_at for poll in polls} == {datetime(2026, 11, 20, 10)}
    assert Feed(tmp_path, name="none.json").read().trouble == (
        f"[sources.saved] no file matches {tmp_path}/none.json; is the path right?")
