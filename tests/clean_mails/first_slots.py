"""What stands in the slots of the first author's clean mails, and how a mail looks with them."""

import random
import re
from dataclasses import dataclass, field
from typing import Any

from tests.clean_mails.first_words import (
    ANCHOR,
    CONTACTS,
    SERVICES,
    SLOT,
    VAT,
    WORDS,
    Layout,
    Layouts,
    Row,
    greeted,
    money,
    respelt,
    said_date,
    said_span,
    working_day,
)  # fmt: skip


@dataclass
class Order:
    """An order as it is now; what it was is in the rows."""

    row: Row
    rows: list[Row]  # its lines
    layout: str
    country: str
    promise: tuple[int, int]
    facts: Row = field(default_factory=dict)


def settle(order: Order, layouts: Layouts, rng: random.Random) -> None:
    """Sums and the other numbers of an order."""
    row, facts = order.row, order.facts
    wanted = order.layout, row["locale"]
    body = "".join(layout.text for key, layout in layouts.items() if key[:2] == wanted)
    goods_sum = round(sum(line["quantity"] * line["price"] for line in order.rows), 2)
    if not facts:
        facts["off"] = "[DISCOUNT]" in body and goods_sum > 20 and rng.random() < 0.3
        facts["gift"] = row["is_gift"] = "[GIFT]" in body and rng.random() < 0.25
        facts["post"] = rng.choice([3.95, 4.9, 6.5]) if "[SHIPPING_COST]" in body else 0
        facts["invoice"] = f"RE-2026-{rng.randrange(10000, 99999)}"
        facts["customer"] = str(rng.randrange(10000, 99999))
        facts["balance"] = rng.randrange(40, 2600)
    cut = round(goods_sum * 0.1, 2) if facts["off"] else 0
    total = row["total"] = round(goods_sum - cut + facts["post"], 2)
    rate = VAT[order.country]
    facts["sums"] = {"SUBTOTAL": goods_sum, "SHIPPING_COST": facts["post"], "DISCOUNT": cut}
    facts["sums"] |= {"ORDER_TOTAL": total, "VAT": round(total * rate / (100 + rate), 2)}


def address(row: Row, locale: str, style: str, how: str, with_land: bool) -> str:
    """The address as the layout and the mail's system write it."""
    country = row["country"]
    places = row["street"].split(", ") if row["street"].startswith(("c/o", "chez", "p/a")) else []
    lines = [row["name"], *(places or [row["street"]])]
    if country in ("GB", "IE"):
        lines += [row["city"], row["postcode"]]
    else:
        lines.append(f"{row['postcode']} {row['city']}")
    land = WORDS[locale]["lands"].get(country)
    if land and with_land:
        lines.append(land)
    if row["pickup_point"]:
        lines[0] = row["pickup_point"].split(", ")[0]
        how = "same"
    hows = ["same" if how in ("short", "city") else how] + [how] * (len(lines) - 1)
    if how == "city":
        hows = ["upper" if row["city"] in line else "same" for line in lines]
    lines = [respelt(line, way) for line, way in zip(lines, hows, strict=True)]
    return ", ".join(lines) if style == "inline" else "\n".join(lines)


