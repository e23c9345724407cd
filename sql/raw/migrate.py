"""The raw store's schema, brought up one numbered file at a time."""

from pathlib import Path

import duckdb

from sql.raw.transaction import transaction
from sql.trouble import Trouble

FOLDER = Path(__file__).parent / "migrations"


def migrate(db: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Apply what is missing, each file in one transaction with its number."""
    db.execute("create table if not exists schema_version (version integer, file varchar)")
    held = {row[0] for row in db.execute("select version from schema_version").fetchall()}
    files = {int(file.name.split("_")[0]): file for file in sorted(FOLDER.glob("*.sql"))}
    if held and max(held) > max(files):
        raise Trouble(
            f"{path} has schema version {max(held)}, this program knows {max(files)}; "
            "install the newer trackrecord that wrote it"
        )
    missing = sorted(files.keys() - held)
    for version in missing:
        with transaction(db):
            db.execute(files[version].read_text())
            db.execute("insert into schema_version values (?, ?)", [version, files[version].name])
