"""Mails of six templates of two versions each, made of texts with {SLOTS}, beside their truth."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

START = datetime(2026, 1, 5, 6)
FIRST = ["Anna", "Jonas", "Mia", "Luca", "Emma", "Noah", "Lina", "Paul", "Clara", "Émile", "Zoë"]
LAST = ["Weber", "Okafor", "Martin", "Rossi", "Nguyen", "Köhler", "Dubois", "Novak", "Jansen"]
STREETS = ["Lange Gasse", "Mill Road", "Rue du Port", "Am Anger", "High Street", "Quai Neuf"]
TOWNS = {"de": ["Kassel", "Bremen", "Wien"], "en": ["Leeds", "Cork", "York"],
         "fr": ["Lyon", "Nantes", "Liège"]}  # fmt: skip
GOODS = ["Green Tea Sencha 100 g", "Teapot Hokkaido", "Order Box Small", "Cup and Saucer",
         "Honey", "Matcha Whisk", "Tea Towel", "Your First Teas", "Linen Bag",
         "Candle"]  # fmt: skip
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
CARRIERS = ["DHL", "DHL", "DHL", "DHL", "DHL", "UPS", "UPS", "UPS", "DPD"]
SPANS = {"de": ["1-2 Werktage", "3-5 Werktage", "innerhalb von 24 Stunden"],
         "en": ["1-2 working days", "3-5 working days", "within 24 hours"],
         "fr": ["1 à 2 jours ouvrés", "3 à 5 jours ouvrés", "sous 24 heures"]}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """A template: kind, language, its share of the mails, both versions and the optional blocks."""

    name: str
    kind: str
    language: str
    weight: int
    texts: tuple[str, str]  # subject on the first line
    options: tuple[tuple[str, float], ...] = ()  # line of {OPTION_n}, and how often it stands
    item: str = "{n} x {title}  {price} EUR"
    changed_on: int = 40  # day of the second version
    overlap_days: float = 4.0


def values(layout: Layout, dice: random.Random, sent_at: datetime) -> dict[str, str]:
    language = layout.language
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    number = str(dice.randint(10**11, 10**12))
    items, total = [], 0.0
    for title in dice.sample(GOODS, min(len(GOODS), dice.choice([1, 1, 1, 2, 2, 3, 5]))):
        n, price = dice.choice([1, 1, 1, 2, 4]), dice.randint(300, 9000) / 100
        total += n * price
        items.append(layout.item.format(n=n, title=title, price=f"{price:.2f}"))
    due = sent_at + timedelta(days=dice.randint(2, 6))
    month = MONTHS[language].split()[due.month - 1]
    street = f"{dice.choice(STREETS)} {dice.randint(1, 99)}"
    town = f"{dice.randint(10000, 99999)} {dice.choice(TOWNS[language])}"
    return {
        "ORDER_NUMBER": str(dice.randint(100000, 999999)),
        "CUSTOMER_NAME": name,
        "ORDER_SUMMARY": "\n".join(items),
        "SHIPPING_ADDRESS": "\n".join([name, street, town]),
        "ESTIMATED_SHIPPING_TIME": dice.choice(SPANS[language]),
        "TRACKING_NUMBER": number,
        "TRACKING_LINK": f"https://parcels.example/t?id={number}",
        "ESTIMATED_DELIVERY_DATE": f"{due.day}. {month} {due.year}" if language == "de"
        else f"{due.day} {month} {due.year}",
        "CARRIER": dice.choice(CARRIERS),
        "ORDER_TOTAL": f"{total:.2f} EUR",
    }  # fmt: skip


@dataclass(frozen=True)
class Made:
    """The rows that the engine is given, and of each mail its template, version and values."""

    rows: list[tuple]
    truth: dict[str, tuple[str, int, dict[str, str]]]

    def first_of(self, name: str, version: int) -> datetime:
        wanted = name, version
        return min(row[3] for row in self.rows if self.truth.get(row[0], ())[:2] == wanted)


def mails(layouts, noise, count=5000, days=84, seed=1, noise_share=0.02, banner=None) -> Made:
    """`noise`: (kind, text); `banner`: (template, line, first day, last day) put above its text."""
    dice = random.Random(seed)
    rows, truth = [], {}
    for n in range(count):
        sent_at = START + timedelta(days=days * n / count, seconds=dice.randint(0, 300))
        key = f"m{n}"
        if dice.random() < noise_share:
            kind, text = dice.choice(noise)
            number = dice.randint(1, 10**6)
            filled = text.format(a=dice.choice(FIRST), b=number, c=dice.choice(GOODS))
            subject, _, body = filled.partition("\n")
            rows.append((key, "shop", kind, sent_at, subject, body))
            continue
        layout = dice.choices(layouts, [layout.weight for layout in layouts])[0]
        day = (sent_at - START).total_seconds() / 86400 - layout.changed_on
        is_new = day >= 0 and (day >= layout.overlap_days or dice.random() < 0.6)
        said = values(layout, dice, sent_at)
        text = layout.texts[is_new]
        for place, (line, often) in enumerate(layout.options):
            shown = f"{line}\n" if dice.random() < often else ""
            text = text.replace(f"{{OPTION_{place}}}\n", shown)
        subject, _, body = text.format(**said).partition("\n")
        age = (sent_at - START).days
        if banner and banner[0] == layout.name and banner[2] <= age < banner[3]:
            body = f"{banner[1]}\n\n{body}"
        rows.append((key, "shop", layout.kind, sent_at, subject, body))
        used = {name: value for name, value in said.items() if f"{{{name}}}" in text}
        truth[key] = layout.name, 1 + is_new, used
    return Made(rows, truth)
