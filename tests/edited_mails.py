"""Mails of known templates with known values, edited in the ways in which mails get edited.

Shares nothing with the reader: templates, values, edits and the HTML are made here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent / "edited_mails"
NAMES = ["Ida Krogh", "Jörg Weißmüller", "Zoé Lefèvre", "Nan Achterberg", "Íñigo Sáez",
         "Anne-Marie O'Dowd", "Bo Li", "Konstantinos Papadimitriou-Schwarz"]  # fmt: skip
GOODS = ["Teapot, enamel, 1.2 l", "NaN Bread – 400 g", "Lampe „Mond“ (klein)", "Serviette x 12",
         "USB-C cable 2 m", "Größe M: Pulli, grün", "Order of the Phoenix (book)"]  # fmt: skip
STREETS = ["12 Quay Lane", "Hafenstr. 7 a", "4, rue de l'Église", "Calle Mayor 3, 2.º B"]
CITIES = ["BS1 4DJ Bristol", "24103 Kiel", "69003 Lyon", "28013 Madrid"]
DAYS = ["3 November 2026", "Dienstag, 3. November", "between 3 and 5 November", "2–4 Werktage",
        "le 3 novembre 2026"]  # fmt: skip
QUOTES = str.maketrans("'–’“”„", "’-'\"\"\"")


@dataclass(frozen=True)
class Template:
    kind: str
    locale: str
    version: str
    subject: str
    text: str


@dataclass(frozen=True)
class Mail:
    edit: str
    template: Template
    subject: str
    text: str  # as its plain part has it
    html: str | None  # or as HTML alone
    values: dict[str, str]  # slot -> what was filled in


def templates() -> list[Template]:
    """KIND.LOCALE.VERSION.txt: the subject, an empty line, the text."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        subject, _, text = path.read_text("utf-8").partition("\n\n")
        found.append(Template(*path.stem.split("."), subject, text))
    return found


def values(random: Random) -> dict[str, str]:
    number = f"{random.choice(['', 'A-', 'DE'])}{random.randrange(10_000, 999_999)}"
    parcel = "".join(random.choices("0123456789", k=random.choice((11, 14, 20))))
    goods = random.sample(GOODS, random.choice((1, 1, 2, 3, 5)))
    lines = [f"{random.randrange(1, 4)} × {one} – {random.randrange(5, 90)}.90" for one in goods]
    name = random.choice(NAMES)
    address = [name, random.choice(STREETS), random.choice(CITIES)]
    return {
        "ORDER_NUMBER": number,
        "CUSTOMER_NAME": name,
        "ORDER_SUMMARY": "\n".join(lines),
        "SHIPPING_ADDRESS": "\n".join(address[random.choice((0, 0, 1)):]),
        "ESTIMATED_SHIPPING_TIME": random.choice(DAYS),
        "ESTIMATED_DELIVERY_DATE": random.choice(DAYS),
        "TRACKING_NUMBER": parcel,
        "TRACKING_LINK": f"https://track.carrier.example/p/{parcel}?lang=en",
        "CARRIER": random.choice(("DHL", "Royal Mail", "GLS", "Colissimo")),
        "ORDER_TOTAL": random.choice(("€ {}", "{} EUR", "£{}")).format(f"{random.random()*90:.2f}"),
        "CONTACT_INFO": "help@shop.example" + random.choice(("", ", +49 431 123 45 67")),
    }


def filled(text: str, given: dict[str, str]) -> str:
    for slot, value in given.items():
        text = text.replace(f"[{slot}]", value)
    return text


Edit = Callable[[str, Random], str]  # of a template's text, before it is filled


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _bare(text: str) -> list[int]:
    """Lines that hold words and no slot, not the first and the last."""
    lines = _lines(text.rstrip())
    return [n for n, line in enumerate(lines)
            if line.strip() and "[" not in line and 0 < n < len(lines) - 1]  # fmt: skip


def remove_line(text: str, random: Random) -> str:
    lines, places = _lines(text), _bare(text)
    if places:
        del lines[random.choice(places)]
    return "\n".join(lines)


def insert_line(text: str, random: Random) -> str:
    lines = _lines(text)
    gaps = [n for n, line in enumerate(lines) if not line.strip()]
    said = random.choice(("We moved to a larger warehouse this week.", "Neu: unser Winterkatalog!"))
    lines.insert(random.choice(gaps), f"\n{said}\n")
    return "\n".join(lines)


def reword_line(text: str, random: Random) -> str:
    lines, places = _lines(text), _bare(text)
    if places:
        at = random.choice(places)
        words = lines[at].split()
        words[random.randrange(len(words))] = random.choice(("really", "jetzt", "vraiment"))
        lines[at] = " ".join(words)
    return "\n".join(lines)


