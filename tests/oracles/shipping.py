"""How long each customer waited for the shipping mail, and how much tracking it gave."""

import re
from collections.abc import Callable

from .bounces import failed
from .confirmations import absent, excluded, local_day
from .mails import Mail
from .recognise import accepted_at, order_mails
from .seeds import Seeds
from .shop import Row, Shop

MONTH = (
    r"(?:jan|ene|feb|fév|mar|mär|mrz|a[pb]r|avr|ma[iy]|jun|juin|jul|juil|aug|aoû|ago|sep|o[ck]t|nov|de[cz]|déc|dic)"
    r"[a-zéû]*\.?"
)
DATE = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{2,4}})?|"
    rf"\b\d{{1,2}}(?:er|st|nd|rd|th)?\.?(?: of| de)? {MONTH}|\b{MONTH} \d{{1,2}}\b",
    re.I,
)
# When it was bought says not when it comes.
PAST = re.compile(r"bestellt|ordered|commandé|realizado", re.I)
RUNGS = ("none", "mail", "number", "record", "format", "carrier", "link", "date", "clear")


def shipping_notices(
    shop: Shop, seeds: Seeds, rung_of: Callable[[Mail, Row], str]
) -> dict[tuple[str, str], dict]:
    """(shop, shipment_id) -> verdict, noticed_at and rung; `rung_of` a mail about a parcel."""
    mails, lost = order_mails(shop, "shipping_notice"), failed(shop)
    parcels: dict[str | None, list[Row]] = {}
    for shipment in shop.shipments.values():
        parcels.setdefault(shipment["order_id"], []).append(shipment)
    found = {}
    for shipment_id, shipment in shop.shipments.items():
        order_id = shipment["order_id"]
        about = about_shipment(mails.get(order_id or "", []), shipment, parcels[order_id])
        arrived, came_back = [], []
        for mail in sorted(about, key=lambda one: accepted_at(one, shop)):
            is_lost = any((mail.message_id, to) in lost for to in mail.recipients)
            (came_back if is_lost else arrived).append(mail)
        rungs = [rung_of(mail, shipment) for mail in arrived]
        rung = max(rungs, key=RUNGS.index, default="none")
        said = judge(shop, seeds, shipment, arrived, came_back)
        found[shop.name, shipment_id] = said | {"rung": rung}
    return found


def about_shipment(mails: list[Mail], shipment: Row, parcels: list[Row]) -> list[Mail]:
    """An order's mails are about all its parcels, unless they name the number of another one."""
    mine = squeezed(shipment["tracking_number"])
    others = {squeezed(one["tracking_number"]) for one in parcels} - {"", mine}
    return [
        mail
        for mail in mails
        if names(mail, mine) or not any(names(mail, other) for other in others)
    ]


def squeezed(number: str | None) -> str:
    return re.sub(r"[\s-]", "", number or "").upper()


def names(mail: Mail, number: str) -> bool:
    return bool(number) and number in squeezed(mail.text)


def judge(
    shop: Shop, seeds: Seeds, shipment: Row, arrived: list[Mail], came_back: list[Mail]
) -> dict:
    order = shop.orders.get(shipment["order_id"] or "")
    shipped_at = shipment.times.get("shipped_at")
    times = [accepted_at(mail, shop) for mail in arrived or came_back]
    answer = {"noticed_at": min(times, default=None)}
    if shipped_at is None or order is None:
        return answer | {"verdict": "unknown"}
    day = local_day(shipped_at, shop.zone)
    is_out = shipment["exempt_reason"] or "cancelled_at" in shipment.times
    if is_out or excluded(shop, seeds, order, "shipping_notice", day):
        return answer | {"verdict": "excluded"}
    after = seeds.seconds("shipping_mail_missing_after", shop.name, day)
    if not arrived and not came_back:
        return answer | {"verdict": absent(shop, order["email"] or "", shipped_at, after)}
    if not arrived:
        return answer | {"verdict": "bounced"}
    latency = times[0] - shipped_at
    if latency < -seeds.seconds("clock_offset_allowance", shop.name, day):
        return answer | {"verdict": "too_early"}
    in_time = latency <= seeds.seconds("shipping_mail_target", shop.name, day)
    return answer | {"verdict": "on_time" if in_time else "late"}
