"""200,000 orders of a database: read for the first time, and counted again when nothing changed.

`reader_cpu_seconds` is ours alone; `cpu_seconds` has the server's as well. The first reading goes
into an empty raw store; the re-check is a full count against the store that holds them all.
"""

import atexit
import json
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from postgres_server import Postgres, shop_connection
from sqlalchemy import text

from ingest.sources import database
from sql.raw.opening import open_store

ROWS = 200_000
NOW = datetime(2026, 11, 26)
PEER = None
COLUMNS = {"order_id": "number", "valid_from_at": "changed"}
TABLE = """create table orders (id integer primary key, number text, placed_at text, changed text,
    email text, name text, street text, city text, postcode text, country text, total numeric)"""
FILL = """insert into orders select n, 'C-' || n, {at}, {at}, 'c' || n || '@customer.example',
    'Kim Example', 'Road ' || n, 'Kiel', '24103', 'DE', n * 0.25 from {numbers}"""


def prepare(folder: Path) -> None:
    with sqlite3.connect(folder / "shop.sqlite") as db:
        db.execute(TABLE)
        numbers = f"""(with recursive numbers(n) as (select 1 union all select n + 1 from numbers
            limit {ROWS}) select n from numbers)"""
        db.execute(FILL.format(at="datetime('2026-01-01', n || ' minutes')", numbers=numbers))
    server = Postgres().start()
    server.end()
    atexit.register(shutil.rmtree, server.folder, ignore_errors=True)
    (folder / "server").write_text(str(server.folder))
    with serving(folder) as url:
        with shop_connection(url) as db:
            db.execute(text(TABLE.replace("_at text, changed text", "_at timestamptz, changed"
                                          " timestamptz")))  # fmt: skip
            at = "timestamptz '2026-01-01' + n * interval '1 minute'"
            db.execute(text(FILL.format(at=at, numbers=f"generate_series(1, {ROWS}) as g(n)")))
            db.execute(text("create index on orders (changed, id)"))
            db.execute(text("analyze orders"))
        read(url, folder / "postgres.duckdb", folder / "postgres.json", NOW)
    read(f"sqlite:///{folder}/shop.sqlite", folder / "sqlite.duckdb", folder / "sqlite.json", NOW)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    server = Postgres()
    server.folder.rmdir()
    server.folder = Path((folder / "server").read_text())
    server.data = server.folder / "data"
    server.start()
    try:
        os.environ["SHOP_DB"] = server.url("postgres")
        yield server.url("postgres")
    finally:
        server.end()


def read(url: str, store: Path, cursor: Path, now: datetime) -> dict[str, float]:
    options = database.Options(
        kind="database", shop="nordlicht", table="orders", relation="orders", key=("id",),
        incremental="changed", columns=COLUMNS, zone="UTC",
        url="env:SHOP_DB" if url.startswith("postgres") else url,
    )  # fmt: skip
    cursors = json.loads(cursor.read_text()) if cursor.exists() else {}
    cpu, rows, census = time.process_time(), 0, 0
    with open_store(store) as opened:
        run = opened.start("shop", "database", now)
        for batch in database.read(options, "shop", cursors, now):
            rows += opened.commit(run, batch, now).total()
            census += len(batch.census.keys) if batch.census else 0
            cursors[batch.place] = batch.cursor or cursors[batch.place]
    assert census == ROWS
    cursor.write_text(json.dumps(cursors))
    return {"reader_cpu_seconds": time.process_time() - cpu, "rows_read": rows,
            "cursor_bytes": len(json.dumps(cursors))}  # fmt: skip


def first(url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        return read(url, Path(place) / "raw.duckdb", Path(place) / "cursor.json", NOW)


def again(url: str, folder: Path, name: str) -> dict[str, float]:
    cursor = folder / f"{name}.json"
    kept = cursor.read_text()
    try:
        return read(url, folder / f"{name}.duckdb", cursor, NOW + timedelta(days=2))
    finally:
        cursor.write_text(kept)


def postgres_first(folder: Path) -> dict[str, float]:
    with serving(folder) as url:
        return first(url)


def postgres_again(folder: Path) -> dict[str, float]:
    with serving(folder) as url:
        return again(url, folder, "postgres")


def sqlite_first(folder: Path) -> dict[str, float]:
    return first(f"sqlite:///{folder}/shop.sqlite")


def sqlite_again(folder: Path) -> dict[str, float]:
    return again(f"sqlite:///{folder}/shop.sqlite", folder, "sqlite")


CONTESTANTS = {
    "PostgreSQL, first": postgres_first, "PostgreSQL, counted again": postgres_again,
    "SQLite, first": sqlite_first, "SQLite, counted again": sqlite_again,
}  # fmt: skip