def typo(text: str, random: Random) -> str:
    lines, places = _lines(text), _bare(text)
    for at in random.sample(places, min(2, len(places))):
        place = random.randrange(len(lines[at]) - 1)
        lines[at] = lines[at][:place] + lines[at][place + 1 :]
    return "\n".join(lines)


def typo_in_label(text: str, random: Random) -> str:
    lines = _lines(text)
    places = [n for n, line in enumerate(lines) if line.find("[") > 6 and ":" in line]
    if places:
        at = random.choice(places)
        place = random.randrange(1, lines[at].index("[") - 4)
        lines[at] = lines[at][:place] + lines[at][place + 1 :]
    return "\n".join(lines)


def wrapped(text: str, width: int) -> str:
    made = []
    for line in _lines(text):
        while len(line) > width and (cut := line.rfind(" ", 10, width)) > 0:
            made.append(line[:cut])
            line = line[cut + 1 :]
        made.append(line)
    return "\n".join(made)


def upper_labels(text: str, random: Random) -> str:
    return "\n".join(
        line[: line.index("[")].upper() + line[line.index("[") :]
        if line.count("[") == 1 and ":" in line.partition("[")[0] else line
        for line in _lines(text)
    )


def values_below(text: str, random: Random) -> str:
    return "\n".join(
        line.replace(": [", ":\n[") if line.count("[") == 1 else line for line in _lines(text)
    )


def swap_paragraphs(text: str, random: Random) -> str:
    parts = text.strip().split("\n\n")
    inner = [n for n in range(1, len(parts) - 1) if ":" in parts[n] and ":" in parts[n + 1]]
    inner = [n for n in inner if n + 1 < len(parts) - 1]
    if inner:
        at = random.choice(inner)
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return "\n\n".join(parts)


BEFORE: dict[str, Edit] = {
    "none": lambda text, random: text,
    "line removed": remove_line,
    "line inserted": insert_line,
    "line reworded": reword_line,
    "typos": typo,
    "typo in a label": typo_in_label,
    "labels in capitals": upper_labels,
    "values below their labels": values_below,
    "paragraphs swapped": swap_paragraphs,
}
AFTER: dict[str, Edit] = {  # of the filled text
    "wrapped at 72": lambda text, random: wrapped(text, 72),
    "no empty lines": lambda text, random: "\n".join(filter(str.strip, _lines(text))),
    "doubled blanks": lambda text, random: text.replace(" ", "  "),
    "other quotes and dashes": lambda text, random: text.translate(QUOTES),
    "hard spaces": lambda text, random: text.replace(": ", ":\u00a0"),
    "banner on top": lambda text, random: f"NORDSTERN\nShop | Sale | My account\n\n{text}",
    "footer below": lambda text, random: (
        f"{text}\n\n--\nNordstern Ltd, 1 Dock Road\nUnsubscribe: https://shop.example/u/1"
    ),
    "windows line ends": lambda text, random: text.replace("\n", " \n"),
}
HTML: dict[str, Callable[[str], str]] = {}


def _html(name: str):
    def keep(make: Callable[[str], str]):
        HTML[name] = make
        return make

    return keep


def _cell(line: str) -> str:
    if line.startswith("https://"):
        return f'<a href="{escape(line)}">{escape(line)}</a>'
    return escape(line)


@_html("html of paragraphs")
def paragraphs(text: str) -> str:
    parts = text.strip().split("\n\n")
    return "".join(f"<p>{'<br>'.join(map(_cell, part.split(chr(10))))}</p>" for part in parts)


@_html("html as one table")
def table(text: str) -> str:
    rows = []
    for line in filter(str.strip, _lines(text)):
        label, colon, value = line.partition(": ")
        cells = (f"{label}:", value) if colon and len(label) < 40 else (line,)
        rows.append("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in cells) + "</tr>")
    return f"<table>{''.join(rows)}</table>"


@_html("html of nested divs")
def divs(text: str) -> str:
    lines = filter(str.strip, _lines(text))
    inner = "".join(f"<div><span>{_cell(line)}</span></div>" for line in lines)
    return f"<style>.a{{color:red}}</style><div class=a><div>{inner}</div></div>"


def edits() -> list[str]:
    return [*BEFORE, *AFTER, *HTML]


def mails(count: int, seed: int) -> Iterator[Mail]:
    """`count` mails over all templates and edits in turn."""
    random, known, ways = Random(seed), templates(), edits()
    for number in range(count):
        template, edit = known[number % len(known)], ways[(number // len(known)) % len(ways)]
        given = values(random)
        text = filled(BEFORE.get(edit, BEFORE["none"])(template.text, random), given)
        if edit in AFTER:
            text = AFTER[edit](text, random)
        html = f"<html><body>{HTML[edit](text)}</body></html>" if edit in HTML else None
        slots = {slot: value for slot, value in given.items() if f"[{slot}]" in template.text}
        yield Mail(edit, template, filled(template.subject, given), text, html, slots)
