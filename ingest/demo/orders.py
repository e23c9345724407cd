"""Who orders what, when and through which channel."""

from datetime import datetime, timedelta
from random import Random

from .cast import BRANDS, NOBODY, Brand, Casting
from .clock import Rhythm, clear_of_change, seconds
from .events import Order, Script
from .joined import order_again
from .scenarios import assign_scenarios

CHANNELS = {
    "nordlicht": (("marketplace", 0.06), ("phone", 0.012)),
    "fjordkind": (("marketplace", 0.04),),
}
SPECIALS = (("is_test", 0.005), ("is_imported", 0.006), ("is_in_store", 0.02))
FULFILMENTS = (("pickup", 0.025), ("digital", 0.025))
FIRST_NUMBER = 10_001  # the same in both shops: an order is (shop, order_id)
BURST_SECONDS = 1800  # a flash sale just before `until`: many confirmations are not due yet


def quota(count: int) -> int:
    """How often each fault is planted: 65 times in 5,000 orders."""
    return max(4, round(count * 0.0132))


def place_orders(script: Script, count: int, random: Random, casting: Casting) -> None:
    first = round(count * BRANDS[0].share)
    for brand, share in zip(BRANDS, (first, count - first), strict=True):
        late_comers = min(share // 2, round(quota(count) * brand.share) + 3)
        orders = _burst(script, brand, late_comers)
        rhythm = Rhythm(script.start, script.until - timedelta(hours=1), brand.zone, random)
        for _ in range(share - len(orders)):
            orders.append(_order(script, brand, rhythm, random))
        assign_scenarios(script, brand, orders, quota(count), random)
        _give_customers(orders, brand, random, casting)
        since = script.readable_from[brand.shop] + timedelta(days=1)
        order_again(orders, since, script.until - timedelta(days=5))
        script.orders += _numbered(orders)


def _blank(brand: Brand, placed_at: datetime) -> Order:
    return Order(brand=brand, order_id="", placed_at=placed_at, customer=NOBODY, items=())


def _burst(script: Script, brand: Brand, count: int) -> list[Order]:
    """Orders of the last half hour without a mail; some a second past it, so already missing."""
    ages = [BURST_SECONDS - 1, BURST_SECONDS + 1] * 2
    ages += [20 + 1770 * number // count for number in range(count)]
    orders = []
    for age in ages[:count]:
        order = _blank(brand, script.until - seconds(age))
        order.plan = "missing" if age > BURST_SECONDS else "waiting"
        orders.append(order)
    return orders


def _order(script: Script, brand: Brand, rhythm: Rhythm, random: Random) -> Order:
    order = _blank(brand, rhythm.moment())
    gap = script.readable_from[brand.shop] - order.placed_at
    if timedelta(0) < gap <= timedelta(hours=3):
        order.placed_at -= timedelta(hours=4)  # its mail must not fall on the other side of `since`
    order.channel = _drawn(CHANNELS[brand.shop], "web", random)
    if order.channel != "marketplace":
        order.fulfilment = _drawn(FULFILMENTS, "ship", random)
        if special := _drawn(SPECIALS, "", random):
            setattr(order, special, True)
    if order.is_in_store:
        order.channel, order.fulfilment, order.payment = "pos", "pickup", "cash"
    elif order.channel == "web":
        _choose_payment(order, script, random)
    order.warehouse = "north" if random.random() < 0.3 else "main"
    order.shipping_method = "express" if random.random() < 0.12 else "standard"
    return order


def _choose_payment(order: Order, script: Script, random: Random) -> None:
    methods = {
        "nordlicht": ("card", "wallet", "invoice", "prepayment"),
        "fjordkind": ("card", "wallet"),
    }
    weights = (40, 34, 17, 9) if order.brand.shop == "nordlicht" else (60, 40)
    order.payment = random.choices(methods[order.brand.shop], weights)[0]
    if order.payment == "prepayment":
        paid_at = order.placed_at + seconds(random.randrange(20_000, 260_000))
        paid_at = clear_of_change(paid_at, order.brand.zone)
        order.paid_at = paid_at if paid_at < script.until - timedelta(hours=1) else None
    elif order.payment != "invoice":
        order.paid_at = order.placed_at + seconds(random.randrange(2, 20))
    if order.fulfilment == "ship" and order.payment != "prepayment" and random.random() < 0.02:
        cancelled_at = order.placed_at + seconds(random.randrange(1200, 30_000))
        order.cancelled_at = cancelled_at if cancelled_at < script.until else None


def _drawn(chances: tuple[tuple[str, float], ...], usual: str, random: Random) -> str:
    draw = random.random()
    for name, chance in chances:
        if draw < chance:
            return name
        draw -= chance
    return usual


def _give_customers(orders: list[Order], brand: Brand, random: Random, casting: Casting) -> None:
    previous: list[Order] = []
    for order in orders:
        language = random.choices(list(brand.languages), list(brand.languages.values()))[0]
        if previous and random.random() < 0.08 and order.plan == "usual":
            earlier = random.choice(previous)
            order.customer, earlier.is_single, order.is_single = earlier.customer, False, False
        else:
            order.customer = casting.customer(language)
        order.items = casting.items(brand)
        previous.append(order)


def _numbered(orders: list[Order]) -> list[Order]:
    orders.sort(key=lambda order: order.placed_at)
    for number, order in enumerate(orders, start=FIRST_NUMBER):
        prefix = {"phone": "T-", "marketplace": "MP"}.get(order.channel, "")
        order.order_id = f"{prefix}{number}"
    return orders
