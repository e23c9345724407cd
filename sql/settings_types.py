"""Kinds of values that settings hold, each checked where it is read."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, Strict

from sql.domains import comparable
from sql.settings_errors import nearest

MailRole = Literal["inbox", "archive", "replies", "sent"]
Port = Annotated[int, Strict(), Field(ge=1, le=65535)]

SECRET_KEYS = re.compile(
    r"(^|_)(password|token|secret|passphrase|private_key|signing_key|consumer_key)$"
)
_REFERENCE = re.compile(r"(env|file):\S.*", re.DOTALL)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([smhdw])\s*")
_SQLITE_FILE = re.compile("sqlite:///[^?]+$")
_LONGEST = timedelta(days=3660)


def duration(value: Any) -> timedelta:
    """A length of time as settings write it; the same again."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(value)
    elif isinstance(value, str) and (parts := _DURATION.fullmatch(value)):
        seconds = float(parts[1]) * _UNITS[parts[2]]
    else:
        raise ValueError('must be a length of time such as "90m", "2h", "3d", or seconds')
    if not 0 < seconds <= _LONGEST.total_seconds():
        raise ValueError("out of range; allowed 1 second to 3660 days")
    return timedelta(seconds=seconds)


def _moment(value: Any) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime):
        raise ValueError("must be a date or a time such as 2026-11-01T00:00:00Z")
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def _zone(value: str) -> str:
    zones = available_timezones()
    if value not in zones:
        raise ValueError(f'no such time zone "{value}"{nearest(value, zones)}')
    return value


def _reference(value: str) -> str:
    if not _REFERENCE.fullmatch(value):
        # The value itself is never repeated: it may be the secret.
        raise ValueError('a secret stands nowhere but in "env:NAME" or "file:PATH"')
    return value


def _address(value: str) -> str:
    try:
        return str(ip_address("127.0.0.1" if value == "localhost" else value))
    except ValueError:
        raise ValueError("must be an IP address of this machine, such as 127.0.0.1") from None


def _network(value: str) -> str:
    try:
        return str(ip_network(value))
    except ValueError:
        raise ValueError("must be an IP address or network, such as 10.0.0.7 or 10.0.0.0/24"
                         ) from None  # fmt: skip


Duration = Annotated[timedelta, BeforeValidator(duration)]
Moment = Annotated[datetime, BeforeValidator(_moment)]  # naive UTC; without a zone it is UTC
Address = Annotated[str, AfterValidator(_address)]
Network = Annotated[str, AfterValidator(_network)]
Zone = Annotated[str, AfterValidator(_zone)]
SecretRef = Annotated[str, AfterValidator(_reference)]
Lower = Annotated[str, AfterValidator(comparable)]


def absolute(value: Any, base: Path) -> Any:
    """The path or paths in `value` seen from the settings file's folder."""
    if isinstance(value, list | tuple):
        return [absolute(one, base) for one in value]
    return str(base / Path(value).expanduser()) if isinstance(value, str | Path) else value


_PATHS = {
    "folder", "files", "roots", "people", "ca", "data", "seeds", "spool", "certificates",
}  # fmt: skip


def with_absolute_paths(values: Mapping[str, Any], base: Path) -> dict[str, Any]:
    """A table of settings whose folders, files and file: secrets no longer depend on the cwd."""
    made = dict(values)
    for key in _PATHS & made.keys():
        made[key] = absolute(made[key], base)
    for key, value in values.items():
        if not isinstance(value, str):
            continue
        if (SECRET_KEYS.search(key) or key == "url") and value.startswith("file:"):
            made[key] = "file:" + absolute(value.removeprefix("file:"), base)
        elif key == "url" and _SQLITE_FILE.match(value):
            made[key] = "sqlite:///" + absolute(value.removeprefix("sqlite:///"), base)
    return made
