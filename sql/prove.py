"""Proofs before publishing: keys are keys, and every claim in sql/proofs/ holds."""

from collections.abc import Mapping

import duckdb

from sql.models import Model
from sql.trouble import Trouble

SHOWN = 3  # offending rows in the message


def prove(db: duckdb.DuckDBPyConnection, models: Mapping[str, Model]) -> list[str]:
    """One line for each claim that does not hold; empty when all do."""
    failures = []
    for model in models.values():
        if model.layer == "proofs":
            failures += broken_claim(db, model)
        elif model.key:
            failures += broken_key(db, model)
    return failures


def broken_key(db: duckdb.DuckDBPyConnection, model: Model) -> list[str]:
    columns = ", ".join(model.key)
    missing = " or ".join(f"{column} is null" for column in model.key)
    row = db.execute(
        f"""select (select count(*) from {model.name} where {missing}),
            (select count(*) from (select {columns} from {model.name} group by {columns}
                                   having count(*) > 1))"""
    ).fetchall()[0]
    if row == (0, 0):
        return []
    return [f"{model.name}: {columns} should be a key, but {row[0]} rows have none of it "
            f"and {row[1]} values stand more than once"]


def broken_claim(db: duckdb.DuckDBPyConnection, model: Model) -> list[str]:
    claim = model.text.lstrip("- ").partition("\n")[0]
    try:
        rows = db.execute(model.text).fetchall()[:SHOWN]
    except duckdb.Error as error:
        raise Trouble(f"sql/: {model.name} does not run: {error}") from error
    return [f"{model.name}: not true that {claim} For example {row}" for row in rows]
