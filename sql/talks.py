"""Conversations as they grow, message by message, the oldest first; everything is numbers.

A message is known by its place in time, a conversation by the place of its oldest message.
Times are microseconds; -1, unknown, is held against nobody.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

HOWS = ("first", "reference", "ticket", "order", "same_words", "likely")
FIRST, REFERENCE, TICKET, ORDER, SAME_WORDS, LIKELY = range(6)
SURE = {"copy": REFERENCE, "in_ticket": TICKET, "twin": TICKET}  # whatever they are about
NONE, SEVERAL, NOT_SEEKING = -1, -2, -3  # in place of an order's number


@dataclass(frozen=True)
class Facts:
    """What is known of each message, at its place; orders and customers are numbers."""

    happened: array
    named: array  # the order it names best, also in what it quotes
    only: array  # the one that it names in the subject and in its own words, or SEVERAL
    likely: array  # the order it is about by its time alone
    customer: array  # only where another message of this customer seeks one
    seeks: array  # of a message without any link: a message on this order, or NONE for on any
    is_customers: bytes
    is_joinable: bytes
    conversation_within: array
    likely_within: array
    before: Mapping[str, array]  # way: the earlier message to which it may belong by it
    is_sure: bytes  # it belongs to one by some of the sure ways
    is_plain: bytes  # it answers one, and nothing speaks for a new topic
    answers: Mapping[int, list[int]]  # of a mail that lies behind its answers by the clocks


class Talks:
    """Union-find; the smallest number of a set is its root and holds what is known of it."""

    def __init__(self, facts: Facts):
        self.facts = facts
        self.parents = array("q", range(len(facts.happened)))
        self.hows = bytearray(len(facts.happened))  # all of them first
        self.last = array("q", facts.happened)
        self.only = array("q", facts.only)
        self.youngest: dict[tuple[int, int], int] = {}  # of a customer and order, or any order

    def settle(self, number: int) -> None:
        """Let a message join what was there before it."""
        facts = self.facts
        if facts.is_plain[number]:
            self.join(number, facts.before["reference"][number], REFERENCE)
        elif facts.is_sure[number]:
            for way, how in SURE.items():
                if (place := facts.before[way][number]) >= 0:
                    self.join(number, place, how)
        else:
            how, place = self.chosen(number)
            self.join(number, place, how)
        if facts.answers:
            for answer in facts.answers.get(number, ()):
                self.join(number, answer, REFERENCE)
        if facts.customer[number] >= 0 and facts.is_joinable[number]:
            self.remember(number)

    def chosen(self, number: int) -> tuple[int, int]:
        facts, before = self.facts, self.facts.before
        if (place := before["reference"][number]) >= 0:
            if not (facts.is_customers[number] and self.is_new_topic(number, place)):
                return REFERENCE, place
        elif (place := before["ticket"][number]) >= 0:
            return TICKET, place
        elif (place := before["order"][number]) >= 0 and self.is_alive(number, place):
            return ORDER, place
        if (place := before["same_words"][number]) >= 0:
            return SAME_WORDS, place
        if facts.seeks[number] != NOT_SEEKING:
            place = self.youngest.get((facts.customer[number], facts.seeks[number]), NONE)
            if place >= 0 and self.is_likely(number, place):
                return LIKELY, place
        return FIRST, number

    def is_new_topic(self, number: int, place: int) -> bool:
        """Whether a customer took an old mail to write about something else."""
        facts, root = self.facts, self.root_of(place)
        named, only = facts.only[number], self.only[root]
        if named >= 0 and only >= 0 and only != named:
            return True
        if self.is_alive(number, place):
            return False
        same = facts.before["order"][number]  # an earlier mail that names this order
        names_same = named >= 0 and named == only or same >= 0 and self.root_of(same) == root
        return not names_same

    def is_alive(self, number: int, place: int) -> bool:
        silence = self.facts.happened[number] - self.last[self.root_of(place)]
        return silence <= self.facts.conversation_within[number]

    def is_likely(self, number: int, place: int) -> bool:
        happened = self.facts.happened
        return happened[number] - happened[place] <= self.facts.likely_within[number]

    def remember(self, number: int) -> None:
        facts = self.facts
        order, customer = facts.named[number], facts.customer[number]
        if order < 0:
            order = self.only[self.root_of(number)]
        if order < 0:
            order = facts.likely[number]
        self.youngest[customer, order] = self.youngest[customer, NONE] = number

    def join(self, number: int, place: int, how: int) -> None:
        one, other = self.root_of(number), self.root_of(place)
        if one == other:
            return
        root, joined = (one, other) if one < other else (other, one)
        self.parents[joined] = root
        self.hows[joined] = how  # it was the first of its own until now
        if self.last[root] < self.last[joined]:
            self.last[root] = self.last[joined]
        now, more = self.only[root], self.only[joined]
        if now != more and more != NONE:
            self.only[root] = more if now == NONE else SEVERAL

    def root_of(self, number: int) -> int:
        parents = self.parents
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number
