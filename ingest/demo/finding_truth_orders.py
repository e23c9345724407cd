"""What was found of orders and parcels as wholes: mails late, missing, in a wrong order, split."""

from collections.abc import Iterator
from datetime import datetime
from itertools import permutations

from .cast import SILENT_CARRIERS
from .clock import seconds
from .events import Order, Script, Shipment
from .findings import Found, Spell, found, is_read, of_mail, of_order, of_parcel, spells

CRITICAL_SECONDS = 3600  # a confirmation so late is as bad as none
ANNOUNCED = ("on_time", "late", "too_early")
SENT = ("on_time", "late", "implausible")
CANCEL_SECONDS = 5  # a mail that crosses the cancellation is nobody's fault
SCAN_SECONDS = 172_800


def order_findings(script: Script) -> Iterator[Found]:
    for order in script.orders:
        yield from _confirmation(order)
        yield from _sequence(script, order)
        yield from _parcels(order)
        yield from _after_the_end(script, order)
        for parcel in order.shipments:
            yield from _notice(order, parcel)
            yield from _scan(script, order, parcel)


def _confirmation(order: Order) -> Iterator[Found]:
    field = "order_confirmation"
    for spell in spells(order.states, "missing"):
        yield found("CONF_MISSING", of_order(order), field, "critical", spell)
    for sent_at, ended in spells(order.states, "late"):
        assert sent_at
        is_critical = sent_at > order.placed_at + seconds(CRITICAL_SECONDS)
        severity = "critical" if is_critical else "major"
        yield found("CONF_LATE", of_order(order), field, severity, (sent_at, ended))


def _notice(order: Order, parcel: Shipment) -> Iterator[Found]:
    for rule, word, severity in (
        ("SHIP_MISSING", "missing", "critical"), ("SHIP_LATE", "late", "major"),
        ("SHIP_TOO_EARLY", "too_early", "major"),
    ):  # fmt: skip
        for spell in spells(parcel.states, word):
            yield found(rule, of_parcel(order, parcel), "shipping_notice", severity, spell)


def _scan(script: Script, order: Order, parcel: Shipment) -> Iterator[Found]:
    """Announced, and the carrier had not seen it two days later."""
    told = [spell for spell in spells(parcel.states, *ANNOUNCED) if spell[0]]
    is_early = any(True for _ in spells(parcel.states, "too_early"))
    if not told or is_early or parcel.carrier in SILENT_CARRIERS:
        return
    assert told[0][0]
    late_at = told[0][0] + seconds(SCAN_SECONDS)
    moments = (parcel.scanned_at, parcel.attempted_at, parcel.delivered_at)
    seen = [at for at in moments if at and at < script.until]
    if late_at <= script.until and not any(at <= late_at for at in seen):
        of = of_parcel(order, parcel)
        yield found("SHIP_TOO_EARLY", of, "first_scan", "major", (late_at, None))


def _sequence(script: Script, order: Order) -> Iterator[Found]:
    """A parcel is announced of an order that was not confirmed before."""
    sent = [mail for mail in order.mails
            if mail.kind == "shipping_notice" and is_read(script, order, mail)]  # fmt: skip
    if not sent:
        return
    first = min(sent, key=lambda mail: mail.accepted_at)
    late = [spell for spell in spells(order.states, *SENT)
            if spell[0] and spell[0] >= first.accepted_at]  # fmt: skip
    for since, ended in (*spells(order.states, "missing"), *late):
        if ended is None or ended > first.accepted_at:
            spell = _later(since, first.accepted_at), ended
            yield found(
                "WRONG_SEQUENCE", of_mail(order, first), "order_confirmation", "major", spell
            )


def _parcels(order: Order) -> Iterator[Found]:
    """One parcel is announced, another is not."""
    parcels = [parcel for parcel in order.shipments
               if parcel.cancelled_at is None and parcel.states[0][1] != "excluded"]  # fmt: skip
    for one, other in permutations(parcels, 2):
        for told in spells(one.states, *ANNOUNCED):
            for missing in spells(other.states, "missing"):
                if both := _overlap(told, missing):
                    yield found("SPLIT_SHIPMENT_GAP", of_order(order), "parcels", "major", both)


def _after_the_end(script: Script, order: Order) -> Iterator[Found]:
    """As if nothing had been cancelled, or given back in full."""
    ends = [order.cancelled_at]
    if (order.refunded_total or 0) >= order.total - 0.005:
        ends.append(order.refunded_at)
    past = [at for at in ends if at and at < script.until]
    for mail in order.mails:
        is_late = any(mail.accepted_at > at + seconds(CANCEL_SECONDS) for at in past)
        is_ours = mail.kind in ("order_confirmation", "shipping_notice")
        if is_ours and is_late and is_read(script, order, mail):
            spell = mail.accepted_at, None
            yield found("SENT_AFTER_CANCEL", of_mail(order, mail), mail.kind, "major", spell)


def _later(one: datetime | None, other: datetime) -> datetime:
    return max(one, other) if one else other


def _overlap(one: Spell, other: Spell) -> Spell | None:
    starts = [at for at in (one[0], other[0]) if at]
    ends = [at for at in (one[1], other[1]) if at]
    since, ended = max(starts, default=None), min(ends, default=None)
    return None if since and ended and since >= ended else (since, ended)
