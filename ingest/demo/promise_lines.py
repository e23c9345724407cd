"""How a mail words what it promises."""

from .events import Stated
from .wording import long_date, short_date


def promise_text(stated: Stated, words: dict, language: str) -> str:
    """The departure's wording in mails of the order, the delivery's beside a parcel."""
    options = words["promises"][stated.kind]
    if stated.working_days:
        fewest, most = stated.working_days
        return options["working_days"].format(fewest=fewest, most=most)
    form = long_date if stated.is_long else short_date
    assert stated.last
    if stated.first:
        first, last = form(stated.first, language), form(stated.last, language)
        return options["span"].format(first=first, last=last)
    return options["day"].format(day=form(stated.last, language))
