"""Public holidays of Hamburg, worked out from Easter: no list of another's is read."""

from datetime import date, timedelta

FIXED = ((1, 1), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26))
AFTER_EASTER = (-2, 1, 39, 50)  # Good Friday, Easter Monday, Ascension, Whit Monday


def holidays_of_hamburg(year: int) -> set[date]:
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in AFTER_EASTER}
    return moving | {date(year, month, day) for month, day in FIXED}


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian rule for the moon."""
    golden, century = year % 19, year // 100
    leap_less, moon_less = century // 4, (8 * century + 13) // 25
    epact = (19 * golden + century - leap_less - moon_less + 15) % 30
    epact -= epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + leap_less) % 7
    offset = epact - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))
