"""Where scenes are set: by a customer of some brand and language, at a calm moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from .cast import BRANDS, FJORDKIND, NORDLICHT, Brand, Casting
from .clock import Rhythm, is_near_clock_change, seconds
from .events import Order, Script
from .moves import Moves
from .writers import order_before, writers

PLACES = (
    (NORDLICHT, "de"), (FJORDKIND, "en"), (NORDLICHT, "es"), (FJORDKIND, "fr"), (NORDLICHT, "fr"),
    (NORDLICHT, "en"),
)  # fmt: skip
TRIES = 200
HALF_DAY = 43_200


class Stage:
    def __init__(self, script: Script, random: Random, casting: Casting) -> None:
        self.script, self.random, self.casting = script, random, casting
        self.pools = {brand.shop: writers(script, brand, random) for brand in BRANDS}
        self.places = {
            brand and brand.shop: cycle([one for one in PLACES if brand in (None, one[0])])
            for brand in (None, *BRANDS)
        }
        end = script.until - timedelta(hours=2)
        begins = {FJORDKIND.shop: script.service_from}
        self.rhythms = {
            brand.shop: Rhythm(
                begins.get(brand.shop, script.start) + timedelta(hours=2), end, brand.zone, random
            )
            for brand in BRANDS
        }  # fmt: skip

    def scenes(
        self, name: str, count: int, *, offsets: tuple[int, ...] = (0,), brand: Brand | None = None,
        has_order: bool = True, since: datetime | None = None,
    ) -> Iterator[tuple[Moves, datetime]]:  # fmt: skip
        """`count` times a customer and a moment, in turn through brands and languages.

        At the moment plus each of `offsets` (seconds) nobody's clock is in doubt, nor in its
        first days.
        """
        places = self.places[brand and brand.shop]
        for _ in range(count):
            for _ in range(len(PLACES)):
                held_by, language = next(places)
                at = self._moment(held_by, offsets, since or self.script.start)
                talk = at and self.talk(held_by, language, at, has_order=has_order)
                if at and talk:
                    self.script.scenes[name] += 1
                    talk.scene = name
                    yield talk, at
                    break

    def _moment(
        self, brand: Brand, offsets: tuple[int, ...], since: datetime
    ) -> datetime | None:
        for _ in range(TRIES):
            at = self.rhythms[brand.shop].moment()
            between = range(0, min(max(offsets), 5 * HALF_DAY), HALF_DAY)
            moments = [at + seconds(offset) for offset in (*offsets, *between)]
            is_past = since <= at and max(moments) < self.script.until - timedelta(hours=2)
            if is_past and not any(is_near_clock_change(one, brand.zone) for one in moments):
                return at
        return None

    def scene(self, name: str, brand: Brand, at: datetime, *languages: str) -> Moves | None:
        """At a moment that is given: of a customer who speaks one of the languages."""
        for language in languages:
            if talk := self.talk(brand, language, at):
                self.script.scenes[name] += 1
                talk.scene = name
                return talk
        return None

    def talk(
        self, brand: Brand, language: str, at: datetime, *, has_order: bool = True
    ) -> Moves | None:
        """Of a customer whose only order is some days old, or of somebody who never ordered."""
        order = self._order(brand, language, at) if has_order else None
        if has_order and order is None:
            return None
        return Moves(
            self.script, brand, order, self.random, self.casting, is_sure=True,
            stranger_in=language,
        )  # fmt: skip

    def _order(self, brand: Brand, language: str, at: datetime) -> Order | None:
        return order_before(self.pools[brand.shop], at, self.random, language)
