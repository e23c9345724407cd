"""A million waits of three shops over two years: until when is each due, how long open meanwhile?

Half of them are judged by the clock, half in opening hours; four of five are answered. "models" is
the SQL of a build, "bisect" the same by hand: each wait looked up in Python lists of openings.
"copy" is the floor under the models: a table of the same waits with one sum in it. `sql_seconds` is
CPU without the start of the process; the sums tell that both found the same. To hold: 2 seconds.
"""

import time
from bisect import bisect_left, bisect_right
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from sql.evaluate import make_table
from sql.models import load
from sql.settings import Settings, Shop
from sql.workshop import lay_out_macros, open_workshop

PEER = "bisect"
WAITS = 1_000_000
TARGET = 8 * 3600
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York")
GIVEN = ("steps.calendar", "steps.open_hours", "staging.target_periods")
MODELS = (
    "facts.reply_clocks", "facts.reply_terms", "facts.reply_days", "facts.open_windows",
    "facts.wait_clocks", "facts.wait_business_seconds",
)  # fmt: skip
SUMS = """
    select
        sum(business_seconds), sum(seconds_between(timestamp '2025-01-01', due_at)), count(*)
    from facts.wait_clocks left join facts.wait_business_seconds using (wait_id)"""
INPUTS = f"""
    insert into seeds.reply_clocks values ('*', 'form', date '2000-01-01', 'business', {TARGET});
    create table staging.seen_days as
        select unnest(generate_series(timestamp '2025-01-01', timestamp '2026-12-31',
            interval 1 day))::date as seen_day;
    create table facts.wait_spans as
        select
            md5(n::varchar) as wait_id, 'shop' || n % 3 as shop,
            timestamp '2025-01-01' + to_seconds(hash(n) % 62000000) as started_at,
            case when n % 5 > 0 then started_at + to_seconds(hash(n + 1) % 250000) end
                as answered_at
        from range({WAITS}) as numbers (n);
    create table facts.inquiries as
        select
            wait_id as message_key, shop,
            case when hash(wait_id) % 2 = 0 then 'form' else 'email' end as asked_by
        from facts.wait_spans;
    create table facts.clock_doubts as
        select shop, 0.0 as reply_seconds from seeds.shops"""


def prepare(folder: Path) -> None:
    shops = {f"shop{n}": Shop(name=zone, zone=zone) for n, zone in enumerate(ZONES)}
    settings = Settings(path=folder / "trackrecord.toml", data=folder, shops=shops,
                        desk_url=f"sqlite:///{folder}/desk.sqlite")  # fmt: skip
    models = load()
    with open_workshop(folder / "work.duckdb", settings, []) as db:
        db.execute(INPUTS)
        for name in GIVEN:
            make_table(db, models[name])


def opened(folder: Path) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(str(folder / "work.duckdb"))
    db.execute("set threads = 2")
    lay_out_macros(db, folder / "customer.key")
    return db


def models(folder: Path) -> dict[str, float]:
    texts = load()
    with opened(folder) as db:
        started = time.process_time()
        for name in MODELS:
            db.execute(f"create or replace table {name} as {texts[name].text}")
        seconds = time.process_time() - started
        business, due, rows = db.execute(SUMS).fetchall()[0]
    return {"sql_seconds": seconds, "business_sum": business, "due_sum": due, "waits": rows}


def copy(folder: Path) -> dict[str, float]:
    with opened(folder) as db:
        started = time.process_time()
        db.execute("""create or replace table facts.copied as
            select *, started_at + 86400.0 * interval 1 second as due_at from facts.wait_spans""")
        return {"sql_seconds": time.process_time() - started, "waits": WAITS}


def bisect(folder: Path) -> dict[str, float]:
    with opened(folder) as db:
        waits = db.execute("""select spans.shop, asked_by, started_at, answered_at
            from facts.wait_spans as spans
            join facts.inquiries as asked on spans.wait_id = asked.message_key""").fetchall()
        shops = {shop: Openings(db, shop) for shop in {row[0] for row in waits}}
    started, business, due = time.process_time(), 0.0, 0.0
    for shop, asked_by, started_at, answered_at in waits:
        openings, begun = shops[shop], started_at.replace(tzinfo=UTC).timestamp()
        before = openings.count(begun)
        if answered_at:
            business += openings.count(answered_at.replace(tzinfo=UTC).timestamp()) - before
        by_hours = asked_by == "form"
        due += (openings.moment(before + TARGET) if by_hours else begun + 86400) - openings.zero
    seconds = time.process_time() - started
    return {"sql_seconds": seconds, "business_sum": business, "due_sum": due, "waits": len(waits)}


class Openings:
    """A shop's openings as lists: when each begins and ends, and the open seconds before it."""

    zero = datetime(2025, 1, 1, tzinfo=UTC).timestamp()

    def __init__(self, db: duckdb.DuckDBPyConnection, shop: str):
        rows = db.execute("""select from_at, until_at, open_seconds_before from steps.open_hours
            where is_open and shop = ? order by from_at""", [shop]).fetchall()
        self.begins = [row[0].replace(tzinfo=UTC).timestamp() for row in rows]
        self.ends = [row[1].replace(tzinfo=UTC).timestamp() for row in rows]
        self.before = [row[2] for row in rows]

    def count(self, at: float) -> float:
        place = bisect_right(self.begins, at) - 1
        return self.before[place] + min(at, self.ends[place]) - self.begins[place]

    def moment(self, count: float) -> float:
        place = bisect_left(self.before, count) - 1
        return self.begins[place] + count - self.before[place]


CONTESTANTS = {"models": models, "bisect": bisect, "copy": copy}
