"""Whether customers heard of what happened to their order: paid, ready, changed, called off."""

from datetime import datetime

from .bounces import failed
from .confirmations import absent, local_day
from .recognise import accepted_at, order_mails
from .seeds import Seeds
from .shop import Row, Shop

KINDS = ("payment", "pickup_ready", "invoice", "cancelled", "refunded", "order_edited")


def order_notices(shop: Shop, seeds: Seeds) -> dict[tuple[str, str, str], dict]:
    """(shop, order_id, mail_kind) -> verdict and sent_at."""
    lost, found = failed(shop), {}
    for kind in KINDS:
        mails = order_mails(shop, kind)
        for order_id, order in shop.orders.items():
            clock = clock_of(kind, order, shop)
            if clock is None:
                continue
            allowance = seeds.seconds("clock_offset_allowance", shop.name, local_day(clock, "UTC"))
            arrived, came_back = [], []
            for mail in mails.get(order_id, []):
                at = accepted_at(mail, shop)
                if at >= clock - allowance:
                    is_lost = any((mail.message_id, to) in lost for to in mail.recipients)
                    (came_back if is_lost else arrived).append(at)
            said = judge(shop, seeds, kind, order, clock, sorted(arrived), sorted(came_back))
            if said:
                found[shop.name, order_id, kind] = said
    return found


def clock_of(kind: str, order: Row, shop: Shop) -> datetime | None:
    if kind in ("pickup_ready", "invoice"):
        left = [one.times.get("shipped_at") for one in shop.parcels_of(order["order_id"])]
        return min((at for at in left if at), default=None)
    names = {"payment": "paid_at", "cancelled": "cancelled_at", "refunded": "refunded_at",
             "order_edited": "edited_at"}  # fmt: skip
    return order.times.get(names[kind])


def judge(
    shop: Shop, seeds: Seeds, kind: str, order: Row, clock: datetime, arrived: list[datetime],
    came_back: list[datetime],
) -> dict | None:
    """None: nobody expects such a mail."""
    day = local_day(clock, shop.zone)
    wanted = {"shop": shop.name} | {
        name: order[name] or "" for name in ("channel", "payment_method", "fulfilment")
    }
    expectation = seeds.expectation(kind, wanted, day)
    if expectation is None:
        return None
    sent_at = (arrived or came_back or [None])[0]
    is_nobodys = any(order.is_true(name) for name in ("is_test", "is_imported", "is_in_store"))
    if is_nobodys or expectation["sender"] != "shop":
        return {"verdict": "excluded", "sent_at": sent_at}
    target = "confirmation" if kind == "payment" else "shipping_mail"
    if arrived:
        latency = arrived[0] - clock
        if latency > seeds.seconds("implausible_after", shop.name, day):
            return {"verdict": "implausible", "sent_at": sent_at}
        in_time = latency <= seeds.seconds(f"{target}_target", shop.name, day)
        return {"verdict": "on_time" if in_time else "late", "sent_at": sent_at}
    if came_back:
        return {"verdict": "bounced", "sent_at": sent_at}
    after = seeds.seconds(f"{target}_missing_after", shop.name, day)
    return {"verdict": absent(shop, order["email"] or "", clock, after), "sent_at": None}
