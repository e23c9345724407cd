"""Typed rows as facts, column by column: what the export does not hold is unknown."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import get_args, get_type_hints

from sql.typed_columns import literal

_SQL_TYPES = {
    str: "varchar", bool: "boolean", float: "double", datetime: "timestamp", list[str]: "varchar[]",
}  # fmt: skip
_FLAGS = "case when flags = '' then [] else list_sort(list_distinct(split(flags, ' '))) end"


def facts_query(kind: type, found: Collection[str], shop: str | None) -> str:
    """Every field of the facts from `typed`, in their order."""
    hints = get_type_hints(kind)
    chosen = [f"{_value(field.name, hints[field.name], found, shop)} as {field.name}"
              for field in fields(kind)]  # fmt: skip
    return f"select {', '.join(chosen)} from typed"


def _value(name: str, hint: object, found: Collection[str], shop: str | None) -> str:
    if name == "flags":
        return _FLAGS
    if name == "content_hash" or name in found:
        return name
    if name == "shop" and shop is not None:
        return literal(shop)
    if hint == list[str]:
        return "[]::varchar[]"
    known = next((one for one in (hint, *get_args(hint)) if one in _SQL_TYPES), str)
    return f"null::{_SQL_TYPES[known]}"
