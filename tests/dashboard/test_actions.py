"""What can be done with the selected inquiry, as a person does it."""

import json
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import behind, decided, decisions, inquiries, read
from dashboard.filters import Chosen

SHOP = "nordlicht"


def selected():
    from dashboard import actions, inquiries
    from dashboard.filters import Chosen

    waits = inquiries.waiting(Chosen(shop="nordlicht"), "Overdue")
    actions.on(waits.iloc[0])
    actions.decided_here("queue")


@pytest.fixture
def row(own_shop, monkeypatch):
    """The actions of the oldest overdue inquiry."""
    monkeypatch.setattr(behind, "order_link", lambda wait: None)
    return AppTest.from_function(selected, default_timeout=60).run()


@pytest.fixture
def wait(own_shop):
    return inquiries.waiting(Chosen(shop=SHOP), "Overdue").iloc[0]


def press(row, key):
    row.button(key=key).click().run()
    assert not row.exception


def only(kind):
    (decision,) = decided.active(kind)
    return decision.subject, json.loads(decision.payload)


def test_an_answer_by_phone_is_written_down_with_its_time_in_utc(row, wait):
    row.datetime_input(key="elsewhere_at").set_value(datetime(2026, 11, 20, 10, 30)).run()
    press(row, "elsewhere")

    assert only(decided.ELSEWHERE) == (
        wait["wait_id"], {"at": "2026-11-20 09:30:00", "where": "phone"})  # fmt: skip


def test_a_topic_is_corrected_with_that_of_the_classifier_shown_first(row, wait):
    box = row.selectbox(key=f"topic_{wait['wait_id']}")
    assert box.value == wait["topic"]
    box.select("delivery_late").run()
    press(row, "topic")

    assert only(decided.TOPIC) == (wait["wait_id"], {"topic": "delivery_late"})


def test_all_mails_of_a_wait_are_said_to_be_no_inquiry(row, wait):
    row.selectbox(key="kind_as").select("bulk").run()
    press(row, "kind")

    assert only(decided.KIND) == (wait["message_keys"][0], {"kind": "bulk"})


def test_what_is_escalated_already_is_not_escalated_again(row, wait):
    assert not row.button(key="escalated").disabled
    press(row, "escalated")

    assert only(decided.ESCALATED)[0] == wait["wait_id"]
    assert row.button(key="escalated").disabled


def test_everything_decided_is_listed_and_taken_back_one_by_one(row, wait):
    press(row, "escalated")
    press(row, "topic")
    badges = " ".join(one.value for one in row.markdown)
    assert "Escalated" in badges and "Topic" in badges
    said = [one.value for one in row.text]
    assert any(text.startswith(f"Damaged · {SHOP} ={1000}") for text in said)

    (topic,) = decided.active(decided.TOPIC)
    press(row, f"undo_queue_{topic.decision_id}")
    assert decided.active(decided.TOPIC) == []
    assert len(decided.active(decided.ESCALATED)) == 1


def test_no_answer_needed_is_among_the_decisions(row, wait):
    press(row, "no_answer")

    assert [one.subject for one in decided.active(decisions.NO_ANSWER)] == [wait["wait_id"]]
    assert "No answer needed" in " ".join(one.value for one in row.markdown)
    assert read.desk().audit_log(1)[0]["action"] == decisions.NO_ANSWER
