"""The tables of the desk, the same in SQLite and PostgreSQL."""

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text

tables = MetaData()

# Append-only: an undo is a row that names the decision it takes back.
decisions = Table(
    "decisions",
    tables,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("decision_id", String(32), nullable=False, unique=True),
    Column("kind", String(64), nullable=False),
    Column("subject", String(512), nullable=False, index=True),
    Column("payload", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("made_by", String(256), nullable=False),
    Column("undoes", String(32)),
)

# Hash-chained: `previous_hash` is unique, so two writers cannot continue from the same row.
audit = Table(
    "audit",
    tables,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(512), nullable=False),
    Column("by", String(256), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False),
)

runs = Table(
    "runs",
    tables,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("run_id", String(64), nullable=False),
    Column("source", String(128), nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("finished_at", DateTime),
    Column("outcome", String(32), nullable=False),
    Column("detail", Text, nullable=False),
)

builds = Table(
    "builds",
    tables,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("build_id", String(64)),
    Column("started_at", DateTime, nullable=False),
    Column("finished_at", DateTime, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("detail", Text, nullable=False),
)
