"""What of a database is read: the relation, its columns that we know, its key and its clock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, column, false, inspect, select, table, text
from sqlalchemy.exc import NoSuchTableError

from ingest.database_engine import Database
from ingest.database_options import Options
from ingest.export_tables import FACTS, NUMBERED, columns_in
from sql.one_select import select_fault
from sql.settings_errors import nearest
from sql.trouble import Misuse, Trouble
from sql.typed_columns import Column

_PART = re.compile(r'"((?:[^"]|"")+)"|([^."]+)')


@dataclass(frozen=True)
class Relation:
    """Rows are tuples of the values of `names`, in their order."""

    label: str
    source: FromClause
    names: Sequence[str]
    columns: Sequence[Column]  # our fields and which of the names holds each
    key: Sequence[str]  # unique together
    incremental: str | None

    def column(self, name: str) -> Any:
        return self.source.c[name]

    def places(self, names: Sequence[str]) -> list[int]:
        """Where in a row these columns stand."""
        return [self.names.index(name) for name in names]

    @property
    def selected(self) -> Any:
        return select(*(self.source.c[name] for name in self.names))


def relation_of(database: Database, options: Options) -> Relation:
    """Trouble where the relation or a column of the settings is not there, with the nearest."""
    found = _query_columns(database, options) if options.query else _columns(database, options)
    if not database.has_snapshot:
        database.connection.rollback()
    return relation_with(found, options)


def relation_with(found: Sequence[str], options: Options) -> Relation:
    """The relation where it has these columns."""
    for setting, wanted in (("incremental", [options.incremental]), ("key", options.key)):
        for name in wanted:
            if name is not None and name not in found:
                raise Trouble(f'no column "{name}" for {setting}{nearest(name, found)}')
    columns = columns_in(found, options.table, options.columns, options.shop is not None)
    stands = {one.field: one.name for one in columns if one.name}
    number = NUMBERED.get(options.table)
    if number and number not in stands:
        raise Trouble(f'no column for {number}; name one: columns = {{ {number} = "id" }}')
    ours = [field for field in FACTS[options.table].key
            if not (field == "shop" and options.shop is not None)]  # fmt: skip
    if not options.key and not stands.keys() >= set(ours):
        raise Trouble('nothing tells its rows apart; name unique columns: key = ["id"]')
    key = options.key or tuple(stands[field] for field in ours)
    mapped = [one.name for one in columns if one.name]
    names = list(dict.fromkeys([*key, *filter(None, [options.incremental]), *mapped]))
    return Relation(
        options.label, _source(options, names), names, columns, key, options.incremental
    )


def _source(options: Options, names: Sequence[str]) -> FromClause:
    """With columns of no type, so that the driver's values arrive as they are."""
    columns = [column(name) for name in names]
    if options.query:
        return text(_escaped(options.query)).columns(*columns).subquery("records")
    schema, name = _parts(options.relation or "")
    return table(name, *columns, schema=schema)


def _escaped(query: str) -> str:
    """As SQLAlchemy's text: a colon begins no parameter; the last line may be a comment."""
    return query.strip().rstrip(";").replace(":", r"\:") + "\n"


def _parts(relation: str) -> tuple[str | None, str]:
    parts = [quoted.replace('""', '"') or plain for quoted, plain in _PART.findall(relation)]
    return ".".join(parts[:-1]) or None, parts[-1] if parts else relation


def _columns(database: Database, options: Options) -> list[str]:
    schema, name = _parts(options.relation or "")
    looking = inspect(database.connection)
    try:
        return [found["name"] for found in looking.get_columns(name, schema=schema)]
    except NoSuchTableError:
        known = [*looking.get_table_names(schema), *looking.get_view_names(schema)]
        hint = nearest(name, known)
        if not hint and schema and schema not in (schemas := looking.get_schema_names()):
            hint = nearest(schema, schemas)
        way = hint or "; name a table or view that this user sees"
        raise Trouble(f'no relation "{options.relation}" there{way}') from None


def _query_columns(database: Database, options: Options) -> list[str]:
    query = options.query or ""
    if fault := select_fault(query, database.backend):
        raise Misuse(f"query: {fault}")
    records = text(_escaped(query)).columns().subquery("records")
    nothing = select(text("*")).select_from(records).where(false())
    return list(database.connection.execute(nothing).keys())
