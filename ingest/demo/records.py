"""Orders, their lines and their parcels as the two shop systems export them."""

import csv
import os
from calendar import timegm
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from .cast import Brand
from .clock import local
from .events import Order, Script

# Our field -> the export's column; each shop system has names of its own.
ORDER_COLUMNS = {
    "nordlicht": {
        "order_id": "Bestellnummer", "placed_at": "Bestelldatum", "paid_at": "Bezahlt am",
        "cancelled_at": "Storniert am", "channel": "Kanal", "locale": "Sprache",
        "warehouse": "Lager", "shipping_method": "Versandart", "payment_method": "Zahlart",
        "fulfilment": "Lieferung", "email": "E-Mail", "name": "Name", "street": "Straße",
        "city": "Ort", "postcode": "PLZ", "country": "Land", "is_test": "Test",
        "is_imported": "Import", "is_in_store": "Filiale", "currency": "Währung",
        "total": "Summe", "confirmation_flag": "Bestätigung gesendet",
    },
    "fjordkind": {
        "order_id": "Name", "placed_at": "Created at", "paid_at": "Paid at",
        "cancelled_at": "Cancelled at", "channel": "Source", "locale": "Locale",
        "warehouse": "Location", "shipping_method": "Shipping Method",
        "payment_method": "Payment Method", "fulfilment": "Delivery Type", "email": "Email",
        "name": "Shipping Name", "street": "Shipping Street", "city": "Shipping City",
        "postcode": "Shipping Zip", "country": "Shipping Country", "is_test": "Test",
        "is_imported": "Imported", "is_in_store": "Point of Sale", "currency": "Currency",
        "total": "Total", "confirmation_flag": "Confirmation sent",
    },
}  # fmt: skip
ITEM_COLUMNS = {
    "nordlicht": {
        "order_id": "Bestellnummer", "line_id": "Position", "sku": "Artikelnummer",
        "title": "Artikel", "quantity": "Menge",
    },
    "fjordkind": {
        "order_id": "Name", "line_id": "Line", "sku": "Lineitem sku", "title": "Lineitem name",
        "quantity": "Lineitem quantity",
    },
}  # fmt: skip
SHIPMENT_COLUMNS = {
    "nordlicht": {
        "shipment_id": "Paket", "order_id": "Bestellnummer", "carrier": "Versender",
        "tracking_number": "Sendungsnummer", "tracking_url": "Link", "shipped_at": "Versendet am",
        "promised_at": "Zugesagt bis", "delivered_at": "Zugestellt am",
    },
    "fjordkind": {
        "shipment_id": "Fulfillment", "order_id": "Order", "carrier": "Tracking Company",
        "tracking_number": "Tracking Number", "tracking_url": "Tracking URL",
        "shipped_at": "Fulfilled at", "promised_at": "Estimated delivery",
        "delivered_at": "Delivered at",
    },
}  # fmt: skip
COLUMNS = {
    shop: {
        "orders": ORDER_COLUMNS[shop],
        "items": ITEM_COLUMNS[shop],
        "shipments": SHIPMENT_COLUMNS[shop],
    }
    for shop in ORDER_COLUMNS
}
Row = dict[str, Any]


def write_records(script: Script, brand: Brand, folder: Path) -> None:
    orders = list(script.of(brand.shop))
    makers: dict[str, Callable[[Order, datetime], Iterator[Row]]] = {
        "orders": _order, "items": _items, "shipments": _shipments,
    }  # fmt: skip
    for table, rows_of in makers.items():
        rows = [row for order in orders for row in rows_of(order, script.until)]
        path = folder / f"{table}.csv"
        _write(path, rows, COLUMNS[brand.shop][table], brand)
        exported = timegm(script.until.timetuple())
        os.utime(path, (exported, exported))


def _order(order: Order, until: datetime) -> Iterator[Row]:
    person = order.customer
    yield {
        "order_id": order.order_id, "placed_at": order.placed_at, "paid_at": order.paid_at,
        "cancelled_at": order.cancelled_at, "channel": order.channel, "locale": person.language,
        "warehouse": order.warehouse, "shipping_method": order.shipping_method,
        "payment_method": order.payment, "fulfilment": order.fulfilment,
        "email": person.address, "name": person.name, "street": person.street,
        "city": person.city, "postcode": person.postcode, "country": person.country,
        "is_test": order.is_test, "is_imported": order.is_imported,
        "is_in_store": order.is_in_store, "currency": order.brand.currency, "total": order.total,
        "confirmation_flag": order.is_flagged,
    }  # fmt: skip


def _items(order: Order, until: datetime) -> Iterator[Row]:
    for line, item in enumerate(order.items, start=1):
        yield {
            "order_id": order.order_id, "line_id": line, "sku": item.sku, "title": item.title,
            "quantity": item.quantity,
        }  # fmt: skip


def _shipments(order: Order, until: datetime) -> Iterator[Row]:
    for parcel in order.shipments:
        delivered_at = parcel.delivered_at
        yield {
            "shipment_id": parcel.shipment_id, "order_id": order.order_id,
            "carrier": parcel.carrier, "tracking_number": parcel.number,
            "tracking_url": parcel.url, "shipped_at": parcel.shipped_at,
            "promised_at": parcel.promised_at,
            "delivered_at": delivered_at if delivered_at and delivered_at < until else None,
        }  # fmt: skip


def _write(path: Path, rows: list[Row], columns: dict[str, str], brand: Brand) -> None:
    is_german = brand.shop == "nordlicht"
    with path.open("w", newline="", encoding="cp1252" if is_german else "utf-8") as file:
        writer = csv.writer(file, delimiter=";" if is_german else ",")
        writer.writerow(columns.values())
        for row in rows:
            writer.writerow([_cell(row[field], brand, is_german) for field in columns])


def _cell(value: Any, brand: Brand, is_german: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            here = local(value, brand.zone)
            return here.strftime("%d.%m.%Y %H:%M:%S") if is_german else here.isoformat()
        case float():
            return f"{value:.2f}".replace(".", "," if is_german else ".")
        case _:
            return str(value)
