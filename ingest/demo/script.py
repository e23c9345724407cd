"""The whole play: every event of the demo shop, planned before a single mail is written."""

from datetime import datetime, timedelta
from random import Random

from .cast import Casting
from .clock import seconds
from .confirmations import confirm_orders
from .events import OrderMail, Script
from .ids import message_id
from .inquiries import plan_inquiries
from .noise import plan_noise
from .orders import place_orders
from .pairs import plan_pairs
from .shipping import ship_orders

ARCHIVE_KEPT_FROM_SHARE = 0.07  # the second brand began to keep copies only then
SERVICE_READ_FROM_SHARE = 0.22  # and its second mailbox was connected only then
OUTAGE_SHARE, OUTAGE_HOURS = 0.72, 5


def write_script(orders: int, weeks: int, until: datetime, random: Random) -> Script:
    until = until.replace(microsecond=0, tzinfo=None)
    start = until - timedelta(weeks=weeks)
    span = until - start
    kept_from = start + seconds(span.total_seconds() * ARCHIVE_KEPT_FROM_SHARE)
    outage_day = (start + span * OUTAGE_SHARE).replace(hour=13, minute=0, second=0)
    script = Script(
        start=start,
        until=until,
        readable_from={"nordlicht": start, "fjordkind": kept_from},
        service_from=start + seconds(span.total_seconds() * SERVICE_READ_FROM_SHARE),
        outage=(outage_day, outage_day + timedelta(hours=OUTAGE_HOURS)),
    )
    casting = Casting(random)
    place_orders(script, orders, random, casting)
    confirm_orders(script, orders, random)
    ship_orders(script, orders, random)
    _send_the_rest(script, random)
    plan_inquiries(script, orders, random, casting)
    plan_pairs(script, orders, random, casting)
    plan_noise(script, orders, random)
    return script


def _send_the_rest(script: Script, random: Random) -> None:
    """Mails nobody measures yet: payments, cancellations, goods ready for pick-up."""
    for order in script.orders:
        if order.states[0][1] == "excluded":
            continue
        if order.payment == "prepayment":
            _add(script, order, "payment", order.paid_at, random)
        _add(script, order, "cancelled", order.cancelled_at, random)
        if order.fulfilment == "pickup" and order.shipments:
            _add(script, order, "pickup_ready", order.shipments[0].shipped_at, random)


def _add(script: Script, order, kind: str, at: datetime | None, random: Random) -> None:
    if at is None:
        return
    at += seconds(random.randrange(20, 300))
    if at < script.until:
        new_id = message_id(order.brand.domain, at, random)
        order.mails.append(OrderMail(kind, at, new_id, order.customer.address))
