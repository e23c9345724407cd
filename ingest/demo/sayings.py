"""What every mail that has a template says, decided before any of them is written."""

from random import Random

from .clock import local
from .events import Order, OrderMail, Script
from .mail_templates import OF_KIND, template, version_at
from .said import Said
from .slot_tracking import HOMES, parcel_slots
from .slot_values import order_slots
from .wording import short_date, table

HTML_ALONE = 0.06  # of the second brand's mails
EMPTY_ONES = ("TRACKING_NUMBER", "TRACKING_LINK", "ESTIMATED_DELIVERY_DATE")


def say_mails(script: Script) -> None:
    for order in script.orders:
        for sent in order.mails:
            if sent.kind in OF_KIND:
                sent.said = said_of(script, order, sent)


def said_of(script: Script, order: Order, sent: OrderMail) -> Said:
    """The same mail sent again says the same: nothing is drawn but by what it is about."""
    brand, language = order.brand, language_of(order)
    about = (brand.shop, order.order_id, sent.kind, *(one.shipment_id for one in sent.parcels))
    random = Random("/".join(about))
    version = version_at(script, brand, language, sent.accepted_at)
    kind = OF_KIND[sent.kind]
    slots = order_slots(order, sent, language, version, random)
    if sent.parcels:
        slots |= parcel_slots(order, sent, language, random)
    lines = template(brand.shop, kind, language, version).lines
    slots = {slot: text for slot, text in slots.items() if f"[{slot}]" in "\n".join(lines)}
    said = Said(
        brand.shop, kind, language, version, _subject(order, sent, language, version), slots,
        link_target=slots.get("TRACKING_LINK") or None, from_name=brand.name,
        from_address=brand.order_from, reply_to=brand.support, to=[sent.recipient],
    )  # fmt: skip
    _vary(said, order, sent, random)
    return said


def language_of(order: Order) -> str:
    language = order.customer.language
    return language if language in order.brand.languages else "en"


def _subject(order: Order, sent: OrderMail, language: str, version: str) -> str:
    """The number's own mail has another subject than the template of its body."""
    if sent.kind in OF_KIND.values():
        told = template(order.brand.shop, sent.kind, language, version).subject
        return told.replace("[ORDER_NUMBER]", order.order_id)
    told = table("order_mails")[language]["subjects"][sent.kind][0]
    return told.format(number=order.order_id, shop=order.brand.name)


def _vary(said: Said, order: Order, sent: OrderMail, random: Random) -> None:
    """What differs from mail to mail of one template, and none of it wrongly."""
    words = table("slot_words")[said.language]
    empty = [slot for slot in EMPTY_ONES if slot in said.slots and not said.slots[slot]]
    said.gone = {slot for slot in empty if random.random() < 0.5}
    if order.is_gift and sent.kind == "order_confirmation":
        said.added.append(words["gift"])
    if len(order.shipments) > 1 and len(sent.parcels) == 1:
        said.added.append(words["split"])
    if sent.parcels and random.random() < 0.1:  # a day, but not of delivery
        day = local(order.placed_at, order.brand.zone).date()
        said.added.append(words["ordered"].format(day=short_date(day, said.language)))
    if "TRACKING_LINK" in empty and random.random() < 0.4:  # a link, but to no parcel
        carrier = sent.parcels[0].carrier
        said.added.append(f"{carrier}: {HOMES[carrier]}")
    if order.brand.shop == "fjordkind":
        said.dmarc = "pass"
        said.link_text = table("order_mails")[said.language]["track"] if said.link_target else None
        if random.random() < HTML_ALONE:
            said.parts = ("html",)