def slots(order: Order, head: dict[str, str], lines: list[Row], shop: str) -> Row:
    """The values of a mail about these lines."""
    row, facts = order.row, order.facts
    locale, francs = row["locale"], head.get("francs", "CHF")

    def cost(amount: float) -> str:
        return money(amount, row["currency"], locale).replace("CHF", francs)

    said = []
    for line in lines:
        total = cost(line["quantity"] * line["price"])
        price = cost(line["price"])
        pattern = head["item"].replace("\\n", "\n").replace("\\t", "\t")
        said.append(pattern.format(q=f"{line['quantity']:.0f}", t=line["title"], sku=line["sku"],
                                   p=price, s=total))  # fmt: skip
    summary = "\n".join(said)
    if head.get("join") == "prose":
        summary = WORDS[locale]["and"].join(filter(None, [", ".join(said[:-1]), said[-1]]))
    placed = row["placed_at"].date()
    low, high = (working_day(placed, days) for days in order.promise)
    ship = head.get("ship", "days")
    if ship == "days":
        when = WORDS[locale]["within"].format(a=order.promise[0], b=order.promise[1])
    else:
        when = said_span(low, high, locale) if ship == "span" else said_date(high, locale, ship)
    points = int(row["total"])
    values: dict[str, Any] = {
        name: cost(amount) if amount or name != "DISCOUNT" else ""
        for name, amount in facts["sums"].items()
    }
    return values | {
        "ORDER_NUMBER": row["order_id"],
        "CUSTOMER_NAME": greeted(row["name"], locale, head["name"]),
        "ORDER_SUMMARY": summary, "ESTIMATED_SHIPPING_TIME": when, "CONTACT_INFO": CONTACTS[shop],
        "ORDER_DATE": said_date(placed, locale, "short" if locale == "de" else "plain"),
        "PAYMENT": row["payment_method"], "SHIPPING_METHOD": row["shipping_method"],
        "INVOICE_NUMBER": facts["invoice"], "CUSTOMER_NUMBER": facts["customer"],
        "POINTS": str(points), "POINTS_BALANCE": str(facts["balance"] + points),
        "REC_SMALL": cost(18),
        "REC_LARGE": cost(42.5),
        "GIFT": WORDS[locale]["gift"] if facts["gift"] else "",
    }  # fmt: skip


def ship_slots(values: Row, head: dict[str, str], locale: str) -> None:
    """The parcel's values, as this layout says them."""
    first, last, style = values["first"], values["last"], head["eta"]
    eta = said_span(first, last, locale) if style == "span" else said_date(last, locale, style)
    values["ESTIMATED_DELIVERY_DATE"] = eta
    if values["PARCEL"]:
        number, of = values["PARCEL"].split("|")
        values["PARCEL"] = WORDS[locale]["parcel"].format(a=number, b=of)
    if head.get("carrier") == "service":
        values["CARRIER"] = SERVICES.get(values["CARRIER"], values["CARRIER"])
    if head.get("number") == "spaced":
        code = values["TRACKING_NUMBER"]
        values["TRACKING_NUMBER"] = " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def filled(text: str, values: Row) -> str:
    return SLOT.sub(lambda found: values[found[1]], text)


def rendered(layout: Layout, values: Row) -> tuple[str, str, list[tuple[str, str]]]:
    """The plain part, the HTML part as read, and its links."""
    kept = []
    for line in layout.text.split("\n"):
        if line.startswith("?"):
            slot, line = line[1:].split(" ", 1)
            if not values.get(slot):
                continue
        kept.append(line)
    text = filled("\n".join(kept), values)
    plain = ANCHOR.sub(lambda found: f"{found[1]}: {found[2]}", text)
    lines = (re.sub("[ \t]+", " ", line).strip(" ") for line in ANCHOR.sub(r"\1", text).split("\n"))
    html = "\n".join(line for line in lines if line.strip("- "))
    return plain, html, [(found[1], found[2]) for found in ANCHOR.finditer(text)]


def is_loud(text: str) -> bool:
    """Many words in capitals, which would be no friendly mail."""
    words = re.findall(r"[^\W_]*[^\W\d_][^\W_]*", text)
    return sum(len(w) > 1 and w.isupper() for w in words) > 0.12 * len(words)


def composed(
    order: Order, layout: Layout, lines: list[Row], rng: random.Random, shop: str, more: Row
) -> tuple[str, tuple[str, str, list[tuple[str, str]]]]:
    """Subject and parts of a mail; an address in capitals only where the rest is calm."""
    head, row, locale = layout.head, order.row, order.row["locale"]
    values = {**slots(order, head, lines, shop), **more}
    if more:
        ship_slots(values, head, locale)
    hows = [rng.choice(["same", "same", "short", "fold", "upper"]), "city", "same"]
    if head["address"] == "upper":
        hows[0] = "upper"
    with_land = rng.random() < 0.6
    parts = ("", "", [])
    for how in hows:
        said = address(row, locale, head["address"], how, with_land)
        parts = rendered(layout, {**values, "SHIPPING_ADDRESS": said})
        if not is_loud(parts[1]):
            break
    return filled(head["subject"], values), parts
