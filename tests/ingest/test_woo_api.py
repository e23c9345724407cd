"""WooCommerce over its REST API: faults, pages, deletions, and where a reading goes on."""

from datetime import timedelta

import pytest
from readings import Source
from scripted_woo import Woo
from woo_houses import NOW, ORDERS, PARCELS, WooHouse

from ingest import woo_api
from ingest.doctor import examine
from ingest.kinds import option_models
from ingest.sources import woocommerce
from sql.raw.facts import OrderVersion, Refused
from sql.settings import Probe, load
from sql.trouble import Misuse

HOUR, DAY = timedelta(hours=1), timedelta(days=1, minutes=1)


@pytest.fixture
def waits(monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr(woo_api, "_sleep", waited.append)
    monkeypatch.setenv("WOO_KEY", "ck_reader")
    monkeypatch.setenv("WOO_SECRET", "cs_open_sesame")
    return waited


@pytest.fixture
def shop(waits):
    server = Woo(NOW)
    yield server
    server.close()


class Feed:
    """The source that reads the shop, and what it gave of late."""

    def __init__(self, shop: Woo, **more):
        self.shop = shop
        options = {
            "kind": "woocommerce", "shop": "nordlicht", "url": shop.url, "per_page": 5,
            "consumer_key": "env:WOO_KEY", "consumer_secret": "env:WOO_SECRET", **more,
        }  # fmt: skip
        self.options = woocommerce.Options(**options)
        self.source = Source(woocommerce, "woo", self.options)

    def read(self, after=timedelta(0), stop_after=None):
        self.shop.now += after
        return self.source.read(self.shop.now, stop_after)

    def numbers(self, after=timedelta(0), stop_after=None) -> list[str]:
        return [one.order_id for one in self.read(after, stop_after).facts
                if isinstance(one, OrderVersion)]  # fmt: skip


@pytest.fixture
def feed(shop):
    return Feed(shop)


def names(shop: Woo, *numbers: int) -> list[str]:
    return [shop.orders[number]["number"] for number in numbers]


def test_every_order_is_read_once_and_then_only_what_changed(shop, feed):
    placed = [shop.place() for _ in range(12)]
    assert feed.numbers(after=HOUR) == names(shop, *placed)
    shop.now += HOUR
    shop.change(placed[3], total="1.00")
    assert feed.numbers(after=HOUR) == names(shop, placed[3])
    assert feed.numbers(after=HOUR) == []


def test_a_change_that_the_shop_shows_late_is_read_all_the_same(shop, feed):
    first = shop.place()
    feed.read(after=HOUR)
    late = shop.place()
    shop.orders[late]["date_modified_gmt"] = (shop.now - timedelta(minutes=5)).isoformat()
    assert feed.numbers(after=HOUR) == names(shop, late)
    assert first in shop.orders


def test_more_orders_of_one_second_than_a_page_holds_are_all_read(shop, feed):
    feed.read()
    placed = [shop.place() for _ in range(23)]
    assert feed.numbers(after=HOUR) == names(shop, *placed)


def test_orders_deleted_or_edited_between_two_pages_push_none_past_the_border(shop, feed):
    placed = [shop.place() for _ in range(14)]
    steps = iter([lambda: None, lambda: None, lambda: [shop.delete(n) for n in placed[:4]],
                  lambda: shop.change(placed[5], total="2.00"), lambda: shop.trash(placed[7])])
    shop.meanwhile = lambda: next(steps, lambda: None)()
    assert set(feed.numbers()) >= set(names(shop, *placed[4:7], *placed[8:]))


def test_orders_that_are_counted_but_not_shown_end_no_walk_early(shop, feed):
    placed = [shop.place() for _ in range(14)]
    shop.hidden = {placed[4], placed[5], placed[8]}
    shown = [number for number in placed if number not in shop.hidden]
    assert feed.numbers() == names(shop, *shown)
    shop.hidden = set(placed[4:12])
    assert "counts more orders than it shows" in (Feed(shop).read().trouble or "")


def test_a_reading_that_dies_goes_on_behind_its_last_page_and_misses_no_change(shop, feed):
    placed = [shop.place() for _ in range(12)]
    assert feed.numbers(after=HOUR, stop_after=1) == names(shop, *placed[:5])
    shop.now += HOUR
    shop.change(placed[0], total="3.00")
    assert feed.numbers(after=HOUR) == names(shop, *placed[5:], placed[0])


def test_other_settings_make_other_facts_so_all_orders_are_read_again(shop, feed):
    placed = shop.place(payment_method="cod")
    feed.read(after=HOUR)
    feed.source.options = Feed(shop, payment_methods={"cod": "on_delivery"}).options
    (again,) = [one for one in feed.read(after=HOUR).facts if isinstance(one, OrderVersion)]
    assert (again.order_id, again.payment_method) == (*names(shop, placed), "on_delivery")


def test_nothing_before_since_is_asked_for(shop):
    shop.place()
    shop.now += timedelta(days=3)
    new = shop.place()
    assert Feed(shop, since=NOW + timedelta(days=1)).numbers() == names(shop, new)


def test_refunds_are_asked_for_with_their_times(shop, feed):
    number = shop.place()
    shop.now += HOUR
    shop.refund(number, "12.50")
    version = feed.read().facts[0]
    assert (version.refunded_at, version.refunded_total) == (NOW + HOUR, 12.5)


def test_a_throttled_shop_is_given_the_time_that_it_asks_for(shop, feed, waits):
    shop.place()
    shop.faults.extend(["429"] * 5)
    assert len(feed.numbers()) == 1
    assert set(waits) == {7.0} and len(waits) >= 3
    assert {question["per_page"] for question in shop.asked} == {"5"}


@pytest.mark.parametrize("fault", ["500", "502", "cut", "page", "gone"])
def test_an_answer_that_fails_for_now_is_asked_for_again(shop, feed, fault):
    placed = [shop.place() for _ in range(3)]
    shop.faults.append("")
    shop.faults.append(fault)
    assert feed.numbers() == names(shop, *placed)


def test_a_shop_too_slow_for_a_page_is_asked_for_half_of_it_and_later_for_more_again(shop, feed):
    placed = [shop.place() for _ in range(9)]
    feed.options = Feed(shop, per_page=40).options
    feed.source.options = feed.options
    shop.slow_over = 10
    assert feed.numbers() == names(shop, *placed)
    assert feed.source.cursors["orders"]["per_page"] == 10
    shop.slow_over, shop.asked = 100, []
    feed.read(after=HOUR)
    assert {question["per_page"] for question in shop.asked} == {"20"}


@pytest.mark.parametrize(("fault", "said"), [
    ("401", "refuses the key (401); are consumer_key and consumer_secret still valid"),
    ("403", "forbids the key to read orders (403); give the key read access"),
    ("301", "points elsewhere (301); write the address that it points to as url"),
])  # fmt: skip
def test_what_no_second_try_mends_is_said_at_once_with_the_way_out(shop, feed, waits, fault, said):
    shop.faults.append(fault)
    trouble = feed.read().trouble
    assert trouble.startswith(f"[sources.woo] {shop.url} {said}")
    assert "\n" not in trouble and "cs_open" not in trouble and "ck_reader" not in trouble
    assert waits == []


def test_a_wrong_address_or_secret_is_told(shop, monkeypatch):
    assert "permalinks must not be plain" in Feed(shop, url=f"{shop.url}/blog").read().trouble
    monkeypatch.setenv("WOO_SECRET", "cs_wrong")
    assert "refuses the key (401)" in Feed(shop).read().trouble


@pytest.mark.parametrize(("fault", "said"), [
    ("502", "answers 502"), ("page", "a page for people (maintenance, login)"),
    ("429", "answers 429"), ("gone", "gave no whole answer (ConnectionError)"),
])  # fmt: skip
def test_a_shop_that_stays_ill_is_left_for_the_next_run(shop, feed, fault, said):
    placed = [shop.place() for _ in range(12)]
    feed.numbers(after=HOUR, stop_after=1)
    shop.faults.extend([fault] * 30)
    assert said in feed.read().trouble
    assert "what was read stands" in feed.read().trouble
    shop.faults.clear()
    assert feed.numbers() == names(shop, *placed[5:])


def test_a_shop_too_old_to_know_of_changes_is_refused_with_the_way_out(shop, feed):
    shop.place()
    shop.knows_modified = False
    trouble = feed.read().trouble
    assert "WooCommerce 5.8 or newer is needed; update it, or save its orders" in trouble
    shop.knows_modified = True
    feed.read(after=30 * DAY)
    shop.knows_modified = False  # an older copy was put back
    assert "does not know modified_after" in (feed.read(after=HOUR).trouble or "")


def test_a_shop_whose_plugin_sorts_otherwise_is_not_believed(shop, feed, monkeypatch):
    for _ in range(3):
        shop.place()
    monkeypatch.setattr(shop, "_sorted", lambda found, question: found[::-1])
    assert "does not sort orders by id" in feed.read().trouble


def test_a_refused_order_is_kept_and_read_again_once_it_can_be(shop, feed):
    good, bad, also = shop.place(), shop.place(total="1,5"), shop.place()
    reading = feed.read()
    assert [one.order_id for one in reading.facts if isinstance(one, OrderVersion)] == names(
        shop, good, also)  # fmt: skip
    (refused,) = reading.refused
    assert (refused.location, refused.reason) == (f"order W-{bad}", "number.invalid")
    (still,) = woocommerce.reread(feed.options, "woo", [refused], NOW)
    assert still.refused == [refused]
    mended = Refused(refused.location, refused.reason, "",
                     refused.payload.replace(b'"1,5"', b'"1.5"'))
    (again,) = woocommerce.reread(feed.options, "woo", [mended], NOW)
    assert again.items[0][0].order_id == f"W-{bad}"
    (lost,) = woocommerce.reread(feed.options, "woo", [Refused("x", "json.broken", "", b"{")], NOW)
    assert lost.refused[0].location == "x"


def test_orders_in_the_bin_are_gone_until_they_are_restored_and_deleted_ones_for_good(
    shop, tmp_path
):
    kept, binned, deleted = shop.place(), shop.place(), shop.place()
    shop.track(kept, ["A", "B"])
    house = WooHouse(tmp_path, shop)
    house.read()
    shop.trash(binned)
    shop.delete(deleted)
    shop.track(kept, ["B"])

    house.read(DAY)

    assert [row[0] for row in house.rows(ORDERS)] == [f"W-{kept}"]
    assert house.rows(PARCELS) == [(f"W-{kept}", f"{kept}-B", "B")]
    shop.restore(binned)
    house.read(DAY)
    assert [row[0] for row in house.rows(ORDERS)] == [f"W-{kept}", f"W-{binned}"]


def test_parcels_written_past_the_order_are_found_by_the_daily_second_look(shop, feed):
    number = shop.place()
    feed.read()
    feed.read(after=2 * HOUR)
    shop.track(number, ["A"], quietly=True)
    assert feed.numbers(after=HOUR) == []
    assert feed.numbers(after=DAY) == names(shop, number)


def test_the_polls_tell_of_parcels_only_where_the_shop_has_any(shop, feed):
    number = shop.place()
    assert [poll.role for poll in feed.read().polls] == ["orders", "items"]
    shop.track(number, ["A"])
    polls = feed.read(after=HOUR).polls
    assert [(poll.path, poll.role) for poll in polls] == [
        ("woo/orders", "orders"), ("woo/items", "items"), ("woo/shipments", "shipments")]
    assert {poll.states_its_end_at for poll in polls} == {NOW + HOUR}
    shop.faults.extend(["502"] * 30)
    assert feed.read(after=HOUR).polls == []


def test_doctor_is_told_how_many_orders_there_are_or_what_is_wrong(shop, feed):
    shop.place()
    shop.now += HOUR
    for _ in range(3):
        shop.place()
    assert woocommerce.probe(feed.options, "woo") == [Probe("woo", 4, NOW + HOUR, None)]
    shop.knows_modified = False
    assert "5.8 or newer" in woocommerce.probe(feed.options, "woo")[0].trouble
    shop.faults.append("403")
    assert "shop manager" in woocommerce.probe(feed.options, "woo")[0].trouble


def test_an_address_in_the_clear_is_for_this_machine_alone(shop):
    with pytest.raises(ValueError, match="https"):
        Feed(shop, url="http://shop.example")
    with pytest.raises(ValueError, match="env:NAME"):
        Feed(shop, consumer_key="ck_open")


def test_doctor_says_how_many_orders_and_what_they_let_us_measure(shop, tmp_path):
    shop.place()
    diagnosis = examine(WooHouse(tmp_path, shop).settings, NOW + HOUR)
    (seen,) = diagnosis.seen
    assert (seen.state, seen.fact) == ("ok", "1 order, newest 1 h ago")
    assert not any("the orders" in step for one in diagnosis.measures for step in one.next_steps)


def test_a_key_written_in_the_clear_is_refused_before_anything_starts(tmp_path):
    path = tmp_path / "trackrecord.toml"
    path.write_text('''
        [shops.nordlicht]
        name = "Nordlicht"
        zone = "Europe/Berlin"
        [sources.woo]
        kind = "woocommerce"
        shop = "nordlicht"
        url = "https://shop.nordlicht.example"
        consumer_key = "ck_open"
        consumer_secret = "env:WOO_SECRET"
    ''')
    with pytest.raises(Misuse, match=r"\[sources.woo\] consumer_key: a secret") as refusal:
        load(path, option_models())
    assert "ck_open" not in str(refusal.value)
