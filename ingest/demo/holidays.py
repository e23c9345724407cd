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


# Public holidays of whole countries: fixed ones, and days after Easter Sunday.
NATIONWIDE = {
    "DE": (((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)), (-2, 1, 39, 50)),
    "AT": (
        ((1, 1), (1, 6), (5, 1), (8, 15), (10, 26), (11, 1), (12, 8), (12, 25), (12, 26)),
        (1, 39, 50, 60),
    ),
    "FR": (
        ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)), (1, 39, 50),
    ),
    "BE": (
        ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)), (1, 39, 50),
    ),
    "ES": (
        ((1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25)), (-2,),
    ),
    "GB": (((1, 1), (12, 25), (12, 26)), (-2,)),
    "DK": (((1, 1), (12, 25), (12, 26)), (-3, -2, 1, 39, 50)),
}  # fmt: skip


def nationwide(country: str, day: date) -> bool:
    """A public holiday in all of the country; a Sunday is none of them by itself."""
    fixed, moving = NATIONWIDE.get(country, ((), ()))
    after_easter = (day - easter(day.year)).days
    is_british = country == "GB" and _is_british(day)
    return (day.month, day.day) in fixed or after_easter in moving or is_british


def _is_british(day: date) -> bool:
    """The first and the last Monday of May, and what stands in for a weekend."""
    match day.month, day.weekday():
        case 5, 0:
            return day.day <= 7 or day.day > 24
        case 12, 0 | 1:
            return day.day in (27, 28)
        case 1, 0:
            return day.day in (2, 3)
    return False


def working_day_of_carriers(country: str, day: date) -> date:
    """The day, or the next one on which parcels are delivered."""
    while nationwide(country, day):
        day += timedelta(days=1)
    return day
