"""A conversation between a customer and the shop, letter by letter."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from .cast import FJORDKIND, Brand, Casting, Customer
from .clock import seconds
from .events import Bounced, Letter, Order, OrderMail, Script, Wait
from .ids import message_id
from .topics import topic_of
from .undelivered import refused_for_good

SERVICE = ("Fjordkind Service", "service@fjordkind.example")
STORES = {"nordlicht": "lager@nordlicht.example", "fjordkind": "warehouse@fjordkind.example"}


@dataclass
class Talk:
    script: Script
    brand: Brand
    order: Order | None
    random: Random
    casting: Casting
    letters: list[Letter] = field(default_factory=list)
    is_known: bool = True  # the customer writes from the address of the order

    def __post_init__(self) -> None:
        drawn = self.random.choices(*zip(*self.brand.languages.items(), strict=True))[0]
        self.person: Customer = self.order.customer if self.order else self.casting.customer(drawn)
        self.language = self.person.language
        if self.order and self.random.random() < 0.06:
            self.person, self.is_known = self.casting.customer(self.language), False

    def ask(self, at: datetime) -> Letter:
        replied = self._mail_to_answer(at)
        letter = self._from_customer("inquiry", at, replied)
        letter.topic = topic_of(self.order, at, self.random)
        letter.names_order = self.order is not None and self.random.random() < 0.8
        if replied is None and self.random.random() < 0.11:
            letter.kind = "form"
        elif self.random.random() < 0.03:
            letter.copies = 2  # sent to two of our addresses
        return letter

    def _mail_to_answer(self, at: datetime) -> OrderMail | None:
        if self.order is None or not self.is_known or self.random.random() < 0.6:
            return None
        mails = [mail for mail in self.order.mails if mail.accepted_at < at - timedelta(minutes=2)]
        arrived = [mail for mail in mails if mail.delivery.state == "delivered"]
        return self.random.choice(arrived) if arrived else None

    def ask_again(self, at: datetime) -> Letter:
        """Mostly an answer to our last answer; Outlook users may start a thread of their own."""
        ours = [one for one in self.letters if one.kind == "reply"][-1]
        letter = self._from_customer("inquiry", at, ours)
        letter.topic = "again"
        if self.order and self.random.random() < 0.06:
            letter.answers, letter.references, letter.names_order = None, [], True
            letter.topic = "where"
        return letter

    def remind(self, at: datetime) -> Letter:
        is_fresh = self.letters[0].names_order and self.random.random() < 0.12
        letter = self._from_customer("reminder", at, None if is_fresh else self.letters[-1])
        letter.topic, letter.names_order = "reminder", is_fresh
        return letter

    def thank(self, at: datetime) -> None:
        if at < self.script.until:
            self._from_customer("thanks", at, self.letters[-1]).topic = "thanks"

    def quote_unseen(self, at: datetime, *, thanks: bool) -> Letter:
        """The customer answers a mail of ours that went out past every folder we read."""
        letter = self._from_customer("thanks" if thanks else "inquiry", at, self.letters[-1])
        letter.topic = "thanks" if thanks else "again"
        letter.unseen_id = message_id(self.brand.domain, at - seconds(1200), self.random)
        letter.references.append(letter.unseen_id)
        return letter

    def acknowledge(self, at: datetime) -> Letter:
        """Our own bot's receipt; it never stops the clock."""
        at += seconds(self.random.randrange(2, 60))
        letter = self._from_us("bot", at, self.brand.support, self.brand.name)
        letter.topic = "bot"
        return letter

    def answer(self, at: datetime) -> Letter:
        name, address, folder = self.brand.name, self.brand.support, "Sent"
        draw = self.random.random()
        if draw < 0.2:
            name, address = self.random.choice(self.brand.staff)
        elif self.brand is FJORDKIND and draw < 0.45 and at > self.script.service_from:
            (name, address), folder = SERVICE, "Service"
        letter = self._from_us("reply", at, address, name)
        letter.folder = folder
        asked = self.letters[0]
        if asked.kind != "reply" and asked.names_order and self.is_known and draw > 0.93:
            letter.answers, letter.references, letter.names_order = None, [], True
        return letter

    def answer_in_vain(self, at: datetime) -> None:
        """An answer that came back: the customer still waits."""
        letter = self.answer(at)
        letter.delivery = refused_for_good(at, self.random)
        self.script.bounces.append(Bounced(letter.message_id, is_hard=True))

    def answer_unread(self, at: datetime) -> None:
        """A true answer, sent before we read that mailbox: nobody can know of it."""
        if at < self.script.service_from - timedelta(minutes=1):
            letter = self._from_us("reply", at, SERVICE[1], SERVICE[0])
            letter.folder = "Service"

    def forward(self, at: datetime) -> None:
        """To a colleague, on the customer's thread: no answer to the customer."""
        name, address = self.brand.staff[0]
        letter = self._from_us("forward", at, address, name)
        letter.to = ("", STORES[self.brand.shop])
        letter.topic = "forward"

    def wait(self, first: Letter, states: list, answered_at: datetime | None = None) -> None:
        self.script.waits.append(Wait(first, answered_at, states))

    def _from_customer(self, kind: str, at: datetime, to: Letter | OrderMail | None) -> Letter:
        host = self.person.address.partition("@")[2]
        new_id = message_id(host, at, self.random)
        sender = (self.person.name, self.person.address)
        ours = (self.brand.name, self.brand.support)
        return self._kept(Letter(kind, at, new_id, sender, ours, "INBOX", self.brand), to)

    def _from_us(self, kind: str, at: datetime, address: str, name: str) -> Letter:
        new_id = message_id(self.brand.domain, at, self.random)
        to = (self.person.name, self.person.address)
        asked = [one for one in self.letters if one.folder == "INBOX"][-1]
        return self._kept(Letter(kind, at, new_id, (name, address), to, "Sent", self.brand), asked)

    def _kept(self, letter: Letter, to: Letter | OrderMail | None) -> Letter:
        letter.order, letter.language = self.order, self.language
        letter.answers = to
        if to is not None:
            earlier = to.references if isinstance(to, Letter) else []
            letter.references = [*earlier, to.message_id]
        self.letters.append(letter)
        self.script.letters.append(letter)
        return letter
