"""What else a WooCommerce order tells: refunds, promises in its meta data, and the rest."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ingest.woo_options import WooOptions
from ingest.woo_values import (
    Unreadable,
    end_of_day,
    is_day,
    moment,
    number,
    records,
    text,
    truth,
)

# Read elsewhere, too personal to be kept twice, or changing without anything being changed.
_NOT_KEPT = {
    "number", "order_key", "total", "currency", "payment_method", "transaction_id", "cart_hash",
    "customer_ip_address", "customer_user_agent", "currency_symbol", "payment_url",
    "customer_note", "is_editable", "needs_payment", "needs_processing",
}  # fmt: skip
_KEPT_LENGTH = 1000


def refunds_of(
    record: Mapping[str, Any], options: WooOptions, changed_at: datetime | None, flags: list[str]
) -> dict[str, Any]:
    """The sum of all refunds, and the time of the last: customers hear of each by a mail."""
    refunds = list(records(record.get("refunds")))
    sums = [number(one.get("total") or one.get("amount"), options.forms, "refund")
            for one in refunds]  # fmt: skip
    times = [
        moment(one.get("date_created_gmt"), options.forms, "refund", flags, is_utc=True)
        or moment(one.get("date_created"), options.forms, "refund", flags)
        for one in refunds
    ]
    last = max((at for at in times if at is not None), default=None)
    if last is None and text(record.get("status")) == "refunded":
        flags.append("refunded_at_estimated" if changed_at else "refunded_at_unknown")
        last = changed_at
    total = round(sum(abs(one) for one in sums if one is not None), 6) if refunds else None
    return {"refunded_at": last, "refunded_total": total}


def promised(
    meta: Mapping[str, Any], options: WooOptions, flags: list[str]
) -> dict[str, Any]:
    """What the shop's own keys promise; what cannot be read there is unknown."""
    found: dict[str, Any] = {}
    for field, key in (
        ("ship_by_at", options.ship_by_meta), ("deliver_by_at", options.deliver_by_meta),
    ):  # fmt: skip
        try:
            value = meta.get(key) if key else None
            if is_day(value) and (day := moment(value, options.forms, field, [], is_utc=True)):
                found[field] = end_of_day(day, options.zone)
            else:
                found[field] = moment(value, options.forms, field, flags)
        except Unreadable:
            flags.append(f"{field}_unreadable")
    if options.gift_meta:
        found["is_gift"] = truth(meta.get(options.gift_meta))
    return found


def beyond(record: Mapping[str, Any], order_id: str) -> str | None:
    """Single values that have no field of ours, also of keys that nobody knows, as JSON."""
    found = {
        key: value for key, value in record.items()
        if isinstance(value, str | int | float | bool) and value != ""
        and key not in _NOT_KEPT and not key.startswith(("_", "date_"))
        and not (key == "id" and str(value) == order_id) and len(str(value)) <= _KEPT_LENGTH
    }  # fmt: skip
    return json.dumps(found, sort_keys=True, ensure_ascii=False) if found else None
