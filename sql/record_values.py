"""Values of records as text: numbers as they were written, and nothing that no column takes."""

from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

_LARGEST_EXPONENT = 307  # beyond it no number of ours holds it


class Number(str):
    """A number as it was written."""


def as_json(value: Any) -> str:
    """Objects, lists, texts, Numbers, booleans and nothing: numbers as they were written."""
    match value:
        case Number():
            return value
        case dict():
            inner = [f"{encode_basestring(key)}: {as_json(one)}" for key, one in value.items()]
            return f"{{{', '.join(inner)}}}"
        case list():
            return f"[{', '.join([as_json(one) for one in value])}]"
        case str():
            return encode_basestring(value)
        case None:
            return "null"
        case _:
            return "true" if value else "false"


def plain(number: Number, decimal: str | None) -> str:
    """Sure to be read as what it says, whatever the settings say of numbers in texts."""
    try:
        value = Decimal(number)
    except ArithmeticError:  # an exponent of twenty digits
        return number
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
        return number
    text = format(value, "f")
    whole, mark, rest = text.partition(".")
    # Three digits behind the mark may also be taken for thousands.
    return f"{whole}{decimal or '.'}{rest}{'0' * (len(rest) == 3)}" if mark else text


def clean(text: str) -> str:
    """Without what no text column takes: lone surrogates, zero characters."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
