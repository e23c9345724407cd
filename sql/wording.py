"""Numbers, times and verdicts in words: the same on pages and in reports."""

from datetime import UTC, date, datetime, timedelta
from typing import TypeGuard, TypeVar
from zoneinfo import ZoneInfo

from sql.wording_words import (
    link,
    lost_reason,
    mail_kind,
    match,
    measure,
    not_found,
    not_taken,
    outcome,
    pairing,
    promise,
    rating,
    reason,
    role,
    rule,
    rung,
    severity,
    state,
    verdict,
)

__all__ = [
    "NONE", "age", "ago", "clock", "count", "day", "days", "duration", "interval", "link",
    "lost_reason", "mail_kind", "match", "measure", "moment", "not_found", "not_taken", "outcome",
    "pairing", "plural", "points", "promise", "rating", "reason", "role", "rule", "rung",
    "severity", "share", "state", "verdict", "week",
]  # fmt: skip

T = TypeVar("T")
NONE = "–"
THIN = "\u2009"
_NO_CHANGE_POINTS = 0.05


def count(number: float | None) -> str:
    """12345 -> "12 345", with thin spaces."""
    return f"{number:,.0f}".replace(",", THIN) if _is_here(number) else NONE


def plural(number: float | None, one: str, many: str | None = None) -> str:
    """`1 order`, `2 orders`, with `many` where an s does not do."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def share(value: float | None) -> str:
    """0.984 -> "98.4 %"; never rounds up to all nor down to none."""
    if not _is_here(value):
        return NONE
    if 0 < value < 0.0005:
        return "under 0.1 %"
    if 0.9995 <= value < 1:
        return "over 99.9 %"
    return f"{100 * value:.1f} %"


def interval(low: float | None, high: float | None) -> str:
    """0.971, 0.992 -> "97.1 to 99.2 %"."""
    if _is_here(low) and _is_here(high):
        return f"{100 * low:.1f} to {100 * high:.1f} %"
    return NONE


def points(change: float | None) -> str:
    """A change of a share: 0.012 -> "+1.2 pts". The minus is ASCII: st.metric knows no other."""
    if not _is_here(change):
        return NONE
    moved = 100 * change
    return "no change" if abs(moved) < _NO_CHANGE_POINTS else f"{moved:+.1f} pts"


def duration(seconds: float | None) -> str:
    """195 -> "3 min 15 s"; from two days on "8.0 d"."""
    if not _is_here(seconds):
        return NONE
    if seconds < 0:
        return "-" + duration(-seconds)
    whole = round(seconds)
    if whole < 3600:
        return f"{whole} s" if whole < 60 else _two(whole, 60, "min", "s")
    minutes = round(seconds / 60)
    return _two(minutes, 60, "h", "min") if minutes < 2 * 1440 else days(seconds)


def days(seconds: float | None) -> str:
    """691200 -> "8.0 d"."""
    return f"{seconds / 86400:.1f} d" if _is_here(seconds) else NONE


def age(since_at: datetime | None, at: datetime) -> str:
    """How long ago `since_at` was at `at`, as a length of time."""
    return duration((at - since_at).total_seconds()) if _is_here(since_at) else NONE


def ago(since_at: datetime | None, at: datetime) -> str:
    """`3 min 15 s ago`."""
    return f"{age(since_at, at)} ago" if _is_here(since_at) else NONE


def moment(at: datetime | None, zone: str = "UTC") -> str:
    """A naive UTC time in the shop's own zone: "Mon 23 Nov 2026, 08:40 CET"."""
    if not _is_here(at):
        return NONE
    local = _in(at, zone)
    return f"{local:%a} {_day(local)}, {clock(at, zone)}"


def clock(at: datetime | None, zone: str = "UTC") -> str:
    """A naive UTC time as "08:40 CET"."""
    return f"{_in(at, zone):%H:%M %Z}" if _is_here(at) else NONE


def day(at: date | None) -> str:
    """A local day: "23 Nov 2026"."""
    return _day(at) if _is_here(at) else NONE


def week(first_day: date | None) -> str:
    """The seven days from `first_day`: "16 to 22 Nov 2026"."""
    if not _is_here(first_day):
        return NONE
    last_day = first_day + timedelta(days=6)
    if first_day.year != last_day.year:
        return f"{_day(first_day)} to {_day(last_day)}"
    if first_day.month != last_day.month:
        return f"{first_day.day} {first_day:%b} to {_day(last_day)}"
    return f"{first_day.day} to {_day(last_day)}"


def _day(at: date) -> str:
    return f"{at.day} {at:%b %Y}"


def _two(small: int, per_big: int, big: str, unit: str) -> str:
    whole, rest = divmod(small, per_big)
    return f"{whole} {big} {rest} {unit}" if rest else f"{whole} {big}"


def _in(at: datetime, zone: str) -> datetime:
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


def _is_here(value: T | None) -> TypeGuard[T]:
    # pandas hands over NaN and NaT where SQL said null; only they differ from themselves.
    return value is not None and value == value
