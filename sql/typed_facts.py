"""Typed rows as facts, column by column: what the export does not hold is unknown."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import get_args, get_type_hints

from sql.typed_columns import literal

_SQL_TYPES = {
    str: "varchar", bool: "boolean", float: "double", datetime: "timestamp", list[str]: "varchar[]",
}  # fmt: skip


def facts_query(
    kind: type, found: Collection[str], shop: str | None, flags: Sequence[str] = ()
) -> str:
    """Every field of the facts from `typed`, in their order; `flags` are every row's."""
    hints = get_type_hints(kind)
    values = {field.name: _value(field.name, hints[field.name], found, shop)
              for field in fields(kind)}  # fmt: skip
    given = f"[{', '.join(map(literal, flags))}]::varchar[]"
    values["flags"] = f"""case when flags = '' then {given}
        else list_sort(list_distinct(list_concat(split(flags, ' '), {given}))) end"""
    chosen = [f"{value} as {name}" for name, value in values.items()]
    return f"select {', '.join(chosen)} from typed"


def _value(name: str, hint: object, found: Collection[str], shop: str | None) -> str:
    if name == "content_hash" or name in found:
        return name
    if name == "shop" and shop is not None:
        return literal(shop)
    if hint == list[str]:
        return "[]::varchar[]"
    known = next((one for one in (hint, *get_args(hint)) if one in _SQL_TYPES), str)
    return f"null::{_SQL_TYPES[known]}"
