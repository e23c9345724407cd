"""The demo shop's own rows for the seeds: hours, clocks, forms, ways of escalation, mails."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .cast import FJORDKIND, NORDLICHT
from .events import Script
from .hours import Hours, Windows
from .mail_seeds import HEADS as MAIL_HEADS
from .mail_seeds import mail_seeds

Rows = list[tuple[Any, ...]]
FORM_SERVICE = "noreply@forms.example"
HEADS = {
    "opening_hours": ("shop", "weekday", "from_time", "until_time", "valid_from_day"),
    "closed_days": ("shop", "closed_day", "reason"),
    "special_hours": ("shop", "day", "from_time", "until_time"),
    "breaks": ("shop", "day", "from_time", "until_time"),
    "holiday_regions": ("shop", "country", "region", "valid_from_day"),
    "reply_clocks": ("shop", "channel", "valid_from_day", "clock", "target_seconds"),
    "contact_forms": ("shop", "address", "valid_from_day"),
    "escalation_ways": ("shop", "way", "value", "valid_from_day"),
} | MAIL_HEADS
ALWAYS = "2000-01-01"


def write_seeds(script: Script, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in _tables(script).items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEADS[name], *rows])


def _tables(script: Script) -> dict[str, Rows]:
    tables: dict[str, Rows] = {name: [] for name in HEADS}
    for shop, hours in script.hours.items():
        tables["opening_hours"] += _weeks(shop, hours)
        tables["closed_days"] += [(shop, day, reason) for day, reason in hours.closed.items()]
        tables["special_hours"] += _days(shop, hours.special)
        tables["breaks"] += _days(shop, hours.breaks)
        if hours.region:
            tables["holiday_regions"].append((shop, *hours.region, ALWAYS))
    for one in script.clocks:
        row = (one.shop, one.channel, one.valid_from, one.clock, one.target_seconds)
        tables["reply_clocks"].append(row)
    tables["contact_forms"] = [(shop, FORM_SERVICE, ALWAYS) for shop in script.hours]
    tables["escalation_ways"] = [
        (NORDLICHT.shop, "address", f"escalation@{NORDLICHT.domain}", ALWAYS),
        (FJORDKIND.shop, "folder", "(?i)^escalated$", ALWAYS),
    ]
    return tables | mail_seeds(script)


def _weeks(shop: str, hours: Hours) -> Iterator[tuple[Any, ...]]:
    for first_day, week in hours.weeks.items():
        for weekday, windows in week.items():
            for window in windows:
                yield (shop, weekday, *window, first_day)


def _days(shop: str, days: dict[Any, Windows]) -> Iterator[tuple[Any, ...]]:
    return ((shop, day, *window) for day, windows in days.items() for window in windows)
