"""The brands' own templates of order mails: two versions of each, and since when each holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from .cast import BRANDS, Brand
from .days import DAY, day_of
from .events import Script
from .wording import table

KINDS = ("order_confirmation", "shipping_notice")
OF_KIND = {kind: kind for kind in KINDS} | {"tracking_number": "shipping_notice"}
OLDER = timedelta(days=200)  # the first versions are older than everything we read
TURN_SHARE = 0.5  # of the demo's time: about then the second versions come


@dataclass(frozen=True)
class Template:
    shop: str
    kind: str
    language: str
    version: str
    subject: str
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.language}"


@cache
def template(shop: str, kind: str, language: str, version: str) -> Template:
    told = table(f"mail_templates_{shop}")[language][kind]
    lines = told["text"].strip().split("\n")
    if version == "2":
        changes = dict(told["changes"])
        assert changes.keys() <= set(lines), (shop, kind, language)
        lines = [changes.get(line, line) for line in lines]
    subject = told["subjects"][int(version) - 1]
    return Template(shop, kind, language, version, subject, tuple(lines))


def version_at(script: Script, brand: Brand, language: str, at: datetime) -> str:
    return "2" if day_of(at, brand.zone) >= second_from(script, brand, language) else "1"


def second_from(script: Script, brand: Brand, language: str) -> date:
    """Another day for every brand and language, around the middle of the demo's weeks."""
    middle = script.start + (script.until - script.start) * TURN_SHARE
    place = list(brand.languages).index(language) * 2 + BRANDS.index(brand)
    return day_of(middle, brand.zone) + (place - 3) * DAY


def first_from(script: Script, brand: Brand) -> date:
    return day_of(script.start - OLDER, brand.zone)


def all_templates(script: Script) -> Iterator[tuple[Template, date]]:
    """Each with the day since when it holds."""
    for brand in BRANDS:
        for language in brand.languages:
            for kind in KINDS:
                yield template(brand.shop, kind, language, "1"), first_from(script, brand)
                day = second_from(script, brand, language)
                yield template(brand.shop, kind, language, "2"), day


def write_templates(script: Script, folder: Path) -> None:
    for one, since in all_templates(script):
        place = folder / one.shop / "templates"
        place.mkdir(parents=True, exist_ok=True)
        heads = (f"Subject: {one.subject}", f"Valid-From: {since}")
        text = "\n".join((*heads, "", *one.lines, ""))
        (place / f"{one.kind}.{one.language}.{one.version}.txt").write_text(text, "utf-8")
