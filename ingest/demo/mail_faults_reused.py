"""One number for two orders: rule 40."""

from datetime import timedelta
from functools import partial

from .events import Order
from .mail_faults import CRITICAL, NOTICE, Fault, Faults, Find, Told
from .parcels import tracking_link

COMBINED = timedelta(hours=24)


def reuse_faults() -> Faults:
    rule = "TRACKING_REUSED"
    find = (Find(rule, "tracking_number", CRITICAL),)
    return [
        Fault(rule, NOTICE, finds=find, plan=partial(_reuse, False), fits=_has_earlier),
        Fault(rule, NOTICE, plan=partial(_reuse, True), fits=_has_neighbour),
    ]


def _earlier(told: Told, within: timedelta | None = None) -> Order | None:
    """Another order of which a parcel of the same carrier was announced before."""
    mine = told.parcel
    for other in told.others:
        one = other.shipments[0]
        is_like = one.carrier == mine.carrier and other.customer.last != told.order.customer.last
        if not is_like or one.number == mine.number or _is_spoilt(other):
            continue
        is_before = one.noticed_at and one.noticed_at < told.sent.accepted_at
        if is_before and (within is None or abs(one.shipped_at - mine.shipped_at) < within):
            return other
    return None


def _is_spoilt(order: Order) -> bool:
    return any(mail.faults for mail in order.mails)


def _has_earlier(told: Told) -> bool:
    return _earlier(told) is not None


def _has_neighbour(told: Told) -> bool:
    """Neither of whom has written a letter."""
    other = told.order.is_single and _earlier(told, COMBINED)
    if not other or not other.is_single:
        return False
    return not {id(other), id(told.order)} & told.writers


def _reuse(is_combined: bool, told: Told) -> list[Order]:
    """One parcel holds both orders of one customer; or it is a mistake."""
    other = _earlier(told, COMBINED if is_combined else None)
    assert other
    number = other.shipments[0].number
    told.parcel.number, told.parcel.url = number, tracking_link(told.parcel.carrier, number)
    if is_combined:
        told.order.customer, told.order.is_single, other.is_single = other.customer, False, False
        for mail in told.order.mails:
            mail.recipient = other.customer.address
    return [other]
