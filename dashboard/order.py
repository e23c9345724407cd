"""One order, as its customer lived through it: what happened when, and what was promised."""

from collections.abc import Iterator
from typing import Any

from dashboard import order_changes, order_faults, order_service, order_talk, read
from dashboard.event import Event
from dashboard.read import Frame
from sql import wording


def found(number: str) -> Frame:
    """Orders with this number; two shops may have the same one."""
    plain = number.strip().lstrip("#").strip()
    tried = tuple(dict.fromkeys((number.strip(), plain, f"#{plain}", plain.upper())))
    return read.table("staging.orders", order_id=tried, order="shop")


def timeline(shop: str, order_id: str) -> list[Event]:
    """Everything known about the order, oldest first."""
    of_order: dict[str, Any] = {"shop": shop, "order_id": order_id}
    events = [
        *_order(of_order), *_mails(of_order), *_shipments(of_order),
        *order_talk.messages(of_order), *order_talk.waits(of_order), *order_talk.unseen(of_order),
        *_due(of_order),
        *order_changes.edits(of_order), *order_changes.promises(of_order),
        *order_changes.untold(of_order), *order_service.tickets(of_order),
        *order_service.ratings(of_order), *order_faults.found(of_order),
    ]  # fmt: skip
    return sorted((event for event in events if _is_known(event.at)), key=lambda event: event.at)


def _is_known(at: Any) -> bool:
    return at is not None and at == at


def _order(of_order: dict[str, Any]) -> Iterator[Event]:
    steps = (
        ("placed_at", "Order placed", "shopping_cart"),
        ("paid_at", "Paid", "payments"),
        ("cancelled_at", "Cancelled", "cancel"),
        ("refunded_at", "Refunded", "undo"),
    )
    for row in read.table("staging.orders", **of_order).itertuples():
        for column, what, icon in steps:
            said = f"channel {row.channel}" if column == "placed_at" and row.channel else ""
            yield Event(getattr(row, column), what, said, icon, "blue")


MAILS = {
    "order_confirmation": "Order confirmation", "shipping_notice": "Shipping mail",
    "payment": "Payment mail", "cancelled": "Cancellation mail", "refunded": "Refund mail",
    "delay_notice": "Delay notice", "pickup_ready": "Ready for pick-up", "invoice": "Invoice",
    "order_edited": "Mail about the change",
}  # fmt: skip
SEEN_IN = {"log": "in the mail server's log", "archive": "in the archive of sent mails",
           "events": "in the mail provider's events"}  # fmt: skip


def _mails(of_order: dict[str, Any]) -> Iterator[Event]:
    for row in read.table("facts.order_mails", **of_order, order="accepted_at").itertuples():
        what = MAILS.get(row.kind, "Order mail")
        where = SEEN_IN.get(row.accepted_by, "")
        yield Event(row.accepted_at, f"{what} sent", f"seen {where}" if where else "", "mail",
                    "blue")  # fmt: skip
        yield from _deliveries(row.shop, row.message_id, what)


def _deliveries(shop: str, message_id: str, what: str) -> Iterator[Event]:
    for row in read.table("staging.mail_deliveries", shop=shop, message_id=message_id).itertuples():
        if row.state in ("bounced", "rejected", "expired"):
            code = f", code {row.dsn}" if row.dsn else ""
            yield Event(row.last_attempt_at, f"{what} came back",
                        f"{wording.verdict(row.state)}{code}", "unsubscribe", "orange")  # fmt: skip
        elif row.state == "delivered":
            yield Event(row.last_attempt_at, f"{what} delivered",
                        "taken by the customer's mail server", "done", "green")  # fmt: skip
        elif row.state == "complained":
            yield Event(row.last_attempt_at, f"{what} marked spam",
                        "it arrived; the customer reported it", "report", "orange")  # fmt: skip


def _shipments(of_order: dict[str, Any]) -> Iterator[Event]:
    steps = (
        ("shipped_at", "Shipped", "local_shipping", "blue"),
        ("first_scan_at", "First scan", "qr_code_scanner", "gray"),
        ("first_attempt_at", "First delivery attempt", "door_front", "gray"),
        ("delivered_at", "Parcel delivered", "inventory_2", "green"),
    )
    for row in read.table("staging.shipments", **of_order, order="shipped_at").itertuples():
        for column, what, icon, colour in steps:
            said = f"{row.carrier or ''} {row.shipment_id}".strip()
            yield Event(getattr(row, column), what, said, icon, colour)


def _due(of_order: dict[str, Any]) -> Iterator[Event]:
    """What was due and did not come; what came says so itself."""
    for row in read.table("facts.order_confirmations", **of_order).itertuples():
        if row.verdict in ("missing", "late", "bounced"):
            said = wording.verdict(row.verdict, "confirmation")
            yield Event(row.due_at, "Confirmation was due", said, "alarm", "orange")
    for row in read.table("facts.shipping_notices", **of_order).itertuples():
        if row.verdict in ("missing", "late", "bounced"):
            said = wording.verdict(row.verdict, "shipping_mail")
            yield Event(row.due_at, "Shipping mail was due", said, "alarm", "orange")
