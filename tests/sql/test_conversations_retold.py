"""Conversations retold in plain Python from their definition, message by message, all by looking.

Many small mailboxes are drawn, each as a shop of its own, so that one pass of the models settles
all of them.
"""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from talk_tables import Mailbox

PEOPLE = ("mia", "ben", "eva", "tom")
ids = st.integers(0, 8).map(lambda number: f"i{number}")


@st.composite
def mails(draw):
    by = draw(st.sampled_from(("mia", "mia", "ben", "us", "us")))
    most = 4 if draw(st.integers(0, 9)) == 0 else 1
    to = draw(st.lists(st.sampled_from(PEOPLE), max_size=most, unique=True)) if by == "us" else []
    how = draw(st.sampled_from(("body", "subject", "tag", "quoted")))
    order = draw(st.sampled_from((None, None, "1", "2")))
    return {
        "day": draw(st.sampled_from((*range(0, 90, 5), 5.01, 5.02, 10.04, 40.03, None))),
        "by": by, "to": to, "id": draw(ids), "answers": draw(st.none() | ids),
        "refs": draw(st.lists(ids, max_size=3)), "subject": draw(st.sampled_from(("", "a", "b"))),
        "words": draw(st.sampled_from(("", "x"))), "order": order, "how": how,
        "orders": ["3"] if order and how == "body" and draw(st.integers(0, 3)) == 0 else [],
        "likely": draw(st.sampled_from((None, "1", "2"))) if not order else None,
        "kind": draw(st.sampled_from((None, None, None, "bulk", "auto_reply"))),
        "token": draw(st.sampled_from((None, None, None, "77"))),
    }  # fmt: skip


