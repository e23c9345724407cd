"""A workshop for one test: in memory, its seeds and its raw store copied from ones made once."""

import atexit
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from sql.desk import Decision
from sql.raw import migrate, opening
from sql.raw.opening import open_store, quoted
from sql.settings import Settings
from sql.workshop import lay_out, lay_out_seed_files

ATTACH, MIGRATIONS = opening._attach, migrate.FOLDER


@cache
def made_once() -> Path:
    """A folder with an empty raw store and our seeds; the seeds in small blocks, being many."""
    folder = Path(mkdtemp(prefix="trackrecord-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with duckdb.connect() as db:
        ATTACH(db, folder / "raw.duckdb")
        migrate.migrate(db, folder / "raw.duckdb")
    with duckdb.connect(str(folder / "ours.duckdb"), config={"default_block_size": "16384"}) as db:
        db.execute("create schema seeds")
        ours = Settings(path=folder / "none.toml", data=folder, shops={}, desk_url="sqlite://")
        lay_out_seed_files(db, ours)
    return folder


def attach_copy(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Opens a raw store; a new one is a copy of one that was brought up before."""
    if not path.exists() and migrate.FOLDER == MIGRATIONS:
        shutil.copy(made_once() / "raw.duckdb", path)
    ATTACH(connection, path)


def quick_workshop(
    settings: Settings, decisions: Iterable[Decision] = ()
) -> duckdb.DuckDBPyConnection:
    """As sql.workshop.open_workshop opens it, but for the disk."""
    with open_store(settings.raw_path):
        pass
    db = duckdb.connect()
    db.execute(f"attach '{quoted(made_once() / 'ours.duckdb')}' as ours (read_only)")
    has_own = settings.seeds is not None and settings.seeds.is_dir()
    lay_out(db, settings, decisions, lay_seed_files=None if has_own else copy_seeds)
    return db


def copy_seeds(db: duckdb.DuckDBPyConnection, _: Settings) -> None:
    db.execute("drop schema seeds")
    db.execute("copy from database ours to memory")
