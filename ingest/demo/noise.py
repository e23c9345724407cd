"""Reports about mails of ours that did not arrive, or not yet, and absences met by answers."""

from random import Random

from .cast import FJORDKIND, Brand
from .clock import seconds
from .events import Letter, Order, OrderMail, Script
from .ids import message_id
from .machines import answer


def plan_noise(script: Script, random: Random) -> None:
    for order in script.orders:
        for mail in order.mails:
            if mail.delivery.state != "delivered":
                _report(mail, order.brand, order.brand.bounce_to, script, random).order = order
            elif order.brand is FJORDKIND and random.random() < 0.006:
                _delay(mail, order, script, random)
    for letter in list(script.letters):
        if letter.delivery.state != "delivered":
            _report(letter, letter.brand, letter.brand.support, script, random)
        elif letter.kind == "reply" and random.random() < 0.03 and letter.order:
            kind = random.choice(("out_of_office", "absence"))
            answer(kind, letter.order, letter, script, random)


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
