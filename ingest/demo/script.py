"""The whole play: every event of the demo shop, planned before a single mail is written."""

from datetime import datetime, timedelta
from random import Random

from .cast import Casting
from .clock import seconds
from .confirmations import confirm_orders
from .deliver_faults import plan_deliver_faults
from .edits import plan_edits
from .events import Script
from .gaps import plan_gaps
from .hours import opening_hours
from .inquiries import plan_inquiries
from .loads import load_parcels
from .machines import plan_machines
from .mail_fault_plan import plan_mail_faults
from .noise import plan_noise
from .order_notices import send_order_notices
from .orders import place_orders
from .pairs import plan_pairs
from .refunds import plan_refunds
from .reply_clocks import form_clocks
from .reply_faults import plan_reply_faults
from .sayings import say_mails
from .scenes import plan_scenes
from .ship_faults import plan_ship_faults
from .shipping import ship_orders
from .stage import Stage
from .statements import plan_statements

ARCHIVE_KEPT_FROM_SHARE = 0.07  # the second brand began to keep copies only then
SERVICE_READ_FROM_SHARE = 0.22  # and its second mailbox was connected only then
OUTAGE_SHARE, OUTAGE_HOURS = 0.72, 5


def write_script(
    orders: int, weeks: int, until: datetime, random: Random, *, has_faults: bool = True
) -> Script:
    """`has_faults`: in what mails and answers say; what happens when is planted anyway."""
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
        hours=opening_hours(start, until),
        clocks=form_clocks(start, until),
    )
    casting = Casting(random)
    place_orders(script, orders, random, casting)
    confirm_orders(script, orders, random)
    _plan_orders(script, orders, random, casting)
    stage = Stage(script, random, casting)
    plan_scenes(stage, orders)
    plan_inquiries(script, orders, stage)
    plan_pairs(script, orders, random, casting)
    plan_machines(script, orders, random)
    plan_noise(script, random)
    say_mails(script)
    if has_faults:
        plan_mail_faults(script, orders, random)
        plan_reply_faults(script, orders, random)
    return script


def _plan_orders(script: Script, orders: int, random: Random, casting: Casting) -> None:
    """What becomes of them once they are confirmed."""
    ship_orders(script, orders, random)
    load_parcels(script)
    plan_deliver_faults(script, orders, random)
    plan_ship_faults(script, orders, random)
    plan_gaps(script, orders, random)
    plan_edits(script, orders, random, casting)
    plan_refunds(script, orders, random)
    send_order_notices(script, orders, random)
    plan_statements(script, random)
