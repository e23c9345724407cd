"""Ratings: what they say on their own scale, and to which order or answer they belong."""

import pytest
from pydantic import ValidationError

from ingest.sources import csv, zendesk
from sql.workshop import source_row

LATER = "2026-03-09 00:00:00"


class Ratings:
    """A shop that is rated, in few words. Times stand on 2026-03-02."""

    def __init__(self, postroom):
        self.room = postroom

    def given(self, key="f", at="12:00:00", score=4, low=1, high=5, **row):
        day = at if at is None or len(at) > 8 else f"2026-03-02 {at}"
        self.room.add("feedback", **{
            "shop": "nordlicht", "feedback_id": key, "content_hash": key, "given_at": day,
            "score": score, "scale_min": low, "scale_max": high,
            "customer_address": "mia@mail.example", "flags": [],
        } | row)  # fmt: skip

    def ticket(self, number, event, at, role, **row):
        self.room.add("ticket_events", **{
            "shop": "nordlicht", "ticket_id": number, "event_key": f"{number} {at}",
            "event": event, "event_at": f"2026-03-02 {at}", "author_role": role,
            "author_address": "mia@mail.example" if role == "customer" else "team:support",
            "customer_address": "mia@mail.example", "is_public": True, "text": at, "flags": [],
        } | row)  # fmt: skip

    def links(self, columns="link_how, order_id, ticket_id, wait_id is not null"):
        self.room.read_until(LATER, ("inbox", "replies", "helpdesk", "orders", "shipments"))
        return self.room.ask(f"select {columns} from facts.feedback order by feedback_id")


@pytest.fixture
def ratings(postroom):
    return Ratings(postroom)


SCORES = [  # score, worst, best; as a share, and why there is none
    (5, 1, 5, 1.0, []), (1, 1, 5, 0.0, []), (4, 1, 5, 0.75, []), (7, 0, 10, 0.7, []),
    (-1, -1, 1, 0.0, []), (6, 1, 5, None, ["score_out_of_scale"]),
    (0, 1, 5, None, ["score_out_of_scale"]), (4, None, 5, None, ["scale_unknown"]),
    (4, 1, None, None, ["scale_unknown"]), (4, 5, 5, None, ["scale_unknown"]),
    (None, 1, 5, None, ["no_score"]), (float("nan"), 1, 5, None, ["score_out_of_scale"]),
]  # fmt: skip


def test_a_score_is_a_share_of_its_own_scale_or_none(ratings):
    for number, (score, low, high, _, _) in enumerate(SCORES):
        ratings.given(f"{number:02}", score=score, low=low, high=high)

    assert ratings.links("score_share, flags") == [case[3:] for case in SCORES]


def test_the_settings_scale_holds_only_where_the_record_has_none(ratings):
    ratings.given("a", score=4, low=None, high=None)
    ratings.given("b", score=4, low=0, high=10)
    ratings.room.warehouse.given("seeds.sources", """
        source  kind  shop       holds     scale_min  scale_max
        given   csv   nordlicht  feedback  1          5
    """)

    assert ratings.links("score_share, scale_max") == [(0.75, 5.0), (0.4, 10.0)]


def test_the_settings_tell_the_models_what_a_source_holds_and_its_scale(tmp_path):
    rated = csv.Options(kind="csv", shop="nordlicht", table="feedback", files=("f.csv",),
                        scale_min=1, scale_max=5)  # fmt: skip
    desk = zendesk.Options(kind="zendesk", shop="nordlicht", files=("t.json",))
    tickets = csv.Options(kind="csv", shop="nordlicht", table="tickets", files=("t.csv",))

    assert source_row("f", rated) == ("f", "csv", "nordlicht", "feedback", 1.0, 5.0)
    assert source_row("d", desk) == ("d", "zendesk", "nordlicht", "helpdesk", None, None)
    assert source_row("t", tickets)[3] == "helpdesk"
    with pytest.raises(ValidationError, match="less than scale_max"):
        csv.Options(kind="csv", shop="nordlicht", table="feedback", files=("f.csv",),
                    scale_min=5, scale_max=1)  # fmt: skip


