"""Is this the customer's address? Streets are spelled in many ways; numbers are not."""

import re
from collections.abc import Mapping
from functools import lru_cache

from sql.value_words import words

SMALL = frozenset(
    "a am an auf bei d da das de del der der des di do dos du en fur i im in l la las le les los "
    "m ob of on san sobre sous sur the under unter upon v von".split()
)  # of a city's name, often cut short

HOUSE = 3  # digits of a house number; in "15001 A Coruña" the letter is the city's
POSTCODE = re.compile(r"\d{4,5}")

Forms = Mapping[str, str]  # of words and, behind a hyphen, of their ends: -str is -strasse


def address_difference(said: str, street: str, postcode: str, city: str, forms: Forms) -> str:
    """same, else the first that is wrong: street_number, postcode, city, or wording."""
    stated = canonical(said, forms)
    wanted = canonical(street, forms)
    run = "".join(stated)
    numbers = [word for word in wanted if has_digit(word)]
    if not all(number in stated or number in joined(stated) for number in numbers):
        return "street_number"
    if postcode and "".join(words(postcode)) not in joined(stated):
        return "postcode"
    if city and not is_city(city, stated, forms):
        return "city"
    names = [word for word in wanted if not has_digit(word)]
    return "same" if set(names) <= set(stated) or "".join(names) in run else "wording"


def place_difference(said: str, place: str, forms: Forms) -> str:
    """Of a pick-up point: same, or wording where a word of its name is not there."""
    wanted = canonical(place, forms)
    return "same" if set(wanted) <= set(canonical(said, forms)) else "wording"


def is_city(city: str, stated: list[str], forms: Forms) -> bool:
    wanted = canonical(city, forms)
    main = [word for word in wanted if word not in SMALL]
    if set(main) <= set(stated) or "".join(wanted) in "".join(stated):
        return True
    # Frankfurt a. M.
    initials = {word[0] for word in stated if len(word) == 1}
    return main[:1] <= stated and main[0] in stated and {w[0] for w in main[1:]} <= initials


def canonical(text: str, forms: Forms) -> list[str]:
    """Words in one form each; a letter behind a house number belongs to it."""
    found: list[str] = []
    for part in re.split(r"[\n,;]", text):
        said = words(part)
        if len(said) > 1 and len(said[0]) == 1 and POSTCODE.fullmatch(said[1]):
            said = said[1:]  # D-10115
        for word in (form_of(word, forms) for word in said):
            is_added = (len(word) == 1 and word.isalpha()) or word in ("bis", "ter")
            if is_added and found and found[-1].isdigit() and len(found[-1]) <= HOUSE:
                found[-1] += word
            elif word:
                found.append(word)
    return found


def form_of(word: str, forms: Forms) -> str:
    if word in forms:
        return forms[word]
    for length in range(2, 8):
        end = forms.get(f"-{word[-length:]}")
        if end and len(word) > length:
            return word[:-length] + end.removeprefix("-")
    return word


def joined(stated: list[str]) -> frozenset[str]:
    return joined_words(tuple(stated))


@lru_cache(maxsize=1000)
def joined_words(stated: tuple[str, ...]) -> frozenset[str]:
    """Neighbouring words put together, up to three: sw1a 1aa, 1100 123."""
    count = len(stated)
    return frozenset("".join(stated[at : at + size]) for size in (1, 2, 3) for at in range(count))


def has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))
