"""Rules of the order as a whole: 1 to 7, 47 and 48."""

from datetime import datetime, timedelta

from .coverage import needed
from .folding import folded
from .letters import Letter
from .records import day_of
from .rule_world import (
    CONFIRM,
    CRITICAL,
    MAJOR,
    SHIP,
    Findings,
    Found,
    World,
    about_mail,
    about_order,
    about_parcel,
)  # fmt: skip
from .shop import Row

SCANNED_WITHIN, TWICE_WITHIN = timedelta(hours=48), timedelta(hours=24)
CLOCKS_DIFFER = timedelta(seconds=5)


def confirmation_findings(world: World, told: dict) -> Findings:
    """`told`: what the oracle says of the confirmations."""
    for (_, order_id), one in told.items():
        at = world.shop.orders[order_id].times["placed_at"]
        if one["verdict"] == "missing":
            yield Found("CONF_MISSING", about_order(order_id), CONFIRM, CRITICAL)
        if one["verdict"] == "late":
            day = day_of(at, world.shop.zone)
            worst = world.seeds.seconds("confirmation_critical_after", world.shop.name, day)
            severity = CRITICAL if one["confirmed_at"] - at > worst else MAJOR
            yield Found("CONF_LATE", about_order(order_id), CONFIRM, severity)


def shipping_findings(world: World, told: dict) -> Findings:
    _, read_until = needed(world.shop.paths, {"shipments"})
    scanning = carriers_that_scan(world, read_until) if read_until else set()
    for (_, shipment_id), one in told.items():
        verdict, about = one["verdict"], about_parcel(shipment_id)
        parcel = world.shop.shipments[shipment_id]
        if verdict == "missing":
            yield Found("SHIP_MISSING", about, SHIP, CRITICAL)
        if verdict == "late":
            yield Found("SHIP_LATE", about, SHIP, MAJOR)
        if verdict == "too_early":
            yield Found("SHIP_TOO_EARLY", about, SHIP, MAJOR)
        elif verdict in ("on_time", "late") and read_until and parcel["carrier"] in scanning:
            if is_never_scanned(parcel, one["noticed_at"], read_until):
                yield Found("SHIP_TOO_EARLY", about, "first_scan", MAJOR)


def is_never_scanned(parcel: Row, sent_at: datetime, read_until: datetime) -> bool:
    if scan := parcel.times.get("first_scan_at"):
        return scan - sent_at > SCANNED_WITHIN
    if "delivered_at" in parcel.times or "first_attempt_at" in parcel.times:
        return False
    return read_until >= sent_at + SCANNED_WITHIN


def carriers_that_scan(world: World, read_until: datetime) -> set[str | None]:
    """Half of their parcels that left two days ago have been scanned."""
    left: dict[str | None, list[bool]] = {}
    for one in world.shop.shipments.values():
        if one.times.get("shipped_at", read_until) < read_until - SCANNED_WITHIN:
            left.setdefault(one["carrier"], []).append("first_scan_at" in one.times)
    return {carrier for carrier, scans in left.items() if sum(scans) * 2 >= len(scans)}


def sequence_findings(world: World, told: dict) -> Findings:
    """The first shipping mail of an order that nobody had confirmed."""
    first: dict[str, Letter] = {}
    for letter in world.letters:
        if letter.kind == SHIP:
            first.setdefault(letter.order_id, letter)
    for order_id, letter in first.items():
        one = told[world.shop.name, order_id]
        is_later = one["verdict"] in ("on_time", "late", "implausible") and (
            one["confirmed_at"] >= letter.sent_at
        )
        if is_later or one["verdict"] == "missing":
            yield Found("WRONG_SEQUENCE", about_mail(letter), CONFIRM, MAJOR)


def split_findings(world: World, notices: dict) -> Findings:
    for order_id in world.shop.orders:
        parcels = [one for one in world.shop.parcels_of(order_id) if is_wanted(one)]
        if len(parcels) < 2:
            continue
        verdicts = {notices[world.shop.name, one["shipment_id"]]["verdict"] for one in parcels}
        if "missing" in verdicts and verdicts & {"on_time", "late", "too_early"}:
            yield Found("SPLIT_SHIPMENT_GAP", about_order(order_id), "parcels", MAJOR)
    for letter in world.letters:
        left = [one for one in letter.parcels if is_wanted(one) and "shipped_at" in one.times]
        if letter.kind == SHIP and len(left) > 1 and not names_a_title(world, letter):
            yield Found("SPLIT_SHIPMENT_GAP", about_mail(letter), "items", MAJOR)


def is_wanted(parcel: Row) -> bool:
    return not parcel["exempt_reason"] and "cancelled_at" not in parcel.times


def names_a_title(world: World, letter: Letter) -> bool:
    """Nobody can miss a title where the records hold none."""
    text = folded(letter.text)
    lines = world.shop.line_versions.get(letter.order_id, {}).values()
    titles = {folded(row["title"]) for versions in lines for row in versions if row["title"]}
    return not titles or any(title in text for title in titles)


def overdue_findings(waits: dict[str, dict]) -> Findings:
    for key, one in waits.items():
        if one["outcome"] in ("overdue", "closed_unanswered"):
            yield Found("WAIT_OVERDUE", "wait:" + key.strip("<>"), "reply", CRITICAL)


def promise_findings(promises: dict[tuple, dict], answered: dict[str, datetime]) -> Findings:
    """`answered`: when a person last wrote about an order."""
    for (_, order_id, shipment_id, _, kind, until_at), one in promises.items():
        if one["verdict"] != "broken" or one["event"] or not one["is_last"]:
            continue
        if order_id in answered and answered[order_id] > until_at:
            continue
        about = about_parcel(shipment_id) if shipment_id else about_order(order_id)
        field = "shipping" if kind == "ship" else "delivery"
        yield Found("PROMISE_PASSED", about, field, CRITICAL)
