"""A WooCommerce shop that changes and fails while it is read: in the end we hold what it holds."""

import os
import random
from datetime import timedelta

import pytest
from scripted_woo import Woo
from woo_houses import NOW, ORDERS, PARCELS, WooHouse

from ingest import woo_api

SCENARIOS = int(os.environ.get("WOO_SCENARIOS", "3"))  # as many as one likes, by hand
PASSING = ("429", "500", "502", "cut", "page", "gone")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(woo_api, "_sleep", lambda seconds: None)
    monkeypatch.setenv("WOO_KEY", "ck_reader")
    monkeypatch.setenv("WOO_SECRET", "cs_open_sesame")


class Life:
    """What happens in a shop, by chance: also between two pages."""

    def __init__(self, shop: Woo, chance: random.Random):
        self.shop, self.chance = shop, chance
        self.left = 15  # a shop that always grows faster than it is read is never read

    def happen(self) -> None:
        shop, chance = self.shop, self.chance
        there = [n for n, one in shop.orders.items() if one["status"] != "trash"]
        binned = [n for n, one in shop.orders.items() if one["status"] == "trash"]
        if chance.random() < 0.4 or not there:
            return [shop.place() for _ in range(chance.choice((1, 1, 6)))][:0]
        number = chance.choice(there)
        chance.choice([
            lambda: shop.add_line(number), lambda: shop.drop_line(number),
            lambda: shop.change(number, total=f"{chance.randint(1, 99)}.50"),
            lambda: shop.change(number, status="completed"),
            lambda: shop.change(number, status="cancelled"),
            lambda: shop.refund(number),
            lambda: shop.track(number, chance.sample("ABC", chance.randint(0, 2))),
            lambda: shop.track(number, chance.sample("ABC", 1), quietly=True),
            lambda: [shop.change(n, total="7.00") for n in there],  # all in one second
            lambda: shop.trash(number), lambda: shop.delete(number),
            lambda: binned and shop.restore(chance.choice(binned)),
        ])()  # fmt: skip

    def meanwhile(self) -> None:
        self.left -= 1
        if self.left > 0 and self.chance.random() < 0.5:
            self.happen()
        if self.chance.random() < 0.3:
            self.shop.faults.append(self.chance.choice(PASSING))
        self.shop.slow_over = self.chance.choice((100, 100, 100, 3))
        self.shop.now += timedelta(seconds=self.chance.choice((0, 0, 1)))


def expected_orders(shop: Woo) -> list[tuple]:
    return sorted(
        (one["number"], one["status"], float(one["total"]),
         sum(float(r["amount"]) for r in shop.refunds.get(n, [])) or None,
         max((NOW.fromisoformat(r["date_created_gmt"]) for r in shop.refunds.get(n, [])),
             default=None),
         NOW.fromisoformat(one["date_paid_gmt"]), one["status"] == "cancelled",
         sorted((str(line["id"]), float(line["quantity"])) for line in one["line_items"]) or None)
        for n, one in shop.orders.items() if one["status"] != "trash"
    )  # fmt: skip


def expected_parcels(shop: Woo) -> list[tuple]:
    return sorted(
        (one["number"], parcel["tracking_id"], parcel["tracking_number"])
        for one in shop.orders.values() if one["status"] != "trash"
        for meta in one["meta_data"] for parcel in meta["value"]
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(SCENARIOS))
def test_in_the_end_we_hold_what_the_shop_holds_and_reading_again_changes_nothing(tmp_path, seed):
    chance = random.Random(seed)
    shop = Woo(NOW, seed)
    house = WooHouse(tmp_path, shop)
    life = Life(shop, chance)
    try:
        for _ in range(chance.randint(0, 8)):
            life.happen()
        shop.meanwhile = life.meanwhile
        for _ in range(chance.randint(1, 3)):
            house.read(timedelta(minutes=chance.choice((0, 3, 60, 1500))))
            for _ in range(chance.randint(0, 4)):
                life.happen()
        shop.meanwhile, shop.slow_over = (lambda: None), 100
        shop.faults.clear()

        assert house.read(timedelta(days=1, minutes=1)).trouble is None

        assert house.rows(ORDERS) == expected_orders(shop)
        assert house.rows(PARCELS) == expected_parcels(shop)
        sizes = house.sizes()
        again = house.read(timedelta(days=1, minutes=1))
        assert (again.trouble, again.counts["accepted"]) == (None, 0)
        assert house.sizes() == sizes
    finally:
        shop.close()
