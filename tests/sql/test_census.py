"""What a source no longer holds: noticed by its census, undone when it is back."""

from datetime import datetime, timedelta

import pytest

from ingest.fact_making import made
from sql.models import FOLDER
from sql.raw.facts import Batch, Census, OrderItem, OrderVersion, Shipment
from sql.raw.opening import open_store

AT = datetime(2026, 3, 1, 10)


def order(number: str, shop="nordlicht", **more) -> tuple:
    return (made(OrderVersion, shop=shop, order_id=number, **more),)


def line(number: str, line_id: str) -> tuple:
    return (made(OrderItem, shop="nordlicht", order_id=number, line_id=line_id),)


def parcel(number: str) -> tuple:
    return (made(Shipment, shop="nordlicht", shipment_id=number, order_id="C-1"),)


def model_text(name: str) -> str:
    return (FOLDER / f"{name.replace('.', '/')}.sql").read_text()


class Held:
    """A raw store to which sources give items and censuses, an hour apart."""

    def __init__(self, store):
        self.store, self.at = store, AT

    def give(self, source: str, *items: tuple, census: Census | None = None) -> dict:
        self.at += timedelta(hours=1)
        run = self.store.start(source, "database", self.at)
        return +self.store.commit(run, Batch("rows", {}, list(items), census=census), self.at)

    def count(self, source: str, *numbers: str, shop: str | None = None) -> None:
        keys = [("nordlicht", number, "") for number in numbers]
        self.give(source, census=Census("orders", keys, shop))

    def gone(self) -> list[tuple]:
        """Key and since when, as the models say."""
        for name in ("staging.source_records", "staging.gone_records"):
            self.store.db.execute("create schema if not exists staging")
            self.store.db.execute(f"create or replace table {name} as {model_text(name)}")
        return self.store.db.execute(
            "select record, shop, order_id, part_id, gone_at from staging.gone_records order by all"
        ).fetchall()

    def gone_orders(self) -> list[str]:
        return [number for _, _, number, _, _ in self.gone()]

    def changes(self) -> list[tuple]:
        return self.store.db.execute(
            "select source, order_id, is_gone from raw.record_changes order by batch_id, order_id"
        ).fetchall()


@pytest.fixture
def held(tmp_path):
    with open_store(tmp_path / "data" / "raw.duckdb") as store:
        yield Held(store)


def test_an_order_that_its_source_no_longer_counts_is_gone_since_then(held):
    held.give("shop", order("C-1"), order("C-2"))
    assert held.gone() == []

    held.count("shop", "C-2")

    assert held.gone() == [("orders", "nordlicht", "C-1", "", AT + timedelta(hours=2))]


def test_what_no_census_ever_counted_is_not_gone(held):
    held.give("export", order("C-1"))
    held.count("shop")

    assert held.gone() == [] and held.changes() == []


def test_counting_again_changes_nothing(held):
    held.give("shop", order("C-1"), order("C-2"))
    for _ in range(3):
        held.count("shop", "C-2")

    assert held.changes() == [("shop", "C-1", True)]
    assert held.gone() == [("orders", "nordlicht", "C-1", "", AT + timedelta(hours=2))]


def test_an_order_that_came_back_as_it_was_is_there_again(held):
    held.give("shop", order("C-1"))
    held.count("shop")
    assert held.gone_orders() == ["C-1"]

    counts = held.give("shop", order("C-1"), census=Census("orders", [("nordlicht", "C-1", "")]))

    assert counts == {"duplicate": 1}
    assert held.gone_orders() == []
    held.count("shop")
    assert held.gone_orders() == ["C-1"]


def test_a_new_version_brings_an_order_back_before_the_next_census(held):
    held.give("shop", order("C-1", total=1.0))
    held.count("shop")

    held.give("shop", order("C-1", total=2.0))
    assert held.gone_orders() == []

    held.count("shop")
    assert held.gone_orders() == ["C-1"], "and it can go again"
    held.count("shop", "C-1")
    assert held.gone_orders() == []


def test_an_order_is_not_gone_while_another_source_has_it(held):
    held.give("old_shop", order("C-1", total=1.0))
    held.give("new_shop", order("C-1", total=2.0))

    held.count("old_shop")
    assert held.gone() == []

    held.count("new_shop")
    assert held.gone() == [("orders", "nordlicht", "C-1", "", AT + timedelta(hours=4))]


def test_an_order_that_another_source_holds_alike_is_held_once_but_not_gone(held):
    held.give("old_shop", order("C-1"))
    assert held.give("new_shop", order("C-1")) == {"duplicate": 1}
    held.count("new_shop", "C-1")
    held.count("old_shop")

    assert held.gone() == []
    held.count("new_shop")
    assert held.gone_orders() == ["C-1"]


def test_the_census_of_one_shop_says_nothing_of_another(held):
    held.give("shop", order("C-1"), order("C-1", shop="fjordkind"))

    held.count("shop", shop="nordlicht")

    assert [row[1] for row in held.gone()] == ["nordlicht"]


def test_lines_and_parcels_are_counted_by_their_own_keys(held):
    held.give("lines", line("C-1", "1"), line("C-1", "2"), line("C-2", "1"))
    held.give("parcels", parcel("P-1"), parcel("P-2"))

    lines = [("nordlicht", "C-1", "2"), ("nordlicht", "C-2", "1")]
    held.give("lines", census=Census("items", lines))
    held.give("parcels", census=Census("shipments", [("nordlicht", "", "P-2")]))

    assert [row[:4] for row in held.gone()] == [
        ("items", "nordlicht", "C-1", "1"), ("shipments", "nordlicht", "", "P-1"),
    ]  # fmt: skip


def test_a_census_names_a_record_twice_or_one_that_we_refused_without_harm(held):
    held.give("shop", order("C-1"))

    held.count("shop", "C-1", "C-1", "C-9")

    assert held.gone() == [] and held.changes() == []


def test_a_gone_order_is_deleted_and_gone_lines_and_parcels_leave(warehouse):
    with open_store(warehouse.settings.raw_path) as store:
        held = Held(store)
        held.give("shop", order("C-1"), order("C-2"))
        held.give("lines", line("C-2", "1"), line("C-2", "2"))
        held.give("parcels", parcel("P-1"), parcel("P-2"))
        held.count("shop", "C-2")
        held.give("lines", census=Census("items", [("nordlicht", "C-2", "2")]))
        held.give("parcels", census=Census("shipments", [("nordlicht", "", "P-1")]))

    assert warehouse.rows("select order_id, deleted_at from staging.orders order by 1") == [
        ("C-1", AT + timedelta(hours=4)), ("C-2", None),
    ]  # fmt: skip
    assert warehouse.rows("select line_id from staging.order_items") == [("2",)]
    assert warehouse.rows("select shipment_id from staging.shipments") == [("P-1",)]


def test_trust_says_how_many_records_left_each_source(warehouse):
    with open_store(warehouse.settings.raw_path) as store:
        held = Held(store)
        held.give("shop", order("C-1"), order("C-2"), order("C-3"))
        held.count("shop", "C-2")
    warehouse.given("raw.polls", """
        source  path    role    shop       polled_at         oldest_item_at    newest_item_at
        shop    shop    orders  nordlicht  2026-03-02 10:00  2026-03-01 10:00  2026-03-02 10:00
        export  export  orders  nordlicht  2026-03-02 10:00  2026-03-01 10:00  2026-03-02 10:00
    """)

    assert warehouse.rows("select source, items, gone from metrics.sources order by 1") == [
        ("export", 0, 0), ("shop", 3, 2),
    ]  # fmt: skip
