"""Every promise of an order in the order it was made, and the event that it promised."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from .days import day_of, end_of, start_of, working_day
from .events import Order, OrderMail, Script, Shipment, Stated
from .loads import all_left_at, fulfilled_at, left_at, standing, tells_lines, wanted_lines

KIND_OF_MAIL = {"tracking_number": "shipping_notice"}


class Chain(NamedTuple):
    """What a promise is about."""

    kind: str  # ship, deliver
    shipment_id: str | None = None
    line_id: str | None = None


class Promise(NamedTuple):
    made_at: datetime
    is_of_mail: bool  # the record comes first at the same moment
    until_at: datetime
    from_at: datetime | None
    made_in: str


def chains(script: Script, order: Order) -> dict[Chain, list[Promise]]:
    """Promises that were none, and repetitions of the same day, are left out."""
    found: dict[Chain, list[Promise]] = defaultdict(list)
    for chain, promise in (*_of_record(order), *_of_mails(script, order)):
        found[chain].append(promise)
    return {chain: _told(order, chain, promises, script) for chain, promises in found.items()}


def _told(order: Order, chain: Chain, promises: list[Promise], script: Script) -> list[Promise]:
    happened_at = event(order, chain, script)
    kept: list[Promise] = []
    day = None
    for promise in sorted(promises, key=lambda promise: promise[:3]):
        is_in_time = happened_at is None or promise.made_at <= happened_at
        if is_in_time and day_of(promise.until_at, order.brand.zone) != day:
            day = day_of(promise.until_at, order.brand.zone)
            kept.append(promise)
    return kept


def _of_record(order: Order) -> Iterator[tuple[Chain, Promise]]:
    lists = [(Chain("ship"), order.ship_by), (Chain("deliver"), order.deliver_by)]
    lists += [(Chain("ship", None, str(n)), held) for n, held in order.line_ship_by.items()]
    lists += [(Chain("deliver", p.shipment_id), p.promised) for p in order.shipments]
    for chain, promised in lists:
        for held in promised:
            yield chain, Promise(held.at, False, held.until_at, None, "record")


def _of_mails(script: Script, order: Order) -> Iterator[tuple[Chain, Promise]]:
    for mail in order.mails:
        if not _is_read(script, order, mail):
            continue
        kind = KIND_OF_MAIL.get(mail.kind, mail.kind)
        for stated in mail.stated:
            from_at, until_at = _span(script, stated, mail, order)
            promise = Promise(mail.accepted_at, True, until_at, from_at, kind)
            yield Chain(stated.kind, stated.parcel or None), promise


def _is_read(script: Script, order: Order, mail: OrderMail) -> bool:
    """In the archive, and the customer got it as far as anybody knows."""
    final_at = mail.delivery.final_at or mail.accepted_at
    is_back = mail.delivery.state != "delivered" and final_at < script.until
    is_kept = mail.is_archived and mail.accepted_at >= script.readable_from[order.brand.shop]
    return is_kept and not is_back and mail.accepted_at < script.until


def _span(
    script: Script, stated: Stated, mail: OrderMail, order: Order
) -> tuple[datetime | None, datetime]:
    zone, first, last = order.brand.zone, stated.first, stated.last
    if stated.working_days:
        sent_on = day_of(mail.accepted_at, zone)
        is_closed = script.hours[order.brand.shop].is_closed
        first, last = (working_day(sent_on, number, is_closed) for number in stated.working_days)
    assert last
    return start_of(first, zone) if first else None, end_of(last, zone)


def event(order: Order, chain: Chain, script: Script) -> datetime | None:
    """When what was promised happened, as far as the records tell until the end."""
    if chain.kind == "deliver":
        at = _delivered_at(order, chain.shipment_id, script)
    elif chain.line_id:
        at = left_at(order, int(chain.line_id)) if tells_lines(order) else _first_left(order)
    else:
        at = fulfilled_at(order) or (
            all_left_at(order) if tells_lines(order) else _first_left(order)
        )
    return at if at and at < script.until else None


def _first_left(order: Order) -> datetime | None:
    return next((parcel.shipped_at for parcel in standing(order)), None)


def came_at(parcel: Shipment, script: Script) -> datetime | None:
    known = [at for at in (parcel.attempted_at, parcel.delivered_at) if at and at < script.until]
    return known[0] if known else None


def _delivered_at(order: Order, shipment_id: str | None, script: Script) -> datetime | None:
    parcels = [p for p in standing(order) if shipment_id in (None, p.shipment_id)]
    if shipment_id is None and tells_lines(order):
        told = {line for parcel in parcels for line in parcel.lines}
        if not set(wanted_lines(order)) <= told:
            return None
    moments = [came_at(parcel, script) for parcel in parcels]
    known = [at for at in moments if at]
    return max(known) if known and len(known) == len(moments) else None
