"""One date as people write it, in English, German, French or Spanish, here in lower case.

03/04 is the third of April, but in American zones; a date without a year is the next after the
mail; what is no day is none.
"""

import re
from datetime import date

MONTHS = {
    word: number
    for number, words in enumerate((
        "january januar jänner janvier enero jan janv ene",
        "february februar février fevrier febrero feb févr fév fev",
        "march märz maerz mars marzo mar mär mrz",
        "april avril abril apr avr abr",
        "may mai mayo",
        "june juni juin junio jun",
        "july juli juillet julio jul juil",
        "august août aout agosto aug ago",
        "september septembre septiembre setiembre sept sep set",
        "october oktober octobre octubre oct okt",
        "november novembre noviembre nov",
        "december dezember décembre decembre diciembre dec dez déc dic",
    ), start=1)
    for word in words.split()
}  # fmt: skip
MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b"
DATE = re.compile(
    r"\b(?P<iy>\d{4})-(?P<im>\d\d)-(?P<id>\d\d)\b"
    r"|\b(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<ny>\d{4}|\d\d)\b"
    r"|\b(?P<da>\d{1,2})\.(?P<db>\d{1,2})\.|\b(?P<sa>\d{1,2})/(?P<sb>\d{1,2})\b"
    rf"|\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)? ?(?:of |de )?(?P<mon>{MONTH})"
    r"(?:[.,]? (?:de |of )?(?P<y>\d{4})\b)?"
    # "mar. 15 sept." is a Tuesday in September
    rf"|\b(?P<mon2>{MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?! (?:of |de )?{MONTH})"
    r"(?:,? (?P<y2>\d{4})\b)?",
)


def parts_of(found: re.Match, is_month_first: bool) -> tuple[int | None, int, int]:
    """Year, month and day of a date as written; a month that is none swaps with the day."""
    part = found.groupdict()
    if part["iy"]:
        return int(part["iy"]), int(part["im"]), int(part["id"])
    if word := part["mon"] or part["mon2"]:
        year = part["y"] or part["y2"]
        month = MONTHS[word]
        return int(year) if year else None, month, int(part["d"] or part["d2"])
    first, second = (int(part[a] or 0) for a in ("a", "b")) if part["a"] else (
        int(part["da"] or part["sa"]), int(part["db"] or part["sb"]))  # fmt: skip
    year = int(part["ny"]) if part["ny"] else None
    year = year + 2000 if year is not None and year < 100 else year
    is_dotted = part["sep"] == "." or part["da"] is not None
    swaps = first <= 12 if is_month_first and not is_dotted else second > 12 and not is_dotted
    return (year, first, second) if swaps else (year, second, first)


def dated(
    year: int | None, month: int, day: int, mail_day: date, until: date | None = None
) -> date | None:
    """The date; without a year the next after the mail, or the last before the end of its span."""
    if year is not None:
        return made(year, month, day)
    first = mail_day.year
    years = range(until.year, until.year - 2, -1) if until else range(first, first + 5)
    found = (made(one, month, day) for one in years)
    return next((d for d in found if d and (d <= until if until else d >= mail_day)), None)


def made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
