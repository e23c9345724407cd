"""Which mails an order must bring beside confirmation and shipping notice, and from when on."""

from collections.abc import Iterator
from datetime import datetime

from .events import Order

PAYMENT_SECONDS = (300, 1800)  # in time until, missing after
OTHER_SECONDS = (3600, 14_400)


def limits(kind: str) -> tuple[int, int]:
    return PAYMENT_SECONDS if kind == "payment" else OTHER_SECONDS


def clocks(order: Order) -> Iterator[tuple[str, datetime]]:
    """Every kind of mail whose clock began."""
    if order.payment == "prepayment" and order.paid_at:
        yield "payment", order.paid_at
    left_at = min((parcel.shipped_at for parcel in order.shipments), default=None)
    if order.fulfilment == "pickup" and left_at:
        yield "pickup_ready", left_at
    if order.channel == "b2b" and left_at:
        yield "invoice", left_at
    if order.cancelled_at:
        yield "cancelled", order.cancelled_at
    if order.refunded_at:
        yield "refunded", order.refunded_at
    if order.edits:
        yield "order_edited", order.edits[-1].at


def excluded_reason(order: Order) -> str | None:
    reasons = {
        "test": order.is_test, "imported": order.is_imported, "in_store": order.is_in_store,
        "marketplace": order.channel == "marketplace",
    }  # fmt: skip
    return next((reason for reason, holds in reasons.items() if holds), None)
