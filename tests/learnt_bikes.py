"""A second shop for learning backwards, written after the method: other words, layouts, values.

Six templates in English, Spanish and Dutch, two versions each; faulty mails and loyal customers.
"""

import random
from datetime import datetime, timedelta
from string import Template

from learnt_shop import Made

BEGIN = datetime(2025, 9, 1, 5)
NAMES = ["Olivia Brand", "Mateo Ruiz", "Sanne de Vries", "Harry O'Neil", "Lucía Ortega Vidal",
         "Bram Peeters", "Aisha Khan", "Íñigo Sanz", "Femke Bakker", "Tom Ashby", "Nuria Pons",
         "Daan Visser", "Grace Mbeki", "Joost van Dijk", "Ana Belén Cano"]  # fmt: skip
ROADS = {"en": "{} Canal Walk|{} Station Road|Flat 3, {} Mount Pleasant",
         "es": "Calle Mayor {}|Avenida del Puerto {}, 2º B|Plaza Nueva {}",
         "nl": "Dorpsstraat {}|Oude Gracht {}|Laan van Zuid {}"}  # fmt: skip
PLACES = {"en": "Bristol BS1 4QA|Norwich NR2 1TF|Oban PA34 5QD|Hull HU1 1AA",
          "es": "28013 Madrid|46001 Valencia|48005 Bilbao",
          "nl": "3511 AB Utrecht|9711 LM Groningen"}  # fmt: skip
PARTS = [("Inner tube 28 inch", 6.9), ("Chain oil, 100 ml", 8.5), ("Brake pads", 14.0),
         ("Saddle Comfort Plus", 49.9), ("Bell", 7.25), ("Front light 60 lux", 39.0),
         ("Pannier, black", 64.5), ("Puncture kit", 5.0), ("Gloves winter L", 24.99)]  # fmt: skip
MONTHS = {"en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
          "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
          "diciembre", "nl": "januari februari maart april mei juni juli augustus september "
          "oktober november december"}  # fmt: skip
READY = {"en": "tomorrow|in 2 to 3 working days|next week", "es": "mañana|en 2 o 3 días laborables",
         "nl": "morgen|binnen 3 werkdagen|volgende week"}  # fmt: skip
PAID = {"en": "PayPal|Visa ending 4242|gift card", "es": "PayPal|Bizum|tarjeta",
        "nl": "iDEAL|PayPal"}  # fmt: skip

EN_ORDER = """We've got your order $ORDER_NUMBER
Hi $CUSTOMER_NAME!

$HEAD

| Item | Qty | Price |
$ORDER_SUMMARY

Paid with $PAYMENT on $ORDER_DATE. You paid $ORDER_TOTAL in all.
We will deliver to: $SHIPPING_ADDRESS
It leaves our workshop $ESTIMATED_SHIPPING_TIME.

$POINTS
Need a hand? Reply to this mail or ring us on 0117 496 0123.
Keep rolling,
the Spoke & Co crew

Spoke & Co Ltd, 12 Wharf Street, Bristol. Registered in England 01234567."""
ES_ORDER = """Pedido $ORDER_NUMBER recibido
Hola, $CUSTOMER_NAME:

Hemos recibido su pedido con la referencia $ORDER_NUMBER del $ORDER_DATE y ya lo estamos preparando.

Artículos
$ORDER_SUMMARY
Importe total: $ORDER_TOTAL (IVA incluido)
Forma de pago: $PAYMENT

Lo enviaremos a
$SHIPPING_ADDRESS

Fecha prevista de salida: $ESTIMATED_SHIPPING_TIME

$TAIL
Un saludo,
Equipo de Spoke & Co"""
NL_ORDER_1 = """Bedankt voor je bestelling $ORDER_NUMBER
Dag $CUSTOMER_NAME,

Bedankt voor je bestelling! Hieronder vind je een overzicht.

Bestelnummer: $ORDER_NUMBER
Besteldatum: $ORDER_DATE
Betaald met: $PAYMENT
Totaal: $ORDER_TOTAL

Je producten
$ORDER_SUMMARY

Bezorgadres
$SHIPPING_ADDRESS

We versturen je pakket $ESTIMATED_SHIPPING_TIME.

Vragen? Mail naar hulp@spoke.example.
Groeten van Spoke & Co"""
NL_ORDER_2 = """Bedankt voor je bestelling $ORDER_NUMBER
Hoi $CUSTOMER_NAME,

Top dat je bij ons koopt! Je bestelling $ORDER_NUMBER is goed binnengekomen en wordt ingepakt.

Je producten
$ORDER_SUMMARY

Totaal: $ORDER_TOTAL
Betaald met: $PAYMENT
Besteldatum: $ORDER_DATE

Bezorgadres
$SHIPPING_ADDRESS

Wanneer gaat het weg? We versturen je pakket $ESTIMATED_SHIPPING_TIME.
Zodra het onderweg is krijg je van ons een link om het te volgen.

Vragen? Mail naar hulp@spoke.example.
Fijne rit en groeten van Spoke & Co"""
EN_SHIP = """$SUBJECT
Hi $CUSTOMER_NAME!

Your bits are packed and on the road. Order $ORDER_NUMBER left us this
morning and should reach you by $ESTIMATED_DELIVERY_DATE.

Tracking: $TRACKING_NUMBER ($CARRIER)
$TRACKING_LINK

What's in the box
$ORDER_SUMMARY

$SECOND
Not home? The courier will leave a card.
Keep rolling,
the Spoke & Co crew"""
EN_EXPRESS = """Express: order $ORDER_NUMBER is on its way
Hello $CUSTOMER_NAME,

our bike courier has picked up your order $ORDER_NUMBER and rides straight to you. Please keep your
phone close: he rings twice, then calls. Someone over 18 has to take the parcel in person.

$LABEL
$TRACKING_LINK

Arrival: $ESTIMATED_DELIVERY_DATE
Address: $SHIPPING_ADDRESS

Spoke & Co Express Desk"""
ES_SHIP = """Su pedido $ORDER_NUMBER ha salido de nuestro almacén
Hola, $CUSTOMER_NAME:

$HEAD
N.º de pedido
$ORDER_NUMBER
Transportista
$CARRIER
Código de envío
$TRACKING_NUMBER
Enlace de seguimiento
$TRACKING_LINK
Entrega estimada
$ESTIMATED_DELIVERY_DATE
Contenido del paquete
$ORDER_SUMMARY

Un saludo,
Equipo de Spoke & Co
Plaza del Mercado 1, 46001 Valencia"""

