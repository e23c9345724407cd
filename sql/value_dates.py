"""Which days does the value of a slot name, and can they be misread?

Days are read as in promises, but nothing is left out for being far away or the wrong way round:
that is what is looked for.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sql.dates_written import DATE, parts_of
from sql.days_in_words import LENGTH, LONGEST, dates_at, length_from

TWO_WAYS = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2\d{4}(?![\d/-])")
YEAR = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True)
class Stated:
    """First and last day named; whether the end comes first, or the day can be misread."""

    from_day: date | None = None
    last_day: date | None = None
    is_reversed: bool = False
    is_two_ways: bool = False  # 03/04/2026
    is_other_year: bool = False  # a day of another year than the mail's, without its year


def stated_in(
    value: str, mail_day: date, closed: frozenset[date] = frozenset(), is_month_first: bool = False
) -> Stated:
    phrase = " ".join(value.lower().split())
    length = LENGTH.search(phrase)
    found = DATE.search(phrase, 0, length.start() if length else len(phrase))
    if found is None:
        return length_stated(length, mail_day, closed) if length else Stated()
    span = dates_at(phrase, found, mail_day, is_month_first)
    if span is None:
        return Stated()
    start, last = span[0].date() if span[0] else None, span[1].date()
    said = Stated(start, last, is_two_ways=any(map(is_two_ways, TWO_WAYS.finditer(phrase))))
    if start and last - start > LONGEST:  # "7 to 5 March": the 7th is no day of last year
        said = replace(said, from_day=None, is_reversed=True)
    elif start and start > last:
        said = replace(said, is_reversed=True)
    has_year = YEAR.search(phrase) or any(
        parts_of(one, is_month_first)[0] for one in DATE.finditer(phrase)
    )
    return replace(said, is_other_year=not has_year and last.year != mail_day.year)


def is_two_ways(found: re.Match) -> bool:
    return int(found[1]) <= 12 and int(found[3]) <= 12 and found[1] != found[3]


def length_stated(length: re.Match, mail_day: date, closed: frozenset[date]) -> Stated:
    """So many days after the mail; of hours only whole days count."""
    span = length_from(length, mail_day, closed)
    if span is None:
        return Stated(is_reversed=bool(length["m"]) and int(length["n"]) > int(length["m"]))
    return Stated(day_of(span[0], mail_day), day_of(span[1], mail_day))


def day_of(at: datetime | timedelta | None, mail_day: date) -> date | None:
    if isinstance(at, timedelta):
        return mail_day + timedelta(days=at.days)
    return at.date() if at else None
