"""The raw store's schema, brought up one numbered file at a time."""

from pathlib import Path

import duckdb

from sql.raw.transaction import transaction
from sql.trouble import Trouble

FOLDER = Path(__file__).parent / "migrations"


def migrate(db: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Apply what is missing, each file in one transaction with its number."""
    db.execute("create table if not exists schema_version (version integer, file varchar)")
    row = db.execute("select coalesce(max(version), 0) from schema_version").fetchall()[0]
    held = row[0]
    files = {int(file.name.split("_")[0]): file for file in sorted(FOLDER.glob("*.sql"))}
    if held > max(files):
        raise Trouble(
            f"{path} has schema version {held}, this program knows {max(files)}; "
            "install the newer trackrecord that wrote it"
        )
    for version in range(held + 1, max(files) + 1):
        with transaction(db):
            db.execute(files[version].read_text())
            db.execute("insert into schema_version values (?, ?)", [version, files[version].name])
