"""What the helpdesk and the customer's ratings tell of one order, for its timeline."""

from collections.abc import Iterator
from typing import Any

from dashboard import read
from dashboard.event import Event
from dashboard.read import Row
from sql import wording

STEPS = {"escalated": "Escalated", "closed": "Ticket closed", "reopened": "Ticket reopened"}


def tickets(of_order: dict[str, Any]) -> Iterator[Event]:
    """What was said about the order in the helpdesk; what is a mail as well stands there as one."""
    said = read.table("facts.ticket_messages", **of_order, order="happened_at")
    for row in said.itertuples():
        is_mail = isinstance(row.mail_key, str)
        if not is_mail and (event := _said(row)):
            yield event
    numbers = tuple(dict.fromkeys(said["ticket_id"])) if len(said) else ()
    if not numbers:
        return
    steps = read.table("staging.tickets", shop=of_order["shop"], ticket_id=numbers,
                       event=tuple(STEPS), order="event_at")  # fmt: skip
    for row in steps.itertuples():
        what = STEPS.get(row.event, "Ticket changed")
        colour = "orange" if row.event == "escalated" else "gray"
        yield Event(row.event_at, what, _ticket(row), "confirmation_number", colour)


def _said(row: Row) -> Event | None:
    if row.direction == "incoming":
        is_asked = row.kind == "inquiry"
        what = "Customer wrote" if is_asked else "Message came in"
        detail = _ticket(row) if is_asked else f"{_ticket(row)}, {wording.reason(row.kind)}"
        return Event(row.happened_at, what, detail, "contact_support",
                     "orange" if is_asked else "gray")  # fmt: skip
    if row.is_public != row.is_public or not row.is_public:  # NaN: nobody knows
        return None
    if row.is_human:
        return Event(row.happened_at, "Answered", _ticket(row), "reply", "green")
    return Event(row.happened_at, "Bot answered", _ticket(row), "smart_toy")


def _ticket(row: Row) -> str:
    return f"helpdesk, ticket {row.ticket_id}"


def ratings(of_order: dict[str, Any]) -> Iterator[Event]:
    """Ratings as 0 to 100; what was written beside them is private."""
    for row in read.table("facts.feedback", **of_order, order="given_at").itertuples():
        score = wording.rating(row.score_share)
        comment = ", with a comment" if row.has_comment else ""
        yield Event(row.given_at, "Customer rated", f"{score}{comment}, linked "
                    f"{wording.link(row.link_how)}", "star", "blue")  # fmt: skip
