"""What the shop system writes into a template's slots about the order, from its record."""

from datetime import date, datetime
from random import Random
from typing import Any

from .cast import NORDLICHT, Brand
from .events import Order, OrderMail, Stated
from .loads import wanted_lines
from .order_versions import record_at
from .part_versions import line_at
from .spellings import other_spelling, shown_name
from .wording import long_date, short_date, table

SIGNS = {"GBP": "£"}  # the first brand writes its currency's code
PHONES = {"nordlicht": "040 66969 120", "fjordkind": "0117 496 0115"}
Row = dict[str, Any]


def order_slots(
    order: Order, sent: OrderMail, language: str, version: str, random: Random
) -> dict[str, str]:
    """As the record stands when the mail is sent, or first, where there is none yet."""
    at = max(sent.accepted_at, order.first_version_at)
    record, words = record_at(order, at), table("slot_words")[language]
    return {
        "CUSTOMER_NAME": shown_name(order, language, random),
        "ORDER_NUMBER": order.order_id,
        "ORDER_SUMMARY": _summary(order, sent, at, language),
        "ORDER_TOTAL": money(record["total"], order.brand, language),
        "SHIPPING_ADDRESS": _address(order, record, random),
        "ESTIMATED_SHIPPING_TIME": _departure(order, sent, words, language),
        "CONTACT_INFO": contact(order.brand, words, version),
    }


def money(amount: float, brand: Brand, language: str) -> str:
    """1.234,50 EUR in German and Spanish, 1 234,50 in French, EUR 1,234.50 in English."""
    sign = SIGNS.get(brand.currency, brand.currency)
    text = f"{amount:,.2f}"
    if language != "en":
        thousands = "\u202f" if language == "fr" else "."
        text = text.replace(",", "|").replace(".", ",").replace("|", thousands)
    elif brand is NORDLICHT:
        sign += " "
    return table("slot_words")[language]["money"].format(amount=text, sign=sign)


def contact(brand: Brand, words: dict, version: str) -> str:
    """The second version also names a telephone."""
    if version == "1":
        return brand.support
    return words["or_call"].format(support=brand.support, phone=PHONES[brand.shop])


def _summary(order: Order, sent: OrderMail, at: datetime, language: str) -> str:
    """Nothing where the record does not tell what was ordered."""
    numbers = [n for parcel in sent.parcels for n in parcel.lines] or wanted_lines(order)
    if not sent.parcels:
        numbers = range(1, len(order.last_items) + 1)
    lines = [line for n in sorted(set(numbers)) if (line := line_at(order, n, at))]
    return "\n".join(_line(line, order.brand, language) for line in lines
                     if line["quantity"] and line["title"])  # fmt: skip


def _line(line: Row, brand: Brand, language: str) -> str:
    price = money(line["price"], brand, language)
    if brand is NORDLICHT:
        return f"{line['quantity']} × {line['title']} – {price}"
    return f"{line['title']} x {line['quantity']} – {price}"


def _address(order: Order, record: Row, random: Random) -> str:
    if order.pickup_point:
        return order.pickup_point
    place = (record["street"], f"{record['postcode']} {record['city']}".strip())
    if not any(place):
        return ""  # of a download nobody asked where to
    if random.random() < 0.04:
        place = tuple(other_spelling(one, random) for one in place)
    lines = (record["name"], *place, record["country"])
    return "\n".join(line for line in lines if line)


def _departure(order: Order, sent: OrderMail, words: dict, language: str) -> str:
    stated = next((one for one in sent.stated if one.kind == "ship"), None)
    if stated:
        return stated_text(stated, words, language)
    if order.fulfilment != "ship":
        return words[order.fulfilment]
    return words["after_payment" if order.payment == "prepayment" else "no_day"]


def stated_text(stated: Stated, words: dict, language: str) -> str:
    """A day, from day to day, or working days."""
    if stated.working_days:
        fewest, most = stated.working_days
        return words["working_days"].format(fewest=fewest, most=most)
    assert stated.last
    last = day_text(stated.last, language, is_long=stated.is_long)
    if stated.first is None:
        return last
    first = day_text(stated.first, language, is_long=stated.is_long)
    return words["span"].format(first=first, last=last)


def day_text(day: date, language: str, *, is_long: bool = False) -> str:
    return (long_date if is_long else short_date)(day, language)