def test_a_rating_that_was_changed_counts_as_it_is_now(ratings):
    ratings.given(score=2, content_hash="1", batch_id=1)
    ratings.given(score=5, content_hash="2", batch_id=2)

    assert ratings.links("score") == [(5.0,)]


def test_a_rating_that_names_an_order_belongs_to_it(ratings):
    ratings.room.order("#1001", "08:00:00")
    ratings.given(order_id="1001")

    assert ratings.links() == [("order", "#1001", None, False)]


def test_a_rating_that_names_a_ticket_belongs_to_its_newest_answered_wait(ratings):
    ratings.room.order("1001", "08:00:00")
    ratings.ticket("7", "message", "10:00:00", "customer", order_id="1001")
    ratings.ticket("7", "message", "11:00:00", "agent")
    ratings.ticket("7", "message", "13:00:00", "customer", order_id="1001")
    ratings.given(ticket_id="7")

    assert ratings.links() == [("ticket", "1001", "7", True)]
    assert ratings.links("team") == [("support",)]
    (started,) = ratings.room.ask("""select waits.started_at::varchar
        from facts.feedback as ratings inner join facts.waits as waits using (wait_id)""")
    assert started == ("2026-03-02 10:00:00",)


def test_a_rating_of_a_merged_ticket_belongs_to_the_one_that_took_it_in(ratings):
    ratings.ticket("5", "merged", "09:00:00", None, is_public=False, merged_into="7")
    ratings.ticket("7", "message", "10:00:00", "customer")
    ratings.given(ticket_id="5")

    assert ratings.links("link_how") == [("ticket",)]


def test_a_rating_of_an_answer_belongs_to_the_wait_that_it_ended(ratings):
    ratings.room.received("a", "10:00:00")
    ratings.room.sent("b", "11:00:00", "Re: A question", role="replies",
                      in_reply_to="a@mail.example")  # fmt: skip
    ratings.given(message_id="b@mail.example", customer_address=None)

    assert ratings.links("link_how, wait_id") == [("message", "a")]


def test_a_rating_that_names_nothing_belongs_to_what_the_customer_last_got(ratings):
    for number, delivered in (("1", "10:30:00"), ("2", "11:30:00"), ("3", "12:00:01")):
        who = f"{number}@mail.example"
        ratings.room.order(number, "2025-11-01 08:00:00", email=who)
        ratings.room.parcel(number, number, "09:00:00", delivered_at=f"2026-03-02 {delivered}")
        ratings.room.received(f"a{number}", "10:00:00", by=who)
        ratings.room.sent(f"b{number}", "11:00:00", "Re: A question", to=who, role="replies",
                          in_reply_to=f"a{number}@mail.example")  # fmt: skip
        ratings.given(number, customer_address=who)

    assert ratings.links("link_how, order_id, wait_id") == [
        ("customer_wait", None, "a1"), ("customer_order", "2", None),
        ("customer_wait", None, "a3")]  # fmt: skip


def test_what_was_rated_was_not_long_ago(ratings):
    ratings.room.received("a", "10:00:00")
    ratings.room.sent("b", "11:00:00", "Re: A question", role="replies",
                      in_reply_to="a@mail.example")  # fmt: skip
    ratings.given("1", at="2026-03-16 11:00:00")
    ratings.given("2", at="2026-03-16 11:00:01")
    ratings.given("3", at=None)

    assert ratings.links("link_how") == [("customer_wait",), (None,), (None,)]


def test_a_comment_is_private(ratings):
    ratings.given(comment="The tent leaks")
    ratings.given("g", comment=" ")

    assert ratings.links("has_comment") == [(True,), (False,)]
    assert ratings.room.ask("select comment from private.feedback order by feedback_id") == [
        ("The tent leaks",), (None,)]  # fmt: skip
