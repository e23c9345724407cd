"""Rule 28: what a confirmation and a shipping mail must say."""

import re

from .confirmations import excluded
from .folding import code, folded
from .html_fit import targets_of
from .letters import Letter
from .parts import URL
from .rule_senders import MAIL, PHONE
from .rule_world import CONFIRM, CRITICAL, MAJOR, SHIP, Findings, Found, World, about_mail
from .shipping import DATE, PAST
from .statements import promises_in

WANTED = {
    CONFIRM: (("order_number", "ORDER_NUMBER", CRITICAL), ("items", "ORDER_SUMMARY", CRITICAL),
              ("address", "SHIPPING_ADDRESS", MAJOR),
              ("shipping_time", "ESTIMATED_SHIPPING_TIME", MAJOR),
              ("contact", "CONTACT_INFO", MAJOR)),
    SHIP: (("order_number", "ORDER_NUMBER", CRITICAL),
           ("tracking_number", "TRACKING_NUMBER", CRITICAL),
           ("tracking_link", "TRACKING_LINK", CRITICAL),
           ("delivery_date", "ESTIMATED_DELIVERY_DATE", MAJOR),
           ("contact", "CONTACT_INFO", MAJOR)),
}  # fmt: skip
TRACKING = {"tracking_number", "tracking_link", "delivery_date"}


def required_findings(letter: Letter, world: World) -> Findings:
    for field, slot, severity in WANTED.get(letter.kind, ()):
        if is_expected(letter, field, world) and is_missing(letter, field, slot, world):
            yield Found("REQUIRED_MISSING", about_mail(letter), field, severity)


def is_expected(letter: Letter, field: str, world: World) -> bool:
    order = letter.record or letter.order
    if field in ("address", "shipping_time") and order["fulfilment"] in ("pickup", "digital"):
        return False
    if field == "address":
        return letter.record is not None and bool(letter.record["street"])
    if letter.kind == SHIP and field in TRACKING:
        parcels = letter.announced or letter.parcels
        is_out = excluded(world.shop, world.seeds, letter.order, SHIP, letter.day)
        return not is_out and any(
            not one["exempt_reason"] and "cancelled_at" not in one.times for one in parcels
        )
    return True


def is_missing(letter: Letter, field: str, slot: str, world: World) -> bool:
    fit = letter.reading.fit
    if fit and slot in fit.template.slot_names:
        if letter.values.get(slot):
            return False
        if field == "tracking_link":  # the words may be the link
            return not any(targets_of(letter))
        return True
    return not has_sign(letter, field, world)


def has_sign(letter: Letter, field: str, world: World) -> bool:
    """Without a template: anywhere in subject or text."""
    text = f"{letter.mail.subject}\n{letter.text}"
    squeezed = code(text)
    match field:
        case "order_number":
            return code(letter.order_id) in squeezed
        case "items":
            titles = [folded(one.title) for one in letter.record.lines] if letter.record else []
            return not titles or any(one in folded(text) for one in titles)
        case "address":
            assert letter.record
            places = (letter.record["postcode"], letter.record["city"])
            return any(one and folded(one) in folded(text) for one in places)
        case "shipping_time":
            said = promises_in(letter.text, letter.sent_at, world.shop)
            return any(kind == "ship" for kind, *_ in said)
        case "contact":
            own = any(one in url for url in URL.findall(text) for one in world.shop.domains)
            return own or bool(MAIL.search(text) or PHONE.search(text))
        case "tracking_number":
            return any(one in squeezed for one in letter.numbers)
        case "tracking_link":
            return any(one in code(url) for url in letter.mail.links for one in letter.numbers)
    lines = [line for line in letter.parts.lines if not PAST.search(line)]
    return any(DATE.search(re.sub(URL, " ", line)) for line in lines)
