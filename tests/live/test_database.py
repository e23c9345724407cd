"""Orders from a real PostgreSQL: whatever the shop does meanwhile, in the end we hold what it does.

Seeded random scenarios; TRACKRECORD_SOAK=1 runs more of them.
"""

import os
import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from postgres_server import Postgres, shop_connection
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from ingest.sources import database
from sql.models import FOLDER
from sql.raw.opening import open_store
from sql.trouble import Trouble

NOW = datetime(2026, 11, 26, 12)
DAY = timedelta(days=1)
BEGIN = datetime(2026, 3, 1)
SEEDS = range(60 if os.environ.get("TRACKRECORD_SOAK") else 4)
ORDERS = """create table orders (
    id bigint primary key, number text not null, placed timestamptz, changed timestamptz not null,
    total numeric(12, 3), is_test boolean, note text)"""
COLUMNS = {"order_id": "number", "placed_at": "placed", "valid_from_at": "changed", "name": "note"}


@pytest.fixture(scope="session")
def postgres():
    server = Postgres().start()
    yield server
    server.stop()


def model_text(name: str) -> str:
    return (FOLDER / f"{name.replace('.', '/')}.sql").read_text()


def in_transaction(url: str) -> Connection:
    """A second session of the shop's, which commits when it likes."""
    session = shop_connection(url).execution_options(isolation_level="READ COMMITTED")
    session.execute(text("set local lock_timeout = '20ms'"))
    return session


class Shop:
    """The shop's own sessions, and our source and store beside them."""

    def __init__(self, server: Postgres, store, monkeypatch, **options):
        self.url = server.database()
        monkeypatch.setenv("SHOP_DB", self.url)
        self.db = shop_connection(self.url)
        self.run_sql("set datestyle = 'ISO'")
        self.run_sql("set lock_timeout = '20ms'")
        self.run_sql(ORDERS)
        given = {"kind": "database", "shop": "nordlicht", "table": "orders", "url": "env:SHOP_DB",
                 "relation": "orders", "key": ("id",), "incremental": "changed",
                 "columns": COLUMNS, "overlap": "30m", "rows_per_batch": 7} | options  # fmt: skip
        self.options = database.Options(**given)
        self.store, self.now = store, NOW

    def run_sql(self, sql: str, **values):
        return self.db.execute(text(sql), values)

    def order(self, number: int, minute: int, total: object = 10, connection=None) -> None:
        (connection or self.db).execute(
            text("""insert into orders values (:id, :number, :placed, :changed, :total, false, '')
                    on conflict (id) do update set changed = :changed, total = :total"""),
            {"id": number, "number": f"C-{number}", "placed": f"{BEGIN}+00", "total": total,
             "changed": f"{BEGIN + timedelta(minutes=minute)}+00"},
        )

    def read(self, later: timedelta = timedelta(hours=1), meanwhile=lambda: None) -> str | None:
        """One run into the store; `meanwhile` happens after each batch. Its trouble, if any."""
        self.now += later
        run = self.store.start("shop", "database", self.now)
        try:
            for batch in database.read(
                self.options, "shop", self.store.cursors("shop"), self.now
            ):
                self.store.commit(run, batch, self.now)
                meanwhile()
        except Trouble as trouble:
            return str(trouble)
        return None

    def count(self) -> str | None:
        return self.read(DAY)

    def held(self) -> dict[str, Decimal]:
        """Number -> total of every order that we hold and that is not gone, as the models say."""
        self.store.db.execute("create schema if not exists staging")
        for name in ("staging.source_records", "staging.gone_records"):
            self.store.db.execute(f"create or replace table {name} as {model_text(name)}")
        found = self.store.db.execute("""
            with newest as (
                select order_id, arg_max(total, row(coalesce(valid_from_at, read_at), batch_id,
                    rowid)) as total from raw.order_versions group by order_id)
            select order_id, coalesce(total, 0) from newest
            where order_id not in (select order_id from staging.gone_records)""").fetchall()
        return {number: Decimal(str(total)) for number, total in found}

    def there(self) -> dict[str, Decimal]:
        return {number: total for number, total in self.run_sql("select number, total from orders")}

    def rows_held(self) -> tuple:
        return self.store.db.execute("""select (select count(*) from raw.order_versions),
            (select count(*) from raw.record_changes), (select count(*) from raw.quarantine)
        """).fetchall()[0]


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "data" / "raw.duckdb") as opened:
        yield opened


