"""Single values of WooCommerce's records: read where they are sure, else unreadable, with a reason.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sql.typed_columns import FALSE, TRUE

_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d([ T].*)?")
_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}|.*,.*")
_MANGLED = re.compile(r"\d(\.\d+)?E\+\d+")
_FLOAT = re.compile(r"\d+\.0")
_NOTHING = {"", "n/a", "na", "none", "null", "nan", "-"}
_EARLIEST, _LATEST = datetime(1990, 1, 1), datetime(2100, 1, 1)


class Unreadable(ValueError):
    """Why a record is refused: a reason, and a detail free of the value."""

    def __init__(self, reason: str, detail: str):
        super().__init__(detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Forms:
    """How a source writes its values; what it leaves open is not guessed."""

    zone: str | None = None
    date_format: str | None = None
    decimal: str | None = None
    thousands: str | None = None


def text(value: Any) -> str | None:
    if isinstance(value, bool | dict | list) or value is None:
        return None
    return str(value).strip().replace("\0", "\ufffd") or None


def identity(value: Any, flags: list[str]) -> str | None:
    """Ids are text. Spreadsheets guard them ('01, ="01"), or write them as 1.0 or 1.2E+21."""
    found = text(value)
    if found and found.startswith('="') and found.endswith('"'):
        found = text(found[2:-1])
    if found is None or found.lower() in _NOTHING:
        return None
    if _MANGLED.fullmatch(found):
        flags.append("excel_mangled")
        return None
    if isinstance(value, str) and _FLOAT.fullmatch(found):
        flags.append("excel_float")
        return found.removesuffix(".0")
    return found.removeprefix("'") or None


def number(value: Any, forms: Forms, what: str) -> float | None:
    found = text(value)
    if isinstance(value, bool | dict | list):
        raise Unreadable("number.invalid", f"{what} is no number")
    if found is None:
        return None
    if forms.decimal is None and forms.thousands is None and _AMBIGUOUS.fullmatch(found):
        raise Unreadable("number.ambiguous", f"{what}: set decimal and thousands")
    plain = found.replace(forms.thousands, "") if forms.thousands else found
    plain = plain.replace(forms.decimal or ".", ".")
    read = float(plain) if isinstance(value, float) or _PLAIN.fullmatch(plain) else math.nan
    if not math.isfinite(read):
        raise Unreadable("number.invalid", f"{what} is no number")
    return read


def truth(value: Any) -> bool | None:
    """None also for words that are neither: meta data hold anything."""
    word = str(value).strip().lower()
    return True if word in TRUE else False if word in FALSE else None


def moment(
    value: Any, forms: Forms, what: str, flags: list[str], *, is_utc: bool = False
) -> datetime | None:
    """As naive UTC. A time without an offset is of the zone in `forms`, unless it is UTC."""
    found = text(value)
    if found is None or found.startswith("0000-00-00"):
        return None
    read = _parsed(found, forms)
    if read is None:
        raise Unreadable("time.invalid", f"{what} is no time; set date_format?")
    if read.tzinfo is not None:
        read = read.astimezone(UTC).replace(tzinfo=None)
    elif not is_utc:
        if forms.zone is None:
            raise Unreadable("time.no_zone", f"{what} names no zone; set zone")
        read = _in_utc(read, ZoneInfo(forms.zone), flags)
    if not _EARLIEST <= read <= _LATEST:
        raise Unreadable("time.out_of_range", f"{what} cannot be right")
    return read


def end_of_day(at: datetime, zone: str | None) -> datetime:
    """A promise that names only a day holds until its end, in the shop's zone."""
    last = datetime.combine(at.date(), time.max)
    return _in_utc(last, ZoneInfo(zone), []) if zone else last


def is_day(value: Any) -> bool:
    return len(text(value) or "") == len("2026-11-20")


def meta_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """meta_data by key; of a key that stands twice the last value."""
    return {
        str(one.get("key")): one.get("value") for one in records(record.get("meta_data"))
    }  # fmt: skip


def records(value: Any) -> Iterable[Mapping[str, Any]]:
    """The objects of a list. PHP writes an emptied or gappy list as an object."""
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in found if isinstance(one, dict)]


def _parsed(found: str, forms: Forms) -> datetime | None:
    if forms.date_format:
        try:
            return datetime.strptime(found, forms.date_format)
        except ValueError:
            pass
    try:
        return datetime.fromisoformat(found) if _ISO.fullmatch(found) else None
    except ValueError:
        return None


def _in_utc(local: datetime, zone: ZoneInfo, flags: list[str]) -> datetime:
    """Of an hour that comes twice the earlier; one that is left out lies an hour later."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta(0)
                     for fold in (0, 1))  # fmt: skip
    if first != second:
        flags.append("dst_ambiguous" if second < first else "dst_nonexistent")
    return local - first
