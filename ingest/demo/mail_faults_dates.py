"""When it is said to come: rules 34 to 36."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from .days import DAY
from .holidays import nationwide
from .mail_faults import MAJOR, MINOR, NOTICE, Fault, Faults, Find, Told
from .mail_faults_leaving import departure_faults
from .said import Said
from .slot_values import day_text
from .wording import table

Day = Callable[[Told], date]
MOST_DAYS = 60  # from the mail to the delivery


def date_faults() -> Faults:
    return [*departure_faults(), *_arrivals(), *_odd(), *_ambiguous()]


def _comes_on_a_day(told: Told) -> bool:
    """As the record says, and nothing odd about it."""
    stated, promised = told.stated, told.parcel.promised
    return bool(stated and stated.kind == "deliver" and stated.last and len(promised) == 1)


def _state(day: date, told: Told) -> None:
    stated = told.stated
    assert stated
    told.sent.stated = [replace(stated, last=day, first=None)]


def _moved(days: int, told: Told) -> None:
    stated = told.stated
    assert stated and stated.last
    _state(stated.last + days * DAY, told)


def _can_move(days: int, told: Told) -> bool:
    """To a day that is not odd by itself."""
    stated = told.stated
    if not (_comes_on_a_day(told) and stated and stated.last):
        return False
    day = stated.last + days * DAY
    return day >= told.day and not nationwide(told.order.customer.country, day)


def _arrivals() -> Faults:
    rule = "ETA_MISMATCH"
    find = (Find(rule, "delivery_date", MAJOR),)
    return [
        *(Fault(rule, NOTICE, plan=partial(_moved, days), finds=find,
                fits=partial(_can_move, days)) for days in (2, -2, 3, 9)),
        *(Fault(rule, NOTICE, plan=partial(_moved, days), fits=partial(_can_move, days))
          for days in (1, -1)),
    ]  # fmt: skip


def _odd() -> Faults:
    rule = "ETA_IMPLAUSIBLE"
    find, differs = (Find(one, "delivery_date", MAJOR) for one in (rule, "ETA_MISMATCH"))

    def on(day: Day, told: Told) -> None:
        _state(day(told), told)

    def is_free(day: Day, told: Told) -> bool:
        return _comes_on_a_day(told) and not nationwide(told.order.customer.country, day(told))

    def has_holiday(told: Told) -> bool:
        return _comes_on_a_day(told) and _holiday(told) is not None

    def reversed_span(said: Said, told: Told) -> None:
        """The end stands before the start."""
        stated = told.stated
        assert stated and stated.last and stated.first
        first, last = (day_text(day, said.language) for day in (stated.last, stated.first))
        span = table("slot_words")[said.language]["span"]
        said.slots["ESTIMATED_DELIVERY_DATE"] = span.format(first=first, last=last)

    wrong: list[Day] = [
        lambda told: told.day - DAY, lambda told: told.day - 9 * DAY,
        lambda told: told.day + (MOST_DAYS + 1) * DAY, lambda told: told.day + 90 * DAY,
    ]  # fmt: skip
    right: list[Day] = [lambda told: told.day, lambda told: told.day + MOST_DAYS * DAY, _sunday]
    return [
        *(Fault(rule, NOTICE, plan=partial(on, day), finds=(find,), rung="date",
                fits=_comes_on_a_day) for day in wrong),
        Fault(rule, NOTICE, plan=lambda told: _state(_holiday(told) or told.day, told),
              finds=(find,), rung="date", fits=has_holiday),
        Fault(rule, NOTICE, reversed_span, (find,), rung="date", unsaid=True,
              fits=lambda told: _comes_on_a_day(told) and bool(told.stated and told.stated.first)),
        *(Fault(rule, NOTICE, plan=partial(on, day), finds=(differs,),
                fits=partial(_is_off_and_free, day)) for day in right),
    ]  # fmt: skip


def _holiday(told: Told) -> date | None:
    """The next one on which nobody delivers, soon enough to be said."""
    days = [told.day + ahead * DAY for ahead in range(1, MOST_DAYS)]
    country = told.order.customer.country
    return next((day for day in days if day.weekday() < 6 and nationwide(country, day)), None)


def _sunday(told: Told) -> date:
    """The second one: the promise is never so late."""
    return told.day + (13 - told.day.weekday()) * DAY


def _is_off_and_free(day: Day, told: Told) -> bool:
    if not _comes_on_a_day(told) or nationwide(told.order.customer.country, day(told)):
        return False
    stated = told.stated
    assert stated and stated.last
    return abs((day(told) - stated.last).days) > 1


def _ambiguous() -> Faults:
    """Day and month could change places, or one of them is too great to be a month."""
    rule = "ETA_AMBIGUOUS"

    def written(form: str, said: Said, told: Told) -> None:
        assert told.stated and told.stated.last
        day = told.stated.last
        said.slots["ESTIMATED_DELIVERY_DATE"] = form.format(day.day, day.month, day.year)

    def alone(told: Told) -> None:
        assert told.stated
        told.sent.stated = [replace(told.stated, first=None)]

    def fits(is_clear: bool, language: str, told: Told) -> bool:
        stated = told.stated
        if not (_comes_on_a_day(told) and stated and stated.last):
            return False
        day = stated.last
        is_ours = (told.said.language == "en") == (language == "en")
        return is_ours and (day.day > 12 or day.day == day.month) == is_clear

    forms = ("{:02}/{:02}/{}", "{}/{}/{}", "{:02}-{:02}-{}")
    find = (Find(rule, "delivery_date", MINOR),)
    return [
        *(Fault(rule, NOTICE, partial(written, form), find, plan=alone,
                fits=partial(fits, False, "en")) for form in forms),
        *(Fault(rule, NOTICE, partial(written, form), plan=alone, fits=partial(fits, True, "en"))
          for form in forms),
        Fault(rule, NOTICE, partial(written, "{:02}.{:02}.{}"), plan=alone,
              fits=lambda told: told.said.language == "de" and _comes_on_a_day(told)),
    ]  # fmt: skip
