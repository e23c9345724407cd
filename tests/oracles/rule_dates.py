"""Rules of the days that a mail states: 33 to 36."""

from datetime import date, timedelta
from functools import cache

import holidays

from .letters import Letter
from .records import day_of, promised
from .rule_world import CONFIRM, MAJOR, MINOR, SHIP, Findings, Found, World, about_mail
from .stated import Span, is_ambiguous, span_of
from .statements import promises_in, working_day

FAR = timedelta(days=60)


def date_findings(letter: Letter, world: World, silent: set[str]) -> Findings:
    about = about_mail(letter)
    is_judged = letter.kind == CONFIRM and "shipping_time" not in silent
    if is_judged and is_other_ship_day(letter, world):
        yield Found("SHIP_TIME_MISMATCH", about, "shipping_time", MAJOR)
    if "delivery_date" in silent:
        return
    span = delivery_span(letter)
    if letter.kind in (SHIP, "delay_notice") and span and is_implausible(letter, span):
        yield Found("ETA_IMPLAUSIBLE", about, "delivery_date", MAJOR)
    elif letter.kind == SHIP and span and is_other_day(letter, span):
        yield Found("ETA_MISMATCH", about, "delivery_date", MAJOR)
    value = letter.values.get("ESTIMATED_DELIVERY_DATE")
    if value and is_ambiguous(value, letter.language, letter.sent_at, letter.shop):
        yield Found("ETA_AMBIGUOUS", about, "delivery_date", MINOR)


def delivery_span(letter: Letter) -> Span | None:
    """From its slot; a mail without a template says it somewhere in its text."""
    value = letter.values.get("ESTIMATED_DELIVERY_DATE")
    if letter.reading.fit:
        return span_of(value, letter.sent_at, letter.shop)
    said = [one for one in promises_in(letter.text, letter.sent_at, letter.shop)
            if one[0] == "deliver"]  # fmt: skip
    if len(said) != 1:
        return None
    _, first, last = said[0]
    end = day_of(last, letter.shop.zone)
    return Span(day_of(first, letter.shop.zone) if first else end, end)


def is_other_ship_day(letter: Letter, world: World) -> bool:
    value, record = letter.values.get("ESTIMATED_SHIPPING_TIME"), letter.record
    span = span_of(value, letter.sent_at, letter.shop)
    if span is None or record is None:
        return False
    if until := record.order.times.get("ship_by_at"):
        return span.last != day_of(until, letter.shop.zone)
    placed = day_of(letter.order.times["placed_at"], letter.shop.zone)
    method = record["shipping_method"] or ""
    rows = [row for row in world.held("shipping_promises", placed)
            if row["shipping_method"] in (method, "*")]  # fmt: skip
    if not rows:
        return False
    best = max(rows, key=lambda row: (row["shop"] != "*", row["shipping_method"] != "*",
                                      row.get("valid_from_day") or ""))  # fmt: skip
    return span.last != working_day(placed, int(best["most_days"]), letter.shop)


def is_implausible(letter: Letter, span: Span) -> bool:
    shipped = [day_of(one.times["shipped_at"], letter.shop.zone)
               for one in letter.announced if "shipped_at" in one.times]  # fmt: skip
    if span.last < span.first or span.last < letter.day or span.last > letter.day + FAR:
        return True
    if shipped and span.last < min(shipped):
        return True
    country = (letter.record or letter.order)["country"] or ""
    return span.last.weekday() != 6 and is_holiday(country.upper(), span.last)


@cache
def days_off(country: str) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return None


def is_holiday(country: str, day: date) -> bool:
    off = days_off("GB" if country == "UK" else country)
    return off is not None and day in off


def is_other_day(letter: Letter, span: Span) -> bool:
    if len(letter.announced) != 1:
        return False
    told = promised(letter.shop, letter.announced[0], letter.sent_at)
    return told is not None and abs(span.last - day_of(told, letter.shop.zone)).days > 1
