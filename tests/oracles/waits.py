"""From a customer's oldest unanswered message to the first human answer."""

from dataclasses import dataclass, field
from datetime import datetime

from .bounces import failed
from .decisions import Decision, moment_of
from .messages import Message
from .shop import Shop


@dataclass
class Wait:
    """One customer who asked in one conversation, until somebody answered."""

    who: str
    asked: list[Message]
    asked_by: str  # email or form
    answered_at: datetime | None = None
    is_elsewhere: bool = False
    unseen_at: datetime | None = None  # an answer that we never read was quoted in this mail
    has_bot_answer: bool = False
    elsewhere_at: datetime | None = None  # as a person recorded it
    known_ids: set[str] = field(default_factory=set)  # named by mails of the wait so far

    @property
    def id(self) -> str:
        return self.asked[0].id

    @property
    def started_at(self) -> datetime:
        return self.asked[0].at

    def orders(self) -> set[str]:
        return {order for one in self.asked if (order := one.order_in_thread())}


class Waits:
    """All waits of a shop, from its messages in the order of time."""

    def __init__(
        self, shop: Shop, messages: list[Message], decisions: dict[tuple[str, str], Decision],
        is_form,
    ) -> None:  # fmt: skip
        self.shop, self.decisions, self.is_form = shop, decisions, is_form
        self.lost = failed(shop)
        self.found: list[Wait] = []
        self.open: dict[tuple[int, str], Wait] = {}  # (conversation, customer)
        for message in messages:
            if message.part in ("customer", "thanks"):
                self.asks(message)
            elif message.part in ("human", "bot"):
                self.answers(message)
        for wait in list(self.open.values()):
            self.closes_elsewhere(wait, None)

    def asks(self, message: Message) -> None:
        who = message.customer or ""
        key = (id(message.talk), who)
        wait = self.open.get(key)
        if wait and self.closes_elsewhere(wait, message.at):
            wait = None
        if wait and self.quotes_unread(message, wait):
            wait.unseen_at = message.at
            wait = self.open.pop(key) and None
        if message.part == "thanks":
            return
        if wait is None:
            asked_by = "form" if self.is_form(message.mail) else "email"
            wait = self.open[key] = Wait(who, [], asked_by)
            recorded = self.decisions.get(("answered_elsewhere", message.id))
            wait.elsewhere_at = moment_of(recorded)
            self.found.append(wait)
        wait.asked.append(message)
        wait.known_ids |= {message.id, *message.mail.references}

    def answers(self, message: Message) -> None:
        """One answer ends all questions of that customer in its conversation or on its order."""
        about = message.order_in_thread()
        for key, wait in list(self.open.items()):
            if wait.who not in message.mail.recipients or (message.id, wait.who) in self.lost:
                continue  # not to this customer, or it came back: never visible
            if key[0] != id(message.talk) and about not in wait.orders():
                continue
            if message.part == "bot":
                wait.has_bot_answer = True
            elif not self.closes_elsewhere(wait, message.at):
                wait.answered_at = message.at
                del self.open[key]

    def closes_elsewhere(self, wait: Wait, before: datetime | None) -> bool:
        """A person wrote down that the customer was answered, at a time before that of our mail."""
        at = wait.elsewhere_at
        if at is None or at < wait.started_at or (before and at >= before):
            return False
        wait.answered_at, wait.is_elsewhere = at, True
        self.open = {key: one for key, one in self.open.items() if one is not wait}
        return True

    def quotes_unread(self, message: Message, wait: Wait) -> bool:
        """It names a mail of ours that lies in no folder, and that it could not name before."""
        ours = {one for one in message.mail.references
                if one.strip("<>").rpartition("@")[2] in self.shop.domains}  # fmt: skip
        return any(one not in self.shop.mails for one in ours - wait.known_ids)
