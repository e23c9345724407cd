"""The parcels of a WooCommerce order, as plugins for shipment tracking leave them in its meta data.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from ingest.fact_making import made
from ingest.woo_options import WooOptions
from ingest.woo_values import Unreadable, identity, is_day, meta_of, moment, records, text
from sql.raw.facts import Shipment

_CARRIERS = ("custom_tracking_provider", "tracking_provider", "slug")
_LINKS = ("custom_tracking_link", "tracking_link", "ast_tracking_link")


def shipments_of(
    record: Mapping[str, Any], order_id: str, options: WooOptions,
    changed_at: datetime | None = None, completed_at: datetime | None = None,
) -> list[Shipment]:
    """What cannot be read of a parcel is unknown: that is no reason to refuse the order."""
    found: dict[str, Shipment] = {}
    for given in _given(meta_of(record), options, completed_at):
        shipment_id = given.pop("shipment_id", None) or f"{order_id}-{len(found) + 1}"
        found[shipment_id] = made(
            Shipment, shop=options.shop, shipment_id=shipment_id, order_id=order_id,
            valid_from_at=changed_at, **given,
        )  # fmt: skip
    return list(found.values())


def _given(
    meta: Mapping[str, Any], options: WooOptions, completed_at: datetime | None
) -> Iterator[dict[str, Any]]:
    for key in options.tracking_lists:
        for one in records(meta.get(key)):
            yield _of_list(one, options, completed_at)
    if options.tracking:
        values = {field: meta.get(key) for field, key in options.tracking.items()}
        if text(values.get("tracking_number")):
            yield _of_keys(values, options, completed_at)


def _of_list(
    one: Mapping[str, Any], options: WooOptions, completed_at: datetime | None
) -> dict[str, Any]:
    """WooCommerce's Shipment Tracking, Advanced Shipment Tracking and AfterShip alike."""
    flags: list[str] = []
    number = identity(one.get("tracking_number"), flags)
    link = next((found for key in _LINKS if (found := text(one.get(key)))), None)
    return {
        "shipment_id": text(one.get("tracking_id")),
        "carrier": next((found for key in _CARRIERS if (found := text(one.get(key)))), None),
        "tracking_number": number,
        "tracking_url": link.replace("%1$s", number or "") if link else None,
        "shipped_at": _shipped_at(one.get("date_shipped"), options, completed_at, flags),
        "items": _contents(one),
        "flags": flags,
    }


def _of_keys(
    values: Mapping[str, Any], options: WooOptions, completed_at: datetime | None
) -> dict[str, Any]:
    flags: list[str] = []
    return {
        "carrier": text(values.get("carrier")),
        "tracking_number": identity(values.get("tracking_number"), flags),
        "tracking_url": text(values.get("tracking_url")),
        "shipped_at": _shipped_at(values.get("shipped_at"), options, completed_at, flags),
        "delivered_at": _at(values.get("delivered_at"), options, "delivered_at", flags),
        "flags": flags,
    }


def _shipped_at(
    value: Any, options: WooOptions, completed_at: datetime | None, flags: list[str]
) -> datetime | None:
    """A mere day, as people enter it, is no moment: the order's completion on that day is one."""
    if text(value) is None:
        day = None
    elif (day := _day(value)) is None:
        return _at(value, options, "shipped_at", flags)
    if completed_at is not None and day in (None, _local_day(completed_at, options.zone)):
        flags.append("shipped_at_from_completed")
        return completed_at
    if day is not None:
        flags.append("shipped_day_only")
    return None


def _day(value: Any) -> date | None:
    """The day, if no more than a day is told: midnight in UTC is how plugins store one."""
    if is_day(value):
        with suppress(ValueError):
            return date.fromisoformat(text(value) or "")
    at = _unix_time(value)
    return at.date() if at and at.time() == time.min else None


def _local_day(at: datetime, zone: str | None) -> date:
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone or "UTC")).date()


def _unix_time(value: Any) -> datetime | None:
    found = text(value) or ""
    if not found.isdecimal() or len(found) not in (9, 10):
        return None
    return datetime.fromtimestamp(int(found), UTC).replace(tzinfo=None)


def _at(value: Any, options: WooOptions, what: str, flags: list[str]) -> datetime | None:
    try:
        return _unix_time(value) or moment(value, options.forms, what, flags)
    except Unreadable:
        flags.append(f"{what}_unreadable")
        return None


def _contents(one: Mapping[str, Any]) -> str | None:
    """As LINE:QUANTITY, where the plugin knows which lines of the order are in the parcel."""
    lines = []
    for part in [*records(one.get("products_list")), *records(one.get("line_items"))]:
        line = text(part.get("item_id")) or text(part.get("id"))
        quantity = text(part.get("qty")) or text(part.get("quantity"))
        if line is None or quantity is None:
            return None
        lines.append(f"{line}:{quantity}")
    return ", ".join(lines) or None
