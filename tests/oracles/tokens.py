"""What a mail names: orders, tickets, and its subject without reply words."""

import re
from functools import cached_property

from .mails import Mail
from .own_words import own_words
from .people import People
from .recognise import CALLED, MATCH_WITHIN, NUMBER, accepted_at
from .shop import Shop

IN_TEXT, MARKED = re.compile(NUMBER), re.compile(CALLED + NUMBER)
PREFIX = re.compile(r"^\s*((re|aw|wg|fw|fwd|tr|rv|sv|antw|rif)\s*(\[\d+\])?\s*[:：]\s*)+", re.I)
TICKET = re.compile(
    r"\[#(?P<a>\d{3,})\]|\[(?:ticket|case|request|anfrage|vorgang)[ #:]*(?P<b>\d[\d-]*)\]|"
    r"\((?:case|ticket)[ #:]*(?P<c>\d[\d-]*)\)|##(?P<d>\d{3,})##|\bticket[ #:]+(?P<e>\d[\d-]*\d)\b",
    re.I,
)


class Named:
    """One mail, and what stands in its subject and in the words its writer newly wrote."""

    def __init__(self, mail: Mail, shop: Shop) -> None:
        self.mail, self.shop = mail, shop

    @cached_property
    def words(self) -> str:
        return own_words(self.mail)

    @cached_property
    def bare_subject(self) -> str:
        return " ".join(PREFIX.sub("", self.mail.subject).lower().split())

    @cached_property
    def ticket(self) -> str | None:
        """[#10001] is the order, where there is such an order."""
        found = TICKET.search(self.mail.subject)
        token = next(filter(None, found.groups()), None) if found else None
        return None if token in self.shop.orders else token

    @cached_property
    def in_subject(self) -> list[str]:
        return self.known(IN_TEXT.findall(self.mail.subject))

    @cached_property
    def orders(self) -> list[str]:
        """Subject first. A number that nobody calls an order must be one of the writer's own."""
        called = self.known(MARKED.findall(self.words))
        bare = self.known(IN_TEXT.findall(self.words))
        owned = {row["order_id"] for who in self.people for row in self.shop.orders_of.get(who, [])}
        found = [*self.in_subject, *called, *[one for one in bare if one in owned]]
        return list(dict.fromkeys(found))

    @cached_property
    def people(self) -> set[str]:
        return People(self.shop).outside(self.mail) | ({self.mail.reply_to or ""} - {""})

    def known(self, words: list[str]) -> list[str]:
        return [word for word in words if word in self.shop.orders]

    def order_by_time(self, customer: str) -> str | None:
        """The customer's newest order before the mail, within order_match_window."""
        is_read_first = "inbox" in self.mail.roles
        at = self.mail.received_at if is_read_first else accepted_at(self.mail, self.shop)
        before = [
            (row.times["placed_at"], row["order_id"] or "")
            for row in self.shop.orders_of.get(customer, [])
            if row.times["placed_at"] <= at <= row.times["placed_at"] + MATCH_WITHIN
        ]
        return max(before)[1] if before else None