OTHER = ("order_confirmation", "shipping_notice")
# name, kind, language, weight, day of change, days of overlap, texts of both versions
PLANS = [
    ("en_order", OTHER[0], "en", 26, 33, 6, EN_ORDER,
     {"HEAD": "Thanks a million for shopping with us. Here is what you ordered:"},
     {"HEAD": "Thanks for choosing your local bike shop. Below you will find what you ordered:"}),
    ("es_order", OTHER[0], "es", 18, 60, 0, ES_ORDER,
     {"TAIL": "Si tiene alguna duda, responda a este correo."},
     {"TAIL": "Si tiene alguna duda, responda a este correo.\nPuede devolver su compra sin coste "
      "durante treinta días."}),
    ("nl_order", OTHER[0], "nl", 14, 45, 12, None, NL_ORDER_1, NL_ORDER_2),
    ("en_ship", OTHER[1], "en", 20, 70, 3, EN_SHIP,
     {"SUBJECT": "Your order $ORDER_NUMBER has been dispatched"},
     {"SUBJECT": "Order $ORDER_NUMBER is on its way to you"}),
    ("en_express", OTHER[1], "en", 8, 25, 9, EN_EXPRESS,
     {"LABEL": "Watch the courier live: $TRACKING_NUMBER"},
     {"LABEL": "Follow the ride live with code $TRACKING_NUMBER"}),
    ("es_ship", OTHER[1], "es", 14, 52, 14, ES_SHIP,
     {"HEAD": "Le informamos de que su pedido está en camino.\nEstos son los datos del envío:"},
     {"HEAD": "¡Buenas noticias! Su paquete ya viaja hacia usted."}),
]  # fmt: skip
LETTERS = [
    "Your order and our club ride\nDear {a}, the Sunday ride starts at {b}. Bring a spare tube.",
    "Re-stock of {c}\nHi {a}, {c} is back on the shelf, we kept {b} for you. Jo, workshop",
    "Pedido especial\n{a}, el proveedor nos dice que {c} tarda {b} días más. ¿Esperamos?",
    "Factura pendiente\nEstimado {a}: falta el pago de la factura {b}. Contabilidad",
    "Je fiets is klaar\nDag {a}, je onderhoudsbeurt {b} is af. Kom je langs?",
    "Survey\nHow did we do, {a}? Rate ticket {b} with one click. We read each answer.",
]  # fmt: skip


def money(amount, language):
    if language == "en":
        return f"£{amount:,.2f}"
    text = f"{amount:.2f}".replace(".", ",")
    return f"{text} €" if language == "es" else f"€ {text}"


