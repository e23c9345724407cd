"""A shop that changes while it is read, throttles and breaks: in the end we hold what it holds."""

import os
import random
from datetime import timedelta

import pytest
from shopify_reading import differences, there
from shopify_shop import Shop

SCENARIOS = int(os.environ.get("SHOPIFY_SCENARIOS", "2"))  # more for the figure
FAULTS = ("cut", "busy", "gateway", "limited", "internal")


class Troubled:
    """Between two answers the shop changes, and now and then an answer fails."""

    def __init__(self, seed: int, shop: Shop):
        self.random, self.shop = random.Random(seed), shop
        self.changes, self.faults, self.in_a_row, self.dies_after = 0.2, 0.15, 0, None

    def __call__(self, operation: str):
        some = self.random
        while some.random() < self.changes:
            self.shop.anything()
            if some.random() < 0.4:
                self.shop.go_on(some.choice((0.3, 1, 5)))
        if self.dies_after is not None:
            self.dies_after -= 1
            if self.dies_after < 0:
                return "busy"
        self.in_a_row = self.in_a_row + 1 if some.random() < self.faults else 0
        return some.choice(FAULTS) if 0 < self.in_a_row < 5 else None

    def settle(self):
        self.changes, self.faults, self.dies_after = 0.0, 0.0, None


@pytest.mark.parametrize("seed", range(SCENARIOS))
def test_after_the_dust_has_settled_the_store_holds_what_the_shop_holds(shop_reading, seed):
    some = random.Random(seed)
    shop = Shop(some.choice((15, 30)), seed)
    for _ in range(40):
        shop.anything()
        shop.go_on(some.choice((0, 1, 60)))
    server = {"bucket": some.choice((700, 1000)), "rate": some.choice((50, 100)), "most": 600,
              "lag": some.choice((0, 20))}  # fmt: skip
    house = shop_reading(
        shop, server, listing=some.choice((4, 9, 20)), batch=some.choice((3, 50)), overlap="30s",
    )  # fmt: skip
    troubled = house.server.before = Troubled(seed, shop)
    for _ in range(3):
        troubled.dies_after = some.choice((None, 5, 25))
        house.read(hours=some.choice((1, 30)))
        for _ in range(10):
            shop.anything()
            shop.go_on(some.choice((0, 1, 3600)))
    troubled.settle()
    shop.go_on(20)

    settled, trouble = house.read(hours=25)  # with a census

    assert trouble is None
    assert differences(house.held(), there(shop)) == {}
    assert house.read(hours=1)[0]["accepted"] == 0
    versions = house.rows("select count(*), count(distinct row(order_id, valid_from_at,"
                          " content_hash)) from raw.order_versions")  # fmt: skip
    assert versions[0][0] == versions[0][1]
    assert house.rows("select count(*) from raw.runs where items_read <> accepted + duplicate"
                      " + quarantined + deferred + ignored") == [(0,)]  # fmt: skip
    assert house.rows("select count(*) from raw.quarantine") == [(0,)]
    assert timedelta(seconds=sum(house.server.slept)) > timedelta(0)
