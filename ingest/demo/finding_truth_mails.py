"""What else is to be found in single mails: slots without values, days, recipients, repetitions."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from .days import DAY, day_of, working_day
from .events import Order, OrderMail, Script, Stated
from .findings import Found, found, is_read, of_mail
from .holidays import nationwide
from .mail_faults_dates import MOST_DAYS
from .mail_faults_leaving import departure_of
from .mail_faults_marks import FIELDS
from .mail_faults_values import REQUIRED
from .mail_templates import OF_KIND

NOTICES = ("shipping_notice", "tracking_number")
TOGETHER = timedelta(hours=24)


def mail_findings(script: Script) -> Iterator[Found]:
    for order in script.orders:
        mails = [mail for mail in order.mails if is_read(script, order, mail)]
        for mail in mails:
            of, spell = of_mail(order, mail), (mail.accepted_at, None)
            for rule, field, severity in _of_mail(script, order, mail):
                yield found(rule, of, field, severity, spell)
        if order.plan == "twice":
            yield from _twice(order, mails)


def _of_mail(script: Script, order: Order, mail: OrderMail) -> Iterator[tuple[str, str, str]]:
    yield from _missing(order, mail)
    if mail.kind == "order_confirmation" and _leaves_otherwise(script, order, mail):
        yield "SHIP_TIME_MISMATCH", "shipping_time", "major"
    if mail.kind in (*NOTICES, "delay_notice"):
        days = [one for one in mail.stated if one.kind == "deliver" and one.last]
        if any(_is_odd(order, mail, one) for one in days):
            yield "ETA_IMPLAUSIBLE", "delivery_date", "major"
        elif mail.kind in NOTICES and any(_comes_otherwise(order, mail, one) for one in days):
            yield "ETA_MISMATCH", "delivery_date", "major"
    if mail.said and not _reaches_the_customer(order, mail):
        yield "WRONG_RECIPIENT", "recipient", "critical"


def _missing(order: Order, mail: OrderMail) -> Iterator[tuple[str, str, str]]:
    """Slots that the mail must fill and does not."""
    said = mail.said
    if said is None or said.cut_at is not None:
        return
    for slot, severity in REQUIRED[OF_KIND[mail.kind]].items():
        is_needed = order.fulfilment == "ship" or slot != "SHIPPING_ADDRESS"
        if slot == "SHIPPING_ADDRESS" and not _has_address(order, mail):
            is_needed = False
        if is_needed and not said.is_there(slot):
            yield "REQUIRED_MISSING", FIELDS[slot], severity


def _has_address(order: Order, mail: OrderMail) -> bool:
    person, is_open = order.customer, not (
        order.completed_at and order.completed_at <= mail.accepted_at
    )
    names = ("street", "postcode", "city")
    return any(getattr(person, name) and not (is_open and name in order.gap) for name in names)


def _leaves_otherwise(script: Script, order: Order, mail: OrderMail) -> bool:
    expected = departure_of(script, order, mail)
    for stated in mail.stated:
        if stated.kind == "ship" and expected:
            return _last_day(script, order, mail, stated) != expected
    return False


def _last_day(script: Script, order: Order, mail: OrderMail, stated: Stated) -> date | None:
    if stated.working_days:
        sent_on = day_of(mail.accepted_at, order.brand.zone)
        is_closed = script.hours[order.brand.shop].is_closed
        return working_day(sent_on, stated.working_days[1], is_closed)
    return stated.last


def _is_odd(order: Order, mail: OrderMail, stated: Stated) -> bool:
    """Gone by, before it left, two months off, or on a day when nobody brings parcels."""
    zone, day = order.brand.zone, stated.last
    assert day
    sent_on = day_of(mail.accepted_at, zone)
    left = [day_of(p.shipped_at, zone) for p in order.shipments if p.shipment_id == stated.parcel]
    is_far = day > sent_on + MOST_DAYS * DAY
    is_holiday = nationwide(order.customer.country, day)
    return day < sent_on or any(day < one for one in left) or is_far or is_holiday


def _comes_otherwise(order: Order, mail: OrderMail, stated: Stated) -> bool:
    for parcel in order.shipments:
        if parcel.shipment_id == stated.parcel and parcel.promised:
            known = [held for held in parcel.promised if held.at <= mail.accepted_at]
            held = known[-1] if known else parcel.promised[0]
            assert stated.last
            apart = stated.last - day_of(held.until_at, order.brand.zone)
            return abs(apart.days) > 1
    return False


def _reaches_the_customer(order: Order, mail: OrderMail) -> bool:
    """Where anybody knows an address of the customer."""
    person = order.edits[-1].customer if order.edits else order.customer
    if "contact" in order.gap and order.completed_at is None:
        return True
    return any(_plain(one) == _plain(person.address) for one in mail.said.to) if mail.said else True


def _plain(address: str) -> str:
    """Without capitals and without what stands behind a plus."""
    name, _, host = address.lower().partition("@")
    return f"{name.partition('+')[0]}@{host}"


def _twice(order: Order, mails: list[OrderMail]) -> Iterator[Found]:
    """The confirmation that went out two times."""
    sent = [mail for mail in mails if mail.kind == "order_confirmation" and mail.said]
    for first, mail in pairwise(sent):
        is_soon = mail.accepted_at - first.accepted_at <= TOGETHER
        if is_soon and first.said and mail.said and first.said.slots == mail.said.slots:
            spell = mail.accepted_at, None
            yield found("DUPLICATE_SENT", of_mail(order, mail), "content", "minor", spell)