@pytest.fixture
def shop(postgres, store, monkeypatch):
    made = Shop(postgres, store, monkeypatch)
    yield made
    made.db.close()


@dataclass
class Doings:
    """What a shop does to its database, by chance; some of it commits only later."""

    shop: Shop
    chance: random.Random
    minute: int = 0
    orders: int = 0
    open: list = field(default_factory=list)  # sessions that have not committed yet

    def any_number(self) -> int:
        return self.chance.randint(1, max(self.orders, 1))

    def once(self) -> None:
        with suppress(OperationalError):  # another session holds the row
            self.do_one()

    def do_one(self) -> None:
        self.minute += self.chance.choice((0, 0, 1, 20))
        total = Decimal(self.chance.randint(1, 99_999)) / 1000
        match self.chance.randint(1, 8):
            case 1 | 2:
                self.orders += 1
                self.shop.order(self.orders, self.minute, total)
            case 3:
                self.shop.order(self.any_number(), self.minute, total)
            case 4:  # no stamp tells of it
                self.shop.run_sql("update orders set total = :total where id = :id",
                                  total=total, id=self.any_number())  # fmt: skip
            case 5:
                self.shop.run_sql("delete from orders where id = :id", id=self.any_number())
            case 6:  # put back to what it was
                self.shop.run_sql(
                    "update orders set total = 5, changed = :at where id = :id",
                    at=f"{BEGIN}+00", id=self.any_number())  # fmt: skip
            case 7:  # a second session commits later, with the stamps of now
                session = in_transaction(self.shop.url)
                self.open.append(session)
                self.orders += 1
                number = self.chance.choice((self.orders, self.any_number()))
                self.shop.order(number, self.minute, total, session)
            case 8:
                self.end_one()

    def end_one(self) -> None:
        if self.open:
            session = self.open.pop(self.chance.randrange(len(self.open)))
            self.chance.choice((session.commit, session.commit, session.rollback))()
            session.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_after_the_next_count_we_hold_what_the_database_holds(shop, seed):
    doings = Doings(shop, random.Random(seed))
    for _ in range(8):
        for _ in range(doings.chance.randint(1, 12)):
            doings.once()
        later = doings.chance.choice((timedelta(minutes=5), timedelta(hours=3), DAY))
        assert shop.read(later, meanwhile=doings.once) is None
    while doings.open:
        doings.end_one()
    shop.order(1000, doings.minute)

    assert shop.count() is None
    assert shop.held() == shop.there()

    before = shop.rows_held()
    assert (shop.read(), shop.count()) == (None, None)
    assert shop.rows_held() == before, "a further run changes nothing"


def test_o31_a_late_commit_beyond_the_overlap_is_found_by_the_count(shop):
    late = in_transaction(shop.url)
    shop.order(1, 0)
    shop.order(2, 10, connection=late)
    shop.order(3, 500)
    shop.read()
    late.commit()
    late.close()

    shop.read()
    assert shop.held().keys() == {"C-1", "C-3"}
    shop.count()
    assert shop.held().keys() == {"C-1", "C-2", "C-3"}


def test_o31_rows_stamped_alike_at_the_boundary_all_arrive(shop):
    for number in range(1, 20):
        shop.order(number, 10)
    shop.read()
    for number in range(20, 40):
        shop.order(number, 10)

    shop.read()

    assert len(shop.held()) == 39


