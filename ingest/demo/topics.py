"""What a customer writes about, given what happened to the order."""

from datetime import datetime, timedelta
from random import Random

from .events import Order

USUAL = {
    "where": 24, "late": 10, "not_received": 5, "address": 8, "cancel": 9, "missing_item": 7,
    "damaged": 6, "return": 12, "payment": 9, "other_order": 6,
}  # fmt: skip


def topic_of(order: Order | None, at: datetime, random: Random) -> str:
    if order is None:
        return "other"
    if order.plan == "missing" or (order.plan == "late" and random.random() < 0.4):
        return "no_confirmation"
    shipped = [parcel for parcel in order.shipments if parcel.shipped_at < at]
    if not shipped:
        names = ("address", "cancel", "payment", "other_order", "where")
        return random.choices(names, (3, 4, 2, 2, 3))[0]
    if any(parcel.rung != "date" for parcel in shipped) and random.random() < 0.6:
        return random.choice(("where", "tracking"))
    promised = [parcel.promised_at for parcel in shipped if parcel.promised_at]
    if promised and at > max(promised) + timedelta(days=1) and random.random() < 0.5:
        return random.choice(("late", "not_received"))
    return random.choices(list(USUAL), list(USUAL.values()))[0]
