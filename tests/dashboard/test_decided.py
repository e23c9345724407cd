"""What people say about inquiries holds on the pages at once, and can be taken back."""

import json
from datetime import datetime

import pandas as pd
import pytest

from dashboard import decided, decisions, inquiries, not_counted, order_talk, read
from dashboard.filters import Chosen

AT = datetime(2026, 11, 20, 9, 30)


@pytest.fixture(autouse=True)
def _desk_of_its_own(own_shop):
    return read.desk()


def overdue():
    return inquiries.waiting(Chosen(), "Overdue")


def only(kind):
    (decision,) = decided.active(kind)
    return decision.subject, json.loads(decision.payload)


def test_who_was_answered_by_phone_leaves_the_queue_and_comes_back_when_undone():
    before = list(overdue()["wait_id"])
    decided.answered_elsewhere(overdue().iloc[0], "phone", AT)()

    assert list(overdue()["wait_id"]) == before[1:]
    assert only(decided.ELSEWHERE) == (before[0], {"at": "2026-11-20 09:30:00", "where": "phone"})
    decisions.undo(decided.active(decided.ELSEWHERE)[0])()
    assert list(overdue()["wait_id"]) == before


def test_a_mail_that_is_no_inquiry_leaves_the_queue_as_soon_as_all_mails_of_its_wait_are_none():
    wait = overdue().iloc[0]
    two = pd.DataFrame([{**wait, "message_keys": [*wait["message_keys"], "m-later"]}])
    decided.kind(list(wait["message_keys"]), "spam")()

    assert wait["wait_id"] not in list(overdue()["wait_id"])
    assert len(decided.overlaid(two)) == 1
    assert only(decided.KIND) == (wait["message_keys"][0], {"kind": "spam"})
    decided.kind(["m-later"], "bulk")()
    assert decided.overlaid(two).empty


def test_a_mail_said_to_be_an_inquiry_stays_in_the_queue():
    wait = overdue().iloc[0]
    decided.kind(list(wait["message_keys"]), decided.INQUIRY)()

    assert wait["wait_id"] in list(overdue()["wait_id"])


def test_a_persons_topic_stands_in_the_queue_before_the_next_build_and_is_sure():
    wait = overdue().iloc[1]
    assert wait["topic_sure"] != "by a person"
    decided.topic(wait["wait_id"], "delivery_late")()

    row = overdue().iloc[1]
    assert (row["topic"], row["topic_sure"]) == ("delivery_late", "by a person")
    assert overdue().iloc[2]["topic"] != "delivery_late"


def test_an_escalation_said_here_shows_at_once_and_an_earlier_one_stays():
    rows = overdue()
    earlier = rows[rows["escalated_at"].notna()]["escalated_at"]
    assert len(earlier)
    for number in range(len(rows)):
        decided.escalated(rows.iloc[number], AT)()

    said = overdue()["escalated_at"]
    assert list(said[earlier.index]) == list(earlier)
    assert set(said.drop(earlier.index)) == {pd.Timestamp(AT)}


def test_a_mail_that_was_left_out_wrongly_leaves_that_list_once_it_is_called_an_inquiry():
    assert list(not_counted._list(Chosen())["message_key"]) == ["m-thanks-1", "m-spam-1"]

    decided.kind(["m-thanks-1"], decided.INQUIRY)()

    assert list(not_counted._list(Chosen())["message_key"]) == ["m-spam-1"]


def test_every_decision_is_in_the_audit_log_without_a_customers_words():
    wait = overdue().iloc[0]
    decided.answered_elsewhere(wait, "marketplace", AT)()
    decided.kind(["m-spam-1"], "inquiry")()
    decided.topic("m-spam-1", "other")()

    log = [(one["action"], one["subject"], one["detail"]) for one in read.desk().audit_log()]
    assert log == [
        ("topic", "m-spam-1", "other"), ("mail_kind", "m-spam-1", "inquiry"),
        ("answered_elsewhere", wait["wait_id"], "2026-11-20 09:30:00 marketplace"),
    ]  # fmt: skip


def test_an_answer_said_here_stands_in_the_orders_timeline(own_shop):
    wait = overdue().iloc[0]
    of_order = {"shop": wait["shop"], "order_id": wait["order_id"]}
    decided.answered_elsewhere(wait, "phone", AT)()

    events = [one for one in order_talk.waits(of_order) if one.what == "Answered elsewhere"]
    assert [(one.at, one.detail) for one in events] == [(AT, "by phone, said here")]


@pytest.mark.parametrize(("confidence", "said"), [
    (0.9, "sure"), (0.89, "likely"), (0.7, "likely"), (0.69, "unsure"), (None, "by a person"),
])  # fmt: skip
def test_how_sure_a_topic_is_stands_in_a_word(confidence, said):
    from dashboard import topics

    assert topics.sure("damaged", confidence) == said
    assert topics.sure(None, confidence) == "–"