def test_o31_rows_changed_while_we_read_are_read_by_the_next_run(shop):
    for number in range(1, 1200):
        shop.order(number, number)
    changes = iter(range(1, 1200, 100))

    def change() -> None:
        if (number := next(changes, None)) is not None:
            shop.order(number, 2000, total=77)
            shop.run_sql("delete from orders where id = :id", id=number + 1)

    shop.read(meanwhile=change)
    shop.read()
    assert shop.held()["C-1"] == 77

    shop.count()
    assert shop.held() == shop.there() and len(shop.held()) < 1199


def test_o31_our_clock_is_of_no_matter_only_the_databases_is(shop):
    shop.order(1, 0)
    shop.read()
    shop.run_sql("update orders set changed = now(), total = 20")
    shop.now = datetime(1999, 1, 1)  # the count's own time is ours: behind it, it is due

    shop.read()

    assert shop.held() == {"C-1": 20}


def test_o31_a_locked_table_is_left_and_read_by_the_next_run(postgres, store, monkeypatch):
    shop = Shop(postgres, store, monkeypatch, timeout=timedelta(seconds=1))
    shop.order(1, 0)
    shop.read()
    shop.order(2, 500)
    holder = in_transaction(shop.url)
    holder.execute(text("lock table orders in access exclusive mode"))

    trouble = shop.read()
    holder.rollback()
    holder.close()

    assert trouble.endswith(
        "another holds a lock on it for longer than we wait; the next run goes on")  # fmt: skip
    assert shop.held().keys() == {"C-1"}
    assert shop.read() is None
    assert shop.held().keys() == {"C-1", "C-2"}


def test_o31_a_statement_that_takes_too_long_is_ended(postgres, store, monkeypatch):
    shop = Shop(postgres, store, monkeypatch, timeout=timedelta(milliseconds=300))
    shop.order(1, 0)
    shop.run_sql("create view slow as select orders.*, pg_sleep(3)::text as nap from orders")
    shop.options = shop.options.model_copy(
        update={"relation": "slow",
                "columns": {field: (name,) for field, name in (COLUMNS | {"city": "nap"}).items()}}
    )

    assert "a statement took longer than timeout; raise it" in shop.read()


def test_o31_a_view_that_loses_a_column_or_itself_is_told_and_what_stands_stays(shop):
    shop.order(1, 0)
    shop.run_sql("create view export as select id, number, placed, changed, note from orders")
    shop.options = shop.options.model_copy(update={"relation": "public.export"})
    assert shop.read() is None
    shop.run_sql("drop view export")
    shop.run_sql("create view export as select id, number as nummer, placed, changed, note"
                 " from orders")  # fmt: skip

    assert shop.read() == (
        '[sources.shop] public.export: no column "number" for order_id; did you mean "nummer"?'
        " (columns found: id, nummer, placed, changed, note)"
    )
    shop.run_sql("drop view export")
    assert 'no relation "public.export" there' in shop.read()
    assert len(shop.held()) == 1


def test_o31_a_connection_lost_midway_loses_nothing(shop):
    for number in range(1, 3000):
        shop.order(number, number)
    batches = database.read(shop.options, "shop", {}, NOW)
    run = shop.store.start("shop", "database", NOW)
    shop.store.commit(run, next(batches), NOW)
    shop.run_sql("select pg_terminate_backend(pid) from pg_stat_activity"
                 " where datname = current_database() and pid <> pg_backend_pid()")  # fmt: skip

    with pytest.raises(Trouble, match="the next run goes on"):
        for batch in batches:
            shop.store.commit(run, batch, NOW)
    stored = len(shop.held())
    assert 0 < stored < 2999

    assert shop.read() is None
    assert shop.held() == shop.there()
    assert shop.rows_held()[0] == 2999, "no order was stored twice"


