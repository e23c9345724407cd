"""Dates of mail headers as naive UTC; what cannot be read is None, never the machine's time."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from functools import lru_cache

_COMMON = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})\s+"
    r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:\s+([+-]\d{4}|[A-Za-z]{1,5}))?(?:\s*\(.*)?\s*"
)
_OFFSET = re.compile(r"[+-]\d{2}:?\d{2}\b")
_NAMED = re.compile(r"\b(?:UTC?|GMT|Z|[ECMP][SD]T)\b")
_MONTHS: dict[str, int] = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_UTC_NAMES = {"UT", "UTC", "GMT", "Z"}
_PLAUSIBLE_FROM = datetime(1990, 1, 1)
_DAY = timedelta(days=1)


def date_of(text: str | None, flags: set[str]) -> datetime | None:
    """The moment a date header names; without a readable zone it is UTC and flagged."""
    if not text or len(text) > 500:
        return None
    try:
        common = _COMMON.fullmatch(text)
        return _common(common, flags) if common else _lenient(text, flags)
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError, KeyError):
        return None  # hour 25, year 99999, +9999: the standard library raises all of these


def _common(parts: re.Match[str], flags: set[str]) -> datetime | None:
    day, month, year, hour, minute, second, zone = parts.groups()
    if zone and zone[0] not in "+-" and zone.upper() not in _UTC_NAMES:
        return _lenient(parts[0], flags)
    # A leap second counts as the one before it.
    moment = datetime(
        int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute),
        min(int(second or 0), 59),
    )  # fmt: skip
    if zone is None or zone == "-0000":
        flags.add("zone_unknown")
        return moment
    return moment - _offset(zone) if zone[0] in "+-" else moment


@lru_cache(maxsize=512)
def _offset(zone: str) -> timedelta:
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 15 or minutes > 59:
        raise ValueError("no such offset")
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)


def _lenient(text: str, flags: set[str]) -> datetime | None:
    found = parsedate_tz(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, *_, offset = found
    moment = datetime(year, month, day, hour, minute, min(second, 59))
    if not (_OFFSET.search(text) or _NAMED.search(text)) or "-0000" in text:
        flags.add("zone_unknown")
        return moment
    zone = timezone(timedelta(seconds=offset or 0))
    return moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def is_plausible(moment: datetime, seen_at: datetime | None) -> bool:
    """Whether a mail that was there at `seen_at` can carry this time."""
    return moment >= _PLAUSIBLE_FROM and (seen_at is None or moment <= seen_at + _DAY)
