"""The working file of a build: raw facts, seeds, decisions and macros laid out as schemas."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from sql.desk import Decision
from sql.domains import written
from sql.models import FOLDER, INPUTS, LAYERS
from sql.raw.opening import open_store, quoted
from sql.seed_files import own_seeds, seed_rows, type_of
from sql.settings import Settings, SourceOptions
from sql.topic_store import lay_out_topic_model

PAD_SIZE = 64  # block of SHA-256
RAW_TABLES = (
    "runs", "counts", "polls", "quarantine", "messages", "message_locations", "place_changes",
    "bounces", "mail_events", "order_versions", "order_items", "shipments",
    "record_changes", "ticket_events", "feedback", "templates",
)  # fmt: skip


def open_workshop(
    work: Path, settings: Settings, decisions: Iterable[Decision],
    events: Iterable[Decision] = (),
) -> duckdb.DuckDBPyConnection:  # fmt: skip
    """A fresh private database with schemas raw, seeds and desk filled; layers still empty."""
    with open_store(settings.raw_path):
        pass  # made and migrated, so that a shop without any ingest builds as well
    work.unlink(missing_ok=True)
    db = duckdb.connect(str(work))
    work.chmod(0o600)
    lay_out(db, settings, decisions, events)
    return db


def lay_out(
    db: duckdb.DuckDBPyConnection, settings: Settings, decisions: Iterable[Decision],
    events: Iterable[Decision] = (), lay_seed_files: Callable[..., None] | None = None,
) -> None:  # fmt: skip
    """All that models read; the seeds' files as `lay_seed_files` lays them, if it is given."""
    db.execute("set threads = 2")
    db.execute(f"attach '{quoted(settings.raw_path)}' as store (read_only)")
    lay_out_macros(db, settings.key_path)
    db.execute("begin")  # one commit to the disk instead of one for each seed
    for schema in (*INPUTS, *LAYERS, "meta"):
        db.execute(f"create schema {schema}")
    for table in RAW_TABLES:
        db.execute(f"create view raw.{table} as select * from store.raw.{table}")
    (lay_seed_files or lay_out_seed_files)(db, settings)
    lay_out_shops(db, settings)
    lay_out_topic_model(db, settings.data)
    lay_out_decisions(db, "decisions", decisions)
    lay_out_decisions(db, "events", events)
    db.execute("commit")


def lay_out_macros(db: duckdb.DuckDBPyConnection, key_path: Path) -> None:
    """The macros, and the customers' key as the two padded halves that HMAC wants."""
    key = customer_key(key_path).ljust(PAD_SIZE, b"\0")
    db.execute("set variable inner_pad = ?::blob", [bytes(byte ^ 0x36 for byte in key)])
    db.execute("set variable outer_pad = ?::blob", [bytes(byte ^ 0x5C for byte in key)])
    db.execute((FOLDER / "macros.sql").read_text("utf-8"))


def customer_key(path: Path) -> bytes:
    """The secret behind customers' keys, made once; whoever loses it cannot join old builds."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = path.with_suffix(".new")
        made.write_text(secrets.token_hex(32))
        made.chmod(0o600)
        os.replace(made, path)
    return path.read_text("utf-8").strip().encode()


def key_mark(path: Path) -> str:
    """Tells two customer keys apart without telling either."""
    return hashlib.sha256(b"mark:" + customer_key(path)).hexdigest()[:12]


def lay_out_seed_files(db: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    own = own_seeds(settings.seeds, FOLDER / "seeds")
    for path in sorted((FOLDER / "seeds").glob("*.csv")):
        columns, rows = seed_rows(path, own.get(path.name), settings.shops)
        fill(db, f"seeds.{path.stem}", columns, rows)


def lay_out_shops(db: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """What the settings say of shops, sources and teams, as seeds."""
    shops = settings.shops.items()
    fill(db, "seeds.shops", ("shop", "name", "zone"), [(k, s.name, s.zone) for k, s in shops])
    fill(db, "seeds.domains", ("shop", "domain"),
         [(k, form) for k, s in shops for d in s.domains for form in sorted(written(d))])
    fill(db, "seeds.own_addresses", ("shop", "address"),
         [(k, form) for k, s in shops for a in s.addresses for form in sorted(written(a))])
    fill(db, "seeds.copies", ("shop", "address"),
         [(k, form) for k, s in shops for a in s.copies for form in sorted(written(a))])
    fill(db, "seeds.sources", ("source", "kind", "shop", "holds", "scale_min", "scale_max"),
         [source_row(name, options) for name, options in settings.sources.items()])
    fill(db, "seeds.teams", ("team", "address"),
         [(name, a) for name, team in settings.teams.items() for a in team.addresses])


def source_row(name: str, options: SourceOptions) -> tuple:
    """What models are told of a source: what it holds, and the scale of its ratings."""
    holds = getattr(options, "table", None)
    scale = (getattr(options, f"scale_{end}", None) for end in ("min", "max"))
    return name, options.kind, options.shop, "helpdesk" if holds == "tickets" else holds, *scale


def fill(db: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: Sequence) -> None:
    """As one Arrow table: row by row the seeds took longer than the models."""
    types = [type_of(table, name) for name in columns]
    texts = [pa.array([None if row[place] is None else str(row[place]) for row in rows],
                      pa.string()) for place in range(len(columns))]  # fmt: skip
    db.register("filling", pa.table(texts, list(columns)))
    values = ", ".join(f"cast(nullif(\"{name}\", '') as {kind}) as \"{name}\""
                       for name, kind in zip(columns, types, strict=True))  # fmt: skip
    db.execute(f"create table {table} as select {values} from filling")
    db.unregister("filling")


def lay_out_decisions(
    db: duckdb.DuckDBPyConnection, table: str, told: Iterable[Decision]
) -> None:
    """desk.decisions is what holds now; desk.events all that was not taken back, oldest first."""
    db.execute(f"""create table desk.{table} (event_number integer, decision_id varchar,
        kind varchar, subject varchar, payload varchar, reason varchar, made_at timestamp,
        made_by varchar)""")
    rows = [[number, d.decision_id, d.kind, d.subject, d.payload, d.reason, d.made_at, d.made_by]
            for number, d in enumerate(told)]
    if rows:
        db.executemany(f"insert into desk.{table} values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
