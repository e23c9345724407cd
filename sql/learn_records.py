"""What an order's record holds that may stand in a mail, each with the slot that it would fill."""

from typing import Any


def known_values(record: dict[str, Any]) -> list[tuple[str, str]]:
    """Slot and value; names and addresses in the forms in which mails write them."""
    name, total = record["name"] or "", record["total"]
    place = " ".join(record[part] or "" for part in ("street", "postcode", "city"))
    words = name.split()
    found = [
        ("ORDER_NUMBER", record["order_id"] or ""),
        ("TRACKING_NUMBER", record["tracking_number"] or ""),
        ("CARRIER", record["carrier"] or ""),
        *(("CUSTOMER_NAME", form) for form in {name, *words[:1], *words[-1:]}),
        *(("SHIPPING_ADDRESS", f"{before} {place}") for before in {"", name} if place.strip()),
    ]
    if total is not None:
        amount, currency = f"{total:.2f}", record["currency"] or ""
        found += [("ORDER_TOTAL", form) for form in (amount, amount + currency, currency + amount)]
    return [(slot, value) for slot, value in found if value.strip()]
