"""What kind of value each field of an export is, and what a row cannot do without."""

from collections.abc import Mapping, Sequence

from ingest.export_words import OTHERWISE, WORDS
from sql.typed_columns import Column, Kind

NUMBERS = {"total", "refunded_total", "price", "quantity", "score", "scale_min", "scale_max"}
_KINDS: dict[Kind, set[str]] = {
    "id": {
        "shop", "order_id", "sku", "tracking_number", "postcode", "phone", "ticket_id",
        "message_id", "merged_into",
    },
    "list": {"line_ids"},
    "other_addresses": {"other_emails"},
    "extra": {"extra"},
    "counted": {"line_id", "shipment_id"},
    "key": {"event_key", "feedback_id"},
    "number": NUMBERS,
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
    **{(table, "shop"): "order.no_shop"
       for table in ("orders", "items", "shipments", "tickets", "feedback")},
}  # fmt: skip
_LATER = {
    **dict.fromkeys(
        ("paid_at", "cancelled_at", "refunded_at", "verified_at", "edited_at", "fulfilled_at"),
        "placed_at",
    ),
    "first_attempt_at": "shipped_at", "delivered_at": "shipped_at",
}  # fmt: skip


def typed_columns(
    table: str, names: Sequence[str], last_of_key: str, chosen: Mapping[str, str],
    found: Sequence[str],
) -> list[Column]:
    """The columns to read: `chosen` of the `found`, and what is made of them or of whole rows."""
    made = {"event": ""} if table == "tickets" else {}
    made |= {last_of_key: "", **chosen}
    if "email" in chosen:
        made["other_emails"] = chosen["email"]
    if set(found) - set(chosen.values()) or "email" in chosen:
        made["extra"] = ""
    places = {field: place for place, field in enumerate(names)}
    return [
        Column(
            field, _kind(field), name, _MISSING.get((table, field)),
            _LATER.get(field) if _LATER.get(field) in chosen else None, OTHERWISE.get(field),
            places[field],
        )
        for field, name in sorted(made.items(), key=lambda one: places[one[0]])
    ]  # fmt: skip


def _kind(field: str) -> Kind:
    for kind, names in _KINDS.items():
        if field in names:
            return kind
    if field.endswith("_at"):
        return "time"
    return "truth" if field.startswith("is_") else "text"
