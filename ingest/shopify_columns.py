"""The columns of Shopify's order export: which we read, and what of the others is kept."""

import re
from collections.abc import Iterator, Sequence

from sql.trouble import Trouble
from sql.typed_columns import Column, Kind

# Our name -> the kind of its values and Shopify's names for it, of today and of earlier years.
ORDER: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "order_id": ("id", ("Name",)), "shopify_id": ("id", ("Id",)), "email": ("address", ("Email",)),
    "financial_status": ("text", ("Financial Status",)),
    "fulfilment_status": ("text", ("Fulfillment Status",)),
    "placed_at": ("time", ("Created at",)), "paid_at": ("time", ("Paid at",)),
    "fulfilled_at": ("time", ("Fulfilled at",)),
    "cancelled_at": ("time", ("Cancelled at", "Canceled at")),
    "currency": ("text", ("Currency",)), "total": ("number", ("Total",)),
    "refunded_total": ("number", ("Refunded Amount",)), "source": ("text", ("Source",)),
    "shipping_method": ("text", ("Shipping Method",)),
    "payment_method": ("text", ("Payment Method",)), "location": ("text", ("Location",)),
    "ship_name": ("text", ("Shipping Name",)), "street": ("text", ("Shipping Street",)),
    "city": ("text", ("Shipping City",)), "postcode": ("id", ("Shipping Zip",)),
    "country": ("text", ("Shipping Country",)), "ship_phone": ("id", ("Shipping Phone",)),
    "bill_name": ("text", ("Billing Name",)), "bill_phone": ("id", ("Billing Phone",)),
    "phone": ("id", ("Phone",)), "tags": ("text", ("Tags",)),
    "note_attributes": ("text", ("Note Attributes",)), "risk_level": ("text", ("Risk Level",)),
    "discount_code": ("text", ("Discount Code",)), "device_id": ("id", ("Device ID",)),
}  # fmt: skip
LINE: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "title": ("text", ("Lineitem name",)), "quantity": ("number", ("Lineitem quantity",)),
    "sku": ("id", ("Lineitem sku",)), "price": ("number", ("Lineitem price",)),
    "ships": ("truth", ("Lineitem requires shipping",)),
    "line_status": ("text", ("Lineitem fulfillment status",)),
}  # fmt: skip
NEEDED = ("order_id", "placed_at", "title", "quantity")
# Only the first row of an order holds these.
HEAD = ("financial_status", "currency", "total", "shopify_id", "shipping_method", "source")
_MISSING = {"order_id": "order.no_id"}
# Known, and of no use to us, or people's data that we need not have.
_LEFT_OUT = re.compile(
    r"accepts marketing|subtotal|shipping|taxes|discount amount|billing .*|shipping .*|notes"
    r"|payment reference.*|vendor|outstanding balance|employee|tax \d+ (name|value)"
    r"|receipt number|duties|payment id|payment terms.*|next payment due at"
    r"|lineitem (compare.at price|taxable|discount)"
)


def columns_in(found: Sequence[str]) -> list[Column]:
    """All columns that are read; `new_N` are those unknown to us. Trouble where one is missing."""
    lower = [name.casefold() for name in found]
    chosen = list(_known(found, lower))
    taken = {column.name for column in chosen}
    for name in taken:
        if found.count(name) > 1:
            raise Trouble(f"column {name} stands twice; export the orders again")
    have = {column.field for column in chosen}
    for field in NEEDED:
        if field not in have:
            name = (ORDER | LINE)[field][1][0]
            shown = ", ".join(map(_shown, found)) or "none"
            raise Trouble(f'no column "{name}"; is it the order export of Shopify, as it came?'
                          f" (columns found: {shown})")  # fmt: skip
    for place, name in enumerate(found):
        known = name in taken or _LEFT_OUT.fullmatch(lower[place])
        if name and not known and found.index(name) == place:
            chosen.append(Column(f"new_{place}", "text", name))
    return chosen


def is_of_line(column: Column) -> bool:
    return column.field in LINE or column.name.casefold().startswith("lineitem")


def _known(found: Sequence[str], lower: Sequence[str]) -> Iterator[Column]:
    for field, (kind, names) in (ORDER | LINE).items():
        for name in names:
            if name.casefold() in lower:
                held = found[lower.index(name.casefold())]
                yield Column(field, kind, held, _MISSING.get(field))
                break


def _shown(name: str) -> str:
    """A name of a column; without a header line the first row's values stand in its place."""
    is_value = "@" in name or len(name) > 60 or sum(map(str.isdigit, name)) > 3
    return "?" if is_value else name
