"""How order exports of WooCommerce and its widespread plugins are laid out, told by their header.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sql.trouble import Trouble

Lines = Literal["rows", "numbered", "products"]


@dataclass(frozen=True)
class Layout:
    """Where things stand. Names that begin with `billing.` or `shipping.` are of an address."""

    name: str
    needs: tuple[str, ...]
    lines: Lines  # a row for each line, a column for each line, or all in one cell
    columns: Mapping[str, tuple[str, ...]]  # our name -> columns, the first that is there
    line: Mapping[str, tuple[str, ...]]  # likewise, of a line in its row


def _addresses(pattern: str) -> dict[str, tuple[str, ...]]:
    """The columns of both addresses; `pattern` has {part} and {of}."""
    parts = {
        "first_name": "First Name", "last_name": "Last Name", "company": "Company",
        "address_1": "Address 1&2", "city": "City", "postcode": "Postcode",
        "country": "Country Code", "email": "Email", "phone": "Phone",
    }  # fmt: skip
    return {
        f"{of.lower()}.{key}": (pattern.format(part=label, of=of),)
        for of in ("Billing", "Shipping") for key, label in parts.items()
    }


_PLAIN_ADDRESSES = {
    f"{of}.{key}": (f"{of}_{key}",)
    for of in ("billing", "shipping")
    for key in ("first_name", "last_name", "company", "address_1", "address_2", "city",
                "postcode", "country", "email", "phone")
}  # fmt: skip
_PLAIN = {
    "number": ("order_number_formatted", "order_number", "order_id"), "id": ("order_id",),
    "status": ("status",), "date_created": ("order_date", "date"),
    "date_paid": ("paid_date", "date_paid"), "date_completed": ("completed_date",),
    "currency": ("order_currency",), "total": ("order_total",),
    "payment_method": ("payment_method", "payment_method_title"),
    "transaction_id": ("transaction_id",), "shipping_title": ("shipping_method",),
    "shipping_items": ("shipping_items",), "refunded": ("refunded_total",), **_PLAIN_ADDRESSES,
}  # fmt: skip

LAYOUTS = (
    Layout(
        "WooCommerce's own order report", ("Date", "Order #", "Status", "Product(s)"), "products",
        {"number": ("Order #",), "date_created": ("Date",), "status": ("Status",),
         "billing.first_name": ("Customer",), "products": ("Product(s)",)}, {},
    ),
    Layout(
        "Advanced Order Export", ("Order Number", "Order Status", "Order Date"), "rows",
        {"number": ("Order Number",), "id": ("Order ID",), "status": ("Order Status",),
         "date_created": ("Order Date",), "date_paid": ("Paid Date",),
         "date_completed": ("Completed Date",), "date_modified": ("Modification Date",),
         "currency": ("Currency", "Order Currency"), "total": ("Order Total Amount",),
         "payment_method": ("Payment Method", "Payment Method Title"),
         "transaction_id": ("Transaction ID",), "shipping_title": ("Shipping Method Title",),
         "shipping_id": ("Shipping Method",), "refunded": ("Order Refund Amount",),
         **_addresses("{part} ({of})")},
        {"id": ("Item ID", "Item #"), "sku": ("SKU",), "name": ("Item Name", "Product Name"),
         "quantity": ("Quantity", "Quantity (- Refund)"), "price": ("Item Cost",)},
    ),
    Layout("One row for each item", ("order_id", "status", "item_name"), "rows", _PLAIN,
           {"id": ("item_id",), "sku": ("item_sku",), "name": ("item_name",),
            "quantity": ("item_quantity",), "price": ("item_price",)}),
    Layout("Order Export with numbered lines", ("order_id", "status", "line_item_1"), "numbered",
           _PLAIN, {}),
)  # fmt: skip


def layout_of(found: Sequence[str]) -> Layout:
    """Trouble, with the columns found, where it is none that we know."""
    layout = next((one for one in LAYOUTS if set(one.needs) <= set(found)), None)
    if layout is None or not columns_in(layout.columns, found).keys() >= {"number", "date_created"}:
        names = ", ".join(map(_shown, found)) or "none"
        raise Trouble(
            f"is no order export that we know (columns found: {names}); read it with kind csv and a"
            " mapping, or export it as one of: " + "; ".join(one.name for one in LAYOUTS)
        )
    used = {*columns_in(layout.columns, found).values(), *columns_in(layout.line, found).values()}
    if twice := sorted(name for name, times in Counter(found).items() if times > 1):
        if clash := [name for name in twice if name in used]:
            raise Trouble(f"column {clash[0]} stands twice; give one of them another name")
    return layout


def columns_in(wanted: Mapping[str, tuple[str, ...]], found: Sequence[str]) -> dict[str, str]:
    """Our names that the file has, each with its column."""
    chosen = {ours: next((name for name in names if name in found), None)
              for ours, names in wanted.items()}  # fmt: skip
    return {ours: name for ours, name in chosen.items() if name is not None}


def _shown(name: str) -> str:
    """Without a header line the first row's values stand in its place."""
    return "?" if "@" in name or len(name) > 60 or sum(map(str.isdigit, name)) > 3 else name
