"""Mails that do not arrive: refused at once, after a while, or given up."""

from datetime import datetime
from random import Random

from .cast import Brand
from .clock import seconds
from .events import Delivery

REFUSALS = (
    ("5.1.1", "550 5.1.1 User unknown in virtual mailbox table"),
    ("5.1.1", "550 5.1.1 No such user here"),
    ("5.2.2", "552 5.2.2 Mailbox is full"),
    ("5.7.1", "554 5.7.1 Message rejected by policy"),
)
BUSY = "452 4.2.2 Mailbox is over quota, try again later"


def refused(accepted_at: datetime, brand: Brand, random: Random) -> Delivery:
    """A final failure; the log of the first brand also knows slow ones."""
    draw = random.random()
    if brand.shop != "nordlicht" or draw < 0.7:
        return refused_for_good(accepted_at, random)
    status, reply = random.choice(REFUSALS)
    tries = [accepted_at + seconds(gap) for gap in (3, 600, 1900, 4500)]
    if draw < 0.85:
        return Delivery("bounced", tries, accepted_at + seconds(9000), status, reply)
    return Delivery("expired", tries, accepted_at + seconds(432_300), "4.2.2", BUSY)


def refused_for_good(accepted_at: datetime, random: Random) -> Delivery:
    status, reply = random.choice(REFUSALS)
    return Delivery("bounced", [], accepted_at + seconds(random.randrange(1, 30)), status, reply)


def typo_in(address: str) -> str:
    name, _, host = address.partition("@")
    return f"{name}@{host.replace('.example', 'l.example')}"
