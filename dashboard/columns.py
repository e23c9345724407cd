"""Which columns of which table a reader sees, in which words."""

from collections.abc import Callable
from functools import partial

from dashboard.column import Column, Columns
from dashboard.columns_errors import CLEAN_MAILS
from dashboard.columns_inquiries import CONTACTS, ORDER, SHOP, WAITS
from sql import wording, wording_errors, wording_waits
from sql.wording_tracking import DELIVERY_STATES as SENT_STATES

_CHANNEL = {"channel": Column("Channel", width="small")}
_WHY_NOT = {"excluded_reason": Column("Why not counted", words=wording.reason)}

CONFIRMATIONS: Columns = {
    **ORDER,
    "placed_at": Column("Placed", "moment"),
    "confirmed_at": Column("Confirmed", "moment"),
    "latency_seconds": Column("Customer waited", "duration"),
    "due_at": Column("Due", "moment"),
    "verdict": Column(
        "Result", words=partial(wording.verdict, measure="confirmation"), width="medium"
    ),
    **_CHANNEL,
    **_WHY_NOT,
}
SHIPMENTS: Columns = {
    **ORDER,
    "shipment_id": Column("Shipment"),
    "carrier": Column("Carrier", width="small"),
    "shipped_at": Column("Shipped", "moment"),
    "noticed_at": Column("Shipping mail", "moment"),
    "latency_seconds": Column("Customer waited", "duration"),
    "verdict": Column(
        "Result", words=partial(wording.verdict, measure="shipping_mail"), width="medium"
    ),
    "lost_reason": Column("Missing", words=wording.lost_reason),
    **_CHANNEL,
    **_WHY_NOT,
}
NOTICES: Columns = {
    **ORDER,
    "mail_kind": Column("Mail about", words=wording.mail_kind),
    "clock_starts_at": Column("Happened", "moment"),
    "sent_at": Column("Mail sent", "moment"),
    "latency_seconds": Column("Customer waited", "duration"),
    "due_at": Column("Due", "moment"),
    "verdict": Column("Result", words=partial(wording.verdict, measure="notice"), width="medium"),
    **_CHANNEL,
    **_WHY_NOT,
}
PROMISES: Columns = {
    **ORDER,
    "shipment_id": Column("Shipment"),
    "line_id": Column("Line", width="small"),
    "kind": Column("To", width="small"),
    "until_at": Column("Promised until", "moment"),
    "happened_at": Column("Happened", "moment"),
    "verdict": Column("Result", words=wording.promise),
    "is_too_early": Column("Too early", words=lambda yes: "yes" if yes else "no", width="small"),
    "made_in": Column("Promised in", words=wording.mail_kind),
    "made_at": Column("Promised on", "moment"),
    "carrier": Column("Carrier", width="small"),
    **_WHY_NOT,
}


def met(is_met: bool | None) -> str:
    """Whether a target is met; nothing is said where the model says nothing."""
    return "too few" if is_met is None else "met" if is_met else "missed"


OF_FACTS: dict[str, Columns] = {
    "facts.order_confirmations": CONFIRMATIONS,
    "facts.shipping_notices": SHIPMENTS,
    "facts.waits": WAITS,
    "facts.order_contacts": CONTACTS,
    "facts.order_notices": NOTICES,
    "facts.promises": PROMISES,
    "cases.mail_verdicts": CLEAN_MAILS,
}
FINDINGS: Columns = {
    "rule": Column("What is wrong", words=wording.rule, width="medium"),
    "field": Column("Where", words=lambda field: (field or wording.NONE).replace("_", " ")),
    "severity": Column("How bad", words=wording.severity, width="small"),
    **ORDER,
    "expected": Column("Expected"),
    "observed": Column("Seen"),
    "found_at": Column("Found", "moment"),
    "owner": Column("For"),
    "sentence": Column("Rule", width="large"),
    "next_step": Column("Do", width="large"),
}
DELIVERY_STATES: Columns = {
    **SHOP,
    "kind": Column("Mail about", words=wording.mail_kind),
    "state": Column("What became of it", words=lambda one: SENT_STATES.get(one, str(one))),
    "mails": Column("Mails", "count"),
}


WORDS_OF: dict[str, Callable[[str | None], str]] = {
    "confirmations": partial(wording.verdict, measure="confirmation"),
    "shipping_notices": partial(wording.verdict, measure="shipping_mail"),
    "order_notices": partial(wording.verdict, measure="notice"),
    "promises": wording.promise,
    "waits": wording.outcome,
    "escalations": wording_waits.escalation,
    "order_mails": wording_errors.checked,
}


def of_verdicts(measure: str) -> Columns:
    """Every verdict there is, in the words of what it is about."""
    words = WORDS_OF[measure]
    return {
        **SHOP,
        "verdict": Column("Result", words=words),
        "excluded_reason": Column("Why not counted", words=lambda why: wording.reason(why or None)),
        "items": Column("Items", "count"),
    }


SPLIT: Columns = {
    "dimension_value": Column("Which"),
    "share": Column("Share", "share"),
    "numerator": Column("In time", "count"),
    "denominator": Column("Of", "count"),
    "low": Column("At least", "share"),
    "high": Column("At most", "share"),
    "meets_target": Column("Target", words=met),
    "unknown": Column("Cannot be seen", "count"),
    "excluded": Column("Not counted", "count"),
}
