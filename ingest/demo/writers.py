"""Who writes in: customers of the weeks before, each for one order, and some who never ordered."""

from datetime import datetime, timedelta
from random import Random

from .cast import Brand
from .events import Order, Script


def writers(script: Script, brand: Brand, random: Random) -> list[Order]:
    """Orders whose customer ordered once, so that every wait has one plain reading."""
    pool = [o for o in script.of(brand.shop) if o.is_single and not (o.is_test or o.is_imported)
            and not ("contact" in o.gap and o.completed_at is None)]  # fmt: skip
    random.shuffle(pool)
    return pool


def order_before(
    pool: list[Order], at: datetime, random: Random, language: str = ""
) -> Order | None:
    """An order of the weeks before the mail; some people write before they order.

    With a language, one whose customer speaks it, and always one if there is any.
    """
    if not language and random.random() < 0.07:
        return None
    for number in range(len(pool) - 1, -1, -1):
        age = at - pool[number].placed_at
        is_fit = language in ("", pool[number].customer.language)
        if is_fit and timedelta(hours=1) < age < timedelta(days=14):
            return pool.pop(number)
    return None
