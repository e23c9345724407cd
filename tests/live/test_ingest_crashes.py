"""Exactly once, whatever crashes: killed anywhere, read again, the store is the same."""

import random
import signal

import pytest
from live.crash_shop import CrashShop, differences
from live.dying import AROUND, INSIDE, REPLAY, SOAK

# How many kills: a sample every day, all of them with TRACKRECORD_SOAK (make soak).
NUMBERS = {True: (range(1, 90, 3), (1, 5, 13)), False: ((2,), (1,))}
RANDOM = 150 if SOAK else 4
OFTEN = {  # steps that come only so often
    "rows of messages": 25, "rows of message_locations": 25, "rows of bounces": 2,
    "rows of mail_events": 13, "rows of order_versions": 4 if SOAK else 1,
    "rows of order_items": 5 if SOAK else 1, "rows of shipments": 3 if SOAK else 1,
    "quarantine": 4, "polls": 16, "cursor": 61, "counters": 73, "before commit": 73, "lock": 1,
}  # fmt: skip
MOMENTS = [
    (step, n) for steps, numbers in zip((INSIDE, AROUND), NUMBERS[SOAK], strict=True)
    for step in steps for n in sorted({min(n, OFTEN.get(step, 99)) for n in numbers})
]  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    made = CrashShop(tmp_path_factory.mktemp("crash"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def uninterrupted(shop):
    """What the store holds when nothing happens."""
    shop.forget_all()
    ended = shop.run("ingest tell")
    assert ended["code"] == 0
    assert ended["batches"] > 40, "batches are small, so that there are many to die in"
    shop.batches = ended["batches"]
    held = shop.told()
    shop.keep("read")
    return held


@pytest.fixture(scope="module")
def kills():
    """Counts them, and says at the end how many died inside an active batch."""
    counted = {"kills": 0, "inside": 0}
    yield counted
    print(f"\n{counted['kills']} kills, {counted['inside']} inside an active batch")
    if SOAK:
        assert counted["inside"] >= 200


def killed(shop, kills, do, step, n, seed=0):
    ended = shop.run(do, step, n, seed)
    assert ended["code"] == -signal.SIGKILL, f"it ended before its moment came: {ended}"
    kills["kills"] += 1
    kills["inside"] += ended["is_inside"]
    return ended


@pytest.mark.parametrize(("step", "n"), MOMENTS, ids=str)
def test_killed_at_a_named_step_nothing_is_lost_or_doubled(shop, uninterrupted, kills, step, n):
    shop.forget_all()

    ended = killed(shop, kills, "ingest", step, n)

    assert ended["is_inside"] == (step in INSIDE)
    assert differences(shop.told(), uninterrupted) == {}


@pytest.mark.parametrize("seed", range(RANDOM))
def test_killed_at_random_after_the_first_batch_nothing_is_lost_or_doubled(
    shop, uninterrupted, kills, seed
):
    shop.forget_all()

    killed(shop, kills, "ingest", "random", random.Random(seed).randrange(1, shop.batches), seed)

    assert differences(shop.told(), uninterrupted) == {}


@pytest.mark.parametrize("step", ["migration", "migrated"])
@pytest.mark.parametrize("n", [1, 2] if SOAK else [2])
def test_killed_in_a_migration_the_next_start_finishes_it(shop, uninterrupted, kills, step, n):
    shop.forget_all()

    killed(shop, kills, "ingest", step, n)

    assert differences(shop.told(), uninterrupted) == {}


def test_killed_again_and_again_it_still_ends_where_it_should(shop, uninterrupted, kills):
    """A batch more each time: no progress is lost, none is made twice."""
    shop.forget_all()
    for n in (9, 3, 14):
        killed(shop, kills, "ingest", "before commit", n)

    assert differences(shop.told(), uninterrupted) == {}


@pytest.mark.parametrize("step", REPLAY)
def test_killed_while_refused_items_are_read_again_none_is_lost_or_doubled(
    shop, uninterrupted, kills, step
):
    """Some stay refused, and the decisions to read them are carried out once."""
    shop.bring("read")
    wanted = shop.told("decide replay")
    shop.bring("read")

    killed(shop, kills, "decide replay", step, 1)

    assert differences(shop.told("replay"), wanted) == {}
