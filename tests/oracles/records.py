"""What the record of an order said when a mail about it was sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from .folding import code, folded
from .shop import Row, Shop


@dataclass
class Item:
    quantity: float
    title: str


@dataclass
class Record:
    """One order as of a moment."""

    order: Row
    lines: list[Item] = field(default_factory=list)

    def __getitem__(self, name: str) -> str | None:
        return self.order[name]

    @property
    def language(self) -> str:
        return (self.order["locale"] or "")[:2].lower()


def record_of(shop: Shop, order_id: str, at: datetime) -> Record | None:
    """None: nobody can know what it said then."""
    held = as_of(shop.versions.get(order_id, []), at)
    if held is None:
        return None
    lines = []
    for versions in shop.line_versions.get(order_id, {}).values():
        line = as_of(versions, at)
        if line and (count := amount(line["quantity"])):
            lines.append(Item(count, line["title"] or line["sku"] or ""))
    return Record(held, lines)


def as_of(versions: list[Row], at: datetime) -> Row | None:
    dated = [one for one in versions if one.since]
    if dated:
        held = [one for one in dated if one.since and one.since <= at]
        return held[-1] if held else None
    return versions[0] if len(versions) == 1 else None


def amount(text: str | None) -> float | None:
    """1.234,56 and 1,234.56 alike: of two signs the last one divides; one before three digits
    groups them only where it comes twice."""
    found = re.search(r"\d[\d.,'’\s]*", text or "")
    if not found:
        return None
    digits = re.sub(r"[\s'’]", "", found[0]).rstrip(".,")
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return float(digits)
    sign = digits[last]
    is_grouped = digits.count(sign) > 1 or (len(digits) - last - 1 == 3 and len(digits) > 5)
    if is_grouped and not {".", ","} <= set(digits):
        return float(digits.replace(sign, ""))
    return float(re.sub(r"[.,]", "", digits[:last]) + "." + digits[last + 1 :])


def day_of(at: datetime, zone: str) -> date:
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def promised(shop: Shop, parcel: Row, at: datetime) -> datetime | None:
    """Known at that time; else what its first version says that names a day."""
    versions = shop.parcel_versions.get(parcel["shipment_id"] or "", [])
    known = [one for one in versions if one.since and one.since <= at]
    told = [one.times.get("promised_at") for one in (known[-1:] or versions[:1])]
    first = [one.times["promised_at"] for one in versions if "promised_at" in one.times]
    return next(filter(None, told), None) or (first[0] if first else None)


@dataclass
class Others:
    """What belongs to other customers of a shop, by what a mail may show of it."""

    orders: dict[str, set[str]] = field(default_factory=dict)  # -> customers
    numbers: dict[str, set[str]] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    places: dict[str, dict[str, set[str]]] = field(default_factory=dict)  # postcode -> street

    @classmethod
    def of(cls, shop: Shop) -> "Others":
        found = cls()
        for order_id, versions in shop.versions.items():
            for row in versions:
                who = (row["email"] or order_id).strip().lower()
                found.orders.setdefault(code(order_id), set()).add(who)
                if row["name"]:
                    found.names.setdefault(folded(row["name"]), set()).add(who)
                if row["street"] and row["postcode"]:
                    streets = found.places.setdefault(code(row["postcode"]), {})
                    streets.setdefault(folded(row["street"]), set()).add(who)
                for parcel in shop.parcels_of(order_id):
                    if number := code(parcel["tracking_number"]):
                        found.numbers.setdefault(number, set()).add(who)
        return found

    def by_postcode(self, tokens: set[str]) -> Iterator[tuple[str, set[str]]]:
        """(street, customers) at any of these postcodes."""
        for postcode in tokens & self.places.keys():
            yield from self.places[postcode].items()
