"""What is true of every promise: kept, broken, replaced or open, and since when."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from .cast import SILENT_CARRIERS
from .days import MICROSECOND, day_of, start_of
from .events import Order, Script
from .promise_chains import Chain, Promise, chains, event

EARLY = timedelta(days=2)
States = list[tuple[datetime | None, str]]


def promises(script: Script) -> Iterator[dict[str, Any]]:
    for order in script.orders:
        for chain, told in chains(script, order).items():
            happened_at = event(order, chain, script)
            for number, promise in enumerate(told):
                following = told[number + 1] if number + 1 < len(told) else None
                yield _line(order, chain, promise, following, happened_at, number == 0)


def _line(
    order: Order, chain: Chain, promise: Promise, following: Promise | None,
    happened_at: datetime | None, is_first: bool,
) -> dict[str, Any]:  # fmt: skip
    reason, _ = _ended(order, promise, happened_at)
    replaced_at = None if is_first or not following else following.made_at
    return {
        "table": "facts.promises",
        "key": {
            "shop": order.brand.shop, "order_id": order.order_id,
            "shipment_id": chain.shipment_id, "line_id": chain.line_id, "kind": chain.kind,
            "until_at": promise.until_at,
        },
        "from_at": promise.from_at, "made_in": promise.made_in, "made_at": promise.made_at,
        "is_first": is_first, "is_too_early": _is_too_early(order, chain, promise, happened_at),
        "happened_at": happened_at, "excluded_reason": reason,
        "states": promise_states(order, chain, promise, replaced_at, happened_at),
    }  # fmt: skip


def promise_states(
    order: Order, chain: Chain, promise: Promise, replaced_at: datetime | None,
    happened_at: datetime | None,
) -> States:  # fmt: skip
    _, ended_at = _ended(order, promise, happened_at)
    since: States = [(promise.made_at, "open")]
    if ended_at:
        return [*since, (max(ended_at, promise.made_at), "excluded")]
    if replaced_at and replaced_at <= promise.until_at:
        return [*since, (replaced_at, "superseded")]
    if happened_at:
        return [*since, _came(promise, happened_at)]
    if chain.kind == "deliver" and _is_silent(order, chain):
        return [(promise.made_at, "unknown")]
    return [*since, (promise.until_at + MICROSECOND, "broken")]


def _came(promise: Promise, happened_at: datetime) -> tuple[datetime, str]:
    if happened_at <= promise.until_at:
        return happened_at, "kept"
    return promise.until_at + MICROSECOND, "broken"


def _ended(
    order: Order, promise: Promise, happened_at: datetime | None
) -> tuple[str | None, datetime | None]:
    """Why nothing is to be judged, and since when."""
    for reason, holds in (
        ("test", order.is_test), ("imported", order.is_imported), ("in_store", order.is_in_store)
    ):  # fmt: skip
        if holds:
            return reason, promise.made_at
    for reason, at in (("cancelled", order.cancelled_at), ("refunded", order.refunded_at)):
        if at and at <= promise.until_at and (happened_at is None or at < happened_at):
            return reason, at
    return None, None


def _is_silent(order: Order, chain: Chain) -> bool:
    return any(parcel.carrier in SILENT_CARRIERS for parcel in order.shipments
               if parcel.shipment_id == chain.shipment_id)  # fmt: skip


def _is_too_early(
    order: Order, chain: Chain, promise: Promise, happened_at: datetime | None
) -> bool:
    zone = order.brand.zone
    begins_at = promise.from_at or start_of(day_of(promise.until_at, zone), zone)
    return bool(chain.kind == "deliver" and happened_at and happened_at < begins_at - EARLY)
