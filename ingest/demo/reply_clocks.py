"""By which clock an answer is due: all hours, or those in which the brand is open."""

from dataclasses import dataclass
from datetime import date, datetime

from .cast import NORDLICHT, Brand
from .clock import seconds
from .days import day_of
from .hours import Hours

REPLY_SECONDS = 86_400
SOON_SECONDS = 14_400
FORMS_SECONDS = (36_000, 28_800)  # of opening hours, and from a later day on


@dataclass(frozen=True)
class Clock:
    """One row of the shop's own reply clocks."""

    shop: str
    channel: str
    valid_from: date
    clock: str
    target_seconds: int


def form_clocks(start: datetime, until: datetime) -> list[Clock]:
    """Forms of the first brand: by all hours at first, then by opening hours, then sooner."""
    shop, zone = NORDLICHT.shop, NORDLICHT.zone
    days = [day_of(start + (until - start) * share, zone) for share in (0.2, 0.62)]
    return [
        Clock(shop, "form", day, "business", target)
        for day, target in zip(days, FORMS_SECONDS, strict=True)
    ]


@dataclass(frozen=True)
class Due:
    soon_at: datetime
    at: datetime
    is_business: bool = False


def due(asked_at: datetime, brand: Brand, channel: str, clocks: list[Clock], hours: Hours) -> Due:
    """When the answer is due, and from when on it is due soon."""
    day = day_of(asked_at, brand.zone)
    ours = [c for c in clocks if (c.shop, c.channel) == (brand.shop, channel)]
    held = [c for c in ours if c.valid_from <= day]
    if not held:
        due_at = asked_at + seconds(REPLY_SECONDS)
        return Due(due_at - seconds(SOON_SECONDS), due_at)
    target = max(held, key=lambda one: one.valid_from).target_seconds
    soon = max(0, target - SOON_SECONDS)
    soon_at = hours.after(asked_at, soon) if soon else asked_at
    return Due(soon_at, hours.after(asked_at, target), is_business=True)
