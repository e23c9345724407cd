"""Running the models in order; a table whose inputs did not change is taken from the last build."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from sql.models import Model, fingerprint
from sql.publish import private_name
from sql.run_step import run_step
from sql.trouble import Trouble

# Append-only and large: their newest batch tells them apart, without reading every row.
APPENDED = ("messages", "message_locations", "place_changes", "bounces", "mail_events",
            "order_versions", "order_items", "shipments", "ticket_events", "feedback")  # fmt: skip


@dataclass(frozen=True)
class Made:
    """How a table came about; equal keys mean equal tables."""

    model: str
    input_key: str
    output_key: str
    rows: int
    seconds: float
    is_reused: bool = False


class Evaluation:
    """One pass over the models in a workshop, beside what the last build made."""

    def __init__(
        self, db: duckdb.DuckDBPyConnection, models: Mapping[str, Model],
        previous: Mapping[str, Made], salt: str, tell: Callable[[str], None] = lambda line: None,
    ):
        self.db, self.models, self.previous, self.tell = db, models, previous, tell
        self.salt = fingerprint(duckdb.__version__, salt)
        self.made: dict[str, Made] = {}
        self.inputs: dict[str, str] = {}

    def run(self) -> None:
        for model in self.models.values():
            if model.layer != "proofs":
                self.made[model.name] = self._make(model)

    @property
    def changed(self) -> list[str]:
        """Tables that differ from the last build's."""
        before = {name: made.output_key for name, made in self.previous.items()}
        now = {name: made.output_key for name, made in self.made.items()}
        return sorted(name for name in before.keys() | now.keys()
                      if before.get(name) != now.get(name))

    def _make(self, model: Model) -> Made:
        keys = [f"{name}={self._key_of(name, model)}" for name in sorted(model.reads)]
        input_key = fingerprint(self.salt, model.text, *keys)
        held = self.previous.get(model.name)
        if held and held.input_key == input_key:
            self.db.execute(f"create view {model.name} as select * from {held_table(model)}")
            return Made(model.name, input_key, held.output_key, held.rows, 0.0, is_reused=True)
        self.tell(model.name)
        started = time.monotonic()
        make_table(self.db, model, held_table(model) if held else None)
        output_key, rows = content_key(self.db, model.name)
        seconds = time.monotonic() - started
        return Made(model.name, input_key, output_key, rows, seconds)

    def _key_of(self, name: str, reader: Model) -> str:
        if name in self.made:
            return self.made[name].output_key
        if name not in self.inputs:
            self.inputs[name] = self._input_key(name, reader)
        return self.inputs[name]

    def _input_key(self, name: str, reader: Model) -> str:
        schema, _, table = name.partition(".")
        if schema not in ("raw", "seeds", "desk"):
            raise Trouble(f"sql/: {reader.name} reads {name}, which no file makes")
        if schema == "raw" and table in APPENDED:
            row = self.db.execute(f"select count(*), max(batch_id) from {name}").fetchall()[0]
            return str(row)
        return content_key(self.db, name)[0]


def held_table(model: Model) -> str:
    """Where the last build keeps the table; the private file has no schemas."""
    name = private_name(model.name)
    return f"last_private.{name}" if name else f"last_public.{model.name}"


def content_key(db: duckdb.DuckDBPyConnection, table: str) -> tuple[str, int]:
    """A key of the rows whatever their order, and their number."""
    row = db.execute(
        f"select count(*), coalesce(bit_xor(hash(t)), 0), coalesce(sum(hash(t)), 0) from {table} t"
    ).fetchall()[0]
    columns = db.sql(f"select * from {table} limit 0").columns
    return fingerprint(*columns, *row), row[0]


def make_table(db: duckdb.DuckDBPyConnection, model: Model, held: str | None = None) -> None:
    """Run a model; of a step that works row by row, only on rows that `held` has not."""
    try:
        if model.is_step:
            run_step(db, model, held)
        else:
            db.execute(f"create table {model.name} as\n{model.text}")
    except duckdb.Error as error:
        raise Trouble(f"sql/: {model.name} does not run: {error}") from error
