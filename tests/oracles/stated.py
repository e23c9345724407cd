"""The day that a slot states, as people write days."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from .records import day_of
from .shop import Shop
from .statements import WRITTEN, span_in

DASHED = re.compile(r"\b(\d{1,2})-(\d{1,2})-(\d{4})\b")
SLASHED = re.compile(r"\b(\d{1,2})([/-])(\d{1,2})\2(\d{4})\b")
# 12.–14. November: the first day borrows its month from the last
RANGE = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|\.)?\s*(?:–|-|—|bis|to|and|au|à|al|a|und|et|y)\s*"
    r"(?:le |dem |zum |el )?(?=\d{1,2}(?:st|nd|rd|th|er|\.)?(?: de| of)? [^\W\d]{3})",
    re.I,
)

NAMED_DAY = re.compile(
    r"\d{1,2}(?:st|nd|rd|th|er|\.)?((?: de| of)? [^\W\d]{3,}\.?(?: de)?(?:,? \d{4})?)"
)


@dataclass(frozen=True)
class Span:
    """From the first to the last day that it names; one day is both."""

    first: date
    last: date


def span_of(text: str | None, at: datetime, shop: Shop) -> Span | None:
    if not text:
        return None
    flat = " ".join(text.split())
    flat = DASHED.sub(r"\1/\2/\3", flat)
    flat = with_month(flat)
    found = span_in(flat, at, shop)
    if not found:
        return None
    first, last = found
    end = day_of(last, shop.zone)
    return Span(day_of(first, shop.zone) if first else end, end)


def with_month(text: str) -> str:
    """12.–14. November 2026 -> 12. November – 14. November 2026."""
    match = RANGE.search(text)
    if not match:
        return text
    rest = text[match.end() :]
    month = NAMED_DAY.match(rest)
    if not month:
        return text
    return f"{text[: match.start()]}{match[1]}.{month[1]} – {rest}"


def is_ambiguous(text: str, language: str | None, at: datetime, shop: Shop) -> bool:
    """03/04/2026 in English, or a day of another year that does not say so."""
    for match in SLASHED.finditer(text):
        day, month = int(match[1]), int(match[3])
        if language == "en" and day <= 12 and month <= 12 and day != month:
            return True
    span, here = span_of(text, at, shop), day_of(at, shop.zone)
    has_year = re.search(r"\b(19|20)\d\d\b", text)
    is_written = any(WRITTEN.finditer(" ".join(text.split())))
    return bool(span and is_written and not has_year and span.last.year != here.year)
