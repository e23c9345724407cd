"""Running a Python step: a pure function of named tables, whose columns are stored typed.

A step with SAME = (name of an input, column) works row by row: each row of that input makes rows
of its own, and the column is a hash of all that they depend on. Rows of the last build with the
same KEY and hash are taken over, and the step runs on the others alone. The step keeps the column;
the hash that is stored includes the step's own text.
"""

import importlib.util
from types import ModuleType

import duckdb
import pyarrow as pa

from sql.models import Model, fingerprint


def run_step(db: duckdb.DuckDBPyConnection, model: Model, held: str | None) -> None:
    """Make the step's table; `held` is the one of the last build."""
    step = loaded(model)
    layout = ", ".join(f"{name} {kind}" for name, kind in step.COLUMNS.items())
    db.execute(f"create table {model.name} ({layout})")
    same, column = getattr(step, "SAME", (None, ""))
    inputs = {name: query for name, query in step.READS.items() if name != same}
    tables = {name: db.sql(query).to_arrow_table() for name, query in inputs.items()}
    if same is not None:
        mark = fingerprint(model.text)
        db.execute(f"""create temp table asked as
            select * replace (md5('{mark}' || {column}) as {column}) from ({step.READS[same]})""")
        tables[same] = rest(db, model, column, held)
    store(db, model.name, step.run(**tables))
    db.execute("drop table if exists asked")


def loaded(model: Model) -> ModuleType:
    assert model.path is not None
    spec = importlib.util.spec_from_file_location(f"sql.steps.{model.path.stem}", model.path)
    assert spec and spec.loader
    step = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(step)
    return step


def rest(
    db: duckdb.DuckDBPyConnection, model: Model, column: str, held: str | None
) -> pa.Table:
    """What was asked and not made before; what was made before is taken over."""
    keys = ", ".join((*dict.fromkeys((*model.key, column)),))
    if held is None or not is_alike(db, model.name, held):
        return db.sql("select * from asked").to_arrow_table()
    db.execute(f"insert into {model.name} select held.* from {held} as held "
               f"semi join asked using ({keys})")  # fmt: skip
    return db.sql(f"select * from asked anti join {held} using ({keys})").to_arrow_table()


def is_alike(db: duckdb.DuckDBPyConnection, table: str, held: str) -> bool:
    """Whether both have the same columns, in the same order."""
    layouts = [db.sql(f"select * from {name} limit 0") for name in (table, held)]
    return len({(tuple(one.columns), tuple(map(str, one.types))) for one in layouts}) == 1


def store(db: duckdb.DuckDBPyConnection, table: str, columns: dict[str, list]) -> None:
    schema = db.sql(f"select * from {table} limit 0").to_arrow_table().schema
    made = pa.table({field.name: pa.array(columns[field.name], type=field.type)
                     for field in schema})  # fmt: skip
    db.register("made", made)
    db.execute(f"insert into {table} select * from made")
    db.unregister("made")
