"""Every mail of a shop as one message: when it happened, who speaks, with whom, about what."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from .furniture import RECEIPT
from .incoming import Decisions, incoming_kinds
from .mails import Mail
from .people import People
from .recognise import REPLY, accepted_at, kind_of
from .shop import Shop
from .tokens import Named

REPLIES = {"replies", "sent"}


@dataclass
class Message:
    """One mail. `part`: customer, human or bot; None where it takes no part in an inquiry."""

    mail: Mail
    at: datetime
    part: str | None
    kind: str  # of an incoming mail; of ours: human, bot, bulk, order_mail
    customer: str | None  # who asks, where a customer speaks
    outside: set[str]
    named: Named
    is_incoming: bool
    how: str = "first"
    parent: "Message | None" = None
    talk: "Talk | None" = None

    @property
    def id(self) -> str:
        return self.mail.message_id

    @property
    def orders(self) -> list[str]:
        if self.part is None and self.named.in_subject:
            return self.named.in_subject  # of an order mail nobody needs to read more
        return self.named.orders

    def order_in_thread(self) -> str | None:
        """What it names, else what the mail that it answers names, and so on."""
        one, seen = self, set()
        while one and one.id not in seen:
            if one.orders:
                return one.orders[0]
            seen.add(one.id)
            one = one.parent
        return None

    def order_by_time(self) -> str | None:
        """Where nothing is named: the newest order of the one customer on it."""
        whom = [self.customer] if self.customer else sorted(self.outside)
        found = [one for one in map(self.named.order_by_time, filter(None, whom)) if one]
        return found[0] if found else None


@dataclass
class Talk:
    """A conversation; the oldest message is its root."""

    messages: list[Message] = field(default_factory=list)

    @property
    def root(self) -> Message:
        return min(self.messages, key=order_of_time)

    def named_orders(self) -> set[str]:
        return {order for one in self.messages for order in one.orders}

    def last_before(self, message: Message) -> datetime:
        return max(one.at for one in self.messages if one is not message)


def order_of_time(message: Message) -> tuple:
    """What a customer wrote in the same second as our answer came before it."""
    return (message.at, message.part != "customer", message.id)


def messages_of(shop: Shop, people: People, decisions: Decisions) -> list[Message]:
    """Oldest first."""
    named = {key: Named(mail, shop) for key, mail in shop.mails.items()}
    kinds = incoming_kinds(shop, people, named, decisions)
    found = []
    for key, mail in shop.mails.items():
        kind = kinds.get(key) or kind_of_ours(mail, shop, named[key])
        at = mail.received_at if key in kinds else accepted_at(mail, shop)
        customer = people.customer(mail) if key in kinds else None
        part = {"inquiry": "customer", "no_answer_needed": "thanks", "human": "human",
                "bot": "bot"}.get(kind)  # fmt: skip
        if customer is None and part in ("customer", "thanks"):
            part = None
        found.append(Message(mail, at, part, kind, customer, people.outside(mail), named[key],
                             key in kinds))  # fmt: skip
    return sorted(found, key=order_of_time)


def kind_of_ours(mail: Mail, shop: Shop, named: Named) -> str:
    """A person's mail lies where people's sent mail lies; in an archive, only as an answer."""
    about = kind_of(mail)
    may_be_receipt = about in ("reply", "other") and mail.roles & (REPLIES | {"archive"})
    if mail.is_auto or (may_be_receipt and is_receipt(named.words)):
        return "bot"
    if mail.roles & REPLIES or (about == "reply" and answers_customer(mail, shop)):
        return "human"
    return "bulk" if mail.is_bulk and about == "other" else "order_mail"


def is_receipt(words: str) -> bool:
    said = "\n".join(line for line in words.splitlines() if line)
    return bool(RECEIPT.search(re.sub(r"^[^\n]{0,60},\n", "", said)))


def answers_customer(mail: Mail, shop: Shop) -> bool:
    """A subject with Re: that names a mail which somebody from outside sent us."""
    asked = (shop.mails.get(one) for one in mail.references)
    return bool(REPLY.match(mail.subject)) and any(
        one and "inbox" in one.roles and not shop.is_own(one.sender) for one in asked
    )
