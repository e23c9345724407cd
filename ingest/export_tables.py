"""What an export holds: the fields of each table, where they stand, and the facts made of them."""

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Literal

from ingest.export_words import OTHERWISE, WORDS
from sql.raw.facts import Feedback, OrderItem, OrderVersion, Shipment, TicketEvent
from sql.trouble import Trouble
from sql.typed_columns import Column, Kind

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
_KINDS: dict[Kind, set[str]] = {
    "id": {
        "shop", "order_id", "sku", "tracking_number", "postcode", "phone", "ticket_id",
        "message_id", "merged_into",
    },
    "list": {"line_ids"},
    "counted": {"line_id", "shipment_id"},
    "key": {"event_key", "feedback_id"},
    "number": {
        "total", "refunded_total", "price", "quantity", "score", "scale_min", "scale_max",
    },
    "address": {"email"},
    "staff": {"author_address", "customer_address", "agent_address"},
    "choice": set(WORDS),
    "currency": {"currency"},
    "promise": {"ship_by_at", "deliver_by_at", "promised_at"},
    "truth": {"confirmation_flag"},
}  # fmt: skip
_MISSING = {
    ("tickets", "ticket_id"): "ticket.no_id", ("tickets", "event_at"): "ticket.no_time",
    **{(table, "order_id"): "order.no_id" for table in ("orders", "items", "shipments")},
    **{(table, "shop"): "order.no_shop" for table in FACTS},
}  # fmt: skip
_ALSO_CALLED = {"valid_from_at": "updated_at"}
_LATER = {
    **dict.fromkeys(
        ("paid_at", "cancelled_at", "refunded_at", "verified_at", "edited_at", "fulfilled_at"),
        "placed_at",
    ),
    "first_attempt_at": "shipped_at", "delivered_at": "shipped_at",
}  # fmt: skip


def fields_of(table: str) -> list[str]:
    """What a record may hold of its own."""
    return [name for name in _names(table) if name not in _OF_THE_STORE]


def columns_in(
    found: Sequence[str], table: str, mapping: Mapping[str, str], has_shop: bool
) -> list[Column]:
    """Our fields that the file holds. Trouble where a mapped or needed column is missing."""
    chosen = {field: _name(field, mapping, found) for field in fields_of(table)
              if not (field == "shop" and has_shop)}  # fmt: skip
    for field, name in mapping.items():
        if name not in found:
            raise Trouble(_no_column(field, name, found))
    for group in REQUIRED[table]:
        if not any(chosen[field] for field in group):
            raise Trouble(_no_column(" or ".join(group), group[0], found))
    twice = [name for name, times in Counter(found).items() if times > 1]
    for field, name in chosen.items():
        if name in twice:
            raise Trouble(f"column {name} ({field}) stands twice; give one of them another name")
    return _typed(table, found, {field: name for field, name in chosen.items() if name})


def _typed(table: str, found: Sequence[str], chosen: Mapping[str, str]) -> list[Column]:
    columns, places = [], {field: place for place, field in enumerate(_names(table))}
    for field, name in chosen.items():
        earlier = _LATER.get(field)
        columns.append(Column(
            field, _kind(field), name, _MISSING.get((table, field)),
            not_before=earlier if earlier in chosen else None, otherwise=OTHERWISE.get(field),
            place=places[field],
        ))  # fmt: skip
    if "email" in chosen:
        columns.append(Column(
            "other_emails", "other_addresses", chosen["email"], place=places["other_emails"],
        ))
    if table == "tickets" and "event" not in chosen:
        columns.append(Column(
            "event", "choice", otherwise=OTHERWISE["event"], place=places["event"],
        ))
    if (last := KEYS[table][-1]) not in chosen:
        columns.append(Column(last, _kind(last), place=places[last]))
    if set(found) - set(chosen.values()) or "email" in chosen:
        columns.append(Column("extra", "extra"))
    return columns


def blank(table: str) -> dict[str, Any]:
    """A fact's fields, all unknown."""
    return dict.fromkeys(fields_of(table))


def _names(table: str) -> list[str]:
    return [field.name for field in fields(FACTS[table])]


def _name(field: str, mapping: Mapping[str, str], found: Sequence[str]) -> str | None:
    names = [mapping[field]] if field in mapping else [field, _ALSO_CALLED.get(field, field)]
    return next((name for name in names if name in found), None)


def _kind(field: str) -> Kind:
    for kind, names in _KINDS.items():
        if field in names:
            return kind
    if field.endswith("_at"):
        return "time"
    return "truth" if field.startswith("is_") else "text"


def _no_column(field: str, name: str, found: Sequence[str]) -> str:
    if not found:
        return f"no column for {field}: the file is empty"
    close = difflib.get_close_matches(name, found, n=1, cutoff=0.5)
    hint = f'; did you mean "{close[0]}"?' if close else ""
    return f'no column "{name}" for {field}{hint} (columns found: {", ".join(map(_shown, found))})'


def _shown(name: str) -> str:
    """A name of a column; without a header line the first row's values stand in its place."""
    is_value = "@" in name or len(name) > 60 or sum(map(str.isdigit, name)) > 3
    return "?" if is_value else name
