"""JSON objects, read strictly: no key twice, no NaN, no nesting without end."""

import json
from typing import Any

from sql.record_values import Number


class _Refusal(ValueError):
    """Allowed by the parser, not by us; its text is the reason."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refusal("json.duplicate_key")
    return found


def _no_number(word: str) -> None:
    raise _Refusal("json.not_a_number")


_RULES: dict[str, Any] = {"object_pairs_hook": _once, "parse_constant": _no_number}
PLAIN = json.JSONDecoder(**_RULES)
EXACT = json.JSONDecoder(**_RULES, parse_int=Number, parse_float=Number)  # digits as written


def read_object(
    text: str, at: int, decoder: json.JSONDecoder = PLAIN
) -> tuple[dict[str, Any] | None, int, str | None]:
    """The object that begins at `at` (None for anything else), its end, or what is wrong where."""
    try:
        value, end = decoder.raw_decode(text, at)
    except RecursionError:
        return None, len(text), "json.too_deep"
    except _Refusal as refusal:
        return None, len(text), str(refusal)
    except json.JSONDecodeError as error:
        is_open = error.msg.startswith("Unterminated string")
        return None, len(text) if is_open else error.pos, "json.broken"
    except ValueError:  # a number of thousands of digits
        return None, len(text), "json.broken"
    return value if isinstance(value, dict) else None, end, None
