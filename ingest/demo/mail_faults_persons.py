"""Who it is for, and where it goes: rules 31 and 32, and what is another customer's."""

import re
from collections.abc import Callable
from functools import partial

from .mail_faults import (
    CONFIRMATION,
    CRITICAL,
    MAJOR,
    MINOR,
    Fault,
    Faults,
    Find,
    Told,
)  # fmt: skip
from .mail_templates import KINDS
from .said import Said


def person_faults() -> Faults:
    return [*_addresses(), *_names()]


def _addresses() -> Faults:
    rule = "ADDRESS_MISMATCH"
    critical, minor = (Find(rule, "address", word) for word in (CRITICAL, MINOR))

    def holds(form: str, said: Said, told: Told) -> None:
        said.slots["SHIPPING_ADDRESS"] = _address(told, form)

    wrong = ("postcode", "city", "house")
    same = ("one line", "capitals", "no country", "short", "plain")
    return [
        *(Fault(rule, CONFIRMATION, partial(holds, form), (critical,)) for form in wrong),
        Fault(rule, CONFIRMATION, partial(holds, "street"), (minor,)),
        *(Fault(rule, CONFIRMATION, partial(holds, form)) for form in same),
        Fault("FOREIGN_DATA", CONFIRMATION, partial(holds, "other"),
              (critical, Find("FOREIGN_DATA", "address", CRITICAL))),
        Fault("FOREIGN_DATA", CONFIRMATION, partial(holds, "house"), (critical,)),
    ]  # fmt: skip


def _address(told: Told, form: str) -> str:
    person = told.other.customer if form == "other" else told.order.customer
    street, postcode, city = person.street, person.postcode, person.city
    match form:
        case "postcode":
            postcode = next(one for one in _like(postcode) if (street, one) not in told.places)
        case "city":
            city = "Vossberg"
        case "house":
            # nobody's number is so great
            street = re.sub(r"\d+", lambda number: f"7{number[0]}0", street, count=1)
        case "street":
            word = max(street.replace(",", " ").split(), key=len)
            street = street.replace(word, "Quendelpfad")
        case "short":
            for long, short in (("straße", "str."), ("Street", "St"), ("Road", "Rd")):
                street = street.replace(long, short)
        case "plain":
            street, city = (one.replace("ß", "ss").replace("ü", "u") for one in (street, city))
    lines = [told.order.customer.name, street, f"{postcode} {city}", person.country]
    if form == "no country":
        lines = lines[:-1]
    text = (", " if form == "one line" else "\n").join(lines)
    return text.upper() if form == "capitals" else text


def _like(postcode: str) -> list[str]:
    """Postcodes with another last digit."""
    place = max(n for n, sign in enumerate(postcode) if sign.isdigit())
    mine = int(postcode[place])
    digits = [(mine + more) % 10 for more in range(1, 10)]
    return [f"{postcode[:place]}{digit}{postcode[place + 1 :]}" for digit in digits]


def _names() -> Faults:
    rule = "NAME_MISMATCH"

    def holds(value: Callable[[Told], str], said: Said, told: Told) -> None:
        said.slots["CUSTOMER_NAME"] = value(told)

    wrong: list[Callable[[Told], str]] = [
        lambda told: f"{told.order.customer.first} Ahlgren", lambda told: "Kim Ahlgren",
        lambda told: f"Kim {told.order.customer.last}",
    ]  # fmt: skip
    right: list[Callable[[Told], str]] = [
        lambda told: f"{told.order.customer.first[0]}. {told.order.customer.last}",
        lambda told: f"Dr. {told.order.customer.last}",
        lambda told: f"{told.order.customer.last}, {told.order.customer.first}",
        lambda told: told.order.customer.name.upper(),
    ]  # fmt: skip
    major, critical = (Find(rule, "customer_name", word) for word in (MAJOR, CRITICAL))
    foreign = Find("FOREIGN_DATA", "customer_name", CRITICAL)
    other = partial(holds, lambda told: told.other.customer.name)
    return [
        *(Fault(rule, kind, partial(holds, value), (major,)) for kind in KINDS for value in wrong),
        *(Fault(rule, kind, other, (critical, foreign)) for kind in KINDS),
        *(Fault(rule, kind, partial(holds, value)) for kind in KINDS for value in right),
        *(Fault("FOREIGN_DATA", kind, other, (critical, foreign)) for kind in KINDS),
        *(Fault("FOREIGN_DATA", kind, partial(holds, wrong[1]), (major,)) for kind in KINDS),
    ]  # fmt: skip
