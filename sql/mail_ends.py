"""Where a slot's value ends when more text follows it on its line."""

import re

from sql.mail_fold import WORD
from sql.mail_types import CONTACT, LINK, code_length, is_left

_MONEY = re.compile(
    r"(?:[A-Z]{3}|[$€£¥]|kr\.?|CHF)?\s?-?\d[\d.,'\u2019 ]*(?:\s?(?:[A-Z]{3}\b|[$€£¥]|kr\b\.?|zł))?"
)
_MORE = re.compile(r"\s+[-–—|•(]\s*(?=\D)|\s*[;|]\s+|[.!?]\s+(?=\D)|\s+\(|, (?=[a-zß-ÿ])")
_SENTENCE = re.compile(r"[.!?] [^a-z\d]|[ ,]+[a-zß-ÿ]\w* [^\d]*$")


def kept_length(slot: str, value: str) -> int:
    """How much of a line is the slot's value; what follows it was added."""
    if is_left(value) and slot not in ("CONTACT_INFO", "SHIPPING_ADDRESS", "ORDER_SUMMARY"):
        return _left_length(value)
    match slot:
        case "ORDER_NUMBER":
            return code_length(value, 1)
        case "TRACKING_NUMBER":
            return code_length(value, 12)
        case "TRACKING_LINK":
            found = LINK.search(value)
            return len(value[: found.end()].rstrip(".,;)")) if found else _clause_length(value)
        case "ORDER_TOTAL":
            found = _MONEY.search(value)
            return len(value[: found.end()].rstrip(" ,")) if found else len(value)
        case "CONTACT_INFO":
            found = list(CONTACT.finditer(value))
            return _contact_length(value, found[-1].end()) if found else len(value)
        case "SHIPPING_ADDRESS" | "ORDER_SUMMARY":
            return len(value)
    return _clause_length(value)


def _contact_length(value: str, end: int) -> int:
    """The last way of contact, and hours or the like behind it; no sentence."""
    end = len(value[:end].rstrip(".,;!"))
    rest = value[end:]
    if not WORD.search(rest) or _SENTENCE.match(rest):
        return end
    return end + _clause_length(rest)


def _left_length(value: str) -> int:
    """A placeholder to its end; a word to the next blank."""
    for opened, closed in (("{{", "}}"), ("[", "]"), ("{%", "%}"), ("{", "}"), ("<", ">"),
                           ("*|", "|*"), ("%(", ")")):  # fmt: skip
        if value.startswith(opened) and (end := value.find(closed, len(opened))) > 0:
            rest = value[end + len(closed) :]
            return end + len(closed) + (rest[:1] == closed[-1:])
    found = re.match(r"invalid date|\[object object\]|\S+", value, re.IGNORECASE)
    return found.end() if found else len(value)


def _clause_length(value: str) -> int:
    for found in _MORE.finditer(value):
        rest = value[found.end() :]
        if len(WORD.findall(rest)) > 1 and not any(map(str.isdigit, rest)):
            return found.start()
    return len(value)
