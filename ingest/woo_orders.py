"""An order as WooCommerce's REST API writes it, as facts: the order, its lines, its parcels."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ingest.fact_making import made
from ingest.woo_address import contact_of
from ingest.woo_more import beyond, promised, refunds_of
from ingest.woo_options import WooOptions
from ingest.woo_shipments import shipments_of
from ingest.woo_values import (
    Unreadable,
    identity,
    meta_of,
    moment,
    number,
    records,
    text,
    truth,
)
from sql.raw.facts import Fact, OrderItem, OrderVersion

_AT_A_CHECKOUT = ("checkout", "store-api")


def order_id_of(record: Mapping[str, Any], flags: list[str] | None = None) -> str | None:
    """The number that customers are shown; plugins make it another than the id."""
    flags = [] if flags is None else flags
    return identity(record.get("number"), flags) or identity(record.get("id"), flags)


def facts_of(record: Mapping[str, Any], options: WooOptions) -> tuple[Fact, ...]:
    """The order first. Unreadable says why it is refused."""
    flags: list[str] = []
    order_id = order_id_of(record, flags)
    if order_id is None:
        raise Unreadable("order.no_id", "neither number nor id")
    times = {name: _time(record, name, options, flags) for name in
             ("date_created", "date_modified", "date_paid", "date_completed")}  # fmt: skip
    if times["date_created"] is None:
        raise Unreadable("time.invalid", "no date_created")
    key = {"shop": options.shop, "order_id": order_id, "valid_from_at": times["date_modified"]}
    items = _items(record, options, key)
    order = made(
        OrderVersion, **key, **_state(record, options, times, flags),
        **_kind(record, options), **contact_of(record, flags),
        **promised(meta_of(record), options, flags),
        total=number(record.get("total"), options.forms, "total"),
        currency=(text(record.get("currency")) or "").upper() or None,
        line_ids=[item.line_id for item in items] if "line_items" in record else None,
        extra=beyond(record, order_id), flags=list(dict.fromkeys(flags)),
    )  # fmt: skip
    parcels = shipments_of(
        record, order_id, options, times["date_modified"], times["date_completed"]
    )
    return order, *items, *parcels


def _time(
    record: Mapping[str, Any], name: str, options: WooOptions, flags: list[str]
) -> datetime | None:
    in_utc = moment(record.get(f"{name}_gmt"), options.forms, name, flags, is_utc=True)
    return in_utc or moment(record.get(name), options.forms, name, flags)


def _state(
    record: Mapping[str, Any], options: WooOptions, times: Mapping[str, datetime | None],
    flags: list[str],
) -> dict[str, Any]:
    """How far the order is. One that was never placed is held without a time of placing."""
    state = refunds_of(record, options, times["date_modified"], flags)
    state |= {"paid_at": times["date_paid"], "fulfilled_at": times["date_completed"]}
    if _is_unplaced(record, options, times["date_paid"]):
        flags.append("not_placed")
        return state
    state["placed_at"] = times["date_created"]
    if record.get("status") == "cancelled":  # nothing says when, but that it was by then
        state["cancelled_at"] = times["date_modified"]
        known = times["date_modified"] is not None
        flags.append("cancelled_at_estimated" if known else "cancelled_at_unknown")
    return state


def _is_unplaced(
    record: Mapping[str, Any], options: WooOptions, paid_at: datetime | None
) -> bool:
    """A checkout that nobody finished; the shop writes no mail about it."""
    if paid_at is not None:
        return False
    status = text(record.get("status"))
    if status != "cancelled":
        return status in options.unplaced
    return (
        record.get("created_via") in _AT_A_CHECKOUT
        and text(record.get("payment_method")) not in (None, *options.pays_later)
        and text(record.get("transaction_id")) is None
    )


def _kind(record: Mapping[str, Any], options: WooOptions) -> dict[str, Any]:
    """How the order came, is paid and goes out."""
    meta = meta_of(record)
    channel = options.channel_of(text(record.get("created_via")), meta)
    ways = list(records(record.get("shipping_lines")))
    fulfilment = None
    if any(text(way.get(key)) in options.pickup_methods
           for way in ways for key in ("method_id", "method_title")):
        fulfilment = "pickup"
    elif ways:
        fulfilment = "ship"
    elif record.get("needs_processing") is False:  # all of it is downloaded
        fulfilment = "digital"
    return {
        "channel": channel,
        "is_in_store": True if channel == "pos" else None,
        "locale": next((found for key in options.locale_meta if (found := text(meta.get(key)))),
                       None),
        "payment_method": options.payment_of(text(record.get("payment_method"))),
        "shipping_method": text(ways[0].get("method_title")) if ways else None,
        "fulfilment": fulfilment,
        "pickup_point": _pickup_point(ways) if fulfilment == "pickup" else None,
    }  # fmt: skip


def _pickup_point(ways: list[Mapping[str, Any]]) -> str | None:
    meta = meta_of(ways[0])
    parts = [text(meta.get(key)) for key in ("pickup_location", "pickup_address")]
    return ", ".join(part for part in parts if part) or None


def _items(
    record: Mapping[str, Any], options: WooOptions, key: Mapping[str, Any]
) -> list[OrderItem]:
    is_preorder = any(truth(meta_of(record).get(mark)) for mark in options.preorder_meta)
    found = []
    for position, line in enumerate(records(record.get("line_items")), start=1):
        flags: list[str] = []
        is_backorder = any(text(meta_of(line).get(mark)) for mark in options.backorder_meta)
        found.append(made(
            OrderItem, **key, line_id=text(line.get("id")) or str(position),
            sku=identity(line.get("sku"), flags), title=text(line.get("name")),
            quantity=number(line.get("quantity"), options.forms, "quantity"),
            price=number(line.get("price"), options.forms, "price"),
            availability="preorder" if is_preorder else "backorder" if is_backorder else None,
            flags=flags,
        ))  # fmt: skip
    return found
