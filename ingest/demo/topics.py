"""What a customer writes about, given what happened to the order."""

from datetime import datetime, timedelta
from random import Random

from .events import Order

USUAL = {
    "where": 22, "late": 10, "not_received": 5, "address": 8, "cancel": 9, "missing_item": 7,
    "damaged": 6, "return": 12, "payment": 9, "other_order": 6,
}  # fmt: skip
# What the texts are about, in the facts' words.
TOPICS = {
    **dict.fromkeys(
        ("where", "no_number", "again_where", "but_where", "news"), "where_is_my_order"
    ),
    "no_confirmation": "no_confirmation",
    **dict.fromkeys(("damaged", "again_fault"), "damaged"),
    **dict.fromkeys(("missing_item", "again_part"), "wrong_or_missing_item"),
    **dict.fromkeys(("return", "again_money"), "return_or_refund"),
    **dict.fromkeys(("payment", "again_bill"), "payment_or_invoice"),
    **dict.fromkeys(("cancel", "again_change"), "change_or_cancel"),
    "tracking": "tracking_wrong",
    **dict.fromkeys(("late", "again_late"), "delivery_late"),
    "not_received": "not_received",
    **dict.fromkeys(("address", "again_pickup", "absent"), "wrong_address"),
    **dict.fromkeys(("other_order", "again_other", "reminder"), "other_order"),
    **dict.fromkeys(("other", "again_shop", "offer", "newsletter"), "other"),
}
AGAIN = {
    **dict.fromkeys(("where", "no_number", "tracking"), ("again_where", "again_late")),
    **dict.fromkeys(("late", "not_received"), ("again_late", "again_other", "again_where")),
    **dict.fromkeys(("address", "absent"), ("again_pickup", "again_other")),
    **dict.fromkeys(("again_where", "again_late"), ("again_late", "again_where", "again_other")),
    "damaged": ("again_fault", "again_other"),
    "missing_item": ("again_part", "again_other"),
    "return": ("again_money", "again_other"),
    "payment": ("again_bill",),
    "cancel": ("again_change", "again_other"),
    **dict.fromkeys(("other", "offer", "newsletter", "again_shop"), ("again_shop",)),
}
REPLIES = {
    **dict.fromkeys(
        ("where", "no_number", "tracking", "late", "not_received", "but_where", "again_where",
         "again_late", "news"), "reply_track",
    ),
    **dict.fromkeys(
        ("address", "cancel", "absent", "again_pickup", "again_change"), "reply_change"
    ),
    **dict.fromkeys(("missing_item", "damaged", "again_fault", "again_part"), "reply_fault"),
    **dict.fromkeys(("return", "payment", "again_money", "again_bill"), "reply_money"),
}  # fmt: skip


def topic_of(order: Order | None, at: datetime, random: Random) -> str:
    if order is None:
        return "offer" if random.random() < 0.12 else "other"
    if order.plan == "missing" or (order.plan == "late" and random.random() < 0.4):
        return "no_confirmation"
    shipped = [parcel for parcel in order.shipments if parcel.shipped_at < at]
    if not shipped:
        names = ("address", "cancel", "payment", "other_order", "where")
        return random.choices(names, (3, 4, 2, 2, 3))[0]
    if any(parcel.rung != "clear" for parcel in shipped) and random.random() < 0.6:
        return random.choice(("no_number", "tracking"))
    promised = [parcel.promised_at for parcel in shipped if parcel.promised_at]
    if promised and at > max(promised) + timedelta(days=1) and random.random() < 0.5:
        return random.choice(("late", "not_received"))
    return random.choices(list(USUAL), list(USUAL.values()))[0]


def topic_again(before: str, random: Random) -> str:
    return random.choice(AGAIN.get(before, ("again_other",)))


def topic_of_reminder(before: str, random: Random) -> str:
    """Who asked for a parcel may ask for news of it; others just wait for an answer."""
    asks = REPLIES.get(before) == "reply_track" and random.random() < 0.4
    return "news" if asks else "reminder"


def topic_of_reply(asked: str) -> str:
    return REPLIES.get(asked, "reply")
