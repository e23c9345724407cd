"""The automated mails: confirmation, payment, cancellation, pick-up, shipping and its ladder."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from .blocks import Block, as_html, as_text
from .clock import local
from .events import Order, OrderMail, Shipment
from .mime import Part, date_text, encoded, mail, mailbox
from .routes import archived
from .wording import long_date, short_date, table


def language_of(order: Order) -> str:
    language = order.customer.language
    return language if language in order.brand.languages else "en"


def subject_of(order: Order, sent: OrderMail) -> str:
    """The same every time it is asked for, since answers repeat it."""
    subjects = table("order_mails")[language_of(order)]["subjects"][sent.kind]
    index = sum(map(ord, order.order_id)) % (len(subjects) - 1)
    if not sent.names_order:
        index = len(subjects) - 1  # the last one has no number
    return subjects[index].format(number=order.order_id, shop=order.brand.name)


def order_mail(order: Order, sent: OrderMail, queue: str, random: Random) -> bytes:
    brand, words = order.brand, table("order_mails")[language_of(order)]
    blocks = list(_blocks(order, sent, words, random))
    style = random.choice("bq")
    headers = [
        *archived(brand, sent.accepted_at, queue, random),
        ("Date", date_text(sent.accepted_at, brand.zone)),
        ("From", mailbox(brand.name, brand.order_from)),
        ("Reply-To", brand.support),
        ("To", mailbox(order.customer.name, sent.recipient, style)),
        ("Subject", encoded(subject_of(order, sent), style)),
        ("Message-ID", f"<{sent.message_id}>"),
    ]
    encoding = "base64" if random.random() < 0.2 else "quoted-printable"
    parts = [
        Part("text/plain", as_text(blocks), encoding),
        Part("text/html", as_html(blocks, brand.name), encoding),
    ]
    return mail(headers, parts, random)


def _blocks(order: Order, sent: OrderMail, words: dict, random: Random) -> Iterator[Block]:
    facts = {
        "first": order.customer.first,
        "name": order.customer.name,
        "number": order.order_id,
        "shop": order.brand.name,
        "total": f"{order.total:.2f} {order.brand.currency}",
    }
    facts["ref"] = words["ref"].format(**facts) if sent.names_order else ""
    yield "text", words["greeting"].format(**facts)
    yield "text", random.choice(words["openings"][sent.kind]).format(**facts)
    if sent.kind == "order_confirmation":
        yield from _order(order, words, facts)
    for parcel in sent.parcels:
        yield from _parcel(order, sent, parcel, words, random)
    yield "text", words["contact"].format(support=order.brand.support)
    yield "text", words["closing"].format(**facts)
    yield "link", order.brand.name, f"https://www.{order.brand.domain}/"
    yield "link", words["imprint"], f"https://www.{order.brand.domain}/legal"


def _order(order: Order, words: dict, facts: dict[str, str]) -> Iterator[Block]:
    yield "rows", *(f"{i.quantity} × {i.title} – {i.price:.2f}" for i in order.items)
    yield "text", words["total"].format(**facts)
    person = order.customer
    address = (person.name, person.street, f"{person.postcode} {person.city}", person.country)
    yield "text", words["ship_to"] + "\n" + "\n".join(address)


def _parcel(
    order: Order, sent: OrderMail, parcel: Shipment, words: dict, random: Random
) -> Iterator[Block]:
    """As far up the ladder as planned: number, then link, then date."""
    yield "text", words["carrier"].format(carrier=parcel.carrier)
    if sent.rung in ("number", "link", "date"):
        yield "text", words["tracking_number"].format(tracking=parcel.number)
    if sent.rung in ("link", "date"):
        yield "link", words["track"], parcel.url
    if sent.rung in ("mail", "number") and random.random() < 0.5 or sent.rung == "date":
        assert parcel.promised_at
        day = local(parcel.promised_at, order.brand.zone).date()
        form = random.choice((long_date, long_date, short_date))
        if random.random() < 0.3:
            earlier = form(day - timedelta(days=1), language_of(order))
            yield (
                "text",
                words["eta_span"].format(first=earlier, last=form(day, language_of(order))),
            )
        else:
            yield "text", words["eta"].format(day=form(day, language_of(order)))
    if len(order.shipments) > 1:
        yield "text", words["split"]
