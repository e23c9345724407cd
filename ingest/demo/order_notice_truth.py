"""What is true of the mails that payments, changes, cancellations and the like must bring."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .clock import seconds
from .confirmations import CLOCK_OFFSET_SECONDS, WEEK_SECONDS
from .events import Order, OrderMail, Script
from .notice_kinds import clocks, excluded_reason, limits

States = list[tuple[datetime | None, str]]


def order_notices(script: Script) -> Iterator[dict[str, Any]]:
    for order in script.orders:
        for kind, clock in clocks(order):
            reason = excluded_reason(order)
            states, sent_at = _judged(order, kind, clock, script)
            yield {
                "table": "facts.order_notices",
                "key": {"shop": order.brand.shop, "order_id": order.order_id, "mail_kind": kind},
                "clock_starts_at": clock,
                "sent_at": None if reason else sent_at,
                "excluded_reason": reason,
                "states": [(None, "excluded")] if reason else states,
            }


def _judged(
    order: Order, kind: str, clock: datetime, script: Script
) -> tuple[States, datetime | None]:
    if clock < script.readable_from[order.brand.shop]:
        return [(None, "unknown")], None
    mails = [mail for mail in order.mails if mail.kind == kind
             and mail.accepted_at >= clock - seconds(CLOCK_OFFSET_SECONDS)]  # fmt: skip
    mails.sort(key=lambda mail: mail.accepted_at)
    missing_at = clock + seconds(limits(kind)[1])
    states: States = [(None, "waiting")]
    if not mails or mails[0].accepted_at > missing_at:
        states.append((missing_at, "missing"))
    for mail in mails:
        states.append((mail.accepted_at, _word(mail, kind, clock)))
        if not _came_back(mail):
            return states, mail.accepted_at
        states.append((mail.delivery.final_at, "bounced"))
    return states, mails[0].accepted_at if mails else None


def _came_back(mail: OrderMail) -> bool:
    return mail.delivery.state != "delivered"


def _word(mail: OrderMail, kind: str, clock: datetime) -> str:
    lag = (mail.accepted_at - clock).total_seconds()
    if lag > WEEK_SECONDS:
        return "implausible"
    return "on_time" if lag <= limits(kind)[0] else "late"
