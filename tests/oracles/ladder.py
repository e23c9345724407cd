"""How much of a parcel's tracking a mail gave the customer, rung by rung."""

from .carriers import number_state
from .folding import code
from .html_fit import targets_of
from .letters import Letter
from .rule_dates import delivery_span, is_implausible
from .rule_marks import silent_slots
from .rule_required import has_sign
from .rule_tracking import (
    BAD_HOSTS,
    BAD_NUMBERS,
    is_other_carrier,
    lacks_number,
    link_kinds,
)  # fmt: skip
from .rule_world import World
from .shipping import RUNGS
from .shop import Row


def rung_of(letter: Letter, parcel: Row, world: World) -> str:
    """A rung counts only on top of the ones below; a mail by itself is the first."""
    silent = silent_slots(letter, world)
    kinds = link_kinds(letter, world)
    mine = code(parcel["tracking_number"])
    value = letter.values.get("TRACKING_NUMBER")
    fit = letter.reading.fit
    has_slot = fit is not None and "TRACKING_NUMBER" in fit.template.slot_names
    has_number = bool(code(value)) if has_slot else has_sign(letter, "tracking_number", world)
    said = set(map(code, (value or "").split("\n")))
    says_mine = mine in said if has_slot else mine in code(letter.text)
    steps = (
        has_number and "tracking_number" not in silent,
        bool(mine) and says_mine,
        number_state(parcel["tracking_number"], parcel["carrier"]) not in BAD_NUMBERS,
        "carrier" in silent or not is_other_carrier(letter, kinds),
        has_link(letter, world, kinds, silent),
        "delivery_date" not in silent and has_date(letter, world),
        is_clear(letter),
    )
    return RUNGS[1 + (steps.index(False) if False in steps else len(steps))]


def has_link(letter: Letter, world: World, kinds: set[str], silent: set[str]) -> bool:
    if "tracking_link" in silent or not any(targets_of(letter)):
        return False
    return not kinds & BAD_HOSTS and not lacks_number(letter, world)


def has_date(letter: Letter, world: World) -> bool:
    if letter.reading.fit and "ESTIMATED_DELIVERY_DATE" in letter.reading.fit.template.slot_names:
        return bool(letter.values.get("ESTIMATED_DELIVERY_DATE"))
    return has_sign(letter, "delivery_date", world)


def is_clear(letter: Letter) -> bool:
    """A day can be read, and it is one on which the parcel can come."""
    span = delivery_span(letter)
    if span is None:
        return not letter.reading.fit  # without a template nobody can say which day is meant
    return not is_implausible(letter, span)


