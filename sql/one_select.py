"""Whether a text of the settings is one query that only reads."""

import re

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

_DIALECTS = {"postgresql": "postgres", "mssql": "tsql", "mariadb": "mysql"}
_CHANGING = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Command,
             exp.Into, exp.Lock)  # fmt: skip


def select_fault(text: str, backend: str) -> str | None:
    """What is wrong with the query for a database of this backend, if anything."""
    if not re.match(r"\s*(select|with)\b", text, re.IGNORECASE):
        return "must be one SELECT"
    try:
        found = sqlglot.parse(text, dialect=_DIALECTS.get(backend, backend))
    except (SqlglotError, ValueError):  # an unknown dialect is a ValueError
        return "cannot be understood; make a view of it, and name that as relation"
    statements = [statement for statement in found if statement is not None]
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        return "must be one SELECT"
    if statements[0].find(*_CHANGING):
        return "must only read: no INSERT, UPDATE, DELETE, INTO or FOR UPDATE"
    return None
