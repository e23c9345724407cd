"""What was promised for an order, what was changed in it, and whether its customer heard of it."""

from collections.abc import Iterator
from typing import Any

from dashboard import read, tables
from dashboard.event import Event
from dashboard.filters import Chosen
from sql import wording

WHAT = {
    "payment": "Payment mail", "cancelled": "Cancellation mail", "refunded": "Refund mail",
    "order_edited": "Mail about the change", "pickup_ready": "Ready for pick-up",
    "invoice": "Invoice",
}  # fmt: skip


def edits(of_order: dict[str, Any]) -> Iterator[Event]:
    """Each change after the confirmation, and what the customer heard of it."""
    told = read.table("facts.order_notices", **of_order, mail_kind="order_edited")
    said = "the customer was told: " if len(told) else ""
    said += wording.verdict(told["verdict"].iloc[0], "notice") if len(told) else ""
    seen = read.table("facts.order_edits", **of_order, order="edited_at")
    for row in seen.itertuples():
        yield Event(row.edited_at, "Order changed", _joined(row.changed, said), "edit", "blue")
    if seen.empty:
        for row in told.itertuples():
            yield Event(row.clock_starts_at, "Order changed", said, "edit", "blue")


def promises(of_order: dict[str, Any]) -> Iterator[Event]:
    """Each promise when it was made, and again when it passed without what it promised."""
    for row in read.table("facts.promises", **of_order, order="made_at").itertuples():
        until = tables.local_day(row.until_at, Chosen(shop=row.shop).zone)
        about = next((name for name in (row.shipment_id, row.line_id) if isinstance(name, str)), "")
        about = f"line {about}" if about and about == row.line_id else about
        doing = "Shipping" if row.kind == "ship" else "Delivery"
        said = _joined(about, f"said in the {_place(row.made_in)}")
        what = f"{doing} promised" if row.is_first else f"{doing} promised anew"
        yield Event(row.made_at, what, f"by {until}, {said}", "event", "blue")
        if row.verdict == "broken":
            came = "it came later" if row.happened_at == row.happened_at and row.happened_at \
                else "not done until what was read"
            yield Event(row.until_at, f"{doing} was due", _joined(about, f"not kept, {came}"),
                        "alarm", "orange")  # fmt: skip


def untold(of_order: dict[str, Any]) -> Iterator[Event]:
    """Mails about payments and changes that were due and did not come in time."""
    for row in read.table("facts.order_notices", **of_order).itertuples():
        if row.verdict in ("missing", "late", "bounced"):
            yield Event(row.due_at, f"{WHAT.get(row.mail_kind, 'Mail')} was due",
                        wording.verdict(row.verdict, "notice"), "alarm", "orange")  # fmt: skip


def _place(made_in: str) -> str:
    return "shop's record" if made_in == "record" else wording.mail_kind(made_in)


def _joined(*parts: str) -> str:
    # Where SQL said null, pandas hands over NaN, which is true.
    return ", ".join(part for part in parts if isinstance(part, str) and part)
