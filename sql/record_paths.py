"""Values inside values: what stands at a path, and the elements of a nested list."""

from collections.abc import Iterator, Sequence
from typing import Any

ABSENT = object()


class Unfit(ValueError):
    """A record that gives no rows; its text is the reason, then a colon and what is wrong."""


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
    value = value_at(record, steps, before)
    if value is ABSENT or value is None:
        return
    if not isinstance(value, dict | list):
        raise Unfit(f"record.no_list:{path} is no list")
    for element in value if isinstance(value, list) else [value]:
        yield {**before, path: element}


def value_at(record: Any, path: Sequence[str], elements: dict[str, Any]) -> Any:
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
            value = value.get(step, ABSENT)
        elif isinstance(value, list) and step.isdecimal():
            value = value[int(step)] if int(step) < len(value) else ABSENT
        elif isinstance(value, list):
            all_there = (_down(one, steps[place:]) for one in value)
            inner = [one for one in all_there if one is not ABSENT]
            return inner or ABSENT
        else:
            return None if value is None else ABSENT
        if value is ABSENT:
            return ABSENT
    return value
