"""How long each customer waited for the order confirmation."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .bounces import failed
from .coverage import needed, present
from .recognise import accepted_at, order_mails
from .seeds import Seeds
from .shop import Row, Shop

CONTENT = {"archive", "sent"}  # where copies of automated order mails lie


def confirmations(shop: Shop, seeds: Seeds) -> dict[tuple[str, str], dict]:
    """(shop, order_id) -> verdict and confirmed_at."""
    mails, lost = order_mails(shop, "order_confirmation"), failed(shop)
    found = {}
    for order_id, order in shop.orders.items():
        arrived, came_back = [], []
        for mail in mails.get(order_id, []):
            is_lost = any((mail.message_id, to) in lost for to in mail.recipients)
            (came_back if is_lost else arrived).append(accepted_at(mail, shop))
        found[shop.name, order_id] = judge(shop, seeds, order, sorted(arrived), sorted(came_back))
    return found


def judge(
    shop: Shop, seeds: Seeds, order: Row, arrived: list[datetime], came_back: list[datetime]
) -> dict:
    placed_at = order.times["placed_at"]
    day = local_day(placed_at, shop.zone)
    if excluded(shop, seeds, order, "order_confirmation", day):
        return {"verdict": "excluded", "confirmed_at": min(arrived + came_back, default=None)}
    if arrived:
        allowance = seeds.seconds("clock_offset_allowance", shop.name, day)
        latency = arrived[0] - placed_at
        if latency < -allowance or latency > seeds.seconds("implausible_after", shop.name, day):
            verdict = "implausible"
        elif latency <= seeds.seconds("confirmation_target", shop.name, day):
            verdict = "on_time"
        else:
            verdict = "late"
        return {"verdict": verdict, "confirmed_at": arrived[0]}
    if came_back:
        return {"verdict": "bounced", "confirmed_at": None}  # a bounced confirmation is none
    after = seeds.seconds("confirmation_missing_after", shop.name, day)
    verdict = absent(shop, order["email"] or "", placed_at, after)
    return {"verdict": verdict, "confirmed_at": None}


def absent(shop: Shop, customer: str, started_at: datetime, after: timedelta) -> str:
    """No mail is seen: is it missing, not due yet, or can nobody know?"""
    read_from, read_until = needed(shop.paths, CONTENT)
    if read_from is None or read_until is None or started_at < read_from:
        return "unknown"
    if read_until >= started_at + after:
        # The log shows a mail to this customer that lies in no folder: it may have been the one.
        sent = shop.unread.get(customer.lower(), [])
        is_hidden = any(started_at <= at <= started_at + after for at in sent)
        return "unknown" if is_hidden else "missing"
    now = present(shop.paths)
    return "unknown" if now and now >= started_at + after else "waiting"


def excluded(shop: Shop, seeds: Seeds, order: Row, mail_kind: str, day: date) -> bool:
    """Orders nobody bought here and now, and mails that somebody else sends or nobody owes."""
    if order.is_true("is_test") or order.is_true("is_imported") or order.is_true("is_in_store"):
        return True
    wanted = {"shop": shop.name} | {
        name: order[name] or "" for name in ("channel", "payment_method", "fulfilment")
    }
    expectation = seeds.expectation(mail_kind, wanted, day)
    return expectation is None or expectation["sender"] != "shop"


def local_day(moment: datetime, zone: str) -> date:
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).date()
