"""Local times of an export as UTC, in plain SQL: the offsets of one zone, change by change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_YEARS = range(1995, 2045)


def zone_macros(zone: str | None) -> str:
    """The macros offset_at(t) and dst_flag_at(t) for local times of the zone.

    In the hour that the end of summer time repeats the earlier moment counts; a time that its
    start leaves out lies an hour later. Both are flagged. Without a zone nothing is known.
    """
    if zone is None:
        return (
            "create temp macro offset_at(t) as null::bigint;"
            "create temp macro dst_flag_at(t) as null::varchar;"
        )
    offsets, flags = [], []
    first = _offset(datetime(_YEARS[0], 1, 1), ZoneInfo(zone))
    for at, before, after in _changes(zone):
        # From this local time on the new offset holds; a repeated hour still has the old one.
        starts = at + max(before, after)
        offsets.append(f"when t >= timestamp '{starts}' then {_seconds(after)}")
        low, high = sorted((at + before, at + after))
        flag = "dst_ambiguous" if after < before else "dst_nonexistent"
        flags.append(
            f"when t >= timestamp '{low}' and t < timestamp '{high}' then '{flag}'"
        )
    # The newest first: most times match after few comparisons.
    return (
        f"create temp macro offset_at(t) as {_case(offsets, str(_seconds(first)))};"
        f"create temp macro dst_flag_at(t) as {_case(flags, 'null')};"
    )


def _case(branches: list[str], otherwise: str) -> str:
    return f"case {' '.join(reversed(branches))} else {otherwise} end" if branches else otherwise


def _changes(zone: str) -> list[tuple[datetime, timedelta, timedelta]]:
    """Each change of the offset: its moment in UTC, the offset before and after."""
    info, found = ZoneInfo(zone), []
    at, end = datetime(_YEARS[0], 1, 1), datetime(_YEARS[-1], 1, 1)
    while at < end:
        after = at + timedelta(days=7)
        if _offset(at, info) != _offset(after, info):
            moment = _change_between(at, after, info)
            found.append((moment, _offset(at, info), _offset(moment, info)))
        at = after
    return found


def _change_between(low: datetime, high: datetime, info: ZoneInfo) -> datetime:
    """The first minute with the later offset."""
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        middle = middle.replace(second=0, microsecond=0)
        if _offset(middle, info) == _offset(low, info):
            low = middle if middle > low else low + timedelta(minutes=1)
        else:
            high = middle
    return high


def _offset(at: datetime, info: ZoneInfo) -> timedelta:
    return at.replace(tzinfo=UTC).astimezone(info).utcoffset() or timedelta(0)


def _seconds(offset: timedelta) -> int:
    return int(offset.total_seconds())
