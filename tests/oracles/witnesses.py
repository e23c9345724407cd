"""Three witnesses of each confirmation: the shop's flag, the archive, the mail log."""

from datetime import datetime, timedelta

from .confirmations import CONTENT, local_day
from .coverage import needed
from .recognise import accepted_at, order_mails
from .seeds import Seeds
from .shop import Row, Shop

NAMES: dict[tuple[bool | None, ...], str] = {
    (True, True, True): "all_three", (True, True, False): "not_logged",
    (True, False, True): "not_archived", (False, True, True): "not_flagged",
    (True, False, False): "only_flagged", (False, True, False): "only_archived",
    (False, False, True): "only_logged", (False, False, False): "none",
}  # fmt: skip


def witnesses(shop: Shop, seeds: Seeds) -> dict[tuple[str, str], dict]:
    """(shop, order_id) -> combination of what the three say."""
    mails, found = order_mails(shop, "order_confirmation"), {}
    for order_id, order in shop.orders.items():
        day = local_day(order.times["placed_at"], shop.zone)
        after = seeds.seconds("confirmation_missing_after", shop.name, day)
        told = mails.get(order_id, [])
        flag = order.is_true("confirmation_flag") if order["confirmation_flag"] else None
        times = [accepted_at(one, shop) for one in told]
        archived = True if told else spoken(shop, CONTENT, order, after, [])
        logged = True if is_logged(shop, order, told, after) else spoken(
            shop, {"log"}, order, after, times)  # fmt: skip
        combination = NAMES.get((flag, archived, logged), "not_comparable")
        found[shop.name, order_id] = {"combination": combination}
    return found


def is_logged(shop: Shop, order: Row, told: list, after: timedelta) -> bool:
    """The mail itself, else one to this customer at that time of which no copy was read."""
    if told:
        return any(one.message_id in shop.log.accepted_at for one in told)
    placed_at = order.times["placed_at"]
    sent = shop.unread.get((order["email"] or "").strip().lower(), [])
    return any(placed_at <= at <= placed_at + after for at in sent)


def spoken(
    shop: Shop, roles: set[str], order: Row, after: timedelta, times: list[datetime]
) -> bool | None:
    """It saw the whole time in which the mail should have gone, and did not see it."""
    read_from, read_until = needed(shop.paths, roles)
    if roles == {"log"} and not is_in_log(shop):
        return None
    starts = [order.times["placed_at"], *times]
    if read_from is None or read_until is None or min(starts) < read_from:
        return None
    return False if read_until >= max(order.times["placed_at"] + after, *times, starts[0]) else None


def is_in_log(shop: Shop) -> bool:
    """A log of other people's mails says nothing about this shop's."""
    return any(one.strip("<>").rpartition("@")[2] in shop.domains for one in shop.log.accepted_at)
