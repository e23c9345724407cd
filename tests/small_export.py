"""Rows of a Shopify order export as they come: columns, blanks and signs as documented for 2026."""

import csv
import io
from typing import Any

HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,"
    "Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,"
    "Lineitem sku,"
    "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,"
    "Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,"
    "Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,"
    "Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,"
    "Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,"
    "Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,"
    "Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,"
    "Payment Terms Name,Next Payment Due At,Payment References"
)
NAMES = HEADER.split(",")


def line_row(name: str, title: str, sku: str = "", quantity: Any = 1, price: str = "10.00") -> dict:
    """A further row of an order: its number, its customer and a line."""
    return {
        "Name": name, "Email": "kim@customer.example", "Lineitem quantity": quantity,
        "Lineitem name": title, "Lineitem price": price, "Lineitem sku": sku,
        "Lineitem requires shipping": "true",
    }  # fmt: skip


def order_row(
    name: str, title: str, sku: str = "", quantity: Any = 1, price: str = "10.00", **more: str
) -> dict:
    """The first row of an order."""
    return line_row(name, title, sku, quantity, price) | {
        "Financial Status": "paid", "Paid at": "2026-11-20 10:15:40 +0100",
        "Fulfillment Status": "fulfilled", "Fulfilled at": "2026-11-21 08:00:00 +0100",
        "Currency": "EUR", "Total": "49.90", "Shipping Method": "Standard",
        "Created at": "2026-11-20 10:15:32 +0100",
        "Shipping Name": "Kim Muster", "Shipping Street": "Elbweg 3, Hof",
        "Shipping City": "Dresden", "Shipping Zip": "'01067", "Shipping Country": "DE",
        "Shipping Phone": "'+49351000001", "Payment Method": "Shopify Payments",
        "Refunded Amount": "0.00", "Id": "5550001", "Source": "web",
    } | more  # fmt: skip


def sheet(*rows: dict, delimiter: str = ",", is_full: bool = False) -> str:
    """As a file; unless it is to be full, without the columns in which no row has anything."""
    used = {name for row in rows for name in row}
    names = [name for name in NAMES if is_full or name in used]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