def test_o31_a_server_that_is_down_or_refuses_us_is_told_without_the_secret(
    shop, postgres, monkeypatch
):
    for url, said in (
        (shop.url.replace("correct", "wrong"), "it refused the login"),
        (shop.url.replace(f":{postgres.port}/", ":1/"), "it cannot be reached"),
        (f"{shop.url}x", "there is no such database"),
    ):
        monkeypatch.setenv("SHOP_DB", url)
        trouble = shop.read()

        assert said in trouble and trouble.startswith("[sources.shop] postgresql+psycopg://shop:")
        assert "horse" not in trouble and "\n" not in trouble


def test_o32_values_of_every_type_arrive_or_their_row_is_refused(shop):
    shop.run_sql("""create table odd (
        id uuid primary key, number text, placed timestamp, total numeric, name jsonb, city text[],
        phone bytea, shipped date, is_test boolean, postcode float8, verified_at timestamptz)""")
    rows = ["'2026-11-20 10:00', 1.234, '{\"a\": 1}', '{a,b}', null, '2026-11-20', true, 1099",
            "'infinity', 1, null, null, null, null, null, null",
            "'2026-11-20 10:00', 'NaN', null, null, null, null, null, null",
            "'2026-11-20 10:00', 2, null, null, '\\x00', null, null, null",
            "'2026-11-20 10:00', 3, null, null, null, '0044-03-15 BC', null, null",
            "'2026-11-20 10:00', null, null, null, null, null, null, null"]  # fmt: skip
    for number, row in enumerate(rows, start=1):
        shop.db.exec_driver_sql(
            f"insert into odd values ('{number:032}', 'C-{number}', {row}, now())")
    shop.options = database.Options(**shop.options.model_dump(exclude_none=True) | {
        "relation": "odd", "incremental": None, "zone": "Europe/Berlin", "columns": {
            "order_id": "number", "placed_at": "placed", "paid_at": "shipped"}})  # fmt: skip

    assert shop.read() is None

    held = shop.store.db.execute("""select order_id, placed_at, total, name, city, is_test,
        postcode, verified_at is null from raw.order_versions order by 1""").fetchall()
    ten = datetime(2026, 11, 20, 9)
    assert held == [
        ("C-1", ten, 1.234, '{"a": 1}', '["a", "b"]', True, "1099", False),
        ("C-6", ten, None, None, None, None, None, False),
    ]  # fmt: skip
    assert shop.store.db.execute("""select left(location, 7), reason, split_part(detail, ':', 1)
        from raw.quarantine order by location""").fetchall() == [
        ("odd id=", "time.invalid", "column placed"),
        ("odd id=", "number.invalid", "column total"),
        ("odd id=", "cell.bytes", "column phone"),
        ("odd id=", "time.invalid", "column shipped"),
    ]  # fmt: skip


def test_a_query_may_not_write_even_where_it_looks_like_reading(shop):
    shop.order(1, 0)
    shop.run_sql("""create function sneak() returns bigint language sql as
        $$ delete from orders returning id $$""")
    shop.options = database.Options(**shop.options.model_dump(exclude={"relation"}) | {
        "query": "select id, number, placed, changed, note, sneak() as s from orders",
        "columns": COLUMNS | {"city": "s"}})  # fmt: skip

    assert "it would have to write" in shop.read()
    assert len(shop.there()) == 1


def test_names_that_need_quotes_are_quoted(shop):
    shop.run_sql('create schema "My Shop"')
    shop.run_sql("""create table "My Shop"."Order" ("Id" int primary key, "select" text,
        "when; drop table orders" timestamptz)""")
    shop.run_sql("""insert into "My Shop"."Order" values (1, 'C-1', now())""")
    shop.options = database.Options(**shop.options.model_dump() | {
        "relation": "My Shop.Order", "key": ("Id",), "incremental": "when; drop table orders",
        "columns": {"order_id": "select", "placed_at": "when; drop table orders"}})  # fmt: skip

    assert shop.read() is None
    assert shop.store.db.execute("select order_id from raw.order_versions").fetchall() == [("C-1",)]
