"""What a shipping mail says of its parcels, as far up the ladder as planned."""

from random import Random

from .events import Order, OrderMail, Shipment
from .slot_values import stated_text
from .wording import table

HOMES = {
    "DHL": "https://www.dhl.de/",
    "DPD": "https://www.dpd.com/",
    "GLS": "https://gls-group.com/",
    "UPS": "https://www.ups.com/",
    "Royal Mail": "https://www.royalmail.com/",
    "Colissimo": "https://www.laposte.fr/",
}
PLATFORM = "narvar.com"  # whose links hold a token and no number
TOLD_FROM = {"TRACKING_NUMBER": ("carrier", "link", "clear"), "TRACKING_LINK": ("link", "clear")}


def parcel_slots(order: Order, sent: OrderMail, language: str, random: Random) -> dict[str, str]:
    """Several parcels stand below each other."""
    words = table("slot_words")[language]
    numbers = [_written(parcel.number, random) for parcel in sent.parcels]
    links = [_link(order, sent, parcel, random) for parcel in sent.parcels]
    stated = next((one for one in sent.stated if one.kind == "deliver"), None)
    slots = {
        "CARRIER": "\n".join(dict.fromkeys(parcel.carrier for parcel in sent.parcels)),
        "TRACKING_NUMBER": "\n".join(numbers),
        "TRACKING_LINK": "\n".join(links),
        "ESTIMATED_DELIVERY_DATE": stated_text(stated, words, language) if stated else "",
    }
    untold = {slot for slot, rungs in TOLD_FROM.items() if sent.rung not in rungs}
    return slots | dict.fromkeys(untold, "")


def _written(number: str, random: Random) -> str:
    """Some mails write long numbers in groups, to be read out."""
    if not number.isdigit() or random.random() > 0.1:
        return number
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def _link(order: Order, sent: OrderMail, parcel: Shipment, random: Random) -> str:
    """Mostly to the carrier, sometimes over the shop's own page or a platform."""
    draw = random.random()
    if draw < 0.87:
        return parcel.url
    if draw < 0.97 or len(sent.parcels) > 1:
        return f"https://www.{order.brand.domain}/track?parcel={parcel.number}"
    token = "".join(random.choices("bcdfghjkmnpqrstvwxyz", k=14))
    return f"https://{order.brand.shop}.{PLATFORM}/track/{token}"
