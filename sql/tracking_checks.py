"""The check characters that carriers put at the end of their numbers.

A rule is written as its name and its numbers: `mod10 3 1 +1` weighs from the right with 3, 1,
3 ..., begins to count at 1 and fills up to the next ten.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import cycle
from operator import mul

Check = Callable[[str], str]  # of the characters before it
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# A letter counts as the last digit of its place in the alphabet plus one: A 2, B 3 ... I 0.
VALUES = {sign: place if place < 10 else (place - 8) % 10 for place, sign in enumerate(SIGNS)}
S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
CORREOS_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


@lru_cache(maxsize=256)
def check_of(rule: str) -> Check:
    """The function behind a rule. ValueError for a rule that nobody knows."""
    name, *numbers = rule.split()
    if name in ALONE and not numbers:
        return ALONE[name]
    if name not in WEIGHED:
        raise ValueError(f"no check is called {name}")
    start = int(numbers.pop()) if numbers and numbers[-1].startswith("+") else 0
    weights = [int(number) for number in numbers]
    if not weights:
        raise ValueError(f"{name} needs its weights")
    finish = WEIGHED[name]

    def check(body: str) -> str:
        values = map(VALUES.__getitem__, reversed(body))
        return finish(start + sum(map(mul, values, cycle(weights))))

    return check


def luhn(body: str) -> str:
    """Every second digit doubled; of a sum with two digits both count."""
    doubled = (sum(divmod(VALUES[sign] * 2, 10)) for sign in body[-1::-2])
    return str(-(sum(doubled) + sum(VALUES[sign] for sign in body[-2::-2])) % 10)


def mod7(body: str) -> str:
    return str(int("".join(str(VALUES[sign]) for sign in body)) % 7)


def s10(body: str) -> str:
    """The Universal Postal Union's."""
    rest = 11 - sum(map(mul, map(VALUES.__getitem__, body), S10_WEIGHTS)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def iso7064(body: str) -> str:
    """MOD 37,36: a digit or a letter."""
    product = 36
    for sign in body:
        product = ((product + SIGNS.index(sign)) % 36 or 36) * 2 % 37
    return SIGNS[(37 - product) % 36]


def letter23(body: str) -> str:
    """The letter of Spanish identity cards over the characters' codes."""
    return CORREOS_LETTERS[sum(map(ord, body)) % 23]


ALONE: dict[str, Check] = {
    "luhn": luhn, "mod7": mod7, "s10": s10, "iso7064": iso7064, "letter23": letter23,
}  # fmt: skip
WEIGHED: dict[str, Callable[[int], str]] = {
    "mod10": lambda total: str(-total % 10),
    "sum10": lambda total: str(total % 10),
    "sum11": lambda total: str(total % 11 % 10),
}
