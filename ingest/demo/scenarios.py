"""Which orders are special from the start: to companies, to be fetched, gifts, cancelled ones."""

from datetime import timedelta
from random import Random

from .cast import NORDLICHT, Brand
from .clock import clear_of_change, seconds
from .events import Order, Script

AT_LEAST = 9  # of each kind in each shop, however small it is
POINTS = {
    "nordlicht": ("Filiale Hamburg, Hafentor 3", "Filiale Kiel, Am Speicher 8"),
    "fjordkind": ("Store Bristol, 4 Quay Lane", "Locker 17, Leith Walk"),
}
# A cancellation or payment just before the end: its mail is not due yet, or due by a second.
LAST_CANCELLED_SECONDS = (14_399, 14_401)
LAST_PAID_SECONDS = (1799, 1801)


def assign_scenarios(
    script: Script, brand: Brand, orders: list[Order], each: int, random: Random
) -> None:
    since = script.readable_from[brand.shop] + timedelta(days=1)
    plain = [order for order in orders if order.placed_at > since and _is_plain(order)]
    random.shuffle(plain)
    recent = [order for order in plain if 4.2 < _age_days(order, script) < 9]
    for age in LAST_CANCELLED_SECONDS:
        _cancel_last(script, recent, age)
    for age in LAST_PAID_SECONDS if brand is NORDLICHT else ():
        _pay_last(script, recent, age)
    plain = [order for order in plain if not order.scenario]
    if brand is NORDLICHT:
        _sell_to_companies(plain, AT_LEAST * 2 + each, script, random)
    for order in plain[:3]:
        order.fulfilment = "digital"
    del plain[:3]
    _fetch(orders, plain, brand, random)
    _cancel(script, brand, orders, plain, each, random)
    for order in orders:
        order.is_gift = order.fulfilment == "ship" and random.random() < 0.05


def _is_plain(order: Order) -> bool:
    is_real = not (order.is_test or order.is_imported or order.is_in_store)
    is_usual = order.plan == "usual" and order.channel == "web" and order.cancelled_at is None
    return is_real and is_usual and order.fulfilment == "ship" and order.payment != "prepayment"


def _age_days(order: Order, script: Script) -> float:
    return (script.until - order.placed_at) / timedelta(days=1)


def _cancel_last(script: Script, recent: list[Order], age: int) -> None:
    if recent:
        order = recent.pop()
        order.cancelled_at = script.until - seconds(age)
        order.fates["cancelled"], order.scenario = ("missing", 0), "cancelled"


def _pay_last(script: Script, recent: list[Order], age: int) -> None:
    if recent:
        order = recent.pop()
        order.payment, order.paid_at = "prepayment", script.until - seconds(age)
        order.fates["payment"], order.scenario = ("missing", 0), "payment"


def _sell_to_companies(
    plain: list[Order], count: int, script: Script, random: Random
) -> None:
    for order in [plain.pop() for _ in range(min(count, len(plain) // 3))]:
        order.channel, order.payment, order.paid_at = "b2b", "invoice", None
        if random.random() < 0.15:
            paid_at = clear_of_change(order.placed_at + seconds(50_000), order.brand.zone)
            order.payment, order.paid_at = "prepayment", paid_at
            order.paid_at = paid_at if paid_at < script.until - timedelta(hours=1) else None


def _fetch(orders: list[Order], plain: list[Order], brand: Brand, random: Random) -> None:
    fetched = [o for o in orders if o.fulfilment == "pickup" and not o.is_in_store]
    for _ in range(min(AT_LEAST - len(fetched), len(plain) // 3)):
        fetched.append(plain.pop())
    for order in fetched:
        order.fulfilment, order.pickup_point = "pickup", random.choice(POINTS[brand.shop])
        order.has_street = random.random() < 0.4


def _cancel(
    script: Script, brand: Brand, orders: list[Order], plain: list[Order], each: int, random: Random
) -> None:
    since = script.readable_from[brand.shop]
    for order in orders:
        if order.cancelled_at and abs(order.cancelled_at - since) < timedelta(hours=8):
            order.cancelled_at = None
    known = sum(order.cancelled_at is not None for order in orders)
    sold_elsewhere = [order for order in orders if order.channel == "marketplace"]
    chosen = [*plain[: max(0, AT_LEAST - known)], *sold_elsewhere[: 1 + each // 6]]
    for order in chosen:
        at = order.placed_at + seconds(random.randrange(1200, 30_000))
        order.cancelled_at = at if at < script.until else None
    for order in orders:
        if order.cancelled_at and "cancelled" not in order.fates:
            order.cancelled_at = clear_of_change(order.cancelled_at, order.brand.zone)
            if order.cancelled_at >= script.until:
                order.cancelled_at = None

