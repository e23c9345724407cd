"""Everything the oracle says about a shop's folder, in one call."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from .bounces import bounces
from .confirmations import confirmations
from .decisions import read_decisions
from .findings import Told, findings, world_of
from .hours import Hours
from .inquiries import inquiries
from .ladder import rung_of
from .letters import Library, read_mails
from .mails import Mail
from .order_notices import order_notices
from .promises import promises
from .rule_world import World
from .seeds import Seeds
from .shipping import shipping_notices
from .shop import Row, read_shops
from .verifications import verifications
from .witnesses import witnesses


@dataclass
class Verdicts:
    """Per table: key -> what the oracle expects there."""

    confirmations: dict[tuple[str, str], dict] = field(default_factory=dict)
    notices: dict[tuple[str, str], dict] = field(default_factory=dict)
    order_notices: dict[tuple[str, str, str], dict] = field(default_factory=dict)
    verifications: dict[tuple[str, str], dict] = field(default_factory=dict)
    promises: dict[tuple, dict] = field(default_factory=dict)
    kinds: dict[str, dict] = field(default_factory=dict)
    conversations: dict[str, dict] = field(default_factory=dict)
    waits: dict[str, dict] = field(default_factory=dict)
    escalations: dict[str, dict] = field(default_factory=dict)
    bounces: dict[tuple[str, str], bool] = field(default_factory=dict)
    witnesses: dict[tuple[str, str], dict] = field(default_factory=dict)
    findings: dict[tuple[str, str, str, str], dict] = field(default_factory=dict)


def judge(folder: Path, until: datetime, read_until: dict[str, datetime] | None = None) -> Verdicts:
    """`until` is when every path was polled; `read_until` overrides it for single paths."""
    seeds, found, decisions = Seeds(folder), Verdicts(), read_decisions(folder, until)
    for shop in read_shops(folder, until).values():
        for seen in shop.paths:
            seen.read_until = (read_until or {}).get(seen.path, seen.read_until)
        shop.is_closed = Hours(shop.name, seeds.hours).is_closed
        read_as = read_mails(shop, library := Library.of(folder, shop))
        world = world_of(shop, seeds, library, read_as)
        confirmed = confirmations(shop, seeds)
        noticed = shipping_notices(shop, seeds, Ladder(world).rung_of)
        promised = promises(shop)
        asked = inquiries(shop, seeds, decisions, until)
        found.confirmations |= confirmed
        found.notices |= noticed
        found.order_notices |= order_notices(shop, seeds)
        found.verifications |= verifications(shop)
        found.promises |= promised
        found.kinds |= asked.kinds
        found.conversations |= asked.conversations
        found.waits |= asked.waits
        found.escalations |= asked.escalations
        found.witnesses |= witnesses(shop, seeds)
        for one in bounces(shop):
            found.bounces[one.original_message_id, one.recipient] = one.is_hard
        told = Told(confirmed, noticed, promised, asked.waits, asked.replies)
        found.findings |= findings(world, told)
    return found


class Ladder:
    """Rungs by mail."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.letters = {one.mail.message_id: one for one in world.letters}

    def rung_of(self, mail: Mail, parcel: Row) -> str:
        letter = self.letters.get(mail.message_id)
        return rung_of(letter, parcel, self.world) if letter else "mail"
