"""Texts of data made harmless to read: no control, no hidden direction, one line."""

import unicodedata
from typing import Any

LONGEST = 200


def readable(value: Any) -> Any:
    """A text without line breaks and invisible characters; other values as they are."""
    # Markup is a text that a template made; what it holds went through here before.
    if not isinstance(value, str) or hasattr(value, "__html__") or value.isprintable():
        return value
    return "".join(_shown(character) for character in value)


def name_of(value: str) -> str:
    """A name that came from data: shown whole, but not without end."""
    shown = " ".join("".join(_shown(character) for character in value).split())
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"


def _shown(character: str) -> str:
    match unicodedata.category(character):
        case "Cc":
            return " "
        case "Cf" | "Cs" | "Co" | "Zl" | "Zp":
            return f"<U+{ord(character):04X}>"
        case _:
            return character
