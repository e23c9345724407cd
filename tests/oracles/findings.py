"""All 48 rules over one shop, one finding for each (shop, rule, subject, field)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from . import rule_orders as orders
from . import rule_repeats as repeats
from . import rule_tracking as tracking
from .bounces import failed
from .letters import Library, letters
from .mails import Mail
from .records import Others
from .rule_clarity import reply_clarity, template_clarity
from .rule_dates import date_findings
from .rule_marks import mark_findings, silent_slots
from .rule_required import required_findings
from .rule_senders import contact_findings, sender_findings
from .rule_templates import template_findings, truncated
from .rule_values import value_findings
from .rule_world import Found, World
from .seeds import Seeds
from .shop import Shop

Keys = dict[tuple[str, str, str, str], dict]


@dataclass
class Told:
    """What the other parts of the oracle said of this shop."""

    confirmations: dict
    notices: dict
    promises: dict
    waits: dict
    replies: list[tuple[Mail, str | None, datetime, str]] = field(default_factory=list)
    # of people: mail, order, time and own words


def world_of(shop: Shop, seeds: Seeds, library: Library, read_as: dict) -> World:
    return World(shop, seeds, library, letters(shop, read_as), failed(shop), Others.of(shop))


def findings(world: World, told: Told) -> Keys:
    found: Keys = {}
    texts = [(mail, text) for mail, _, _, text in told.replies]
    for one in [*of_orders(world, told), *of_letters(world), *template_clarity(world),
                *reply_clarity(world, texts)]:  # fmt: skip
        key = (world.shop.name, one.rule, one.subject, one.field)
        before = found.get(key, {}).get("severity")
        found[key] = {"rule": one.rule, "severity": worse(before, one.severity)}
    return found


def worse(one: str | None, other: str) -> str:
    return min((one or other, other), key=("critical", "major", "minor").index)


def of_orders(world: World, told: Told) -> Iterable[Found]:
    answers = [(mail.message_id, order, at) for mail, order, at, _ in told.replies]
    answered: dict[str, datetime] = {}
    for _, order, at in answers:
        if order:
            answered[order] = max(at, answered.get(order, at))
    yield from orders.confirmation_findings(world, told.confirmations)
    yield from orders.shipping_findings(world, told.notices)
    yield from orders.sequence_findings(world, told.confirmations)
    yield from orders.split_findings(world, told.notices)
    yield from repeats.repeated_findings(world)
    yield from repeats.after_the_end_findings(world)
    yield from repeats.bounced_findings(world, answers)
    yield from orders.overdue_findings(told.waits)
    yield from orders.promise_findings(told.promises, answered)


def of_letters(world: World) -> Iterable[Found]:
    silent = {}
    for letter in world.letters:
        yield from sender_findings(letter, world)
        yield from template_findings(letter, world)
        yield from mark_findings(letter, world)
        fields = silent[letter.mail.message_id] = silent_slots(letter, world)
        if not truncated(letter):
            yield from required_findings(letter, world)
            yield from value_findings(letter, world, fields)
            yield from date_findings(letter, world, fields)
        yield from tracking.tracking_findings(letter, world, fields)
        if "contact" not in fields:
            yield from contact_findings(letter, world)
    yield from tracking.reused_findings(world, silent)
