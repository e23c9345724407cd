"""Which day, or span of days, does a phrase name: in English, German, French or Spanish?

What is no day, or far from the mail, is left out; nothing is guessed from "soon".
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from sql.dates_written import DATE, dated, parts_of

TO = r"(?:[-–—]|to|and|until|bis(?: zum)?|und(?: dem)?|et(?: le)?|au|à|y(?: el)?|al?)"
WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,? )?"
BETWEEN = re.compile(rf"[,.]? ?{TO} ?{WEEKDAY}(?:the |dem |den |le |el )?")
FIRST_DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.)? ?{TO} ?{WEEKDAY}$")
LAST_DAY = re.compile(r" ?(?:[-–—]|to|and) ?(\d{1,2})(?:st|nd|rd|th)?\b(?:,? (\d{4})\b)?")
LENGTH = re.compile(
    r"(?P<within>(?:within|innerhalb|binnen|sous|up to|bis zu|max)[a-z. ]{0,12})?"
    rf"\b(?P<n>\d{{1,3}})(?: ?(?:{TO}|oder|or|ou|o) ?(?P<m>\d{{1,3}}))? ?(?:"
    r"(?P<work>(?:working|business|work) ?days?|werktag\w*|arbeitstag\w*|jours? ouvr\w+"
    r"|d[íi]as? (?:h[áa]bil\w*|laborable\w*))"
    r"|(?P<hours>hours?|stunden?|heures?|horas?|h)\b|(?P<weeks>weeks?|wochen?|semaines?|semanas?)\b"
    r"|(?P<days>(?:calendar )?days?|tagen?|jours?|d[íi]as?)\b)"
)
CLOCK = r"(\d{1,2})(?:[:h](\d\d))? ?(am|pm|uhr|h)?\b"
AT = r"(?:at|by|um|bis|vor|before|avant|antes de|between|zwischen|entre|à|a las|von|from)"
TIME = re.compile(
    rf",? ?(?:{AT} )?{CLOCK}"
    rf"(?: ?{TO} ?{CLOCK})?"
)
BEYOND, BEFORE = timedelta(days=730), timedelta(days=60)  # further off, it is no promise
LONGEST = timedelta(days=120)  # from the first day of a span to its last
DAY, END = timedelta(days=1), time(23, 59, 59, 999999)

Moment = datetime | timedelta  # in the shop's zone, or so long after the mail
Span = tuple[Moment | None, Moment]
Dates = tuple[datetime | None, datetime]


@lru_cache(maxsize=50_000)  # a shop's mails of one day say mostly the same
def span_in(phrase: str, day: date, closed: frozenset[date], is_month_first: bool) -> Span | None:
    """The span that a phrase written on `day` names first; its end, where it names no start."""
    phrase = phrase.lower()
    length = LENGTH.search(phrase)
    for found in DATE.finditer(phrase, 0, length.start() if length else len(phrase)):
        span = dates_at(phrase, found, day, is_month_first)
        return span if span and is_near(span, day) else None
    return length_from(length, day, closed) if length else None


def is_near(span: Dates, day: date) -> bool:
    start, until = span
    last = until.date() - day
    return -BEFORE <= last <= BEYOND and (
        start is None or timedelta(0) <= until - start <= LONGEST
    )


def dates_at(phrase: str, found: re.Match, day: date, is_month_first: bool) -> Dates | None:
    """The date found, together with the one before or behind it."""
    first, second, rest = found, None, phrase[found.end() :]
    if to := BETWEEN.match(rest):
        second = DATE.match(rest, to.end())
        rest = rest[second.end() :] if second else rest
    parts = parts_of(second or first, is_month_first)
    last = dated(*parts, day)
    if last is None:
        return None
    if second:
        start = dated(*parts_of(first, is_month_first), day, last)
    elif short := FIRST_DAY.search(phrase, 0, found.start()):
        start = dated(None, parts[1], int(short[1]), day, last)
    elif first["mon2"] and (short := LAST_DAY.match(rest)):
        start, last = last, dated(int(short[2] or last.year), parts[1], int(short[1]), day)
        rest = rest[short.end() :]
    else:
        return with_time(None, last, rest)
    return with_time(start, last, rest) if start and last else None


def with_time(start: date | None, last: date, rest: str) -> Dates:
    """Whole days, unless hours stand behind them."""
    hours = TIME.match(rest)
    first, second = clocks(hours) if hours else (None, None)
    if first and second and start is None:
        start = last
    until = second or first or END
    begins = first if first and second else time()
    return (datetime.combine(start, begins) if start else None), datetime.combine(last, until)


def clocks(found: re.Match) -> tuple[time | None, time | None]:
    """The one or two times; a bare number is none."""
    hour, minute, half, hour2, minute2, half2 = found.groups()
    return clock(hour, minute, half or half2), clock(hour2, minute2, half2)


def clock(hour: str | None, minute: str | None, half: str | None) -> time | None:
    if hour is None or not (minute or half):
        return None
    add = 12 if half == "pm" and int(hour) < 12 else 0
    hours, minutes = int(hour) + add, int(minute or 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def length_from(found: re.Match, day: date, closed: frozenset[date]) -> Span | None:
    """So many hours, days or working days after the mail."""
    low, high = int(found["n"]), int(found["m"] or found["n"])
    if low > high or high > 366:
        return None
    if found["hours"]:
        return (timedelta(hours=low) if found["m"] else None), timedelta(hours=high)
    times = 7 if found["weeks"] else 1
    is_work = bool(found["work"])
    until = after(day, high * times, is_work, closed)
    start = low * times if found["m"] else 1 if found["within"] else None
    begins = None if start is None else after(day, start, is_work, closed)
    return (datetime.combine(begins, time()) if begins else None), datetime.combine(until, END)


def after(day: date, days: int, is_work: bool, closed: frozenset[date]) -> date:
    """So many days later; of working days those of Monday to Friday on which the shop is open."""
    while days > 0:
        day += DAY
        days -= not is_work or (day.weekday() < 5 and day not in closed)
    return day
