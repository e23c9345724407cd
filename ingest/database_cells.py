"""Values of a database's driver as the text cells that the typed read knows, or none at all."""

import base64
import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface
from uuid import UUID

Cell = str | None
_AS_PRINTED = (timedelta, UUID, IPv4Address, IPv6Address, IPv4Interface, IPv6Interface)


class NoCell(Exception):
    """A value that is no text and stands for none; its reason to refuse the row."""


class Cells:
    """Writes values as the settings of the source say that its text writes them."""

    def __init__(self, decimal: str | None, true: str, false: str):
        self._mark, self._true, self._false = decimal or ".", true, false

    def row(self, values: Sequence[object]) -> list[Cell]:
        return [value if value is None or type(value) is str else self._cell(value)
                for value in values]  # fmt: skip

    def _cell(self, value: object) -> Cell:
        match value:
            case bool():
                return self._true if value else self._false
            case int():
                return str(value)
            case float():
                return self._number(Decimal(repr(value)))
            case Decimal():
                return self._number(value)
            case str():
                return str(value)
            case datetime() | date() | time():
                return value.isoformat()
            case bytes() | bytearray() | memoryview():
                raise NoCell("cell.bytes")
            case dict() | list() | tuple():
                return json.dumps(value, ensure_ascii=False, default=str)
        if isinstance(value, _AS_PRINTED):
            return str(value)
        raise NoCell("cell.unknown")

    def _number(self, value: Decimal) -> str:
        """Four decimals at least where there are any: 1.234 could be a thousand, 1.2340 is none."""
        if not value.is_finite():
            return str(value)
        if value == value.to_integral_value():
            return f"{value:.0f}"
        whole, _, part = f"{value:f}".partition(".")
        return f"{whole}{self._mark}{part:0<4}"


def kept(names: Sequence[str], values: Sequence[object]) -> bytes:
    """The row as it is kept when it is refused; `restored` has its values again."""
    row = dict(zip(names, values, strict=True))
    return json.dumps(row, ensure_ascii=False, default=_kept).encode(errors="surrogatepass")


def restored(payload: bytes) -> dict[str, object]:
    found = json.loads(payload.decode(errors="surrogatepass"))
    return {name: _restored(value) for name, value in found.items()}


def _kept(value: object) -> object:
    match value:
        case Decimal():
            return {"$number": str(value)}
        case bytes() | bytearray() | memoryview():
            return {"$bytes": base64.b64encode(bytes(value)).decode()}
        case datetime() | date() | time():
            return value.isoformat()
    return str(value) if isinstance(value, _AS_PRINTED) else {"$unknown": type(value).__name__}


def _restored(value: object) -> object:
    match value:
        case {"$number": str(number)}:
            return Decimal(number)
        case {"$bytes": str(text)}:
            return base64.b64decode(text)
        case {"$unknown": _}:
            return object()
    return value
