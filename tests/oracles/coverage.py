"""Up to when each path can be seen: the present of every verdict."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass
class Seen:
    """One path and the stretch of time that it shows."""

    path: str
    role: str
    read_from: datetime | None
    read_until: datetime | None


def span(text: str) -> timedelta:
    found = re.findall(r"([\d.]+)\s*([smhdw])", text)
    return timedelta(**{UNITS[unit]: float(number) for number, unit in found})


def stretch(path: str, role: str, source: dict, items: list[datetime], polled_at: datetime) -> Seen:
    """Alive when its newest item is younger than `quiet_after`; else seen up to that item only."""
    newest = max(items, default=None)
    if source.get("complete_until"):
        until = plain(source["complete_until"])
    elif newest and newest >= polled_at - span(source.get("quiet_after", "2h")):
        until = polled_at
    else:
        until = newest
    start = plain(source["since"]) if source.get("since") else min(items, default=None)
    return Seen(path, role, start, until)


def plain(value: datetime | str) -> datetime:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def needed(seen: list[Seen], roles: set[str]) -> tuple[datetime | None, datetime | None]:
    """From when until when *all* paths of these roles show everything; (None, None): no such."""
    paths = [one for one in seen if one.role in roles]
    if not paths or any(one.read_until is None or one.read_from is None for one in paths):
        return None, None
    starts = [one.read_from for one in paths if one.read_from]
    return max(starts), min(one.read_until for one in paths if one.read_until)


def present(seen: list[Seen]) -> datetime | None:
    return max((one.read_until for one in seen if one.read_until), default=None)
