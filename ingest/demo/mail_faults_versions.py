"""Templates that are no more, or not yet: rule 17."""

from datetime import datetime, timedelta
from functools import partial

from .clock import seconds
from .confirmations import confirm_at
from .days import start_of
from .mail_faults import CONFIRMATION, MINOR, Fault, Faults, Find, Told
from .mail_templates import KINDS, second_from, template
from .said import Said
from .sayings import language_of


def version_faults() -> Faults:
    """The other version than the one of the day; or the right one, on the days of the change."""

    def other_version(said: Said, told: Told) -> None:
        said.version = "1" if said.version == "2" else "2"
        made = template(said.shop, said.kind, said.language, said.version)
        said.subject = made.subject.replace("[ORDER_NUMBER]", told.order.order_id)

    def turn_of(told: Told) -> datetime:
        brand = told.order.brand
        return start_of(second_from(told.script, brand, language_of(told.order)), brand.zone)

    def at_turn(lag: int, told: Told) -> None:
        confirm_at(told.order, turn_of(told) + seconds(lag))

    def is_before(told: Told) -> bool:
        """Of the last day before the change, and nothing has left by then."""
        mails = [mail for mail in told.order.mails if mail is not told.sent]
        lag = turn_of(told) - told.sent.accepted_at
        is_first = all(mail.accepted_at > turn_of(told) for mail in mails)
        return timedelta(0) < lag < timedelta(hours=18) and is_first and _is_simple(told)

    found = (Find("TEMPLATE_RETIRED", "version", MINOR),)
    at_the_second = [
        Fault("TEMPLATE_RETIRED", CONFIRMATION, plan=partial(at_turn, lag), fits=is_before)
        for lag in (-1, 0)
    ]
    return at_the_second + [
        fault
        for kind in KINDS
        for fault in (
            Fault("TEMPLATE_RETIRED", kind, other_version, found),
            Fault("TEMPLATE_RETIRED", kind, fits=lambda told: told.is_at_change),
        )
    ]


def _is_simple(told: Told) -> bool:
    """Nobody has written, and what it says of days does not depend on when it is sent."""
    return id(told.order) not in told.writers and all(one.last for one in told.sent.stated)
