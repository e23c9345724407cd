"""Orders changed after their confirmation: a line more, a line less, a quantity, an address."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from .cast import Casting, Customer, Item
from .clock import is_near_clock_change, seconds
from .events import Edit, Order, OrderMail, Script
from .ids import message_id
from .loads import wanted_lines
from .orders import quota
from .pool import Pool, is_plain

CHANGES = ("added", "taken_out", "quantity", "address")


def plan_edits(script: Script, count: int, random: Random, casting: Casting) -> None:
    pool = Pool(script, random, is_plain)
    for number in range(max(24, quota(count))):
        change = CHANGES[number % 4]
        order = pool.take(f"edit_{change}", lambda o, c=change: _can_change(o, c, script))
        if order is None:
            continue
        assert order.confirmed_at
        _edit(order, order.confirmed_at + seconds(random.randrange(300, 3000)), change, casting)
        if number % 6 == 0:  # changed twice; the first change was told of
            first = order.edits[0]
            _edit(order, first.at + seconds(random.randrange(2000, 4000)), "address", casting)
            at = first.at + seconds(random.randrange(20, 600))
            new_id = message_id(order.brand.domain, at, random)
            order.mails.append(OrderMail("order_edited", at, new_id, order.customer.address))


def _can_change(order: Order, change: str, script: Script) -> bool:
    assert order.confirmed_at
    until = min([parcel.shipped_at for parcel in order.shipments] + [script.until])
    is_in_time = order.confirmed_at + timedelta(hours=3) < until
    is_clear = not is_near_clock_change(order.confirmed_at, order.brand.zone)
    is_simple = len(order.shipments) < 2 and (change != "taken_out" or len(order.items) > 1)
    return is_in_time and is_clear and is_simple


def _edit(order: Order, at, change: str, casting: Casting) -> None:
    items, person = order.last_items, order.edits[-1].customer if order.edits else order.customer
    match change:
        case "added":
            known = {item.sku for item in items}
            more = next(i for _ in range(99) for i in casting.items(order.brand)
                        if i.sku not in known)  # fmt: skip
            items = (*items, more)
        case "taken_out":
            items = (*items[:-1], _of(items[-1], 0))
        case "quantity":
            items = (_of(items[0], 3 - min(items[0].quantity, 2)), *items[1:])
        case _:
            person = _moved(person, casting)
    order.edits.append(Edit(at, items, person))
    for parcel in order.shipments:
        parcel.lines = tuple(wanted_lines(order))


def _of(item: Item, quantity: int) -> Item:
    return replace(item, quantity=quantity)


def _moved(person: Customer, casting: Casting) -> Customer:
    other = next(one for _ in range(999) if (one := casting.customer(person.language)).country
                 == person.country)  # fmt: skip
    return replace(
        person, street=other.street, postcode=other.postcode, city=other.city,
        country=other.country,
    )  # fmt: skip
