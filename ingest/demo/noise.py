"""What else lands in the support mailbox: delivery reports, absences, newsletters, colleagues."""

from datetime import timedelta
from random import Random

from .cast import BRANDS, FJORDKIND, Brand
from .clock import Rhythm, seconds
from .events import Letter, Order, OrderMail, Script
from .ids import message_id
from .orders import quota

SENDERS = {
    "bulk": (("Outdoor Trade Weekly", "news@tradeweekly.example"), ("Messe", "info@messe.example")),
    "spam": (("Rank Booster", "offer@rankbooster.example"), ("Dr. Vance", "vance@prize.example")),
}


def plan_noise(script: Script, count: int, random: Random) -> None:
    for order in script.orders:
        for mail in order.mails:
            if mail.delivery.state != "delivered":
                _report(mail, order.brand, order.brand.bounce_to, script, random).order = order
            elif random.random() < 0.008 and _is_readable(order, mail, script):
                _absence(order, mail, script, random)
            elif order.brand is FJORDKIND and random.random() < 0.006:
                _delay(mail, order, script, random)
    for letter in list(script.letters):
        if letter.delivery.state != "delivered":
            _report(letter, letter.brand, letter.brand.support, script, random)
        elif letter.kind == "reply" and random.random() < 0.03 and letter.order:
            _absence(letter.order, letter, script, random)
    for brand in BRANDS:
        rhythm = Rhythm(script.start, script.until, brand.zone, random)
        for _ in range(quota(count)):
            for kind in ("bulk", "spam", "internal"):
                _stray(kind, brand, rhythm, script, random)


def _is_readable(order: Order, mail: OrderMail, script: Script) -> bool:
    return script.readable_from[order.brand.shop] < mail.accepted_at < script.until - _HOUR


_HOUR = timedelta(hours=1)


def _report(
    mail: OrderMail | Letter, brand: Brand, to: str, script: Script, random: Random
) -> Letter:
    assert mail.delivery.final_at
    host = "mail.nordlicht.example" if brand.shop == "nordlicht" else "sendgate.example"
    at = mail.delivery.final_at
    sender = ("Mail Delivery System", f"MAILER-DAEMON@{host}")
    new_id = message_id(host, at, random)
    letter = Letter("bounce", at, new_id, sender, ("", to), "INBOX", brand, about=mail)
    script.letters.append(letter)
    return letter


def _delay(mail: OrderMail, order: Order, script: Script, random: Random) -> None:
    """The provider is still trying; it will succeed."""
    at = mail.accepted_at + seconds(14_500)
    sender = ("Mail Delivery System", "MAILER-DAEMON@sendgate.example")
    new_id = message_id("sendgate.example", at, random)
    to = ("", order.brand.bounce_to)
    letter = Letter("bounce", at, new_id, sender, to, "INBOX", order.brand, order=order, about=mail)
    letter.topic = "delayed"
    script.letters.append(letter)


def _absence(order: Order, mail: OrderMail | Letter, script: Script, random: Random) -> None:
    at = mail.accepted_at + seconds(random.randrange(3, 90))
    name, address = (order.customer.name, order.customer.address)
    if isinstance(mail, Letter):
        name, address = mail.to
    new_id = message_id(address.partition("@")[2], at, random)
    to = (order.brand.name, order.brand.support)
    script.letters.append(
        Letter(
            "out_of_office",
            at,
            new_id,
            (name, address),
            to,
            "INBOX",
            order.brand,
            language=order.customer.language,
            topic="out_of_office",
            order=order,
            answers=mail,
            references=[mail.message_id],
        )
    )


def _stray(kind: str, brand: Brand, rhythm: Rhythm, script: Script, random: Random) -> None:
    at = rhythm.moment()
    sender = random.choice(brand.staff if kind == "internal" else SENDERS[kind])
    new_id = message_id(sender[1].partition("@")[2], at, random)
    language = "de" if brand.shop == "nordlicht" else "en"
    letter = Letter(kind, at, new_id, sender, (brand.name, brand.support), "INBOX", brand)
    letter.language, letter.topic = language, kind
    letter.is_nameless = kind == "spam" and random.random() < 0.3
    script.letters.append(letter)
