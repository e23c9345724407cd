"""What the mails say of when things will happen; decided before any mail is written."""

from datetime import date, datetime
from random import Random

from .cast import FJORDKIND
from .days import DAY, day_of, held_to_its_end, working_day
from .events import Order, OrderMail, Script, Shipment, Stated

WORKING_DAYS = ((1, 3), (2, 4), (3, 5))
PROMISED = {("nordlicht", "express"): (1, 2)}  # working days after the order, of all such orders
SILENT_SCENARIOS = ("void_label",)  # what the whole order was promised is left out


def plan_statements(script: Script, random: Random) -> None:
    edits = 0
    for order in script.orders:
        for mail in order.mails:
            for parcel in mail.parcels if mail.rung else ():
                _say_delivery(order, mail, parcel, random)
        confirmations = [mail for mail in order.mails if mail.kind == "order_confirmation"]
        if confirmations and _may_say(order) and (order.edits or random.random() < 0.6):
            days = [day_of(mail.accepted_at, order.brand.zone) for mail in confirmations]
            is_promised = (order.brand.shop, order.shipping_method) in PROMISED
            stated = as_promised(order, days, script, random) if is_promised else [
                _departure(order, confirmations[0].accepted_at, random)]  # fmt: skip
            for mail in confirmations:
                mail.stated = stated
        edits += _say_in_edit(order, edits % 2)


def _say_delivery(order: Order, mail: OrderMail, parcel: Shipment, random: Random) -> None:
    is_said = mail.rung == "clear" or (mail.rung in ("mail", "carrier") and random.random() < 0.5)
    day = parcel.mail_day
    if parcel.promised:
        day = day_of(parcel.promised[0].until_at, order.brand.zone)
    if not is_said or day is None:
        return
    is_span = bool(parcel.mail_day) or random.random() < 0.3
    is_long = random.random() < 0.66
    if mail.stated:  # two parcels, one day
        mail.stated.append(_beside(mail.stated[0], parcel))
    else:
        first = day - DAY if is_span else None
        mail.stated.append(Stated("deliver", day, first, None, parcel.shipment_id, is_long))


def _beside(stated: Stated, parcel: Shipment) -> Stated:
    return Stated("deliver", stated.last, stated.first, None, parcel.shipment_id, stated.is_long)


def _may_say(order: Order) -> bool:
    """Not where a scenario has said it, nor before the money is there."""
    is_sent = order.fulfilment == "ship" and order.payment != "prepayment"
    is_free = not order.ship_by and not order.mails[0].stated
    return is_sent and is_free and order.scenario not in SILENT_SCENARIOS


def as_promised(
    order: Order, days: list[date], script: Script, random: Random
) -> list[Stated]:  # fmt: skip
    """What the shop promises for the way of shipping, counted from the order's own day."""
    fewest, most = PROMISED[order.brand.shop, order.shipping_method]
    is_closed, placed = script.hours[order.brand.shop].is_closed, day_of(
        order.placed_at, order.brand.zone)  # fmt: skip
    if days[0] > placed + DAY:
        return []
    is_long = random.random() < 0.5
    if set(days) == {placed} and not order.edits and random.random() < 0.4:
        return [Stated("ship", working_days=(fewest, most))]
    first, last = (working_day(placed, number, is_closed) for number in (fewest, most))
    return [Stated("ship", last, first if random.random() < 0.3 else None, is_long=is_long)]


def _departure(order: Order, at: datetime, random: Random) -> Stated:
    day, draw, is_long = day_of(at, order.brand.zone), random.random(), random.random() < 0.5
    if draw < 0.4 and not order.edits:
        return Stated("ship", working_days=random.choice(WORKING_DAYS))
    last = working_day(day, 3 if draw > 0.7 else random.choice((2, 3)))
    if draw > 0.7:
        return Stated("ship", last, working_day(day, 1), is_long=is_long)
    if order.brand is FJORDKIND and random.random() < 0.5:  # the record says the same day
        order.ship_by = [held_to_its_end(order, order.first_version_at, last)]
    return Stated("ship", last, is_long=is_long)


def _say_in_edit(order: Order, later: int) -> bool:
    """A change moves the day, or only repeats it, as it must where the record has it too."""
    edited = [mail for mail in order.mails if mail.kind == "order_edited"]
    stated = order.mails[0].stated if edited else []
    if not stated or stated[0].last is None:
        return False
    for mail in edited[:1]:
        days = 0 if order.ship_by else later
        mail.stated = [Stated("ship", stated[0].last + days * DAY)]
    return True
