"""A copy of the whole store before its schema changes: written aside, synced, renamed."""

import os
from pathlib import Path

import duckdb


def snapshot(db: duckdb.DuckDBPyConnection, path: Path, version: int) -> Path:
    """Copy the attached `store` beside its file; an older copy has had its time and goes."""
    kept = path.with_name(f"{path.stem}-before-{version:03}.duckdb")
    aside = kept.with_suffix(".tmp")
    for left in (aside, aside.with_suffix(".tmp.wal")):
        left.unlink(missing_ok=True)
    name = str(aside).replace("'", "''")
    db.execute(f"attach '{name}' as snapshot")
    aside.chmod(0o600)
    try:
        db.execute("copy from database store to snapshot")
    finally:
        db.execute("detach snapshot")  # checkpoints: no log is left beside the file
    _sync(aside)
    os.replace(aside, kept)
    _sync(path.parent)
    for old in path.parent.glob(f"{path.stem}-before-*.duckdb"):
        if old != kept:
            old.unlink()
    return kept


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
