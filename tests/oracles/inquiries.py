"""The inquiries of a shop, in one go: kinds, conversations, waits and escalations."""

from dataclasses import dataclass, field
from datetime import datetime

from .clocks import Clock
from .conversations import Talks, conversations
from .decisions import Decision
from .escalations import Escalations
from .hours import Hours
from .mails import Mail
from .messages import messages_of
from .outcomes import judged
from .people import People
from .seeds import Seeds
from .shop import Shop
from .waits import Waits


@dataclass
class Inquiries:
    """By Message-ID; a wait and its escalation by that of the wait's first message."""

    kinds: dict[str, dict] = field(default_factory=dict)
    conversations: dict[str, dict] = field(default_factory=dict)
    waits: dict[str, dict] = field(default_factory=dict)
    escalations: dict[str, dict] = field(default_factory=dict)
    replies: list[tuple[Mail, str | None, datetime, str]] = field(default_factory=list)
    # of people: mail, order, time and own words


def inquiries(
    shop: Shop, seeds: Seeds, decisions: dict[tuple[str, str], Decision], until: datetime
) -> Inquiries:
    people = People.of(shop, seeds)
    clock = Clock(shop.zone, Hours(shop.name, seeds.hours).windows)
    messages = messages_of(shop, people, decisions)
    Talks(shop, seeds, messages)
    waits = Waits(shop, messages, decisions, people.is_form).found
    told = [(wait, judged(shop, seeds, clock, wait)) for wait in waits]
    signs = Escalations(shop, seeds, clock, messages, decisions, until)
    return Inquiries(
        {one.id: {"kind": one.kind} for one in messages if one.is_incoming},
        conversations(messages),
        {wait.id: facts for wait, facts in told},
        signs.rows(told),
        [(one.mail, one.order_in_thread() or one.order_by_time(), one.at, one.named.words)
         for one in messages if one.part == "human"],
    )  # fmt: skip
