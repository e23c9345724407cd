"""What is true of orders when they were confirmed: all there, something missing, or not known."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .events import Order, Script

NO_POSTCODE = ("HK", "AE")


def verifications(script: Script) -> Iterator[dict[str, Any]]:
    for order in script.orders:
        confirmed_at = _confirmed_at(order, script)
        missing = _missing(order, confirmed_at)
        if order.is_test or order.is_imported or order.is_in_store:
            verdict = "excluded"
        elif confirmed_at and confirmed_at < order.first_version_at:
            verdict, missing = "unknown", []  # nobody held a record then
        else:
            verdict = "incomplete" if missing else "verified"
        took = order.verified_at and (order.verified_at - order.placed_at).total_seconds()
        yield {
            "table": "facts.order_verifications",
            "key": {"shop": order.brand.shop, "order_id": order.order_id},
            "missing_fields": ", ".join(missing),
            "verified_at": order.verified_at,
            "verify_seconds": took,
            "confirmed_incomplete": verdict == "incomplete" and confirmed_at is not None,
            "states": [(None, verdict)],
        }


def _confirmed_at(order: Order, script: Script) -> datetime | None:
    """The confirmation as the archive shows it; one that came back was sent all the same."""
    since = script.readable_from[order.brand.shop]
    sent = [mail.accepted_at for mail in order.mails
            if mail.kind == "order_confirmation" and mail.is_archived
            and since <= mail.accepted_at < script.until]  # fmt: skip
    return min(sent, default=None)


def _missing(order: Order, confirmed_at: datetime | None) -> list[str]:
    """Of the version held at the confirmation, or of the newest."""
    held_until = order.completed_at
    is_open = held_until is None or (confirmed_at is not None and confirmed_at < held_until)
    missing = set(order.gap) if is_open else set()
    if order.fulfilment == "digital":
        missing -= {"street", "city", "postcode", "country"}
    if order.customer.country in NO_POSTCODE:
        missing -= {"postcode"}
    names = ("product", "quantity", "street", "city", "postcode", "country", "contact")
    return [name for name in names if name in missing]