def lines_of(language, kind, dice):
    """The order's lines as this kind of mail writes them, and their total."""
    weights = [30, 8, 8, 8, 8, 8, 8, 8, 8]
    chosen = list(dict.fromkeys(dice.choices(PARTS, weights, k=dice.choice([1, 1, 2, 2, 3, 4, 6]))))
    total, lines = 0.0, []
    for title, price in chosen:
        count = dice.choice([1, 1, 1, 2, 3])
        total += count * price
        cost = money(count * price, language)
        if kind == "shipping_notice":
            lines.append(f"- {title} x {count}" if language == "en" else f"{count} ud. {title}")
        elif language == "en":
            lines.append(f"| {title} | {count} | {cost} |")
        elif language == "es":
            lines.append(f"{title} — {count} ud. — {cost}")
        else:
            lines += [title, f"{count} stuks", cost]
    return "\n".join(lines), money(total, language)


def said_in(name, kind, language, dice, at):
    summary, total = lines_of(language, kind, dice)
    who = NAMES[0] if dice.random() < 0.1 else dice.choice(NAMES)
    road = dice.choice(ROADS[language].split("|")).format(dice.randint(1, 140))
    place = dice.choice(PLACES[language].split("|"))
    address = f"{who}, {road}, {place}" if language == "en" else f"{who}\n{road}\n{place}"
    due = at + timedelta(days=dice.randint(1, 7))
    month = MONTHS[language].split()[due.month - 1]
    code = "".join(dice.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=2)) + str(dice.randint(10**8, 10**9))
    return {
        "ORDER_NUMBER": f"SP-{dice.randint(20000, 99999)}",
        "CUSTOMER_NAME": who.split()[0] if language != "es" else who,
        "ORDER_SUMMARY": summary,
        "ORDER_TOTAL": total,
        "ORDER_DATE": f"{at.day:02}/{at.month:02}/{at.year}",
        "PAYMENT": dice.choice(PAID[language].split("|")),
        "SHIPPING_ADDRESS": address,
        "ESTIMATED_SHIPPING_TIME": dice.choice(READY[language].split("|")),
        "TRACKING_NUMBER": code,
        "CARRIER": dice.choice(["Royal Mail", "DPD", "Evri"] if language == "en"
                               else ["Correos", "SEUR"]),
        "TRACKING_LINK": f"https://follow.example/{'ride' if name == 'en_express' else 'p'}/{code}",
        "ESTIMATED_DELIVERY_DATE": f"{due:%Y-%m-%d}" if name == "en_ship"
        else f"{due.day} de {month}" if language == "es" else f"{due:%A}, {due.day} {month}",
    }  # fmt: skip


def bike_mails(count=5000, days=91, seed=1, plans=PLANS) -> Made:
    dice = random.Random(seed)
    rows, truth = [], {}
    for n in range(count):
        at = BEGIN + timedelta(days=days * n / count, seconds=dice.randint(0, 500))
        if dice.random() < 0.02:
            text = dice.choice(LETTERS).format(
                a=dice.choice(NAMES), b=dice.randint(2, 900), c=dice.choice(PARTS)[0])  # fmt: skip
            rows.append((f"n{n}", "spoke", dice.choice(OTHER), at, *text.split("\n", 1)))
            continue
        plan = dice.choices(plans, [plan[3] for plan in plans])[0]
        name, kind, language, _, changed_on, overlap, frame, *versions = plan
        age = (at - BEGIN).total_seconds() / 86400 - changed_on
        is_new = age >= 0 and (age >= overlap or dice.random() < 0.5)
        parts = versions[is_new]
        whole = Template(frame).safe_substitute(parts) if frame else parts
        has_points, has_second = dice.random() < 0.25, dice.random() < 0.12
        points = f"You have earned {dice.randint(5, 300)} saddle points with this order."
        second = "This is the first of two parcels, the other one follows within days."
        whole = whole.replace("$POINTS\n", f"{points}\n" if has_points else "")
        whole = whole.replace("$SECOND\n", f"{second}\n" if has_second else "")
        said = said_in(name, kind, language, dice, at)
        used = {slot: value for slot, value in said.items() if f"${slot}" in whole}
        if dice.random() < 0.01:  # a faulty mail: its wording is told, its values are not
            said, used = said | {dice.choice(sorted(used)): "{{ missing }}"}, {}
        rows.append((f"m{n}", "spoke", kind, at, *Template(whole).substitute(said).split("\n", 1)))
        truth[f"m{n}"] = name, 1 + is_new, used
    return Made(rows, truth)
