"""Named steps of ingest and build, at each of which a process can end itself by SIGKILL."""

import importlib
import os
import signal
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import ingest.replay_decided
import ingest.run
import sql.build
import sql.desk
import sql.evaluate
import sql.publish
import sql.raw.migrate
import sql.raw.replays
import sql.raw.store
import sql.raw.tables

TABLES = (
    "messages", "message_locations", "bounces", "mail_events", "order_versions", "order_items",
    "shipments",
)  # fmt: skip
STORE, DESK = sql.raw.store.RawStore, sql.desk.Desk

# name -> (where the function stands, its name, kill before or after it ran, for which calls)
Step = tuple[Any, str, str, Callable[..., bool]]
INSIDE: dict[str, Step] = {  # steps inside the transaction of a batch
    **{f"rows of {table}": (sql.raw.tables, "insert_new", "after",
                            lambda _, columns, *__, table=table:
                                columns.kind.table == table and len(columns) > 0)
       for table in TABLES},
    "quarantine": (sql.raw.store, "refuse", "after", lambda _, refused, __: bool(refused)),
    "counters": (STORE, "count", "after", lambda *_: True),
    "polls": (sql.raw.store, "insert_rows", "after",
              lambda _, table, rows: table == "polls" and bool(rows)),
    "cursor": (STORE, "_remember", "after", lambda *_: True),
    "before commit": (STORE, "_store", "after", lambda *_: True),
}  # fmt: skip
AROUND: dict[str, Step] = {  # steps of ingest outside of it
    "lock": (ingest.run, "open_store", "before", lambda *_: True),
    "run begins": (STORE, "start", "after", lambda *_: True),
    "between batches": (STORE, "commit", "before", lambda *_: True),
    "after commit": (STORE, "commit", "after", lambda *_: True),
    "run ends": (STORE, "finish", "before", lambda *_: True),
    "run ended": (STORE, "finish", "after", lambda *_: True),
    "desk record": (DESK, "record_run", "before", lambda *_: True),
    "desk recorded": (DESK, "record_run", "after", lambda *_: True),
}
REPLAY: dict[str, Step] = {
    "settled": (sql.raw.replays, "_settle", "after", lambda *_: True),
    "replayed rows": (sql.raw.replays, "insert_items", "after", lambda *_: True),
    "replayed": (sql.raw.replays, "commit", "after", lambda *_: True),
    "audited": (DESK, "audit", "after", lambda *_: True),
    "carried out": (DESK, "carried_out", "after", lambda *_: True),
}
BUILD: dict[str, Step] = {
    "model": (sql.evaluate, "make_table", "after", lambda *_: True),
    "file": (sql.publish, "write_file", "after", lambda *_: True),
    "pointer": (sql.publish, "point_at", "before", lambda *_: True),
    "pointed": (sql.publish, "point_at", "after", lambda *_: True),
    "forget": (sql.publish, "forget_old", "after", lambda *_: True),
}
STEPS = INSIDE | AROUND | REPLAY | BUILD

# Small batches, so that a small shop has many of them; smaller still for the long run.
SOAK = bool(os.environ.get("TRACKRECORD_SOAK"))
SMALLER = {
    ("ingest.sources.maildir", "BATCH"): 20, ("ingest.imap_fetch", "BATCH"): 32,
    ("ingest.file_bytes", "BLOCK_BYTES"): 8192, ("ingest.file_bytes", "PIECE_BYTES"): 8192,
    ("ingest.sources.postfix", "BATCH_BYTES"): 8192,
    ("ingest.export_reading", "ROWS_PER_BATCH"): 20,
}  # fmt: skip


def smaller_batches() -> None:
    for (module, name), size in SMALLER.items():
        place = importlib.import_module(module)
        assert hasattr(place, name), f"{module} has no {name} any more"
        setattr(place, name, size if SOAK else 2 * size)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(step: str, n: int) -> None:
    """This process ends when it comes to the step for the n-th time."""
    place, name, when, is_meant = STEPS[step]
    original, calls = getattr(place, name), [0]

    def dying(*arguments: Any, **named: Any) -> Any:
        calls[0] += is_meant(*arguments)
        is_time = calls[0] == n and is_meant(*arguments)
        if is_time and when == "before":
            die()
        result = original(*arguments, **named)
        if is_time:
            die()
        return result

    setattr(place, name, dying)


def migrations_die(n: int, when: str) -> None:
    """This process ends in the n-th migration, before or after it is committed."""
    original, calls = sql.raw.migrate.transaction, [0]

    @contextmanager
    def dying(db: Any):
        calls[0] += 1
        with original(db):
            yield
            if calls[0] == n and when == "before":
                die()
        if calls[0] == n:
            die()

    sql.raw.migrate.transaction = dying


def tell_transactions(say: Callable[[str], None]) -> None:
    """Says "(" where a batch begins to be stored and ")" once it is."""
    original = sql.raw.store.transaction

    @contextmanager
    def told(db: Any):
        say("(")
        with original(db):
            yield
        say(")")

    sql.raw.store.transaction = told
