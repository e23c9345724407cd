"""Texts of the demo shop, by language, from texts/*.toml."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"


@cache
def table(name: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / f"{name}.toml").read_text("utf-8"))


def long_date(day: date, language: str) -> str:
    """Thursday, 26 November 2026, as the language writes it."""
    return _date(day, language, "long")


def short_date(day: date, language: str) -> str:
    """26 Nov 2026: in English nobody takes the day for the month."""
    return _date(day, language, "short")


def _date(day: date, language: str, form: str) -> str:
    words = table("dates")[language]
    return words[form].format(
        weekday=words["weekdays"][day.weekday()],
        day=day.day,
        month=words["months"][day.month - 1],
        number=day.month,
        year=day.year,
    )


def letter_words(language: str) -> dict[str, Any]:
    return table(f"letters_{language}")
