"""Values of a provider's record, taken as they come: nothing in them raises but a missing time."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

_EARLIEST = datetime(2000, 1, 1)  # no provider is older
_AHEAD = timedelta(days=1)  # clocks may differ
_UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3))  # from there on nano-, micro-, milliseconds
_LONGEST_TEXT = 4096
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e\+?\d+)?", re.IGNORECASE)
_REPLY = re.compile(
    r"\s*(?:(?:smtp|x-[\w-]+);\s*)?([245]\d\d)"
    r"(?:[ -]#?([245]\.\d{1,3}\.\d{1,3})(?![\d.]))?(?=\D|$)",
    re.IGNORECASE,
)
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_IN_BRACKETS = re.compile(r"<([^<>]*)>\s*$")


class Unreadable(ValueError):
    """A record that should tell of a mail and does not; its text is the reason."""


def table(value: Any) -> dict[str, Any]:
    """The object, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def several(value: Any) -> list[Any]:
    """The list, or what stands there alone."""
    return value if isinstance(value, list) else [] if value is None else [value]


def text(value: Any) -> str | None:
    """Text or number as text that the store can hold; None where there is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    found = str(value).strip()[:_LONGEST_TEXT]
    if not found.isascii():
        found = found.encode(errors="replace").decode()  # half a surrogate pair
    return found.replace("\0", "\ufffd") or None


def first(*values: Any) -> str | None:
    """The first that is text."""
    return next((found for value in values if (found := text(value))), None)


def present(*values: Any) -> Any:
    """The first that is there at all, be it 0 or empty."""
    return next((value for value in values if value is not None), None)


def address(value: Any) -> str | None:
    """A mail address alone, in lower case."""
    found = text(value)
    if not found:
        return None
    inner = _IN_BRACKETS.search(found)
    return (inner[1] if inner else found).strip().lower() or None


def message_id(value: Any) -> str | None:
    """As a Message-ID header has it, without < >; None for what is none."""
    found = text(value)
    if not found:
        return None
    bare = found.removeprefix("<").removesuffix(">").strip()
    return bare if bare and ("@" in bare or bare != found) else None


def moment(value: Any, now: datetime) -> datetime:
    """A time as naive UTC, from ISO 8601 or seconds, milliseconds ... since 1970."""
    number: float | None = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = _as_float(value)
    elif isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        number = _as_float(value.strip())
    elif not isinstance(value, str) or not value.strip():
        raise Unreadable("event.no_time")
    try:
        at = _since_1970(number) if number is not None else _of_text(str(value).strip())
    except (ValueError, OverflowError) as error:
        raise Unreadable("time.invalid") from error
    if at is None or not _EARLIEST <= at <= now + _AHEAD:
        raise Unreadable("time.out_of_range")
    return at


def reply_code(reply: str | None) -> str | None:
    found = _REPLY.match(reply) if reply else None
    return found[1] if found else None


def status_in(reply: str | None) -> str | None:
    """The enhanced status (5.1.1) that follows the reply's code."""
    found = _REPLY.match(reply) if reply else None
    return found[2] if found else None


def status(value: Any) -> str | None:
    found = text(value)
    return found if found and _STATUS.fullmatch(found) else None


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _since_1970(number: float) -> datetime | None:
    """None where no calendar reaches."""
    unit = next((unit for least, unit in _UNITS if number >= least), 1)
    try:
        at = datetime(1970, 1, 1) + timedelta(seconds=number / unit)
    except (OverflowError, ValueError):
        return None
    return at


def _of_text(stamp: str) -> datetime:
    at = datetime.fromisoformat(stamp)
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
