"""Mails that belong together: by reference, ticket, order, same words; last by likelihood.

Automated order mails are messages to the customer like any other: what a customer asks about an
order goes on from its confirmation.
"""

from datetime import timedelta

from .confirmations import local_day
from .messages import Message, Talk
from .references import parents
from .seeds import Seeds
from .shop import Shop


class Talks:
    """Conversations as they grow, message by message, the oldest first."""

    def __init__(self, shop: Shop, seeds: Seeds, messages: list[Message]) -> None:
        self.shop, self.seeds = shop, seeds
        self.parents = parents(messages)
        self.early: dict[str, list[Message]] = {}  # answers dated before what they answer
        self.with_whom: dict[str, list[Message]] = {}  # who -> messages so far
        for message in messages:
            self.put(message)

    def put(self, message: Message) -> None:
        parent = self.parents.get(message.id)
        is_early = parent is not None and parent.talk is None
        if parent and is_early:
            self.early.setdefault(parent.id, []).append(message)
            parent = None
        message.parent = parent
        talk = parent.talk if parent else None
        if talk and self.is_new_topic(message, talk):
            talk, message.how, message.parent = Talk(), "first", None
        elif talk:
            message.how = "reference"
        elif not is_early:
            talk, message.how = self.without_reference(message)
        self.join(message, talk or Talk())
        for answer in self.early.pop(message.id, []):
            self.unite(message, answer)
        for who in message.outside:
            self.with_whom.setdefault(who, []).append(message)

    def join(self, message: Message, talk: Talk) -> None:
        message.talk = talk
        talk.messages.append(message)

    def unite(self, message: Message, answer: Message) -> None:
        """The answer came, by its clock, before what it answers: two conversations are one."""
        older, newer = answer.talk, message.talk
        if answer.parent is None and message.parent is not answer:
            answer.parent, answer.how = message, "reference"
        if older is None or newer is None or older is newer:
            return
        message.how = "reference" if message.how == "first" else message.how
        for one in newer.messages:
            self.join(one, older)

    def is_new_topic(self, message: Message, talk: Talk) -> bool:
        """A customer who names another order than the one so far, or writes after a long while."""
        if message.part not in ("customer", "thanks"):
            return False
        so_far = talk.named_orders()
        if set(message.orders) & so_far:
            return False
        if len(message.orders) == 1 and len(so_far) == 1:
            return True
        return message.at - talk.last_before(message) > self.within("conversation_within", message)

    def without_reference(self, message: Message) -> tuple[Talk | None, str]:
        before = [
            other
            for who in sorted(message.outside)
            for other in self.with_whom.get(who, [])
            if other.talk
        ]
        before.sort(key=lambda one: one.at, reverse=True)
        for how, fits in (
            ("ticket", self.same_ticket),
            ("order", self.same_order),
            ("same_words", self.same_words),
            ("likely", self.is_likely),
        ):
            if found := next((one for one in before if fits(message, one)), None):
                return found.talk, how
        return None, "first"

    def same_ticket(self, message: Message, other: Message) -> bool:
        return bool(message.named.ticket) and message.named.ticket == other.named.ticket

    def same_order(self, message: Message, other: Message) -> bool:
        if not set(message.orders) & set(other.orders) or other.talk is None:
            return False
        last = other.talk.last_before(message)
        return message.at - last <= self.within("conversation_within", message)

    def same_words(self, message: Message, other: Message) -> bool:
        return (
            message.part in ("customer", "thanks")
            and other.part in ("customer", "thanks")
            and bool(message.named.words)
            and message.named.bare_subject == other.named.bare_subject
            and message.named.words.split() == other.named.words.split()
            and message.at - other.at <= self.within("same_message_within", message)
        )

    def is_likely(self, message: Message, other: Message) -> bool:
        """No link at all, and no order named: the youngest talk with that customer and order.

        What people wrote, that is: an order's own mails keep no talk alive.
        """
        if message.part not in ("customer", "human") or message.orders:
            return False
        if other.part not in ("customer", "human"):
            return False
        order = message.order_by_time()
        if order is None and message.part == "customer":
            return False
        about = other.order_in_thread() or other.order_by_time()
        is_near = message.at - other.at <= self.within("likely_within", message)
        return is_near and order in (None, about)

    def within(self, name: str, message: Message) -> timedelta:
        return self.seeds.seconds(name, self.shop.name, local_day(message.at, self.shop.zone))


def conversations(talks: list[Message]) -> dict[str, dict]:
    """Message-ID of what people wrote -> root and how."""
    return {
        one.id: {"root_id": root.id.strip("<>"), "how": "first" if one is root else one.how}
        for one in talks
        if one.part in ("customer", "thanks", "human") and one.outside
        if one.talk and (root := one.talk.root)
    }
