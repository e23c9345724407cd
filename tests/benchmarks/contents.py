"""What 3,000 order mails say, from their HTML to slots and differences, on one core.

Half of the mails are as their template has them, half were edited: a line gone, put in, reworded,
mistyped, cells, labels in capitals. Beside it the bound: the visible text of the same HTML alone.
"""

import html
import json
import random
import time
from pathlib import Path

PEER = None
MAILS = 3_000
CONFIRMED = """Hello [CUSTOMER_NAME],
thank you for shopping at our little shop by the sea. We have begun to pack your things.
Order number: [ORDER_NUMBER]
Your items:
[ORDER_SUMMARY]
Total: [ORDER_TOTAL]
Delivery address:
[SHIPPING_ADDRESS]
Ships within: [ESTIMATED_SHIPPING_TIME]
You will hear from us as soon as the parcel has left our house, with its number and a link.
Any questions? Just answer this mail or write to [CONTACT_INFO].
Your team by the sea
"""
SHIPPED = """Hallo [CUSTOMER_NAME],
deine Bestellung [ORDER_NUMBER] ist gepackt und unterwegs zu dir.
Versanddienst: [CARRIER]
Sendungsnummer: [TRACKING_NUMBER]
Sendung verfolgen: [TRACKING_LINK]
Voraussichtliche Zustellung: [ESTIMATED_DELIVERY_DATE]
In diesem Paket:
[ORDER_SUMMARY]
Fragen? Antworte einfach auf diese Mail oder schreib uns: [CONTACT_INFO]
Dein Team vom Meer
"""
TEMPLATES = [
    ("order_confirmation", "en", "1", CONFIRMED),
    ("order_confirmation", "en", "2", CONFIRMED.replace("begun to pack", "seen and will pack")),
    ("shipping_notice", "de", "1", SHIPPED),
    ("shipping_notice", "de", "2", SHIPPED.replace("gepackt und unterwegs", "auf der Reise")),
]
GOODS = ("Blue mug", "Carrier bag", "Désk lamp Lumi", "Regenjacke Föhr", "Garden hose 1/2 inch")


def values(chance: random.Random) -> dict[str, str]:
    number = "".join(chance.choices("0123456789", k=20))
    return {
        "CUSTOMER_NAME": chance.choice(("Mia Groß", "José Núñez", "Ann")),
        "ORDER_NUMBER": f"NL-{chance.randint(10_000, 99_999)}",
        "ORDER_SUMMARY": "\n".join(f"{chance.randint(1, 3)} × {one}, 9,90 €"
                                   for one in chance.sample(GOODS, chance.randint(1, 4))),
        "ORDER_TOTAL": f"{chance.randint(9, 99)},90 €",
        "SHIPPING_ADDRESS": "Mia Groß\nHafenstraße 12 a\n20457 Hamburg\nDeutschland",
        "ESTIMATED_SHIPPING_TIME": "2–3 working days", "CONTACT_INFO": "help@sea.example",
        "CARRIER": "DHL", "TRACKING_NUMBER": number,
        "TRACKING_LINK": f"https://track.example/?n={number}",
        "ESTIMATED_DELIVERY_DATE": f"Donnerstag, {chance.randint(1, 28)}. März 2026",
    }  # fmt: skip


def edited(chance: random.Random, text: str) -> str:
    lines = text.strip().split("\n")
    at = chance.randrange(1, len(lines) - 1)
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, "We are closed on Friday, please excuse the delay.")
        case 2:
            lines[at] = lines[at].replace("e", "", 1)
        case 3:
            lines[at] = lines[at].replace(":", " is:", 1).replace("your", "all your")
        case _:
            lines = [line.upper() if line.endswith(":") else line for line in lines]
    return "\n".join(lines)


def in_html(chance: random.Random, text: str) -> str:
    rows = []
    for line in text.strip().split("\n"):
        label, colon, value = line.partition(": ")
        if colon and chance.random() < 0.5:
            rows.append(f"<tr><td><b>{html.escape(label)}:</b></td>\n<td>{html.escape(value)}</td></tr>")
        else:
            rows.append(f'<tr><td colspan="2" style="padding:4px">{html.escape(line)}</td></tr>')
    style = "<style>td {font: 14px sans-serif} .top {color: #123}</style>"
    return f"<html><head>{style}</head><body><table>{''.join(rows)}</table></body></html>"


def prepare(folder: Path) -> None:
    chance = random.Random(6)
    mails = []
    for _ in range(MAILS):
        kind, _, _, text = chance.choice(TEMPLATES)
        text = edited(chance, text) if chance.random() < 0.5 else text
        for name, value in values(chance).items():
            text = text.replace(f"[{name}]", value)
        mails.append((kind, in_html(chance, text)))
    (folder / "mails.json").write_text(json.dumps(mails))


def seen(folder: Path) -> list:
    from ingest.mail_html import html_text
    from ingest.mail_look import Look
    from ingest.mail_part import Part

    made = []
    for kind, page in json.loads((folder / "mails.json").read_text()):
        look = Look()
        part = Part("text/html", "text/html; charset=utf-8", False, data=page.encode())
        made.append((kind, html_text(part, look), look))
    return made


def visible_text(folder: Path) -> dict[str, float]:
    started = time.process_time()
    return {"mails_per_second": round(len(seen(folder)) / (time.process_time() - started))}


def contents(folder: Path) -> dict[str, float]:
    from sql.mail_choice import Shop
    from sql.mail_contents import contents_of
    from sql.mail_template_text import template_of

    names = ("kind", "locale", "version", "text")
    given = {"origin": "own", "valid_from_at": None, "valid_until_at": None}
    own = [template_of(dict(zip(names, one, strict=True)) | given, {}) for one in TEMPLATES]
    shop = Shop(sorted(own, key=lambda one: -one.fixed_words), [], {})
    started = time.process_time()
    fits = 0
    for kind, text, look in seen(folder):
        row = contents_of({
            "subject": "NL-1", "text": text, "html_text": None, "sent_at": None, "kind": kind,
            "link_targets": [target for target, _ in look.anchors],
            "link_texts": [shown for _, shown in look.anchors],
        }, shop)  # fmt: skip
        fits += row["how"] == "template"
    spent = time.process_time() - started
    return {"mails_per_second": round(MAILS / spent), "of_a_template": fits}


CONTESTANTS = {"contents": contents, "visible text alone": visible_text}
