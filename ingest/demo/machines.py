"""Mails that nobody waits for: machines' answers, newsletters, offers, spam, colleagues' notes."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

from .cast import BRANDS, Brand
from .clock import Rhythm, seconds
from .events import Letter, Order, OrderMail, Script
from .ids import message_id
from .orders import quota

SENDERS = {
    "bulk": (("Outdoor Trade Weekly", "news@tradeweekly.example"), ("Messe", "info@messe.example")),
    "bulk_text": (("Handel heute", "brief@handel.example"), ("Trade", "letter@trade.example")),
    "offer_list": (("Stoffkontor", "verkauf@stoffe.example"), ("Zips", "sales@zips.example")),
    "spam": (("Rank Booster", "offer@rankbooster.example"), ("Dr. Vance", "vance@prize.example")),
    "spam_text": (("Web Top", "hello@page-one.example"), ("Lottery", "win@prize.example")),
}
SENDERS["spam_status"] = SENDERS["spam_junk"] = SENDERS["spam"]
STRAYS = (*SENDERS, "internal")
ANSWERS = ("out_of_office", "absence", "receipt", "read_receipt", "calendar")
LIKE = {"spam_status": "spam", "spam_junk": "spam"}
HOUR = timedelta(hours=1)


def plan_machines(script: Script, count: int, random: Random) -> None:
    each = max(4, quota(count) // 2)
    for brand in BRANDS:
        languages = list(brand.languages)
        rhythm = Rhythm(script.start, script.until, brand.zone, random)
        for kind in STRAYS:
            for number in range(each):
                language = languages[number % len(languages)]
                _stray(kind, language, brand, rhythm.moment(), script, random)
        for hours in (3, 30):  # the folder is known to be alive
            _stray("spam_junk", languages[0], brand, script.until - hours * HOUR, script, random)
        _answers(brand, each, script, random)


def _answers(brand: Brand, each: int, script: Script, random: Random) -> None:
    """To mails about orders, in every language of the brand."""
    by_language: dict[str, list[Order]] = defaultdict(list)
    for order in script.of(brand.shop):
        by_language[order.customer.language].append(order)
    for orders in by_language.values():
        random.shuffle(orders)
    languages = list(brand.languages)
    for kind in ANSWERS:
        for number in range(each):
            orders = by_language[languages[number % len(languages)]]
            while orders:
                order = orders.pop()
                if mails := [mail for mail in order.mails if is_readable(order, mail, script)]:
                    answer(kind, order, random.choice(mails), script, random)
                    break


def is_readable(order: Order, mail: OrderMail, script: Script) -> bool:
    is_there = mail.delivery.state == "delivered"
    readable_from = script.readable_from[order.brand.shop]
    return is_there and readable_from < mail.accepted_at < script.until - HOUR


def answer(
    kind: str, order: Order, mail: OrderMail | Letter, script: Script, random: Random
) -> None:
    """What a customer's mail program or system sends back, a few seconds later."""
    at = mail.accepted_at + seconds(random.randrange(3, 90))
    name, address = mail.to if isinstance(mail, Letter) else (order.customer.name, mail.recipient)
    new_id = message_id(address.partition("@")[2], at, random)
    to = (order.brand.name, order.brand.support)
    letter = Letter(kind, at, new_id, (name, address), to, "INBOX", order.brand)
    letter.language, letter.topic, letter.order = order.customer.language, kind, order
    if kind in ("out_of_office", "read_receipt") or random.random() < 0.5:
        letter.answers, letter.references = mail, [mail.message_id]
    script.letters.append(letter)


def _stray(
    kind: str, language: str, brand: Brand, at: datetime, script: Script, random: Random
) -> None:
    sender = random.choice(brand.staff if kind == "internal" else SENDERS[kind])
    new_id = message_id(sender[1].partition("@")[2], at, random)
    folder = "Junk" if kind == "spam_junk" else "INBOX"
    letter = Letter(kind, at, new_id, sender, (brand.name, brand.support), folder, brand)
    letter.language, letter.topic = language, LIKE.get(kind, kind)
    letter.is_nameless = kind == "spam" and random.random() < 0.3
    script.letters.append(letter)
