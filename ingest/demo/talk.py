"""A conversation between a customer and the shop, letter by letter."""

from datetime import datetime, timedelta

from .cast import FJORDKIND
from .clock import seconds
from .events import Bounced, Letter, OrderMail
from .ids import message_id
from .post import Post
from .topics import topic_again, topic_of, topic_of_reminder, topic_of_reply
from .undelivered import refused_for_good

SERVICE = ("Fjordkind Service", "service@fjordkind.example")
STORES = {"nordlicht": "lager@nordlicht.example", "fjordkind": "warehouse@fjordkind.example"}


class Talk(Post):
    """The moves of both sides."""

    def ask(self, at: datetime, *, may_use_form: bool = True) -> Letter:
        replied = self._mail_to_answer(at)
        letter = self.from_customer("inquiry", at, replied)
        letter.topic = self._topic(at)
        letter.names_order = self.order is not None and self.random.random() < 0.8
        if may_use_form and replied is None and self.random.random() < 0.14:
            letter.kind = self.random.choices(("form", "service_form"), (3, 2))[0]
        elif self.random.random() < 0.03:
            letter.copies = 2  # sent to two of our addresses
        return letter

    @property
    def asked_topic(self) -> str:
        """What the customer asked last."""
        return [one.topic for one in self.letters if one.is_incoming and one.kind != "thanks"][-1]

    def _topic(self, at: datetime) -> str:
        """On the last day a depot stands still, and many ask the same."""
        if at > self.script.until - timedelta(hours=30) and self.random.random() < 0.6:
            return "where"
        return topic_of(self.order, at, self.random)

    def ask_plainly(self, at: datetime) -> Letter:
        """A new mail from the order's own address that names the order."""
        assert self.order
        self.person, self.is_known = self.order.customer, True
        letter = self.from_customer("inquiry", at, None)
        letter.topic, letter.names_order = self._topic(at), True
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
        topic = topic_again(self.asked_topic, self.random)
        letter = self.from_customer("inquiry", at, ours)
        letter.topic = topic
        if self.order and self.random.random() < 0.06:
            letter.answers, letter.references, letter.names_order = None, [], True
            letter.topic = "where"
        return letter

    def remind(self, at: datetime) -> Letter:
        is_fresh = self.letters[0].names_order and self.random.random() < 0.12
        letter = self.from_customer("reminder", at, None if is_fresh else self.letters[-1])
        letter.topic = topic_of_reminder(self.letters[0].topic, self.random)
        letter.names_order = is_fresh
        return letter

    def thank(self, at: datetime) -> None:
        if at < self.script.until:
            self.from_customer("thanks", at, self.letters[-1]).topic = "thanks"

    def quote_unseen(self, at: datetime, *, thanks: bool) -> Letter:
        """The customer answers a mail of ours that went out past every folder we read."""
        topic = "thanks" if thanks else topic_again(self.asked_topic, self.random)
        letter = self.from_customer("thanks" if thanks else "inquiry", at, self.letters[-1])
        letter.topic = topic
        letter.unseen_id = message_id(self.brand.domain, at - seconds(1200), self.random)
        letter.references.append(letter.unseen_id)
        return letter

    def acknowledge(self, at: datetime) -> Letter:
        """Our own bot's receipt; it never stops the clock."""
        at += seconds(self.random.randrange(2, 60))
        letter = self.from_us("bot", at, self.brand.support, self.brand.name)
        letter.topic = "bot"
        return letter

    def answer(self, at: datetime) -> Letter:
        name, address, folder = self.brand.name, self.brand.support, "Sent"
        draw = self.random.random()
        if draw < 0.2:
            name, address = self.random.choice(self.brand.staff)
        elif self.brand is FJORDKIND and draw < 0.45 and at > self.script.service_from:
            (name, address), folder = SERVICE, "Service"
        letter = self.from_us("reply", at, address, name)
        letter.folder, letter.topic = folder, topic_of_reply(self.asked_topic)
        asked = self.letters[0]
        if asked.kind != "reply" and asked.names_order and self.is_known and draw > 0.93:
            letter.answers, letter.references, letter.names_order = None, [], True
        return letter

    def answer_in_vain(self, at: datetime) -> None:
        """An answer that came back: the customer still waits."""
        letter = self.answer(at)
        letter.delivery = refused_for_good(at, self.random)
        is_hard = letter.delivery.status.startswith("5.1.")  # the address itself
        self.script.bounces.append(Bounced(letter.message_id, is_hard))

    def answer_unread(self, at: datetime) -> None:
        """A true answer, sent before we read that mailbox: nobody can know of it."""
        if at < self.script.service_from - timedelta(minutes=1):
            letter = self.from_us("reply", at, SERVICE[1], SERVICE[0])
            letter.folder, letter.topic = "Service", topic_of_reply(self.asked_topic)

    def forward(self, at: datetime) -> None:
        """To a colleague, on the customer's thread: no answer to the customer."""
        name, address = self.brand.staff[0]
        letter = self.from_us("forward", at, address, name)
        letter.to = ("Team", STORES[self.brand.shop])
        letter.topic = "forward"
