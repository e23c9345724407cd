"""What an export holds: the fields of each table, where they stand, and the facts made of them."""

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Literal

from ingest.export_kinds import typed_columns
from sql.raw.facts import Feedback, OrderItem, OrderVersion, Shipment, TicketEvent
from sql.trouble import Trouble
from sql.typed_columns import Column

TableName = Literal["orders", "items", "shipments", "tickets", "feedback"]
FACTS: dict[str, type[OrderVersion | OrderItem | Shipment | TicketEvent | Feedback]] = {
    "orders": OrderVersion, "items": OrderItem, "shipments": Shipment, "tickets": TicketEvent,
    "feedback": Feedback,
}  # fmt: skip
# Each must be there; of those in one group, one.
REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "orders": (("order_id",), ("placed_at",)),
    "items": (("order_id",), ("title", "sku"), ("quantity",)),
    "shipments": (("order_id",),),
    "tickets": (("ticket_id",), ("event_at",)),
    "feedback": (("score",),),
}
KEYS = {
    "orders": ("shop", "order_id"),
    "items": ("shop", "order_id", "line_id"),
    "shipments": ("shop", "shipment_id"),
    "tickets": ("shop", "ticket_id", "event_key"),
    "feedback": ("shop", "feedback_id"),
}
# The time by which `since` and the age of a feed are told.
TIMES = {"orders": "placed_at", "shipments": "shipped_at", "tickets": "event_at",
         "feedback": "given_at"}  # fmt: skip
NUMBERED = {"items": "line_id", "shipments": "shipment_id"}  # counted within the order if missing
_OF_THE_STORE = {"content_hash", "flags", "extra", "other_emails"}
_ALSO_CALLED = {"valid_from_at": "updated_at"}


def fields_of(table: str) -> list[str]:
    """What a record may hold of its own."""
    return [name for name in _names(table) if name not in _OF_THE_STORE]


def columns_in(
    found: Sequence[str], table: str, mapping: Mapping[str, Sequence[str]], has_shop: bool
) -> list[Column]:
    """Our fields that the file holds. Trouble where a mapped or needed column is missing."""
    chosen = {field: _name(field, mapping, found) for field in fields_of(table)
              if not (field == "shop" and has_shop)}  # fmt: skip
    for field, names in mapping.items():
        if not any(name in found for name in names):
            raise Trouble(_no_column(field, names[0], found))
    for group in REQUIRED[table]:
        if not any(chosen[field] for field in group):
            raise Trouble(_no_column(" or ".join(group), group[0], found))
    twice = [name for name, times in Counter(found).items() if times > 1]
    for field, name in chosen.items():
        if name in twice:
            raise Trouble(f"column {name} ({field}) stands twice; give one of them another name")
    there = {field: name for field, name in chosen.items() if name}
    return typed_columns(table, _names(table), KEYS[table][-1], there, found)


def names_of(field: str) -> list[str]:
    """The names that a field has where no mapping gives one."""
    return [field, *([_ALSO_CALLED[field]] if field in _ALSO_CALLED else [])]


def _names(table: str) -> list[str]:
    return [field.name for field in fields(FACTS[table])]


def _name(field: str, mapping: Mapping[str, Sequence[str]], found: Sequence[str]) -> str | None:
    names = mapping.get(field) or names_of(field)
    return next((name for name in names if name in found), None)


def _no_column(field: str, name: str, found: Sequence[str]) -> str:
    if not found:
        return f"no column for {field}: the file is empty"
    close = difflib.get_close_matches(name, found, n=1, cutoff=0.5)
    hint = f'; did you mean "{close[0]}"?' if close else ""
    return f'no column "{name}" for {field}{hint} (columns found: {", ".join(map(shown, found))})'


def shown(name: str) -> str:
    """A name of a column; without a header line the first row's values stand in its place."""
    is_value = "@" in name or len(name) > 60 or sum(map(str.isdigit, name)) > 3
    return "?" if is_value else name
