"""When an order of Shopify was paid and refunded, and sums of money as the customer sees them."""

from datetime import datetime
from typing import Any

from ingest.shopify_listing import moment

_PAYS = {"SALE", "CAPTURE"}
_PAID = {"PAID", "PARTIALLY_REFUNDED", "REFUNDED"}


def amount(money: Any) -> float | None:
    """In the currency that the customer paid in and that mails name; ValueError where it is none.

    Decimals are written with a point.
    """
    if money is None:
        return None
    text = money["presentmentMoney"]["amount"]
    if not isinstance(text, str) or not text.replace(".", "", 1).removeprefix("-").isdigit():
        raise ValueError("no amount of money")
    return float(text)


def paid_at(record: dict[str, Any]) -> datetime | None:
    """When all that was first ordered had been paid; what an edit added does not move it."""
    if record["displayFinancialStatus"] not in _PAID:
        return None
    payments = [one for one in record["transactions"]
                if one["kind"] in _PAYS and one["status"] == "SUCCESS"]  # fmt: skip
    timed = [(at, amount(one["amountSet"]) or 0.0) for one in payments
             if (at := moment(one["processedAt"]))]  # fmt: skip
    owed, received = amount(record["originalTotalPriceSet"]) or 0.0, 0.0
    for at, sum_paid in sorted(timed):
        received += sum_paid
        if received >= owed - 0.005:
            return at
    return max(timed)[0] if timed else None


def last_refund_at(record: dict[str, Any]) -> datetime | None:
    """Of money: a refund of nothing only takes lines back."""
    times = [moment(one["createdAt"]) for one in record["refunds"]
             if (amount(one["totalRefundedSet"]) or 0.0) > 0]  # fmt: skip
    return max(filter(None, times), default=None)
