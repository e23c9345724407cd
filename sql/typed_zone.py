"""Local times of an export as UTC, in plain SQL: the offsets of one zone, change by change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def zone_macros(zone: str | None, first: datetime | None, last: datetime | None) -> str:
    """The macros in_utc(t) and dst_flag_at(t) for local times of the zone from `first` to `last`.

    In the hour that the end of summer time repeats the earlier moment counts; a time that its
    start leaves out lies an hour later. Both are flagged. Without a zone nothing is known.
    """
    if zone is None or first is None or last is None:
        return _macros("null::bigint", "null::varchar")
    info = ZoneInfo(zone)
    at, end = _within_reason(first) - 2 * _DAY, _within_reason(last) + 2 * _DAY
    offsets, flags = [], []
    start = _offset(at, info)
    for moment, before, after in _changes(at, end, info):
        # From this local time on the new offset holds; a repeated hour still has the old one.
        holds_from = moment + max(before, after)
        offsets.append(f"when t >= timestamp '{holds_from}' then {_seconds(after)}")
        low, high = sorted((moment + before, moment + after))
        flag = "dst_ambiguous" if after < before else "dst_nonexistent"
        flags.append(f"when t >= timestamp '{low}' and t < timestamp '{high}' then '{flag}'")
    return _macros(_case(offsets, str(_seconds(start))), _case(flags, "null::varchar"))


def _macros(offset: str, flag: str) -> str:
    return (
        f"create temp macro in_utc(t) as t - ({offset}) * interval 1 second;"
        f"create temp macro dst_flag_at(t) as {flag};"
    )


def _case(branches: list[str], otherwise: str) -> str:
    # The newest first: most times match after few comparisons.
    return f"case {' '.join(reversed(branches))} else {otherwise} end" if branches else otherwise


def _within_reason(at: datetime) -> datetime:
    """Times beyond are refused anyway."""
    return min(max(at, datetime(1990, 1, 1)), datetime(2100, 1, 1))


def _changes(
    at: datetime, end: datetime, info: ZoneInfo
) -> list[tuple[datetime, timedelta, timedelta]]:
    """Each change of the offset: its moment in UTC, the offset before and after."""
    found = []
    while at < end:
        if _offset(at, info) != _offset(at + _DAY, info):
            moment = at
            while _offset(moment, info) == _offset(at, info):
                moment += _MINUTE
            found.append((moment, _offset(at, info), _offset(moment, info)))
        at += _DAY
    return found


def _offset(at: datetime, info: ZoneInfo) -> timedelta:
    return at.replace(tzinfo=UTC).astimezone(info).utcoffset() or timedelta(0)


def _seconds(offset: timedelta) -> int:
    return int(offset.total_seconds())
