"""The run loop: every source is read, and one that fails stops no other."""

from collections import Counter
from datetime import datetime
from types import SimpleNamespace

import pytest

import ingest.run
from ingest.run import ingest as read_all
from sql.desk import Desk
from sql.raw.facts import Batch, OrderItem, Poll, Refused
from sql.raw.opening import open_store
from sql.settings import Settings, Shop, SourceOptions
from sql.trouble import Misuse, StoreTrouble, Trouble

AT = datetime(2026, 3, 1, 10)


def item(order_id):
    return OrderItem("nordlicht", order_id, "1", "v1", "SKU", "Tent", 1.0)


def batch(*orders, cursor=None, **more):
    polls = [Poll("items", "items", "nordlicht", AT, None, AT)]
    return Batch("items", cursor, items=[(item(o),) for o in orders], polls=polls, **more)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A shop with sources `first`, `second`, `third`, whose batches the test gives."""
    given = {}

    def read(options, name, cursors, now):
        for found in given[name](cursors) if callable(given[name]) else given[name]:
            if isinstance(found, BaseException):
                raise found
            yield found

    monkeypatch.setattr(ingest.run, "kinds", lambda: {"given": SimpleNamespace(read=read)})
    settings = Settings(
        path=tmp_path / "trackrecord.toml", data=tmp_path / "data",
        desk_url=f"sqlite:///{tmp_path}/desk.sqlite",
        shops={"nordlicht": Shop(name="Nordlicht", zone="Europe/Berlin")},
        sources={name: SourceOptions(kind="given") for name in ("first", "second", "third")},
    )
    given.update(first=[batch("1")], second=[batch("2")], third=[batch("3")])
    return SimpleNamespace(settings=settings, desk=Desk(settings.desk_url), given=given)


def held(shop):
    with open_store(shop.settings.raw_path) as store:
        return [row[0] for row in store.db.execute(
            "select order_id from raw.order_items order by 1").fetchall()]


def test_a_source_that_fails_stops_no_other_and_its_stored_batches_stay(shop):
    shop.given["second"] = [batch("2"), Trouble("[sources.second] gone; plug it in")]
    results = read_all(shop.settings, shop.desk, polled_at=AT)
    assert [r.trouble for r in results] == [None, "[sources.second] gone; plug it in", None]
    assert held(shop) == ["1", "2", "3"]


def test_a_run_that_failed_says_so_in_the_store_and_on_the_desk(shop):
    shop.given["second"] = [OSError(5, "Input/output error")]
    read_all(shop.settings, shop.desk, polled_at=AT)
    with open_store(shop.settings.raw_path) as store:
        runs = store.db.execute(
            "select source, read_until, error is null from raw.runs order by source").fetchall()
    assert runs == [("first", AT, True), ("second", None, False), ("third", AT, True)]
    assert {run["source"]: run["outcome"] for run in shop.desk.last_runs()} == {
        "first": "done", "second": "failed", "third": "done"}


def test_a_full_disk_stops_everything_at_once(shop):
    shop.given["first"] = [StoreTrouble("disk full")]
    with pytest.raises(StoreTrouble):
        read_all(shop.settings, shop.desk, polled_at=AT)
    assert held(shop) == []


def test_a_source_resumes_where_its_last_stored_batch_ended(shop):
    shop.given["first"] = [batch("1", cursor={"offset": 10})]
    read_all(shop.settings, shop.desk, ["first"], AT)
    seen = []
    shop.given["first"] = lambda cursors: seen.append(cursors) or [batch("4")]
    read_all(shop.settings, shop.desk, ["first"], AT)
    assert seen == [{"items": {"offset": 10}}]


def test_only_the_named_sources_are_read_and_a_wrong_name_is_answered_with_the_right_ones(shop):
    assert [r.source for r in read_all(shop.settings, shop.desk, ["third"], AT)] == ["third"]
    with pytest.raises(Misuse, match="no source fourth; .* first, second, third"):
        read_all(shop.settings, shop.desk, ["fourth"], AT)


def test_the_counters_of_a_run_add_up(shop):
    shop.given["first"] = [batch(
        "1", "1", "2", ignored=Counter(draft=2), deferred=Counter(locked=1),
        refused=[Refused("a:1", "order.no_id", "line 1", b"x")])]
    (result,) = read_all(shop.settings, shop.desk, ["first"], AT)
    assert result.counts == Counter(accepted=2, duplicate=1, ignored=2, deferred=1, quarantined=1)
    with open_store(shop.settings.raw_path) as store:
        assert store.db.execute("""select items_read = accepted + duplicate + quarantined
            + deferred + ignored, items_read from raw.runs""").fetchall() == [(True, 7)]
