"""Build and publish: complete or not at all, nothing twice, readers never disturbed."""

import os
import shutil
import threading

import duckdb
import pytest

import sql.build
from sql import models, workshop
from sql.build import build
from sql.desk import Desk
from sql.publish import POINTER
from sql.raw.opening import open_store
from sql.readers import newest
from sql.settings import Settings, Shop
from sql.trouble import Trouble

SQL = {
    "staging/orders.sql": """-- Which orders are there?
-- grain: one row per order
-- key: shop, order_id
select shop, order_id, placed_at, customer_key(email) as customer_key from raw.order_versions""",
    "private/orders.sql": """-- Who ordered?
-- key: order_id
select order_id, email from raw.order_versions""",
    "staging/coverage.sql": """-- Until when?
-- key: path
select path, max(polled_at) as read_until from raw.polls group by path""",
    "facts/late.sql": """-- Which orders are past their time?
-- key: order_id
select o.order_id from staging.orders as o
where o.placed_at < (select max(c.read_until) from staging.coverage as c)""",
    "proofs/ids.sql": """-- every order has a number.
select shop from staging.orders where order_id = 'none'""",
}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A house with five small models of its own."""
    folder = tmp_path / "sql"
    for layer in (*models.LAYERS, "seeds"):
        (folder / layer).mkdir(parents=True)
    for name, text in SQL.items():
        (folder / name).write_text(text)
    shutil.copy(models.FOLDER / "macros.sql", folder)
    monkeypatch.setattr(sql.build, "FOLDER", folder)
    monkeypatch.setattr(sql.build, "load", lambda: models.load(folder))
    monkeypatch.setattr(workshop, "FOLDER", folder)
    return folder


@pytest.fixture
def settings(tmp_path):
    shops = {"nordlicht": Shop(name="Nordlicht", zone="Europe/Berlin")}
    return Settings(path=tmp_path / "trackrecord.toml", data=tmp_path / "data", shops=shops,
                    desk_url=f"sqlite:///{tmp_path}/desk.sqlite")


@pytest.fixture
def desk(settings):
    opened = Desk(settings.desk_url)
    yield opened
    opened.close()


def add(settings, table, **values):
    with open_store(settings.raw_path) as store:
        names, marks = ", ".join(values), ", ".join("?" for _ in values)
        store.db.execute(f"insert into raw.{table} ({names}) values ({marks})", [*values.values()])


def add_order(settings, order_id, batch_id):
    add(settings, "order_versions", shop="nordlicht", order_id=order_id, batch_id=batch_id,
        email=f"{order_id}@customer.example", placed_at="2026-03-01 10:00")


def test_a_second_build_without_news_publishes_nothing(house, settings, desk):
    add_order(settings, "1001", 1)
    first = build(settings, desk)
    assert first.build_id and build(settings, desk).build_id is None
    assert newest(settings.data).build_id == first.build_id


def test_only_what_depends_on_the_news_is_made_again(house, settings, desk):
    add_order(settings, "1001", 1)
    build(settings, desk)
    add(settings, "polls", path="log", polled_at="2026-03-01 11:00")
    outcome = build(settings, desk)
    assert sorted(outcome.made) == ["facts.late", "staging.coverage"]
    assert newest(settings.data).rows("select order_id from facts.late") == [("1001",)]
    assert newest(settings.data).rows("select count(*) from staging.orders") == [(1,)]


def test_what_was_taken_over_equals_what_would_have_been_made(house, settings, desk):
    add_order(settings, "1001", 1)
    build(settings, desk)
    add_order(settings, "1002", 2)
    add(settings, "polls", path="log", polled_at="2026-03-01 11:00")
    build(settings, desk)
    kept = newest(settings.data).rows("select model, output_key from meta.models order by 1")
    shutil.rmtree(settings.builds_dir)
    build(settings, desk)
    assert kept == newest(settings.data).rows(
        "select model, output_key from meta.models order by 1")


def test_a_changed_model_is_made_again_with_all_that_reads_it(house, settings, desk):
    add_order(settings, "1001", 1)
    build(settings, desk)
    changed = SQL["staging/orders.sql"].replace("from raw", "  from raw")
    (house / "staging/orders.sql").write_text(changed)
    outcome = build(settings, desk)
    assert outcome.made == ["staging.orders"] and outcome.build_id is None  # same rows: no news


ROW_BY_ROW = '''"""Who ordered, in capitals?"""
READS = {"orders": "select order_id, email, md5(email) as input_key from private.orders"}
SAME = ("orders", "input_key")
TABLE = "private.capitals"
COLUMNS = {"order_id": "varchar", "email": "varchar", "input_key": "varchar"}
KEY = ("order_id",)


def run(orders):
    rows = orders.to_pylist()
    with open("PLACE", "a") as file:
        file.writelines(row["order_id"] + " " for row in rows)
    return {name: [row[name].upper() if name == "email" else row[name] for row in rows]
            for name in COLUMNS}
'''


def test_a_step_that_works_row_by_row_runs_on_new_rows_only(house, settings, desk):
    ran = house / "ran"
    (house / "private/capitals.py").write_text(ROW_BY_ROW.replace("PLACE", str(ran)))
    add_order(settings, "1001", 1)
    build(settings, desk)
    add_order(settings, "1002", 2)
    build(settings, desk)
    assert ran.read_text().split() == ["1001", "1002"]
    query = "select email from private.capitals order by 1"
    made = newest(settings.data).private_frame(query, role="admin")
    assert list(made["email"]) == ["1001@CUSTOMER.EXAMPLE", "1002@CUSTOMER.EXAMPLE"]


def test_a_failed_proof_publishes_nothing_and_the_desk_says_why(house, settings, desk):
    add_order(settings, "1001", 1)
    good = build(settings, desk).build_id
    add_order(settings, "none", 2)
    with pytest.raises(Trouble, match="every order has a number"):
        build(settings, desk)
    assert newest(settings.data).build_id == good
    last = desk.last_builds(1)[0]
    assert last["outcome"] == "failed" and "every order has a number" in last["detail"]


def test_a_key_that_is_none_publishes_nothing(house, settings, desk):
    add_order(settings, "1001", 1)
    add_order(settings, "1001", 2)
    with pytest.raises(Trouble, match="staging.orders: shop, order_id should be a key"):
        build(settings, desk)
    assert newest(settings.data) is None


def test_the_public_file_holds_keys_and_the_private_one_addresses(house, settings, desk):
    add_order(settings, "1001", 1)
    build_id = build(settings, desk).build_id
    public = (settings.builds_dir / f"build-{build_id}.duckdb").read_bytes()
    assert b"1001@customer.example" not in public and b"customer_key" in public
    built = newest(settings.data)
    assert built.private_frame("select email from private.orders", role="support").email[0] == (
        "1001@customer.example")
    with pytest.raises(Trouble, match="may not read"):
        built.private_frame("select email from private.orders", role="manager")


def test_a_reader_can_reach_no_file_and_change_nothing(house, settings, desk, tmp_path):
    add_order(settings, "1001", 1)
    build(settings, desk)
    built = newest(settings.data)
    for statement in (
        f"copy staging.orders to '{tmp_path}/out.csv'", "drop table staging.orders",
        f"attach '{settings.raw_path}' as r", "set enable_external_access = true",
        f"select * from read_text('{settings.desk_url.removeprefix('sqlite:///')}')",
    ):
        with pytest.raises(duckdb.Error):
            built.rows(statement)


def test_three_builds_are_kept_and_no_work_is_left(house, settings, desk):
    for number in range(5):
        add_order(settings, str(number), number)
        build(settings, desk)
    names = sorted(os.listdir(settings.builds_dir))
    assert [n.split("-")[0] for n in names] == [POINTER, *["build"] * 3, *["private"] * 3]
    assert all((settings.builds_dir / name).stat().st_mode & 0o077 == 0 for name in names
               if name != POINTER)


def test_readers_during_publishes_always_see_one_whole_build(house, settings, desk):
    add_order(settings, "0", 0)
    build(settings, desk)
    stop, seen, faults = threading.Event(), set(), []

    def read():
        while not stop.is_set():
            try:
                built = newest(settings.data)
                ((orders, private),) = built.private_frame(
                    """select (select count(*) from staging.orders),
                    (select count(*) from private.orders)""", role="admin").itertuples(index=False)
                seen.add(orders)
                if orders != private:
                    faults.append((orders, private))
            except (Trouble, duckdb.Error) as error:
                faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(1, 6):
        add_order(settings, str(number), number)
        build(settings, desk)
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == [] and len(seen) > 1


def test_a_second_writer_is_told_who_holds_the_folder(house, settings, desk):
    from sql.lock import only_writer

    with only_writer(settings.data), pytest.raises(Trouble, match=str(os.getpid())):
        build(settings, desk)


def test_a_model_that_reads_what_no_file_makes_is_named(house, settings, desk):
    (house / "facts/late.sql").write_text("-- q\n-- key: a\nselect 1 as a from staging.nowhere")
    with pytest.raises(Trouble, match="facts.late reads staging.nowhere"):
        build(settings, desk)
