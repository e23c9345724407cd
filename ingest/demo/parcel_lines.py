"""What a shipping mail says of one parcel, as far up the ladder as planned."""

from collections.abc import Iterator
from random import Random

from .blocks import Block
from .clock import local
from .events import Order, OrderMail, Shipment
from .promise_lines import promise_text
from .wording import short_date

HOMES = {
    "DHL": "https://www.dhl.de/",
    "DPD": "https://www.dpd.com/",
    "GLS": "https://gls-group.com/",
    "UPS": "https://www.ups.com/",
    "Royal Mail": "https://www.royalmail.com/",
    "Colissimo": "https://www.laposte.fr/",
}


def parcel_lines(
    order: Order, sent: OrderMail, parcel: Shipment, words: dict, language: str, random: Random
) -> Iterator[Block]:
    yield "text", words["carrier"].format(carrier=parcel.carrier)
    if random.random() < 0.3:  # a date, but none of delivery
        day = local(order.placed_at, order.brand.zone).date()
        yield "text", words["ordered"].format(day=short_date(day, language))
    if sent.rung in ("number", "link", "date"):
        yield "text", words["tracking_number"].format(tracking=_written(parcel.number, random))
    if sent.rung in ("link", "date"):
        yield "link", words["track"], _link(order, parcel, random)
    elif random.random() < 0.4:  # a link, but none to the parcel
        yield "link", parcel.carrier, HOMES[parcel.carrier]
    for stated in sent.stated:
        if stated.parcel == parcel.shipment_id:
            yield "text", promise_text(stated, words, language)
    if len(order.shipments) > 1:
        yield "text", words["split"]


def _written(number: str, random: Random) -> str:
    """Some mails write long numbers in groups, to be read out."""
    if not number.isdigit() or random.random() > 0.1:
        return number
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def _link(order: Order, parcel: Shipment, random: Random) -> str:
    """Mostly to the carrier, sometimes over the shop's own page."""
    if random.random() < 0.9:
        return parcel.url
    return f"https://www.{order.brand.domain}/track?parcel={parcel.number}"

