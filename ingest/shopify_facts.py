"""An order of Shopify's Admin API as facts: its version, its lines and its parcels."""

import json
from datetime import datetime
from typing import Any

from ingest.fact_making import made
from ingest.shopify_deliveries import Delivery
from ingest.shopify_listing import moment, number_of
from ingest.shopify_options import ShopifyOptions
from ingest.shopify_parcels import has_left, parcel
from ingest.shopify_payments import amount, last_refund_at, paid_at
from ingest.shopify_words import order_number
from sql.raw.facts import Fact, OrderItem, OrderVersion

Record = dict[str, Any]
_NOTED = {
    "id": "id", "closed_at": "closedAt", "cancel_reason": "cancelReason", "tags": "tags",
    "financial_status": "displayFinancialStatus", "fulfilment_status": "displayFulfillmentStatus",
    "attributes": "customAttributes", "source": "sourceName",
}  # fmt: skip


class Unreadable(Exception):
    """The record is not what an order is; the reason, and the field that is wrong."""

    def __init__(self, reason: str, detail: str):
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def facts_of(record: Record, options: ShopifyOptions) -> tuple[Fact, ...]:
    """The order first; Unreadable where a field is missing or no value of its kind."""
    order_id = order_id_of(record, options)
    if order_id is None:
        raise Unreadable("order.no_id", "field name: empty")
    try:
        lines = [_line(one, record, order_id, options) for one in record["lineItems"]["nodes"]]
        parcels = [parcel(one, order_id, options.shop) for one in record["fulfillments"]]
        return (_version(record, order_id, options), *lines, *parcels)
    except ValueError as error:
        fault = "a time, a sum of money or a quantity that is none"
        raise Unreadable("order.unreadable", fault) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreadable("order.unreadable", f"a field is missing ({error})") from error


def order_id_of(record: Record, options: ShopifyOptions) -> str | None:
    """The order's number as the settings want it."""
    if options.order_id == "id":
        return number_of(record["id"])
    return order_number(record.get("name"))


def _version(record: Record, order_id: str, options: ShopifyOptions) -> OrderVersion:
    delivery = Delivery(record, options)
    ship_to = record["shippingAddress"] or {}
    bill_to = record["billingAddress"] or {}
    parcels = [one for one in record["fulfillments"] if has_left(one)]
    is_all_sent = record["displayFulfillmentStatus"] == "FULFILLED" and parcels
    edited_at, flags = _edited(record)
    return made(
        OrderVersion, shop=options.shop, order_id=order_id,
        valid_from_at=moment(record["updatedAt"]),
        placed_at=moment(record["processedAt"]) or moment(record["createdAt"]),
        paid_at=paid_at(record), cancelled_at=moment(record["cancelledAt"]),
        refunded_at=last_refund_at(record), refunded_total=amount(record["totalRefundedSet"]),
        edited_at=edited_at,
        fulfilled_at=max(filter(None, (moment(one["createdAt"]) for one in parcels)), default=None)
        if is_all_sent else None,
        ship_by_at=delivery.ship_by_at, deliver_by_at=delivery.deliver_by_at,
        fulfilment=delivery.fulfilment, warehouse=delivery.warehouse,
        channel=_channel(record, options), is_in_store=record["sourceName"] == "pos",
        locale=record["customerLocale"] or None, is_test=bool(record["test"]),
        shipping_method=(record["shippingLine"] or {}).get("title"),
        payment_method=_payment(record, options),
        email=(record["email"] or "").strip().lower() or None,
        # Whose order it is may stand in the bill alone; where goods go to may not.
        name=ship_to.get("name") or bill_to.get("name"),
        phone=ship_to.get("phone") or record["phone"] or bill_to.get("phone"),
        street=", ".join(filter(None, (ship_to.get("address1"), ship_to.get("address2")))) or None,
        city=ship_to.get("city"), postcode=ship_to.get("zip"),
        country=ship_to.get("countryCodeV2"),
        currency=record["presentmentCurrencyCode"] or record["currencyCode"],
        total=amount(record["totalPriceSet"]), flags=flags,
        line_ids=[number_of(one["id"]) for one in record["lineItems"]["nodes"]],
        extra=_json({ours: record.get(theirs) for ours, theirs in _NOTED.items()}),
    )  # fmt: skip


def _line(line: Record, record: Record, order_id: str, options: ShopifyOptions) -> OrderItem:
    title, variant = line["title"], line["variantTitle"]
    ordered, current = line["quantity"], line["currentQuantity"]
    return made(
        OrderItem, shop=options.shop, order_id=order_id, line_id=number_of(line["id"]),
        valid_from_at=moment(record["updatedAt"]), sku=line["sku"] or None,
        title=f"{title} - {variant}" if variant else title, quantity=float(current),
        price=amount(line["originalUnitPriceSet"]),
        fulfilment=None if line["requiresShipping"] else "digital",
        extra=_json({"ordered": ordered if ordered != current else None}),
    )  # fmt: skip


def _edited(record: Record) -> tuple[datetime | None, list[str]]:
    """Of an edit Shopify keeps an agreement with its time."""
    if not record["edited"]:
        return None, []
    times = [moment(one["happenedAt"]) for one in record.get("agreements") or []
             if one["__typename"] == "OrderEditAgreement"]  # fmt: skip
    edited_at = max(filter(None, times), default=None)
    return edited_at, [] if edited_at else ["edited_time_unknown"]


def _channel(record: Record, options: ShopifyOptions) -> str | None:
    """web, pos and the like as they stand; of an app not its number but its channel's name."""
    source = record["sourceName"]
    definition = (record["channelInformation"] or {}).get("channelDefinition") or {}
    if (not source or source.isdigit()) and definition.get("channelName"):
        source = definition["channelName"]
    return options.channel_of(source)


def _payment(record: Record, options: ShopifyOptions) -> str | None:
    names = [options.payment_of(name) for name in record["paymentGatewayNames"] or []]
    return " + ".join(dict.fromkeys(filter(None, names))) or None


def _json(values: Record) -> str | None:
    told = {name: value for name, value in values.items() if value not in (None, "", [], {})}
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None
