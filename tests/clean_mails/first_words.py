"""What the first author's clean mails are made of: layouts, goods, numbers, dates, sums.

All of it is right: check digits, carriers' pages, and each language's own way to write a date.
"""

import hashlib
import random
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
HERE = Path(__file__).with_name("first")
START, SWITCH, END = datetime(2026, 9, 8), datetime(2026, 9, 17), datetime(2026, 9, 25, 18)
VALID = datetime(2026, 1, 1)  # since when the first templates hold
CONFIRMATION, SHIPPING = "order_confirmation", "shipping_notice"
CONTACTS = {"known": "support@known.example, +44 20 7946 0018"}
CONTACTS["strange"] = "support@strange.example"
SENDERS = {"known": "Known Goods", "strange": "Strange Things"}
LOCALES = {"known": ["en", "en", "de", "fr", "es", "nl"]}
LOCALES["strange"] = ["en", "en", "de", "de", "fr", "es", "it", "nl"]
WORDS = tomllib.loads((HERE / "people.toml").read_text(encoding="utf-8"))
VAT = {"GB": 20, "IE": 23, "DE": 19, "AT": 20, "CH": 8.1, "FR": 20, "BE": 21}
VAT |= {"ES": 21, "NL": 21, "IT": 22}
CURRENCIES = {"GB": "GBP", "CH": "CHF"}
PICKUPS = {
    "en": ("Strange Things Leeds", "14 Briggate", "LS1 6HD", "Leeds"),
    "de": ("Strange Things Hamburg", "Mönckebergstraße 7", "20095", "Hamburg"),
}
SERVICES = {"DHL": "DHL Paket", "UPS": "UPS Standard", "Royal Mail": "Royal Mail Tracked 24"}
S10 = {"Royal Mail": "GB", "La Poste": "FR", "Correos": "ES", "PostNL": "NL"}
S10["Poste Italiane"] = "IT"
PAGES = {
    "UPS": "https://www.ups.com/track?tracknum={}",
    "DHL": "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode={}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{}",
    "FedEx": "https://www.fedex.com/fedextrack/?trknbr={}",
    "DPD": "https://tracking.dpd.de/status/de_DE/parcel/{}",
    "La Poste": "https://www.laposte.fr/outils/suivre-vos-envois?code={}",
    "Correos": "https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={}",
    "PostNL": "https://jouw.postnl.nl/track-and-trace/{}",
    "Poste Italiane": "https://www.poste.it/cerca/index.html#/risultati-spedizioni/{}",
}
ANCHOR = re.compile("⟦([^¦⟧]*)¦([^⟧]*)⟧")
SLOT = re.compile(r"\[([A-Z_]{3,})\]")
URL = re.compile(r"https?://\S+[^\s.,;)]")


@dataclass
class Layout:
    """One mail of a set of templates."""

    head: dict[str, str]
    text: str


Layouts = dict[tuple[str, str, str], Layout]


def layouts(shop: str) -> Layouts:
    """What first/SHOP.txt holds, by set (or version), locale and kind."""
    found = {}
    for part in (HERE / f"{shop}.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        top, body = part.split("\n---\n", 1)
        name, *lines = top.split("\n")
        head = dict(line.split(": ", 1) for line in lines)
        found[tuple(name.split())] = Layout(head, body.rstrip("\n"))
    return found


def goods() -> dict[str, list[tuple[str, str, float]]]:
    """SKU, title and price by language."""
    found: dict[str, list[tuple[str, str, float]]] = {}
    for number, line in enumerate((HERE / "products.txt").read_text(encoding="utf-8").splitlines()):
        locale, title, price = line.split("|")
        sku = f"{locale.upper()}-{1000 + number * 7}"
        found.setdefault(locale, []).append((sku, title, float(price.replace(",", "."))))
    return found


def digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def weighed(digits: str, weights: str) -> int:
    return sum(int(d) * int(w) for d, w in zip(digits, weights, strict=True))


def tracking(carrier: str, rng: random.Random) -> str:
    """A number as the carrier gives it, with its check digit."""

    def some(length: int) -> str:
        return "".join(rng.choices("0123456789", k=length))

    if carrier == "UPS":
        body = "".join(rng.choices("ABCEFGHJKRVWXY0123456789", k=6)) + "68" + some(7)
        values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in body]
        return f"1Z{body}{-(sum(values[::2]) + 2 * sum(values[1::2])) % 10}"
    if carrier == "DHL":
        body = "0034043" + some(12)
        return f"{body}{-weighed(body, '3131313131313131313') % 10}"
    if carrier == "FedEx":
        body = "7" + some(10)
        return f"{body}{weighed(body, '31731731731') % 11 % 10}"
    if carrier == "DPD":
        return "0" + rng.choice(["1505", "9445", "5212"]) + some(9)
    body = some(8)
    check = {10: 0, 11: 5}.get(11 - weighed(body, "86423597") % 11)
    check = 11 - weighed(body, "86423597") % 11 if check is None else check
    return f"{rng.choice('LRQ')}{rng.choice('ABEHKXZ')}{body}{check}{S10[carrier]}"


def working_day(day: date, later: int) -> date:
    while later:
        day += timedelta(1)
        later -= day.weekday() < 5
    return day


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(21, 59, 59))  # the day's end in central Europe's summer


def said_date(day: date, locale: str, style: str) -> str:
    words = WORDS[locale]
    month = words["months"][day.month - 1]
    marks = {"d": day.day, "m": month, "m3": month[:3], "y": day.year, "dd": f"{day.day:02}"}
    marks |= {"mm": f"{day.month:02}", "wd": words["days"][day.weekday()]}
    return words[style].format(**marks)


def said_span(first: date, last: date, locale: str) -> str:
    months = WORDS[locale]["months"]
    pattern = WORDS[locale]["span"][first.month != last.month]
    m1, m2 = months[first.month - 1], months[last.month - 1]
    return pattern.format(d1=first.day, d2=last.day, m1=m1, m2=m2, y=last.year)


def money(amount: float, currency: str, locale: str) -> str:
    plain = f"{amount:,.2f}"
    if currency == "CHF":
        return "CHF " + plain.replace(",", "’")
    if locale == "en":
        return ("£" if currency == "GBP" else "€") + plain
    whole, cents = plain.split(".")
    thousands = "\u202f" if locale == "fr" else "."
    number = f"{whole.replace(',', thousands)},{cents}"
    return f"€ {number}" if locale in ("nl", "it") else f"{number}\u00a0€"


def folded(text: str) -> str:
    marks = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("œ", "oe"))
    return "".join(c for c in marks if not unicodedata.combining(c))


def respelt(text: str, style: str) -> str:
    """The same place, as another system writes it."""
    if style == "upper":
        return text.upper()
    if style == "fold":
        return folded(text)
    if style == "short":
        text = re.sub("straße", "str.", text).replace(" Straße ", " Str. ")
        text = re.sub(
            r"\b(Street|Road|Avenue)$", lambda m: {"S": "St", "R": "Rd"}.get(m[0][0], "Ave"), text
        )
        return text.replace("avenue du", "av. du").replace("Avenida", "Avda.")
    return text


def greeted(name: str, locale: str, style: str) -> str:
    title = next((t for t in WORDS[locale]["titles"] if name.startswith(t)), "")
    first = next(f for f in sorted(WORDS[locale]["firsts"], key=len)[::-1] if name.startswith(f))
    if title == "Sir " or (style == "first" and not title):
        return first
    return title + name.removeprefix(first + " ") if style == "polite" and title else name
