"""Waits that were passed on to somebody who can do more, or had to be."""

import re
from datetime import datetime

from .clocks import Clock
from .coverage import needed, present
from .decisions import Decision, moment_of
from .messages import REPLIES, Message
from .seeds import Rows, Seeds
from .shop import Shop
from .waits import Wait

Signs = list[tuple[datetime, int, str]]
HOWS = ("forwarded", "folder", "flag", "helpdesk", "decision")  # ties: in this order


class Escalations:
    """Signs of escalation in a shop's mails, and the desk's."""

    def __init__(
        self, shop: Shop, seeds: Seeds, clock: Clock, messages: list[Message],
        decisions: dict[tuple[str, str], Decision], until: datetime,
    ) -> None:  # fmt: skip
        self.shop, self.seeds, self.clock, self.until = shop, seeds, clock, until
        self.decisions = decisions
        self.forwards = [one for one in messages
                         if shop.is_own(one.mail.sender) and self.goes_up(one)]  # fmt: skip

    def rows(self, waits: list[tuple[Wait, dict]]) -> dict[str, dict]:
        """Message-ID of a wait's first message -> verdict, escalated_at, how."""
        told = [(wait, facts, self.first_sign(wait)) for wait, facts in waits]
        is_seen = any(sign for _, _, sign in told) or any(
            row["shop"] == self.shop.name for row in self.seeds.ways
        )
        found = {}
        for wait, facts, sign in told:
            if verdict := self.verdict(wait, facts, sign, is_seen):
                at, how = sign or (None, None)
                found[wait.id] = {"verdict": verdict, "escalated_at": at, "how": how}
        return found

    def first_sign(self, wait: Wait) -> tuple[datetime, str] | None:
        """The first at or after the question, and before the wait ended."""
        ended_at = wait.answered_at or wait.unseen_at
        signs = [
            (at, HOWS.index(how), how)
            for at, how in self.signs(wait)
            if at >= wait.started_at and (ended_at is None or at < ended_at)
        ]
        return (min(signs)[0], min(signs)[2]) if signs else None

    def signs(self, wait: Wait):
        for one in self.forwards:
            if one.talk is wait.asked[0].talk or self.is_about(one, wait):
                yield one.at, "forwarded"
        ways = self.ways(wait)
        for one in wait.asked:  # read and noticed when everything was: in one go
            for row in ways:
                if row["way"] == "folder" and any(
                    re.search(row["value"], name) for name in one.mail.folders
                ):
                    yield self.until, "folder"
                if row["way"] == "flag" and row["value"].lower() in one.mail.flags:
                    yield self.until, "flag"
        if at := moment_of(self.decisions.get(("escalated", wait.id))):
            yield at, "decision"

    def is_about(self, forward: Message, wait: Wait) -> bool:
        orders = wait.orders() | {one for m in wait.asked if (one := m.order_by_time())}
        return bool(orders & set(forward.orders))

    def goes_up(self, message: Message) -> bool:
        ways = self.seeds.held(self.seeds.ways, self.shop.name, self.clock.local_day(message.at))
        values = [row["value"].lower() for row in ways if row["way"] == "address"]
        return any(
            to == value or (value.endswith("@") and to.startswith(value) and self.shop.is_own(to))
            for to in message.mail.recipients
            for value in values
        )

    def ways(self, wait: Wait) -> Rows:
        day = self.clock.local_day(wait.started_at)
        return self.seeds.held(self.seeds.ways, self.shop.name, day)

    def verdict(self, wait: Wait, facts: dict, sign: tuple | None, is_seen: bool) -> str | None:
        due_at = facts["due_at"]
        day = self.clock.local_day(wait.started_at)
        within = self.seeds.seconds("escalation_target", self.shop.name, day)
        if due_at is None:
            return "in_time" if sign else None
        by_at, ended_at = due_at + within, wait.answered_at or wait.unseen_at
        if sign:
            return "in_time" if sign[0] <= by_at else "late"
        if ended_at:
            if ended_at <= by_at:
                return None
            return "missing" if is_seen and not wait.unseen_at else "unknown"
        now, read_until = present(self.shop.paths), needed(self.shop.paths, REPLIES)[1]
        if facts["outcome"] == "unknown":
            return "unknown" if now and now > due_at else None
        if read_until is None or read_until <= due_at:
            return None
        if not is_seen:
            return "unknown"
        return "missing" if read_until > by_at else "waiting"
