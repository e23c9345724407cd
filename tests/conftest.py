"""Fixtures for every room: a warehouse of given rows, and a demo shop built once."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from quick_workshop import attach_copy, quick_workshop

from sql.evaluate import make_table
from sql.models import Model, load, tables_in
from sql.prove import prove
from sql.raw.opening import open_store
from sql.settings import Settings, Shop

MODELS = load()
SHOPS = {
    "nordlicht": Shop(name="Nordlicht", zone="Europe/Berlin", domains=("nordlicht.example",)),
    "fjordkind": Shop(name="Fjordkind", zone="Europe/London", domains=("fjordkind.example",)),
}
STAMPS = {"source": "given", "run_id": "given", "batch_id": "1", "read_at": "2026-01-01"}


@pytest.fixture(scope="session", autouse=True)
def no_pause():
    """Exports that tests have just written are settled at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.export_places.pause", lambda seconds: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def stores_made_once():
    """A new raw store is a copy: what its migrations make is the same each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sql.raw.opening._attach", attach_copy)
        yield


def table_rows(text: str) -> tuple[list[str], list[list[str | None]]]:
    """A table written with two or more spaces between cells; – is unknown."""
    header, *lines = [re.split(r"\s{2,}", line.strip()) for line in text.strip().splitlines()]
    return header, [[None if cell == "–" else cell for cell in line] for line in lines]


class Warehouse:
    """Rows given to raw tables (or in place of a model), and what the models make of them."""

    def __init__(self, folder: Path, **settings):
        values = {"path": folder / "trackrecord.toml", "data": folder / "data", "shops": SHOPS,
                  "desk_url": f"sqlite:///{folder}/desk.sqlite"}
        self.settings = Settings(**(values | settings))
        self.decisions: list = []
        self.replaced: dict[str, tuple[list[str], list[list[str | None]]]] = {}
        self.db = None

    def given(self, table: str, text: str) -> None:
        assert self.db is None, "everything is given before the first question"
        columns, rows = table_rows(text)
        if not table.startswith("raw."):
            self.replaced[table] = (columns, rows)
            return
        with open_store(self.settings.raw_path) as store:
            stamps = {} if table in ("raw.runs", "raw.counts") else STAMPS
            known = {row[0] for row in store.db.execute(
                "select column_name from duckdb_columns() where schema_name || '.' || table_name"
                " = ? and database_name = 'store'", [table]).fetchall()}
            extra = {k: v for k, v in stamps.items() if k not in columns and k in known}
            insert(store.db, table, [*columns, *extra], [[*r, *extra.values()] for r in rows])

    def rows(self, sql: str, params: tuple = ()) -> list[tuple]:
        self._open()
        for name in sorted(tables_in(sql)):
            self._make(name)
        return self.db.execute(sql, list(params)).fetchall()

    def row(self, sql: str, params: tuple = ()) -> tuple:
        (only,) = self.rows(sql, params)
        return only

    def build(self) -> "Warehouse":
        """Every model, as a real build runs them."""
        self._open()
        for name in MODELS:
            if not name.startswith("proofs."):
                self._make(name)
        return self

    def broken_claims(self) -> list[str]:
        self.build()
        return prove(self.db, MODELS)

    def _open(self) -> None:
        if self.db is None:
            self.made: set[str] = set()
            self.db = quick_workshop(self.settings, self.decisions)
            # What was given came from sources that are connected, whatever they are called.
            self.db.execute("""insert into seeds.sources (source, kind)
                select distinct source, 'given' from raw.polls
                where source not in (select source from seeds.sources)""")
            for table, (columns, rows) in self.replaced.items():
                if table.startswith(("seeds.", "desk.")):
                    self.db.execute(f"delete from {table}")
                    insert(self.db, table, columns, rows)

    def _make(self, name: str) -> None:
        model: Model | None = MODELS.get(name)
        if model is None or name in self.made:
            return
        self.made.add(name)
        for needed in sorted(model.reads):
            self._make(needed)
        make_table(self.db, model)
        if name in self.replaced:
            self.db.execute(f"delete from {name}")
            insert(self.db, name, *self.replaced[name])

    def close(self) -> None:
        if self.db is not None:
            self.db.close()


def insert(db, table: str, columns: list[str], rows: list[list[str | None]]) -> None:
    marks = ", ".join("?" for _ in columns)
    names = ", ".join(columns)
    if rows:
        db.executemany(f"insert into {table} ({names}) values ({marks})", rows)


@pytest.fixture
def warehouse(tmp_path):
    house = Warehouse(tmp_path)
    yield house
    house.close()


@dataclass(frozen=True)
class DemoShop:
    folder: Path
    until: datetime
    settings: Settings

    @property
    def build(self):
        from sql.readers import newest

        return newest(self.settings.data)


@pytest.fixture(scope="session")
def demo_build(tmp_path_factory) -> DemoShop:
    """A small demo shop, read and built once for the whole run; treat it as read-only."""
    from trackrecord import make_demo

    folder = tmp_path_factory.mktemp("demo") / "shop"
    until = datetime(2026, 11, 22, 17, 0, 0)
    settings, _ = make_demo(folder, orders=400, weeks=6, seed=7, until=until)
    return DemoShop(folder, until, settings)
