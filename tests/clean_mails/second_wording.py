"""How the second clean mails are worded: layouts, dates, sums, items, numbers; and their rows.

The layouts and the words of each language stand in the folder `second` beside this file.
"""

import hashlib
import json
import random
import re
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

PLACE = Path(__file__).with_name("second")
WORDS = json.loads((PLACE / "words.json").read_text(encoding="utf-8"))
ZONE = ZoneInfo("Europe/Berlin")
NEWS = datetime(2026, 2, 23, 5)  # from then on English mails have their second layout
NUMBERS = {
    ("known", "en"): "#{}", ("known", "de"): "R-2026-{:05}", ("known", "fr"): "1000{:05}",
    ("known", "es"): "WC{}", ("known", "nl"): "NL7K-{}", ("strange", "en"): "{:09}",
    ("strange", "de"): "#SG{}", ("strange", "fr"): "{}", ("strange", "es"): "SW-{}",
    ("strange", "it"): "IT/2026/{}",
}
SENDERS = {  # name, From, Reply-To
    "known": ("Known", "orders@known.example", "service@known.example"),
    "strange": ("Strange", "hello@strange.example", None),
}
LINKS = {
    "UPS": "https://www.ups.com/track?loc={locale}&tracknum={number}",
    "DHL": "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html"
           "?piececode={number}",
    "GLS": "https://gls-group.com/DE/de/paketverfolgung?match={number}",
    "DPD": "https://tracking.dpd.de/status/{locale}_DE/parcel/{number}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{number}",
    "Colissimo": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "PostNL": "https://jouw.postnl.nl/track-and-trace/{number}-NL-{postcode}",
    "Correos": "https://www.correos.es/es/es/herramientas/localizador/envios/detalle"
               "?tracking-number={number}",
}


def row(fact: type, **known: object) -> dict:
    """A row of that fact, what is not known being None or an empty list."""
    empty = {
        each.name: [] if str(each.type).startswith("list[str]") and "None" not in str(each.type)
        else None for each in fields(fact)
    }
    if "content_hash" in empty:
        known["content_hash"] = digest(*(repr(each) for each in sorted(known.items())))
    return asdict(fact(**{**empty, **known}))


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(each) * weights[at % len(weights)] for at, each in enumerate(digits))


def tracking_number(chance: random.Random, carrier: str) -> str:
    """A number of that carrier, its check digit being right."""
    def digits(count: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(count))

    if carrier == "UPS":
        body = f"{chance.choice(['A4R', '9E7', 'W83'])}{digits(3)}68{digits(7)}"
        values = "".join(e if e.isdigit() else str((ord(e) - 63) % 10) for e in body)
        return f"1Z{body}{-weighted(values, (1, 2)) % 10}"
    if carrier == "DHL":
        body = f"00340434{digits(11)}"
        return f"{body}{-weighted(body[2:], (3, 1)) % 10}"
    if carrier == "GLS":
        body = f"5{digits(10)}"
        return f"{body}{-(weighted(body, (3, 1)) + 1) % 10}"
    if carrier == "DPD":
        return f"0{chance.choice('159')}{digits(12)}"
    if carrier == "PostNL":
        return f"3SKNWN{digits(9)}"
    if carrier == "Colissimo":
        body = digits(10)
        return f"6A{body}{-weighted(body, (1, 3)) % 10}"
    body = digits(8)  # the postal union's S10
    check = 11 - weighted(body, (8, 6, 4, 2, 3, 5, 9, 7)) % 11
    check = {10: 0, 11: 5}.get(check, check)
    letters, land = {"Royal Mail": ("QA", "GB"), "Correos": ("CX", "ES")}[carrier]
    return f"{letters}{body}{check}{land}"


def workday(day: date, count: int) -> date:
    while count:
        day += timedelta(1 if count > 0 else -1)
        count -= (day.weekday() < 5) * (1 if count > 0 else -1)
    return day


def end_of(day: date) -> datetime:
    local = datetime.combine(day, time(23, 59, 59), ZONE)
    return local.astimezone(UTC).replace(tzinfo=None)


def say_day(words: dict, day: date, form: str = "day") -> str:
    return words[form].format(
        weekday=words["days"].split()[day.weekday()], d=day.day, m=day.month, y=day.year,
        month=words["months"].split()[day.month - 1])


def say_money(words: dict, amount: float) -> str:
    thousands, point = words["marks"]
    plain = f"{amount:,.2f}".replace(",", "\0").replace(".", point).replace("\0", thousands)
    return words["money"].format(plain)


def plain_key(order_id: str) -> str:
    """The order's number as it stands in links."""
    return order_id.lstrip("#").replace("/", "-")


def layout(shop: str, locale: str, at: datetime) -> dict:
    """How that shop writes in that language at that time: settings, and both kinds of mail."""
    version = (1 + (at >= NEWS)) if locale == "en" else 0
    found = read_layout(f"{shop}_{locale}" + (f"_{version}" if version else ""))
    return {**found, "vat": WORDS[locale]["vat"]}


@lru_cache
def read_layout(name: str) -> dict:
    head, *mails = (PLACE / f"{name}.txt").read_text(encoding="utf-8").split("=== ")
    found: dict = dict(line.split(": ", 1) for line in head.splitlines())
    for mail in mails:
        kind, subject, text = mail.split("\n", 2)
        found[kind] = (subject, text.rstrip("\n"))
    return found


ANCHOR = re.compile(r"<([^|<>]+)\|([^>]+)>")


def fill(text: str, slots: dict[str, str]) -> str:
    return re.sub(r"\[([A-Z_]+)\]", lambda found: slots[found[1]], text)


def address(person: dict, words: dict, comma: bool) -> str:
    town = [person["city"], person["postcode"]] if person["country"] == "GB" else [
        f"{person['postcode']} {person['city']}"]
    lines = [person["name"], *person.get("company", []), person["street"], *town,
             words["countries"][person["country"]]]
    return (", " if comma else "\n").join(lines)


def say_items(pattern: str, lines: list[dict], counts: dict[str, int], words: dict) -> str:
    said = []
    for at, line in enumerate((e for e in lines if counts.get(e["line_id"])), start=1):
        count, variant = counts[line["line_id"]], line["variant"]
        values = {
            "pos": at, "title": line["title"], "sku": line["sku"], "qty": count,
            "full": line["title"] + (f" - {' / '.join(variant)}" if variant else ""),
            "variant": " / ".join(variant), "price": say_money(words, line["price"]),
            "labelled": words["labels"].format(*variant) if variant else "",
            "sum": say_money(words, line["price"] * count),
        }
        parts = (part.format(**values) for part in pattern.split("|"))
        said += [part for part in parts if part.strip()]
    return "\n".join(said)
