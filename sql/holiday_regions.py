"""Which days are public holidays for a shop, by the regions whose holidays it keeps."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from sql.trouble import Trouble

EVERYBODY = "*"
Held = TypeVar("Held")


class Holidays:
    """The public holidays of the regions that shops keep, of a kept library, no network."""

    def __init__(self, regions: Iterable[dict]) -> None:
        self.regions: dict[str, list[tuple[date, list[tuple[str, str]]]]] = {}
        self.known: dict[tuple[str, str, int], frozenset[date]] = {}
        for row in regions:
            dated = self.regions.setdefault(row["shop"], [])
            if not dated or dated[-1][0] != row["valid_from_day"]:
                dated.append((row["valid_from_day"], []))
            if row["country"]:  # a row without one ends the holidays before it
                dated[-1][1].append((row["country"], row["region"] or ""))

    def is_holiday(self, shop: str, day: date) -> bool:
        for name in (shop, EVERYBODY):
            held = newest(self.regions.get(name, []), day)
            if held is not None:
                return any(day in self._of(*region, day.year) for region in held)
        return False

    def _of(self, country: str, region: str, year: int) -> frozenset[date]:
        place = country, region, year
        if place not in self.known:
            self.known[place] = public_holidays(country, region, year)
        return self.known[place]


def public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    import holidays  # only shops that keep some pay for it

    try:
        return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
    except NotImplementedError as error:
        raise Trouble(
            f"seeds/holiday_regions.csv: no holidays are known for country {country!r}, region "
            f"{region!r}; write codes such as DE and BY, or list the days in closed_days.csv"
        ) from error


def newest(dated: Sequence[tuple[date, Held]], day: date) -> Held | None:
    """What held on a day, of what is dated in order."""
    place = bisect_right([valid_from for valid_from, _ in dated], day)
    return dated[place - 1][1] if place else None