@given(st.lists(st.lists(mails(), max_size=9), min_size=25, max_size=25))
@settings(max_examples=6, deadline=None, phases=[Phase.generate],
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_models_settle_every_mailbox_as_their_definition_does(shops):
    with tempfile.TemporaryDirectory() as folder:
        post = Mailbox(Path(folder), [f"s{number}" for number in range(len(shops))])
        post.buys("tom", "9", "s0")
        expected = {}
        for number, given_mails in enumerate(shops):
            named = {f"s{number}m{place}": mail for place, mail in enumerate(given_mails)}
            for key, mail in named.items():
                post.add(key, **mail, shop=f"s{number}")
            expected |= Retold(named, {"tom"} if number == 0 else set()).settled()
        assert post.settled() == expected


class Retold:
    def __init__(self, mails, buyers):
        self.mails, self.buyers = mails, buyers
        self.order = sorted(mails, key=lambda k: (mails[k]["day"] is None, mails[k]["day"], k))
        self.at = {key: place for place, key in enumerate(self.order)}
        self.how = dict.fromkeys(mails, "first")
        self.talk = {key: {key} for key in mails}  # all that belong together with it
        self.on: dict[str, str | None] = {}  # the order a message was about when it came
        self.parents = {key: self.parent(key) for key in mails}
        self.unread = {key: self.unread_id(key) for key in mails}

    def settled(self):
        for key in self.order:
            self.settle(key)
        return {key: (min(talk, key=self.at.__getitem__), self.how[key])
                for key, talk in self.talk.items()}  # fmt: skip

    # What a mail is

    def people(self, key):
        mail = self.mails[key]
        return {*mail["to"]} | ({mail["by"]} - {"us"})

    def is_internal(self, key):
        return not self.people(key)

    def is_ours(self, key):
        return self.mails[key]["by"] == "us"

    def customer(self, key):
        mail = self.mails[key]
        return mail["by"] if not self.is_ours(key) else next(iter(mail["to"]), None)

    def may_be_joined(self, key):
        crowd = self.is_ours(key) and len(self.mails[key]["to"]) > 3
        return self.mails[key]["kind"] != "bulk" and not crowd

    def named(self, key):
        """The orders in the subject and the own words, the best first."""
        mail = self.mails[key]
        return [mail["order"], *mail["orders"]] if mail["order"] and mail["how"] != "quoted" else []

    def is_believed(self, one, other):
        subjects = {self.mails[key]["subject"] for key in (one, other)}
        return (
            bool(self.people(one) & self.people(other))
            or self.is_internal(one) or self.is_internal(other)
            or (len(subjects) == 1 and subjects != {""})
        )  # fmt: skip

    def apart(self, key, other):
        """Days from the other to this one; 0 where a time is unknown."""
        days = [self.mails[k]["day"] for k in (other, key)]
        return 0 if None in days else days[1] - days[0]

    # References

    def named_ids(self, key):
        mail = self.mails[key]
        return [named for named in (mail["answers"], *reversed(mail["refs"])) if named]

    def bearers(self, named):
        return [key for key in self.order if self.mails[key]["id"] == named]

    def parent(self, key):
        for named in self.named_ids(key):
            found = [
                other for other in self.bearers(named)
                if other != key and self.may_be_joined(other) and self.is_believed(key, other)
            ]  # fmt: skip
            before = [other for other in found if self.at[other] < self.at[key]]
            if found:
                return before[-1] if before else found[0]
        return None

    def unread_id(self, key):
        if self.parents[key]:
            return None
        return next((named for named in self.named_ids(key) if not self.bearers(named)), None)

    def earlier(self, key, fits):
        found = [other for other in self.order[: self.at[key]] if fits(other)]
        return found[-1] if found else None

    def reference(self, key):
        parent, unread = self.parents[key], self.unread[key]
        if parent:
            return parent if self.at[parent] < self.at[key] else None
        naming = [other for other in self.order if unread and self.unread[other] == unread]
        if len({self.customer(other) for other in naming} - {None}) > 3:
            return None
        return self.earlier(key, lambda other: other in naming and self.may_be_joined(other)
                            and self.is_believed(key, other))  # fmt: skip

    # One after the other

    def so_far(self, key, other):
        return [k for k in self.talk[other] if self.at[k] < self.at[key]]

    def orders_of(self, key, other):
        return {order for k in self.so_far(key, other) for order in self.named(k)}

    def is_alive(self, key, other):
        return min(self.apart(key, k) for k in self.so_far(key, other)) <= 30

    def is_new_topic(self, key, other):
        named, known = self.named(key), self.orders_of(key, other)
        if self.is_ours(key):
            return False
        if len(named) == 1 and len(known) == 1 and {*named} != known:
            return True
        return not self.is_alive(key, other) and not (
            len(named) == 1 and {*named} == known
            or self.same_order(key) in self.so_far(key, other)
        )  # fmt: skip

    def same_order(self, key):
        named = self.named(key)[:1]
        return self.earlier(key, lambda other: named and self.named(other)[:1] == named
                            and self.people(key) & self.people(other)
                            and self.may_be_joined(other))  # fmt: skip

    def same_ticket(self, key):
        token = self.mails[key]["token"]
        return self.earlier(key, lambda other: token and self.mails[other]["token"] == token
                            and self.people(key) & self.people(other)
                            and self.may_be_joined(other))  # fmt: skip

    def same_words(self, key):
        mine = [self.mails[key][part] for part in ("by", "subject", "words")]
        found = self.earlier(key, lambda other: not self.is_ours(key) and any(mine[1:]) and mine
                             == [self.mails[other][part] for part in ("by", "subject", "words")])
        days = [self.mails[k]["day"] for k in (key, found) if k]
        return found if found and None not in days and self.apart(key, found) * 24 <= 1.0 else None

    def likely(self, key):
        mail, customer = self.mails[key], self.customer(key)
        is_talk = mail["kind"] is None and customer
        if not is_talk or mail["order"] or self.parents[key] or self.is_answered(key):
            return None
        fits = None
        if mail["likely"]:
            fits = lambda other: self.on[other] == mail["likely"]  # noqa: E731
        elif self.is_ours(key) and customer not in self.buyers:
            fits = lambda other: True  # noqa: E731
        found = fits and self.earlier(key, lambda other: self.customer(other) == customer
                                      and self.mails[other]["kind"] is None  # written by people
                                      and self.may_be_joined(other) and fits(other))  # fmt: skip
        return found if found and self.apart(key, found) <= 7 else None

    def is_answered(self, key):
        return any(self.parents[other] == key for other in self.order[: self.at[key]])

    def copy(self, key):
        bearers = self.bearers(self.mails[key]["id"])
        return self.earlier(
            key, lambda other: other in bearers and len(bearers) <= 10
            and self.people(key) & self.people(other)
            and None not in (self.mails[key]["day"], self.mails[other]["day"])
            and self.apart(key, other) <= 30)  # fmt: skip

    def chosen(self, key):
        if found := self.copy(key):
            return "reference", found
        if found := self.reference(key):
            if not self.is_new_topic(key, found):
                return "reference", found
            return "same_words", self.same_words(key)
        if found := self.same_ticket(key):
            return "ticket", found
        if (found := self.same_order(key)) and self.is_alive(key, found):
            return "order", found
        if found := self.same_words(key):
            return "same_words", found
        has_link = self.same_order(key)
        return "likely", None if has_link else self.likely(key)

    def settle(self, key):
        how, other = self.chosen(key)
        if other:
            self.join(key, other, how)
        for answer in self.order[: self.at[key]]:
            if self.parents[answer] == key:
                self.join(key, answer, "reference")
        known = self.orders_of_all(key)
        mail = self.mails[key]
        self.on[key] = mail["order"] or (known.pop() if len(known) == 1 else mail["likely"])

    def orders_of_all(self, key):
        members = [k for k in self.talk[key] if self.at[k] <= self.at[key]]
        return {order for k in members for order in self.named(k)}

    def join(self, key, other, how):
        if self.talk[key] is self.talk[other]:
            return
        later = max((self.talk[key], self.talk[other]),
                    key=lambda talk: min(self.at[k] for k in talk))  # fmt: skip
        self.how[min(later, key=self.at.__getitem__)] = how
        together = self.talk[key] | self.talk[other]
        for member in together:
            self.talk[member] = together
