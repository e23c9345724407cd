"""What untagged IMAP answers say: the items of a FETCH, the UIDs of a SEARCH."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ingest.imap_wire import Answer
from ingest.uid_ranges import Ranges

Value = bytes | list | None
_TOKEN = re.compile(rb'[()]|"(?:[^"\\]|\\.)*"|[^\s()"\[]+(?:\[[^\]]*\](?:<\d+>)?)?')
_FETCH = re.compile(rb"\* \d+ FETCH \(", re.IGNORECASE)
_ALL = re.compile(rb"\bALL ([\d:,]+)", re.IGNORECASE)
_QUOTED = re.compile(rb"\\(.)")
_MONTHS = {m: n for n, m in enumerate(
    b"jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}  # fmt: skip
_DATE = re.compile(
    rb'\s*(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)'
)  # fmt: skip


def fetched(answer: Answer) -> dict[bytes, Value] | None:
    """The items of a FETCH answer by their upper-case names; None where it is no whole one."""
    found = _FETCH.match(answer[0])
    if found is None:
        return None
    tokens = _tokens([answer[0][found.end() :], *answer[1:]])
    items = _listed(tokens)
    names = [name.upper() if isinstance(name, bytes) else b"" for name in items[::2]]
    return dict(zip(names, items[1::2], strict=False))


def _tokens(pieces: list[bytes]) -> Iterator[tuple[bytes, Value]]:
    """(mark, value): marks are the brackets; every value else stands under b""."""
    for number, piece in enumerate(pieces):
        if number % 2:
            yield b"", piece
            continue
        for token in _TOKEN.findall(piece):
            if token in (b"(", b")"):
                yield token, None
            elif token[:1] == b'"':
                yield b"", _QUOTED.sub(rb"\1", token[1:-1])
            else:
                yield b"", None if token.upper() == b"NIL" else token


def _listed(tokens: Iterator[tuple[bytes, Value]]) -> list[Value]:
    """The values up to the bracket that closes; lists within lists as such."""
    outer: list[list[Value]] = []
    values: list[Value] = []
    for mark, value in tokens:
        if mark == b"(":
            outer.append(values)
            values = []
        elif mark == b")":
            if not outer:
                return values
            inner, values = values, outer.pop()
            values.append(inner)
        else:
            values.append(value)
    return []  # never closed


def number(value: Value) -> int | None:
    return int(value) if isinstance(value, bytes) and value.isdigit() else None


def words(value: Value) -> tuple[str, ...]:
    """A list of flags or labels as text."""
    found = value if isinstance(value, list) else []
    return tuple(word.decode("ascii", "replace") for word in found if isinstance(word, bytes))


def moment(value: Value) -> datetime | None:
    """An INTERNALDATE as naive UTC."""
    found = _DATE.match(value) if isinstance(value, bytes) else None
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    try:
        local = datetime(int(year), _MONTHS.get(month.lower(), 0), int(day), int(hour),
                         int(minute), int(second), tzinfo=UTC)  # fmt: skip
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return (local - offset if sign == b"+" else local + offset).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def searched(answer: Answer) -> Ranges:
    """The UIDs of a SEARCH or ESEARCH answer, nothing where it is neither."""
    head = answer[0]
    if head[:9].upper() == b"* SEARCH ":
        found = head[9:].partition(b"(")[0].split()
        return Ranges.of(int(uid) for uid in found if uid.isdigit())
    if head[:10].upper() == b"* ESEARCH " and (found := _ALL.search(head)):
        return Ranges.parsed(found[1].decode())
    return Ranges()
