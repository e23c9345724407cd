"""Publishing a build: new names, synced, the pointer renamed last, the last three kept."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from sql.raw.opening import quoted

if TYPE_CHECKING:
    from sql.evaluate import Made

POINTER = "CURRENT"
KEPT = 3
# What Trust shows of the raw store. Payloads of refused items stay where they are.
RAW_SHOWN = {
    "runs": "select * from raw.runs",
    "counts": "select * from raw.counts",
    "quarantine": "select * exclude (payload, payload_hash) from raw.quarantine",
}


def current(folder: Path) -> str | None:
    """The id of the newest published build."""
    try:
        return (folder / POINTER).read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def public_path(folder: Path, build_id: str) -> Path:
    return folder / f"build-{build_id}.duckdb"


def private_path(folder: Path, build_id: str) -> Path:
    return folder / f"private-{build_id}.duckdb"


def private_name(name: str) -> str | None:
    """A model's name in the private file, which has no schemas; None: it is public.

    Checks may quote mails; what they found is public as cases.findings, without the quotes.
    """
    layer, _, table = name.partition(".")
    if layer == "private":
        return table
    if layer == "checks" and table != "rules":
        return "findings" if table == "all_findings" else f"check_{table}"
    return None


def publish(
    db: duckdb.DuckDBPyConnection, folder: Path, made: "Iterable[Made]", at: datetime
) -> str:
    """Copy the workshop's tables into two new files and point CURRENT at them."""
    build_id = at.strftime("%Y%m%dT%H%M%S.%fZ")
    made = list(made)
    lay_out_meta(db, build_id, made, at)
    public = {m.model: f"select * from {m.model}" for m in made if not private_name(m.model)}
    public |= {f"raw.{name}": query for name, query in RAW_SHOWN.items()}
    public |= {f"meta.{name}": f"select * from meta.{name}" for name in ("build", "models")}
    public |= {f"seeds.{name}": f"select * from seeds.{name}" for name in seeds_shown(db)}
    private = {name: f"select * from {m.model}" for m in made if (name := private_name(m.model))}
    write_file(db, private, private_path(folder, build_id))
    write_file(db, public, public_path(folder, build_id))
    sync_folder(folder)
    point_at(folder, build_id)
    forget_old(folder)
    return build_id


def lay_out_meta(
    db: duckdb.DuckDBPyConnection, build_id: str, made: "list[Made]", at: datetime
) -> None:
    db.execute("create table meta.build (build_id varchar, built_at timestamp)")
    db.execute("insert into meta.build values (?, ?)", [build_id, at])
    db.execute("""create table meta.models (model varchar, input_key varchar, output_key varchar,
        rows bigint, seconds double, is_reused boolean)""")
    db.executemany(
        "insert into meta.models values (?, ?, ?, ?, ?, ?)",
        [[m.model, m.input_key, m.output_key, m.rows, m.seconds, m.is_reused] for m in made],
    )


def seeds_shown(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Seeds that are no addresses, and not what only training reads."""
    found = db.execute("select table_name from duckdb_tables() where schema_name = 'seeds'")
    hidden = {"own_addresses", "copies", "teams", "contact_forms", "escalation_ways", "senders",
              "contacts",
              "topic_model", "topic_sentences", "topic_mails", "topic_fillers",
              "topic_concepts"}  # a model knows customers' words
    return sorted(name for (name,) in found.fetchall() if name not in hidden)


def write_file(db: duckdb.DuckDBPyConnection, tables: dict[str, str], path: Path) -> None:
    """A finished database under its own name: written aside, synced, renamed."""
    aside = path.with_suffix(".tmp")
    aside.unlink(missing_ok=True)
    db.execute(f"attach '{quoted(aside)}' as target")
    aside.chmod(0o600)
    db.execute("begin")
    for schema in sorted({name.partition(".")[0] for name in tables if "." in name}):
        db.execute(f"create schema target.{schema}")
    for name, query in tables.items():
        place = name if "." in name else f"main.{name}"
        db.execute(f"create table target.{place} as {query}")
    db.execute("commit")
    db.execute("detach target")  # checkpoints: no log is left beside the file
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(aside, path)


def point_at(folder: Path, build_id: str) -> None:
    aside = folder / f"{POINTER}.tmp"
    with aside.open("w") as file:
        file.write(build_id)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, folder / POINTER)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forget_old(folder: Path) -> None:
    """Keep the last three of each; readers that hold an older one keep its bytes."""
    for kind in ("build", "private"):
        for old in sorted(folder.glob(f"{kind}-*.duckdb"))[:-KEPT]:
            old.unlink()
    for left in (*folder.glob("*.tmp"), *folder.glob("*.tmp.wal")):
        left.unlink()
