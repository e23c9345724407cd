"""A person says that no answer is needed: seen at once, undone at once."""

import pandas as pd
import pytest

from dashboard import decisions, inquiries, read
from dashboard.filters import Chosen


@pytest.fixture
def desk_of_its_own(own_shop):
    return read.desk()


def overdue() -> list[str]:
    return list(inquiries.waiting(Chosen(), "Overdue")["wait_id"])


def test_a_decided_inquiry_leaves_the_queue_before_the_next_build(desk_of_its_own):
    before = overdue()
    wait = inquiries.waiting(Chosen(), "Overdue").iloc[0]

    decisions.no_answer_needed(wait)()

    assert overdue() == before[1:]
    decided = desk_of_its_own.active(decisions.NO_ANSWER)
    assert [(one.subject, one.payload) for one in decided] == [
        (wait["wait_id"], f'["{wait["message_keys"][0]}"]')
    ]


def test_an_undone_decision_brings_the_inquiry_back(desk_of_its_own):
    before = overdue()
    decisions.no_answer_needed(inquiries.waiting(Chosen(), "Overdue").iloc[0])()

    decisions.undo(desk_of_its_own.active(decisions.NO_ANSWER)[0])()

    assert overdue() == before


def test_a_further_mail_of_the_customer_brings_the_inquiry_back(desk_of_its_own):
    wait = inquiries.waiting(Chosen(), "Overdue").iloc[0]
    decisions.no_answer_needed(wait)()
    joined = pd.DataFrame([{**wait, "message_keys": [*wait["message_keys"], "m-later"]}])

    assert len(decisions.overlaid(joined)) == 1


def test_a_decision_that_the_build_knows_can_still_be_undone(desk_of_its_own):
    wait = inquiries.waiting(Chosen(), "Overdue").iloc[0]
    built = pd.DataFrame([{**wait, "not_counted_reason": "no_answer_needed"}])

    assert list(decisions.overlaid(built)["wait_id"]) == [wait["wait_id"]]
    decisions.no_answer_needed(wait)()
    assert decisions.overlaid(built).empty


def test_a_decision_is_in_the_audit_log(desk_of_its_own):
    decisions.no_answer_needed(inquiries.waiting(Chosen(), "Overdue").iloc[0])()

    assert desk_of_its_own.audit_log(1)[0]["action"] == decisions.NO_ANSWER


def test_the_oldest_inquiry_stands_first(desk_of_its_own):
    started = list(inquiries.waiting(Chosen(), "All open")["started_at"])

    assert len(started) == 38
    assert started == sorted(started)
