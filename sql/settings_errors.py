"""Faults of settings in words: the place, the fact and the nearest right key."""

import difflib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

_WANTED = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "a text in quotes",
    "path": "a path in quotes",
    "list": "a list in [ ]",
    "tuple": "a list in [ ]",
    "dict": "a table { key = value }",
    "model": "a table",
    "mapping": "a table { key = value }",
}
_SIDES = ("greater_than", "less_than")


def nearest(word: str, known: Iterable[str]) -> str:
    """The question `did you mean X?`, or nothing where nothing is near."""
    by_lower_case = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), by_lower_case, n=3, cutoff=0.5)
    if not near:
        return ""
    first, *others = [by_lower_case[name] for name in near]
    if len(others) < 2:
        return f"; did you mean {first}?"
    return f"; did you mean {first}, {others[0]} or {others[1]}?"


def faults(place: str, trouble: ValidationError, model: type[BaseModel]) -> list[str]:
    """One line for each fault that a model found in its table."""
    return [f"{place} {_key(error['loc'])}{_fact(error, model)}" for error in trouble.errors()]


def _key(loc: tuple[Any, ...]) -> str:
    return ".".join(str(part) for part in loc) + ": " if loc else ""


def _fact(error: Any, model: type[BaseModel]) -> str:
    kind, loc = error["type"], error["loc"]
    table = _table(model, loc)
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(str(loc[-1]), _keys(table), n=1, cutoff=0.5)
        return "no such key; " + (f"did you mean {close[0]}?" if close else _known(table))
    if kind == "missing":
        return "is required and not there"
    if kind.startswith(_SIDES):
        return f"{error['input']} is out of range; allowed {_range(table, error)}"
    if kind == "literal_error":
        return f"must be one of {error['ctx']['expected']}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    wanted = _WANTED.get(kind.split("_")[0])
    # Texts are not repeated: a secret may stand at the wrong key.
    return f"must be {wanted}" if wanted else error["msg"].removeprefix("Input ")


def _table(model: type[BaseModel], loc: tuple[Any, ...]) -> type[BaseModel]:
    """The table, perhaps inside another one, that the last key of `loc` stands in."""
    for part in loc[:-1]:
        field = model.model_fields.get(str(part))
        inner = field.annotation if field else None
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            model = inner
    return model


def _keys(model: type[BaseModel]) -> list[str]:
    return [name for name in model.model_fields if name not in ("staff", "path")]


def _known(model: type[BaseModel]) -> str:
    return "there are " + ", ".join(_keys(model))


def _range(model: type[BaseModel], error: Any) -> str:
    field = model.model_fields.get(str(error["loc"][-1]))
    ends = error["ctx"] | {  # an optional field's limits stand deeper: there the broken one is told
        side: getattr(limit, side)
        for limit in (field.metadata if field else [])
        for side in ("ge", "gt", "le", "lt")
        if hasattr(limit, side)
    }
    low = (
        f"from {ends['ge']}" if "ge" in ends else f"more than {ends['gt']}" if "gt" in ends else ""
    )
    high = f"up to {ends['le']}" if "le" in ends else f"below {ends['lt']}" if "lt" in ends else ""
    return f"{low} {high}".strip()
