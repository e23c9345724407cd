"""Whether parcels left and came by the day that was promised first."""

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .coverage import present
from .shop import Row, Shop
from .statements import Statement, statements, utc
from .verifications import number

EARLY = timedelta(days=2)


def promises(shop: Shop) -> dict[tuple, dict]:
    """(shop, order_id, shipment_id, line_id, kind, until_at) -> verdict and more."""
    chains: dict[tuple, list[Statement]] = defaultdict(list)
    for one in statements(shop):
        if one.chain[0] in shop.orders:
            chains[one.chain].append(one)
    found = {}
    for chain, said in chains.items():
        event = happened(shop, chain)
        rows = [one for one in said if event is None or one.made_at <= event]
        rows.sort(key=lambda one: (one.made_at, one.made_in != "record", one.until_at))
        rows = without_repeats(rows, shop)
        for place, one in enumerate(rows):
            after = rows[place + 1] if place + 1 < len(rows) else None
            found[shop.name, *chain, one.until_at] = {
                "verdict": verdict(shop, chain, one, after, place == 0, event),
                "made_in": one.made_in, "is_first": place == 0,
                "is_too_early": is_too_early(shop, chain, one, event),
                "event": event, "is_last": after is None,
            }  # fmt: skip
    return found


def without_repeats(said: list[Statement], shop: Shop) -> list[Statement]:
    rows: list[Statement] = []
    for one in said:
        if not rows or day(one.until_at, shop) != day(rows[-1].until_at, shop):
            rows.append(one)
    return rows


def day(at: datetime, shop: Shop):
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(shop.zone)).date()


def is_too_early(shop: Shop, chain: tuple, one: Statement, event: datetime | None) -> bool:
    if chain[-1] != "deliver" or event is None:
        return False
    begins = one.from_at or utc(day(one.until_at, shop), time(), shop)
    return event < begins - EARLY


def happened(shop: Shop, chain: tuple) -> datetime | None:
    order_id, shipment_id, line_id, kind = chain
    parcels = shop.parcels_of(order_id)
    if shipment_id:
        return next(came(one) for one in parcels if one["shipment_id"] == shipment_id)
    lines = {key for key in shop.line_versions.get(order_id, {})
             if number(shop.line_versions[order_id][key][-1]["quantity"]) != 0}  # fmt: skip
    has_items = bool(parcels) and all(one["items"] for one in parcels)
    left = {key: min((one.times["shipped_at"] for one in parcels
                      if "shipped_at" in one.times and holds(shop, one, order_id, key)),
                     default=None) for key in lines}  # fmt: skip
    first = min((one.times["shipped_at"] for one in parcels if "shipped_at" in one.times),
                default=None)  # fmt: skip
    if line_id:
        return left.get(line_id) if has_items else first
    is_whole = not has_items or all(left.values())
    if kind == "ship":
        told = shop.orders[order_id].times.get("fulfilled_at")
        if told or not has_items:
            return told or first
        return max(at for at in left.values() if at) if is_whole and left else None
    arrivals = [came(one) for one in parcels]
    if not arrivals or not is_whole or None in arrivals:
        return None
    return max(at for at in arrivals if at)


def came(parcel: Row) -> datetime | None:
    return parcel.times.get("first_attempt_at") or parcel.times.get("delivered_at")


def holds(shop: Shop, parcel: Row, order_id: str, line_id: str) -> bool:
    named = {part.rpartition(":")[0].strip() for part in (parcel["items"] or "").split(",")}
    sku = shop.line_versions[order_id][line_id][-1]["sku"]
    return line_id in named or bool(sku) and sku in named


def verdict(
    shop: Shop, chain: tuple, one: Statement, after: Statement | None, is_first: bool,
    event: datetime | None,
) -> str:
    order = shop.orders[chain[0]]
    if any(order.is_true(name) for name in ("is_test", "is_imported", "is_in_store")):
        return "excluded"
    for name in ("cancelled_at", "refunded_at"):
        ended = order.times.get(name)
        if ended and ended <= one.until_at and (event is None or ended < event):
            return "excluded"
    if not is_first and after and after.made_at <= one.until_at:
        return "superseded"
    if event:
        return "kept" if event <= one.until_at else "broken"
    return still_to_come(shop, chain, one)


def still_to_come(shop: Shop, chain: tuple, one: Statement) -> str:
    order_id, shipment_id, _, kind = chain
    if kind == "deliver":
        parcels = [parcel for parcel in shop.parcels_of(order_id)
                   if shipment_id in (None, parcel["shipment_id"])]  # fmt: skip
        carriers = {parcel["carrier"] for parcel in parcels} or {None}
        if not all(is_ever_delivered(shop, carrier) for carrier in carriers):
            return "unknown"
    ends = [path.read_until for path in shop.paths if path.role == "shipments"]
    read_until = min((at for at in ends if at), default=None) if None not in ends else None
    if read_until and read_until > one.until_at:
        return "broken"
    now = present(shop.paths)
    return "unknown" if read_until is None or now and now > one.until_at else "open"


def is_ever_delivered(shop: Shop, carrier: str | None) -> bool:
    return any(came(parcel) for parcel in shop.shipments.values()
               if carrier is None or parcel["carrier"] == carrier)  # fmt: skip
