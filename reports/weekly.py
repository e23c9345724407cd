"""The week that is over, from the same tables as the pages."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from reports.rates import Reader
from reports.section import section
from reports.week import Gap, Silence, Week
from sql.settings import Shop
from sql.trouble import Misuse


class Build(Reader, Protocol):
    """What a report needs of a published build."""

    @property
    def built_at(self) -> datetime: ...

    @property
    def data_until_at(self) -> datetime | None: ...


def weekly(build: Build, shops: Mapping[str, Shop], week: date | None = None) -> Week:
    """The report of the week that holds the day `week`; else of the last one that is over."""
    zones = list(dict.fromkeys(shop.zone for shop in shops.values()))
    last_over = _last_over(build.data_until_at or build.built_at, zones)
    first_day = monday(week) if week else last_over
    zone = zones[0] if len(zones) == 1 else "UTC"
    sections = [
        section(build, name, about.name, about.zone, first_day) for name, about in shops.items()
    ]
    if len(shops) > 1:
        sections.insert(0, section(build, "all", "All shops", zone, first_day))
    return Week(
        first_day=first_day,
        is_over=first_day <= last_over,
        built_at=build.built_at,
        data_until_at=build.data_until_at,
        zone=zone,
        sections=tuple(sections),
        gaps=_gaps(build, shops),
        silences=_silences(build, shops),
    )


def monday(day: date) -> date:
    """The first day of the week that holds `day`."""
    return day - timedelta(days=day.weekday())


def week_of(text: str) -> date:
    """The Monday of a week such as 2026-W47, or of the week that holds a day."""
    try:
        return monday(date.fromisoformat(text))
    except ValueError:
        raise Misuse(f"week {text}: write it as 2026-W47, or a day in it as 2026-11-16") from None


def _last_over(seen_at: datetime, zones: list[str]) -> date:
    """The Monday of the last week that had ended in every shop's zone at `seen_at`."""
    days = [seen_at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for zone in zones]
    return monday(min(days)) - timedelta(weeks=1)


def _gaps(build: Reader, shops: Mapping[str, Shop]) -> tuple[Gap, ...]:
    rows = build.rows(
        "select shop, measure, state, why, connect_next from metrics.measured"
        " where state <> 'measured' order by shop, measure"
    )
    return tuple(Gap(shops[row[0]].name, *row[1:]) for row in rows if row[0] in shops)


def _silences(build: Reader, shops: Mapping[str, Shop]) -> tuple[Silence, ...]:
    rows = build.rows(
        "select shop, path, role, newest_item_at from metrics.sources"
        " where is_stale order by shop, path"
    )
    return tuple(
        Silence(shops[row[0]].name, *row[1:], zone=shops[row[0]].zone)
        for row in rows
        if row[0] in shops
    )
