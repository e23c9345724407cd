"""The automated mails as bytes: those that have a template, and those written freely."""

from collections.abc import Iterator
from random import Random

from .blocks import Block, as_html, as_text
from .events import Order, OrderMail
from .mime import Part, date_text, encoded, mail, mailbox
from .order_events import total_of
from .promise_lines import promise_text
from .routes import archived
from .said_parts import html_text, plain_text
from .sayings import HTML_ALONE, language_of
from .wording import table


def subject_of(order: Order, sent: OrderMail) -> str:
    """The same every time it is asked for, since answers repeat it."""
    if sent.said:
        return sent.said.subject
    subjects = table("order_mails")[language_of(order)]["subjects"][sent.kind]
    place = sum(map(ord, order.order_id))
    index = place % (len(subjects) - 1)
    if not sent.names_order or place % 23 == 0:
        index = len(subjects) - 1  # the last one has no number; the body still may
    return subjects[index].format(number=order.order_id, shop=order.brand.name)


def order_mail(order: Order, sent: OrderMail, queue: str, random: Random) -> bytes:
    brand, style, said = order.brand, random.choice("bq"), sent.said
    headers = archived(brand, sent.accepted_at, queue, random)
    if said and said.dmarc:
        domain = said.from_address.rpartition("@")[2]
        found = f"mx.{brand.domain}; dmarc={said.dmarc} header.from={domain}"
        headers.append(("Authentication-Results", found))
    name, address = (said.from_name, said.from_address) if said else (brand.name, brand.order_from)
    headers += [
        ("Date", date_text(sent.accepted_at, brand.zone)),
        ("From", mailbox(name, address, style)),
        ("Reply-To", said.reply_to if said else brand.support),
        ("To", _addressed(order, said.to if said else [sent.recipient], style)),
        ("Subject", encoded(subject_of(order, sent), style)),
        ("Message-ID", f"<{sent.message_id}>"),
    ]
    encoding = "base64" if random.random() < 0.2 else "quoted-printable"
    texts = _texts(order, sent, random)
    parts = [Part(f"text/{kind}", text, encoding) for kind, text in texts.items()]
    return mail([one for one in headers if one[1]], parts, random)


def _addressed(order: Order, addresses: list[str], style: str) -> str:
    return ", ".join(mailbox(order.customer.name, address, style) for address in addresses)


def _texts(order: Order, sent: OrderMail, random: Random) -> dict[str, str]:
    if said := sent.said:
        written = {"plain": plain_text, "html": html_text}
        return {kind: written[kind](said) if kind in said.parts else ""
                for kind in written if kind in said.parts or said.is_half_empty}  # fmt: skip
    words = table("order_mails")[language_of(order)]
    blocks = list(_blocks(order, sent, words, random))
    texts = {"plain": as_text(blocks), "html": as_html(blocks, order.brand.name)}
    if order.brand.shop == "fjordkind" and random.random() < HTML_ALONE:
        del texts["plain"]
    return texts


def _blocks(order: Order, sent: OrderMail, words: dict, random: Random) -> Iterator[Block]:
    facts = {
        "first": order.customer.first,
        "name": order.customer.name,
        "number": order.order_id,
        "shop": order.brand.name,
        "total": _money(order, order.total),
        "refund": _money(order, order.refunded_total or 0),
        "point": order.pickup_point,
    }
    facts["ref"] = words["ref"].format(**facts) if sent.names_order else ""
    yield "text", words["greeting"].format(**facts)
    yield "text", random.choice(words["openings"][sent.kind]).format(**facts)
    if sent.kind in ("order_edited", "invoice"):
        yield from _order(order, sent, words)
    if sent.kind == "delay_notice" and sent.parcels:
        tracking = sent.parcels[0].number
        yield "text", words["tracking_number"].format(tracking=tracking)
    if sent.kind == "pickup_ready" and order.pickup_point:
        yield "text", words["fetch_at"].format(**facts)
    for stated in sent.stated:
        yield "text", promise_text(stated, words, language_of(order))
    yield "text", words["contact"].format(support=order.brand.support)
    yield "text", words["closing"].format(**facts)
    yield "link", order.brand.name, f"https://www.{order.brand.domain}/"
    yield "link", words["imprint"], f"https://www.{order.brand.domain}/legal"


def _money(order: Order, amount: float) -> str:
    return f"{amount:.2f} {order.brand.currency}"


def _order(order: Order, sent: OrderMail, words: dict) -> Iterator[Block]:
    """What was ordered, and where it goes, as it stood when the mail was sent."""
    edits = [edit for edit in order.edits if edit.at <= sent.accepted_at]
    if sent.kind == "order_edited" and not edits:
        return  # told before it was done: nobody can hold it against the record
    items, person = order.items, order.customer
    if edits:
        items, person = edits[-1].items, edits[-1].customer
    yield "rows", *(f"{i.quantity} × {i.title} – {i.price:.2f}" for i in items if i.quantity)
    yield "text", words["total"].format(total=_money(order, total_of(items)))
    if order.is_gift:
        yield "text", words["gift"]
    if person.street and sent.kind != "invoice":
        address = (person.name, person.street, f"{person.postcode} {person.city}".strip())
        yield "text", words["ship_to"] + "\n" + "\n".join((*address, person.country))
