"""False alarms on clean mails of two authors: findings of critical or major severity are some."""

import importlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from sql.evaluate import make_table
from sql.models import load
from sql.raw.opening import open_store
from sql.settings import Settings, Shop
from sql.workshop import open_workshop

AUTHORS = ("first", "second")
STAMPS = {"source": "given", "run_id": "given", "batch_id": 1}
SHOPS = {
    name: Shop(name=name, zone="Europe/Berlin", domains=(f"{name}.example",))
    for name in ("known", "strange")
}
FOUND = """
    select found.shop, found.rule, found.field, found.severity, found.message_key,
        findings.expected_value, findings.observed_value, findings.span
    from cases.findings as found
    left join checks.all_findings as findings using (finding_id)
    where found.message_key is not null"""


def settings_in(folder: Path) -> Settings:
    return Settings(path=folder / "trackrecord.toml", data=folder / "data", shops=SHOPS,
                    desk_url=f"sqlite:///{folder}/desk.sqlite")  # fmt: skip


def warehouse(author: str, count: int, seed: int, folder: Path) -> duckdb.DuckDBPyConnection:
    """Every model over the author's shops."""
    rows = importlib.import_module(f"clean_mails.{author}").make(count, seed)
    settings = settings_in(folder)
    with open_store(settings.raw_path) as store:
        for table, given in rows.items():
            _insert(store.db, table, given)
    db = open_workshop(folder / "work.duckdb", settings, [])
    for model in load().values():
        if model.layer != "proofs":
            make_table(db, model)
    return db


def _insert(db: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    if not rows:
        return
    given = [_stamps(table, row) | row for row in rows]
    names = list(dict.fromkeys(name for row in given for name in row))
    db.register("given_rows", pa.table({n: [row.get(n) for row in given] for n in names}))
    db.execute(f"insert into raw.{table} ({', '.join(names)}) select * from given_rows")
    db.unregister("given_rows")


def _stamps(table: str, row: dict) -> dict:
    if table == "polls":
        return {"source": "given", "run_id": "given"}
    return STAMPS | {"read_at": row.get("valid_from_at")}


def alarms(db: duckdb.DuckDBPyConnection) -> Iterator[tuple]:
    yield from db.execute(FOUND).fetchall()


def counted(db: duckdb.DuckDBPyConnection) -> Counter[tuple[str, str, str]]:
    """(severity, rule, field) -> how many."""
    return Counter((row[3], row[1], row[2]) for row in alarms(db))
