"""Records with values inside values as flat rows of text cells, found by dotted paths.

`customer.email` steps into objects, `addresses.0.city` into a list by number; a name steps through
a list to all that stands in it. With `rows` there is a row for each element of a nested list, and a
path that begins with the list's own path means that element.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_LARGEST_EXPONENT = 307  # beyond it no number of ours holds it
_ABSENT = object()


class Number(str):
    """A number as it was written."""


@dataclass(frozen=True)
class Field:
    """A column of the rows, and the paths where it may stand: the first that is there counts."""

    name: str
    paths: tuple[str, ...]
    is_number: bool = False


class Unfit(ValueError):
    """A record that gives no rows; its text is the reason, then a colon and what is wrong."""


class Cells:
    """Makes rows of records; knows which fields and keys it has met."""

    def __init__(
        self, fields: Sequence[Field], rows: str | None = None, decimal: str | None = None
    ):
        self._fields, self._rows, self._decimal = fields, rows, decimal
        self._paths = [[path.split(".") for path in field.paths] for field in fields]
        deep = len(rows.split(".")) if rows else 0
        self._used = {path[deep] for paths in self._paths for path in paths if len(path) > deep
                      and ".".join(path[:deep]) == (rows or "")}  # fmt: skip
        self._used |= {path for field in fields for path in field.paths}
        self.met: set[str] = set()  # names of fields
        self.keys: dict[str, None] = {}  # of the records themselves

    def of(self, record: dict[str, Any]) -> Iterator[list[str | None]]:
        """A row for each; the last cell is JSON: what no path uses."""
        self.keys.update(dict.fromkeys(record))
        for elements in elements_of(record, self._rows):
            cells = [self._cell(place, record, elements) for place in range(len(self._fields))]
            yield [*cells, self._extra(elements[self._rows] if self._rows else record)]

    def _extra(self, holder: Any) -> str | None:
        if not isinstance(holder, dict):
            return None
        extra = {key: value for key, value in holder.items() if key not in self._used}
        return _clean(as_json(extra)) if extra else None

    def _cell(self, place: int, record: dict[str, Any], elements: dict[str, Any]) -> str | None:
        field = self._fields[place]
        for path in self._paths[place]:
            value = _at(record, path, elements)
            if value is _ABSENT:
                continue
            self.met.add(field.name)
            if value is not None:
                return self._text(value, field)
        return None

    def _text(self, value: Any, field: Field) -> str | None:
        match value:
            case Number() if field.is_number:
                return _plain(value, self._decimal)
            case bool():
                return "true" if value else "false"
            case str():
                return _clean(value)
            case list() if not any(isinstance(one, dict | list) for one in value):
                texts = [self._text(one, field) for one in value if one is not None]
                return ", ".join(text for text in texts if text) or None
            case _:
                raise Unfit(f"record.nested:column {field.name}: holds values inside; step in")


def elements_of(record: dict[str, Any], rows: str | None) -> Iterator[dict[str, Any]]:
    """For each row the elements that it stands for, by their lists' paths."""
    found: list[dict[str, Any]] = [{}]
    steps = rows.split(".") if rows else []
    for end in range(1, len(steps) + 1):
        path = ".".join(steps[:end])
        found = [one for before in found for one in _further(record, steps[:end], path, before)]
    yield from found


def _further(
    record: dict[str, Any], steps: list[str], path: str, before: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    value = _at(record, steps, before)
    if value is _ABSENT or value is None:
        return
    if not isinstance(value, dict | list):
        raise Unfit(f"record.no_list:{path} is no list")
    for element in value if isinstance(value, list) else [value]:
        yield {**before, path: element}


def _at(record: Any, path: Sequence[str], elements: dict[str, Any]) -> Any:
    if len(path) > 1 and (whole := ".".join(path)) in record:
        return record[whole]  # a flat record with dots in its keys
    value, steps = record, path
    for length in range(len(path) if elements else 0, 0, -1):
        start = ".".join(path[:length])
        if start in elements:
            value, steps = elements[start], path[length:]
            break
    return _down(value, steps)


def _down(value: Any, steps: Sequence[str]) -> Any:
    for place, step in enumerate(steps):
        if isinstance(value, dict):
            value = value.get(step, _ABSENT)
        elif isinstance(value, list) and step.isdecimal():
            value = value[int(step)] if int(step) < len(value) else _ABSENT
        elif isinstance(value, list):
            all_there = (_down(one, steps[place:]) for one in value)
            inner = [one for one in all_there if one is not _ABSENT]
            return inner or _ABSENT
        else:
            return None if value is None else _ABSENT
        if value is _ABSENT:
            return _ABSENT
    return value


def as_json(value: Any) -> str:
    """Numbers with the digits that they were written with."""
    match value:
        case Number():
            return value
        case dict():
            inner = (f"{json.dumps(key, ensure_ascii=False)}: {as_json(one)}"
                     for key, one in value.items())  # fmt: skip
            return f"{{{', '.join(inner)}}}"
        case list():
            return f"[{', '.join(map(as_json, value))}]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _plain(number: Number, decimal: str | None) -> str:
    """Sure to be read as what it says, whatever the settings say of numbers in texts."""
    try:
        value = Decimal(number)
    except ArithmeticError:  # an exponent of twenty digits
        return number
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
        return number
    text = format(value, "f")
    whole, mark, rest = text.partition(".")
    return f"{whole}{decimal or '.'}{rest}0" if mark else text


def _clean(text: str) -> str:
    """Without what no text column takes: lone surrogates, zero characters."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
