"""When it is said to leave: rule 33; and parcels that nobody saw leave, rule 5."""

from dataclasses import replace
from datetime import date
from functools import partial

from .cast import SILENT_CARRIERS
from .clock import is_near_clock_change, seconds
from .days import DAY, day_of, working_day
from .events import Order, OrderMail, Script
from .mail_faults import CONFIRMATION, MAJOR, NOTICE, Fault, Faults, Find, Told
from .statements import PROMISED

SCAN_SECONDS = 172_800


def departure_of(script: Script, order: Order, mail: OrderMail) -> date | None:
    """The last day by the record as the mail is sent; else as promised for the way of shipping."""
    held = [one for one in order.ship_by if one.at <= mail.accepted_at]
    zone, way = order.brand.zone, (order.brand.shop, order.shipping_method)
    if held and order.first_version_at <= mail.accepted_at:
        return day_of(held[-1].until_at, zone)
    if way not in PROMISED or order.fulfilment != "ship":
        return None
    is_closed = script.hours[order.brand.shop].is_closed
    return working_day(day_of(order.placed_at, zone), PROMISED[way][1], is_closed)


def departure_faults() -> Faults:
    rule = "SHIP_TIME_MISMATCH"

    def later(days: int, told: Told) -> None:
        expected = departure_of(told.script, told.order, told.sent)
        assert told.stated and expected
        plain = replace(told.stated, last=expected + days * DAY, working_days=None)
        told.sent.stated = [plain]

    find = (Find(rule, "shipping_time", MAJOR),)
    return [
        *(Fault(rule, CONFIRMATION, plan=partial(later, days), finds=find, fits=_is_expected)
          for days in (1, 2, 7)),
        Fault(rule, CONFIRMATION, plan=partial(later, 0), fits=_is_expected),
        *_unseen(),
    ]  # fmt: skip


def _is_expected(told: Told) -> bool:
    stated = told.stated
    is_said = stated and stated.kind == "ship"
    return bool(is_said) and departure_of(told.script, told.order, told.sent) is not None


def _unseen() -> Faults:
    """Two days after its mail, to the second, or a second later; or never."""
    rule = "SHIP_TOO_EARLY"
    find = (Find(rule, "first_scan", MAJOR),)

    def seen_after(lag: int, told: Told) -> None:
        told.parcel.scanned_at = told.sent.accepted_at + seconds(SCAN_SECONDS + lag)

    def never_seen(told: Told) -> None:
        told.parcel.scanned_at = told.parcel.delivered_at = told.parcel.attempted_at = None

    def only_delivered(told: Told) -> None:
        told.parcel.scanned_at = None

    def is_open(told: Told) -> bool:
        at = told.sent.accepted_at + seconds(SCAN_SECONDS + 1)
        is_clear = not is_near_clock_change(at, told.order.brand.zone)
        is_past = at < told.script.until - DAY and is_clear
        return is_past and told.parcel.carrier not in SILENT_CARRIERS

    def comes_later(told: Told) -> bool:
        at = told.parcel.delivered_at
        return is_open(told) and bool(at and at > told.sent.accepted_at + seconds(SCAN_SECONDS + 9))

    def comes_soon(told: Told) -> bool:
        at = told.parcel.delivered_at
        return is_open(told) and bool(at and at < told.sent.accepted_at + seconds(SCAN_SECONDS))

    return [
        *(Fault(rule, NOTICE, plan=partial(seen_after, lag), finds=find if lag > 0 else (),
                fits=comes_later, is_copied=True) for lag in (1, 0, 7200, -1)),
        Fault(rule, NOTICE, plan=never_seen, finds=find, fits=is_open, is_copied=True),
        Fault(rule, NOTICE, plan=only_delivered, fits=comes_soon, is_copied=True),
    ]  # fmt: skip
