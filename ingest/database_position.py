"""Moving along an incremental column: times and numbers as drivers give them, and as JSON."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sql.trouble import Trouble

OVERLAP = timedelta(hours=2)
OVERLAP_NUMBERS = 1000
_FARTHEST = timedelta(hours=14)  # local time is nowhere further ahead of UTC
_DAY_LENGTH = 10


def saved(value: Any) -> Any:
    match value:
        case Decimal():
            return {"number": str(value)}
        case datetime():
            return {"time": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
    return value


def restored(value: Any) -> Any:
    match value:
        case {"number": number}:
            return Decimal(number)
        case {"time": time}:
            return datetime.fromisoformat(time)
        case {"day": day}:
            return date.fromisoformat(day)
    return value


def is_time(value: Any, column: str) -> bool:
    """Trouble where it is neither a time nor a number: then nothing says what comes later."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return False
    if isinstance(value, date) or _parsed(value) is not None:
        return True
    raise Trouble(
        f'column "{column}" (incremental) holds neither times nor numbers;'
        " name one that grows with each change, or none"
    )


def earlier(one: Any, other: Any) -> Any:
    """Of two values of the column; `other` where its kind was changed meanwhile."""
    if one is None or other is None:
        return None
    mine, theirs = _comparable(one), _comparable(other)
    return one if type(mine) is type(theirs) and mine < theirs else other


def later(one: Any, other: Any) -> Any:
    if one is None or other is None:
        return one if other is None else other
    return one if earlier(one, other) is other else other


def _comparable(value: Any) -> Any:
    """Numbers as one kind, times as one kind."""
    if isinstance(value, str):
        value = _parsed(value) or value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value
    return value


def before(value: Any, overlap: timedelta | int | None, column: str) -> Any:
    """Where to read again from, so that what was stored late with an older value is found."""
    if not is_time(value, column):
        if isinstance(overlap, timedelta):
            raise Trouble(f'overlap is a length of time, but column "{column}" holds numbers;'
                          " write overlap = 1000")  # fmt: skip
        return value - (OVERLAP_NUMBERS if overlap is None else overlap)
    if isinstance(overlap, int):
        raise Trouble(f'overlap is a number, but column "{column}" holds times;'
                      ' write overlap = "2h"')  # fmt: skip
    back = OVERLAP if overlap is None else overlap
    if isinstance(value, str):
        parsed = _parsed(value)
        return _like(value, parsed - back) if parsed else value
    if isinstance(value, datetime):
        return value - back
    return (datetime(value.year, value.month, value.day) - back).date()


def until(value: Any, now: datetime, zone: str | None, column: str) -> Any | None:
    """The database's `now` as that column writes times; None for numbers, which know no now.

    Later ones were stamped by somebody whose clock is wrong: going on behind them would skip.
    """
    if not is_time(value, column):
        return None
    sample = _parsed(value) if isinstance(value, str) else value
    local = now.astimezone(ZoneInfo(zone)) if zone else now + _FARTHEST
    at = local.replace(tzinfo=None)
    if isinstance(sample, datetime) and sample.tzinfo:
        at = now.astimezone(sample.tzinfo)
    at += timedelta(seconds=1)  # written without the fraction, it must not fall behind its second
    if isinstance(value, str):
        return _like(value, at)
    return at if isinstance(value, datetime) else at.date()


def _parsed(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _like(sample: str, at: datetime) -> str:
    """Written as the sample, down to the second: as text it sorts before all of that second."""
    if len(sample) <= _DAY_LENGTH:
        return at.date().isoformat()
    between = sample[_DAY_LENGTH]
    return at.replace(tzinfo=None).isoformat(sep=between, timespec="seconds")


def as_utc(value: Any, zone: str | None) -> datetime | None:
    """A time of the column as naive UTC, where it is sure."""
    at = _parsed(value) if isinstance(value, str) else value
    if not isinstance(at, datetime) or (at.tzinfo is None and zone is None):
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone or "UTC"))
    return aware.astimezone(UTC).replace(tzinfo=None)
