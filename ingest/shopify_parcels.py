"""A fulfilment of Shopify as a parcel."""

import json
from typing import Any

from ingest.fact_making import made
from ingest.shopify_listing import moment, number_of
from sql.raw.facts import Shipment

_FAILED = {"ERROR", "FAILURE"}
_TRIED = {"ATTEMPTED_DELIVERY", "NOT_DELIVERED"}


def has_left(fulfilment: dict[str, Any]) -> bool:
    return fulfilment["status"] not in {"CANCELLED", *_FAILED}


def parcel(fulfilment: dict[str, Any], order_id: str, shop: str | None) -> Shipment:
    """One parcel, though it may have several numbers: nothing says what is in which."""
    tracking, *others = fulfilment["trackingInfo"] or [{}]
    # Shopify says that a fulfilment was cancelled, not when: nothing follows after.
    cancelled_at = None if has_left(fulfilment) else moment(fulfilment["updatedAt"])
    flags = ["several_numbers"] if others else []
    if fulfilment["status"] in _FAILED:
        flags.append("fulfilment_failed")
    numbers = [one.get("number") for one in others]
    return made(
        Shipment, shop=shop, shipment_id=number_of(fulfilment["id"]), order_id=order_id,
        valid_from_at=moment(fulfilment["updatedAt"]), carrier=tracking.get("company") or None,
        tracking_number=tracking.get("number") or None, tracking_url=tracking.get("url") or None,
        shipped_at=moment(fulfilment["createdAt"]),
        promised_at=moment(fulfilment["estimatedDeliveryAt"]),
        first_scan_at=moment(fulfilment["inTransitAt"]),
        first_attempt_at=_first_attempt_at(fulfilment),
        delivered_at=moment(fulfilment["deliveredAt"]), cancelled_at=cancelled_at,
        items=_items(fulfilment), flags=flags,
        exempt_reason=None if fulfilment["requiresShipping"] else "digital",
        extra=json.dumps({"further_numbers": numbers}) if others else None,
    )  # fmt: skip


def _items(fulfilment: dict[str, Any]) -> str | None:
    lines = [f"{number_of(one['lineItem']['id'])}:{one['quantity']}"
             for one in fulfilment["fulfillmentLineItems"]["nodes"]]  # fmt: skip
    return ", ".join(lines) or None


def _first_attempt_at(fulfilment: dict[str, Any]) -> Any:
    times = [moment(one["happenedAt"]) for one in fulfilment["events"]["nodes"]
             if one["status"] in _TRIED]  # fmt: skip
    return min(filter(None, times), default=None)
