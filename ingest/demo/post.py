"""Who writes to whom in a conversation, and how each letter hangs on the one before."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from .cast import Brand, Casting, Customer
from .events import Letter, Order, OrderMail, Script, Wait
from .ids import message_id
from .reply_clocks import Due, due
from .waits import outcomes


@dataclass
class Post:
    script: Script
    brand: Brand
    order: Order | None
    random: Random
    casting: Casting
    letters: list[Letter] = field(default_factory=list)
    is_known: bool = True  # the customer writes from the address of the order
    is_sure: bool = False  # that they do is not left to chance
    stranger_in: str = ""  # language of one who never ordered; drawn without
    scene: str = ""

    def __post_init__(self) -> None:
        self.person: Customer = self.order.customer if self.order else self._stranger()
        self.language = self.person.language
        if self.order and not self.is_sure and self.random.random() < 0.06:
            self.person, self.is_known = self.casting.customer(self.person.language), False

    def _stranger(self) -> Customer:
        languages = self.brand.languages
        drawn = self.random.choices(list(languages), list(languages.values()))[0]
        return self.casting.customer(self.stranger_in or drawn)

    def wait(
        self, first: Letter, answered_at: datetime | None = None, *,
        bot_at: datetime | None = None, elsewhere_at: datetime | None = None,
        unseen_at: datetime | None = None, unknown: bool = False,
    ) -> Wait:  # fmt: skip
        """Write down what became of a question; an earlier end makes a later one idle."""
        due_then, hours = self.due_of(first), self.script.hours[self.brand.shop]
        states = outcomes(
            due_then, answered_at, bot_at=bot_at, elsewhere_at=elsewhere_at, unseen_at=unseen_at,
            unknown=unknown,
        )  # fmt: skip
        wait = Wait(first, due_then, states, scene=self.scene)
        wait.answered_at = min((at for at in (answered_at, elsewhere_at) if at), default=None)
        wait.ended_at = min((at for at in (wait.answered_at, unseen_at) if at), default=None)
        if wait.answered_at:
            wait.business_seconds = hours.between(first.at, wait.answered_at)
        self.script.waits.append(wait)
        return wait

    def due_of(self, first: Letter) -> Due:
        channel = "form" if first.is_form else "email"
        hours = self.script.hours[self.brand.shop]
        return due(first.at, self.brand, channel, self.script.clocks, hours)

    def from_customer(self, kind: str, at: datetime, to: Letter | OrderMail | None) -> Letter:
        host = self.person.address.partition("@")[2]
        new_id = message_id(host, at, self.random)
        sender = (self.person.name, self.person.address)
        ours = (self.brand.name, self.brand.support)
        return self._kept(Letter(kind, at, new_id, sender, ours, "INBOX", self.brand), to)

    def from_us(self, kind: str, at: datetime, address: str, name: str) -> Letter:
        new_id = message_id(self.brand.domain, at, self.random)
        to = (self.person.name, self.person.address)
        asked = [one for one in self.letters if one.is_incoming][-1]
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
