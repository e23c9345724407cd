"""What values of a slot look like: amounts, days, codes, lists."""

import re
from collections.abc import Callable, Sequence

from sql.learn_words import CARRIERS, DATES, MONEY, SPELLS

AMOUNT = re.compile(r"\W*\d[\d.,' ]*[.,]\d\d\W*")
CODE = re.compile(r"#?[\w-]*\d[\w./-]*(?: [\dA-Z]+)*")
DAY = re.compile(r"\d{1,4}[./-]\d{1,2}(?:[./-]|\b)")
WHOLE_DAY = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}")
QUANTITY = re.compile(r"(?:^|\n)\W*\d+\s?(?:x|×|\*|st\b|pcs|stk|ud)|[x×]\s?\d+\b|\(\d+\)", re.I)
POSTCODE = re.compile(r"\b\d{4,5}\b|\b[A-Z]{1,2}\d\w? ?\d[A-Z]{2}\b")
MOST = 0.6  # share of values
LONGEST = 400  # characters of a value that are looked at


def is_link(value: str) -> bool:
    return value.startswith(("http://", "https://", "www.")) and " " not in value


def is_code(value: str) -> bool:
    return bool(CODE.fullmatch(value))


def is_amount(value: str) -> bool:
    words = re.findall(r"[^\W\d_]+|[€$£]", value)
    if len(words) == 1 and words[0].lower() in MONEY:
        return True
    return not words and bool(AMOUNT.fullmatch(value)) and not WHOLE_DAY.fullmatch(value)


def is_day(value: str) -> bool:
    words = [word.strip(".,").lower() for word in value.split()]
    has_word = any(word in DATES for word in words) or (len(words) > 1 and words[-1] in SPELLS)
    return has_word or bool(DAY.match(value))


def is_span(value: str) -> bool:
    return value.split()[-1].lower() in SPELLS


def is_list(value: str) -> bool:
    return bool(QUANTITY.search(value))


def is_address(value: str) -> bool:
    return "\n" in value and bool(POSTCODE.search(value))


def is_name(value: str) -> bool:
    return not any(map(str.isdigit, value))


def is_carrier(value: str) -> bool:
    return bool(CARRIERS.match(value))


LOOKS: dict[str, Callable[[str], bool]] = {
    "link": is_link, "code": is_code, "amount": is_amount, "day": is_day, "span": is_span,
    "list": is_list, "address": is_address, "name": is_name, "carrier": is_carrier,
}  # fmt: skip


def look_like(values: Sequence[str], look: str, most: float = MOST) -> bool:
    """Whether most of the values look so."""
    return sum(LOOKS[look](value[:LONGEST]) for value in values) >= most * len(values)
