"""A workshop for one test: in memory, its seeds and its raw store copied from ones made once."""

import atexit
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from sql.desk import Decision
from sql.raw.opening import open_store, quoted
from sql.settings import Settings
from sql.workshop import lay_out, lay_out_seed_files


@cache
def made_once() -> Path:
    """A folder with an empty raw store and our seeds; the seeds in small blocks, being many."""
    folder = Path(mkdtemp(prefix="trackrecord-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with open_store(folder / "raw.duckdb"):
        pass
    with duckdb.connect(str(folder / "ours.duckdb"), config={"default_block_size": "16384"}) as db:
        db.execute("create schema seeds")
        ours = Settings(path=folder / "none.toml", data=folder, shops={}, desk_url="sqlite://")
        lay_out_seed_files(db, ours)
    return folder


def lay_raw_store(settings: Settings) -> None:
    """An empty raw store where there is none."""
    if not settings.raw_path.exists():
        settings.raw_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy(made_once() / "raw.duckdb", settings.raw_path)


def quick_workshop(
    settings: Settings, decisions: Iterable[Decision] = ()
) -> duckdb.DuckDBPyConnection:
    """As sql.workshop.open_workshop opens it, but for the disk."""
    lay_raw_store(settings)
    db = duckdb.connect()
    db.execute(f"attach '{quoted(made_once() / 'ours.duckdb')}' as ours (read_only)")
    has_own = settings.seeds is not None and settings.seeds.is_dir()
    lay_out(db, settings, decisions, lay_seed_files=None if has_own else copy_seeds)
    return db


def copy_seeds(db: duckdb.DuckDBPyConnection, _: Settings) -> None:
    db.execute("drop schema seeds")
    db.execute("copy from database ours to memory")
