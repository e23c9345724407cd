"""Business seconds of 10,000 random waits in six zones: the build against a walk day by day."""

import importlib
import random
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sql.models import load
from sql.settings import Shop

sys.path.insert(0, str(Path(__file__).parents[1]))
Clock = importlib.import_module("oracles.clocks").Clock
Hours = importlib.import_module("oracles.hours").Hours
pa = pytest.importorskip("pyarrow")

ZONES = {
    "york": "America/New_York", "berlin": "Europe/Berlin", "howe": "Australia/Lord_Howe",
    "kolkata": "Asia/Kolkata", "santiago": "America/Santiago", "auckland": "Pacific/Auckland",
}  # fmt: skip
FIRST, LAST = date(2026, 1, 5), date(2027, 5, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]
NEW = {"special_hours", "breaks", "holiday_regions"}
READ = NEW & {name.partition(".")[2] for name in load()["steps.open_hours"].reads}
WINDOWS = (
    [("09:00", "12:30"), ("13:15", "18:00")], [("10:00", "24:00")], [("00:00", "24:00")],
    [("00:00", "03:15"), ("22:00", "24:00")], [("01:30", "02:30")], [("08:00", "12:00")], [],
)  # fmt: skip
COLUMNS = {
    "opening_hours": ("shop", "weekday", "from_time", "until_time", "valid_from_day"),
    "closed_days": ("shop", "closed_day", "reason"),
    "special_hours": ("shop", "day", "from_time", "until_time"),
    "breaks": ("shop", "day", "from_time", "until_time"),
    "holiday_regions": ("shop", "country", "region", "valid_from_day"),
}


def set_nights() -> dict[str, list[datetime]]:
    """Local noons before the nights in which each shop's clock is set."""
    return {
        shop: [noon for day in DAYS
               if (noon := datetime.combine(day, time(12), ZoneInfo(zone))).utcoffset()
               != (noon + timedelta(days=1)).utcoffset()]
        for shop, zone in ZONES.items()
    }  # fmt: skip


def tables(chance: random.Random, nights) -> dict[str, list[dict[str, str]]]:
    """Three different weeks a shop, the windows of set nights among them, and days of all kinds."""
    rows: dict[str, list[tuple]] = {name: [] for name in COLUMNS}
    for shop in ZONES:
        for begins in ("1970-01-01", "2026-05-06", "2026-12-09"):
            for weekday in range(1, 8):
                windows = chance.choice(WINDOWS)
                rows["opening_hours"] += [(shop, str(weekday), *one, begins) for one in windows]
        near = [(noon + timedelta(days=n)).date() for noon in nights[shop] for n in (0, 1)]
        for day in {*chance.sample(DAYS, 30), *near[1::3]}:
            rows["closed_days"].append((shop, day.isoformat(), "shut"))
        for day in {*chance.sample(DAYS, 30), *near[::2]}:
            windows = chance.choice(WINDOWS)
            rows["special_hours"] += [(shop, day.isoformat(), *one) for one in windows]
        for day in {*chance.sample(DAYS, 60), *near}:
            rows["breaks"].append((shop, day.isoformat(), "01:45", "02:15"))
            rows["breaks"].append((shop, day.isoformat(), "12:00", "13:30"))
    rows["closed_days"].append(("*", "2026-07-01", "everywhere"))
    rows["holiday_regions"] += [
        ("york", "US", "NY", "2000-01-01"), ("berlin", "DE", "BE", "2000-01-01"),
        ("berlin", "DE", "BY", "2026-06-01"), ("auckland", "NZ", "", "2026-03-01"),
    ]  # fmt: skip
    return {
        name: [dict(zip(COLUMNS[name], row, strict=True)) for row in found]
        for name, found in rows.items()
        if name not in NEW - READ
    }


def pairs(chance: random.Random, nights, count: int) -> list[tuple[str, datetime, datetime]]:
    """Seconds to ten days long; half begin within two days of a set night, many on the dot."""
    found = []
    for n in range(count):
        shop = chance.choice(list(ZONES))
        zone = ZoneInfo(ZONES[shop])
        around = nights[shop] if n % 2 and nights[shop] else None
        noon = chance.choice(around) if around else datetime.combine(
            chance.choice(DAYS[:-20]), time(12), zone)  # fmt: skip
        start = (noon.astimezone(UTC) + timedelta(
            seconds=chance.randrange(-86400, 172800) // (step := chance.choice((1, 900))) * step,
        )).replace(tzinfo=None)  # fmt: skip
        length = chance.choice((60, 7200, 86400, 864000))
        end = start + timedelta(seconds=chance.randrange(length + 1) // step * step)
        found.append((shop, start, end))
    return found


@pytest.fixture
def laid_out(warehouse):
    """`seeds` and `waits` in the place of the shops' own; the models make the rest."""
    shops = {name: Shop(name=name, zone=zone, domains=()) for name, zone in ZONES.items()}
    warehouse.settings = warehouse.settings.model_copy(update={"shops": shops})

    def lay(seeds, waits):
        warehouse.rows("select 1")
        db = warehouse.db
        for name, rows in seeds.items():
            db.register("given", pa.table({c: [row[c] for row in rows] for c in COLUMNS[name]}))
            db.execute(f"delete from seeds.{name}")
            db.execute(f"insert into seeds.{name} by name select * from given")
        columns = zip(*((str(n), *wait) for n, wait in enumerate(waits)), strict=True)
        names = ("wait_id", "shop", "started_at", "answered_at")
        db.register("given", pa.table(dict(zip(names, map(list, columns), strict=True))))
        db.execute("create or replace table facts.wait_spans as select * from given")
        db.register("given", pa.table({"seen_day": DAYS}))
        db.execute("create or replace table staging.seen_days as select * from given")
        warehouse.made |= {"facts.wait_spans", "staging.seen_days"}
        return warehouse

    return lay


def test_the_business_seconds_of_10000_random_waits_are_those_of_a_walk_day_by_day(laid_out):
    chance, nights = random.Random(20260329), set_nights()
    seeds = tables(chance, nights)
    waits = pairs(chance, nights, 10_000)
    clocks = {shop: Clock(zone, Hours(shop, seeds).windows) for shop, zone in ZONES.items()}
    walked = [clocks[shop].open_seconds(start, end) for shop, start, end in waits]

    built = dict(laid_out(seeds, waits).rows("select * from facts.wait_business_seconds"))

    different = [
        (*wait, walked[n], built.get(str(n)))
        for n, wait in enumerate(waits)
        if walked[n] != built.get(str(n))
    ]
    assert different == []
    assert sum(seconds > 0 for seconds in walked) > 4_000, "an empty count agrees with everything"
