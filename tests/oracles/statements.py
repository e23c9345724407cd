"""What records and mails say of the days on which something shall leave or arrive."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .bounces import failed
from .mails import Mail
from .parts import said_by
from .recognise import accepted_at, order_mails
from .shipping import PAST, about_shipment, names, squeezed
from .shop import Row, Shop

MAILS = ("order_confirmation", "shipping_notice", "delay_notice", "order_edited", "delivery_update")
PARCEL_MAILS = {"delay_notice", "delivery_update"}
SHIP = re.compile(r"ship|dispatch|versand|versend|expédi|exped|envío|enviar|envia", re.I)
DELIVER = re.compile(r"deliver|arriv|zustell|liefer|livrai|livré|entreg|lleg", re.I)
MONTHS = (
    "january|januar|janvier|enero|jan|ene", "february|februar|février|febrero|feb|fév",
    "march|märz|mars|marzo|mar|mär|mrz", "april|avril|abril|apr|avr|abr", "may|mai|mayo",
    "june|juni|juin|junio|jun", "july|juli|juillet|julio|juil|jul", "august|août|agosto|aug|ago",
    "september|septembre|septiembre|sept|sep", "october|oktober|octobre|octubre|oct|okt",
    "november|novembre|noviembre|nov", "december|dezember|décembre|diciembre|dec|dez|déc|dic",
)  # fmt: skip
WORD = r"(?P<month>" + "|".join(MONTHS) + r")\b\.?"
WRITTEN = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?: de| of)? {WORD}"
    r"(?:(?:,| de)? (?P<year>\d{4}))?"
    rf"|\b{WORD.replace('month', 'month2')} (?P<day2>\d{{1,2}})(?:, (?P<year2>\d{{4}}))?"
    r"|\b(?P<iso>\d{4}-\d\d-\d\d)\b"
    r"|\b(?P<day3>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year3>\d{4})?",
    re.I,
)
COUNTED = re.compile(
    r"(?:(\d+) ?(?:–|-|bis|to|à|a) ?)?(\d+) (?:working days|business days|werktage|arbeitstage|"
    r"jours ouvrés|jours ouvrables|días laborables|días hábiles)",
    re.I,
)
HOURS = re.compile(r"(\d+) (?:hours|stunden|heures|horas)", re.I)
END = time(23, 59, 59, 999999)


@dataclass(frozen=True)
class Statement:
    """Somewhere it stands until when a thing shall leave or arrive."""

    chain: tuple  # order_id, shipment_id, line_id, ship or deliver
    from_at: datetime | None
    until_at: datetime
    made_at: datetime
    made_in: str


def statements(shop: Shop) -> Iterator[Statement]:
    for order_id, versions in shop.versions.items():
        placed_at = shop.orders[order_id].times["placed_at"]
        for kind, field in (("ship", "ship_by_at"), ("deliver", "deliver_by_at")):
            yield from recorded((order_id, None, None, kind), versions, field, placed_at)
        for line_id, lines in shop.line_versions.get(order_id, {}).items():
            yield from recorded((order_id, None, line_id, "ship"), lines, "ship_by_at", placed_at)
    for shipment_id, versions in shop.parcel_versions.items():
        chain = (versions[0]["order_id"], shipment_id, None, "deliver")
        yield from recorded(chain, versions, "promised_at", versions[0].times.get("shipped_at"))
    yield from written(shop)


def recorded(
    chain: tuple, versions: list[Row], field: str, begun_at: datetime | None
) -> Iterator[Statement]:
    before = None
    for version in versions:
        until, made_at = version.times.get(field), version.since or begun_at
        if until and made_at and until != before:  # a record that was left as it was says no more
            yield Statement(chain, None, until, made_at, "record")
        before = until


def written(shop: Shop) -> Iterator[Statement]:
    lost = failed(shop)
    for made_in in MAILS:
        for order_id, mails in order_mails(shop, made_in).items():
            for mail in mails:
                if not any((mail.message_id, to) in lost for to in mail.recipients):
                    yield from said_in(shop, order_id, mail, made_in)


def said_in(shop: Shop, order_id: str, mail: Mail, made_in: str) -> Iterator[Statement]:
    at = accepted_at(mail, shop)
    for kind, from_at, until_at in promises_in("\n".join(said_by(mail)), at, shop):
        parcels = shop.parcels_of(order_id)
        about = []
        if kind == "deliver" and made_in == "shipping_notice":
            about = [one for one in parcels if about_shipment([mail], one, parcels)]
        elif kind == "deliver" and made_in in PARCEL_MAILS:
            about = [one for one in parcels if names(mail, squeezed(one["tracking_number"]))]
        named = [one["shipment_id"] for one in about] or [None]
        for parcel in named:
            yield Statement((order_id, parcel, None, kind), from_at, until_at, at, made_in)


def promises_in(text: str, at: datetime, shop: Shop) -> dict[tuple, None]:
    """(ship or deliver, from, until) of every line that says so; a label may stand above."""
    found, above = {}, ""
    for line in [line.strip() for line in text.splitlines() if line.strip()]:
        whole = f"{above} {line}" if above else line
        above = line if line.endswith(":") else ""
        is_other = re.search(r"https?://", whole) or PAST.search(line)
        if is_other or not (span := span_in(whole, at, shop)):
            continue
        places = [(match.start(), kind) for kind, words in (("ship", SHIP), ("deliver", DELIVER))
                  if (match := words.search(whole))]  # fmt: skip
        if places:  # whichever of two days stands first, the later one is waited for
            first, last = span
            turned = first is not None and first > last
            found[min(places)[1], *((last, first) if turned else (first, last))] = None
    return found


def span_in(line: str, at: datetime, shop: Shop) -> tuple[datetime | None, datetime] | None:
    here = at.replace(tzinfo=UTC).astimezone(ZoneInfo(shop.zone)).date()
    if counted := COUNTED.search(line):
        last = working_day(here, int(counted[2]), shop)
        first = working_day(here, int(counted[1]), shop) if counted[1] else None
        return (first and utc(first, time(), shop)), utc(last, END, shop)
    if hours := HOURS.search(line):
        return None, at + timedelta(hours=int(hours[1]))
    days = [day for match in WRITTEN.finditer(line) if (day := day_of(match, here))]
    if not days:
        return None
    return (utc(days[0], time(), shop) if len(days) > 1 else None), utc(days[-1], END, shop)


def day_of(match: re.Match, here: date) -> date | None:
    said = match.groupdict()
    if said["iso"]:
        return date.fromisoformat(said["iso"]) if said["iso"] > "0001" else None  # 0000-00-00
    day = int(said["day"] or said["day2"] or said["day3"])
    year = said["year"] or said["year2"] or said["year3"]
    name = (said["month"] or said["month2"] or "").lower()
    month = int(said["number"]) if said["number"] else next(
        number for number, words in enumerate(MONTHS, 1) if name in words.split("|"))  # fmt: skip
    try:
        this = date(int(year or here.year), month, day)
        is_next_year = not year and this < here - timedelta(days=31)
        return date(here.year + 1, month, day) if is_next_year else this
    except ValueError:
        return None  # 36 May is a number of something else


def working_day(day: date, count: int, shop: Shop) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and not shop.is_closed(day)
    return day


def utc(day: date, moment: time, shop: Shop) -> datetime:
    local = datetime.combine(day, moment, ZoneInfo(shop.zone))
    return local.astimezone(UTC).replace(tzinfo=None)
