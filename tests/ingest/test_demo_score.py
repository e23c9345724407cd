"""How judged rows are held against the planted truth."""

import json
from datetime import datetime

import pytest

from ingest.demo import score

TEN, ELEVEN = datetime(2026, 11, 1, 10), datetime(2026, 11, 1, 11)
STATES = [
    {"from_at": None, "verdict": "waiting"},
    {"from_at": "2026-11-01T10:30:00", "verdict": "missing"},
]
TABLES = (
    "order_confirmations", "shipping_notices", "waits", "bounces", "order_notices",
    "order_verifications", "promises", "messages", "wait_escalations", "message_topics", "findings",
)  # fmt: skip


@pytest.fixture
def truth(tmp_path):
    def write(**tables: list[dict]):
        for name in TABLES:
            text = "".join(json.dumps(line) + "\n" for line in tables.get(name, []))
            (tmp_path / f"{name}.jsonl").write_text(text)
        return tmp_path

    return write


def order(order_id: str, states=STATES, confirmed_at: str | None = None) -> dict:
    key = {"shop": "n", "order_id": order_id}
    return {"key": key, "confirmed_at": confirmed_at, "states": states}


def judged(order_id: str, verdict: str, confirmed_at: datetime | None = None) -> dict:
    return {
        "shop": "n", "order_id": order_id, "verdict": verdict, "confirmed_at": confirmed_at,
    }  # fmt: skip


def confirmations(folder, rows: list[dict], until: datetime) -> dict:
    return score(folder, {"facts.order_confirmations": rows}, {"n": until})


def test_the_state_is_the_one_that_holds_at_what_was_read(truth):
    folder = truth(order_confirmations=[order("1")])
    for until, word in ((TEN, "waiting"), (ELEVEN, "missing")):
        result = confirmations(folder, [judged("1", word)], until)
        assert result["facts.order_confirmations"]["precision"] == 1.0
        assert result["misses"] == []


def test_a_right_word_with_a_wrong_time_is_a_miss(truth):
    states = [{"from_at": None, "verdict": "on_time"}]
    folder = truth(order_confirmations=[order("1", states, "2026-11-01T10:00:00")])
    right = confirmations(folder, [judged("1", "on_time", TEN)], ELEVEN)
    wrong = confirmations(folder, [judged("1", "on_time", ELEVEN)], ELEVEN)
    assert right["facts.order_confirmations"]["recall"] == 1.0
    assert wrong["facts.order_confirmations"]["recall"] == 0.0
    assert wrong["misses"][0]["got"]["confirmed_at"] == "2026-11-01T11:00:00"


def test_rows_too_many_cost_precision_and_rows_too_few_recall(truth):
    folder = truth(order_confirmations=[order("1"), order("2")])
    rows = [judged("1", "missing"), judged("9", "missing"), judged("1", "missing")]
    figures = confirmations(folder, rows, ELEVEN)["facts.order_confirmations"]
    assert figures["n"] == 2
    assert figures["precision"] == pytest.approx(1 / 3, abs=1e-5)
    assert figures["recall"] == 0.5
    assert figures["by_verdict"]["missing"]["n"] == 2


def test_a_wait_is_right_when_start_answer_and_outcome_agree(truth):
    line = {
        "key": {"message_id": "a@x"}, "shop": "n", "started_at": "2026-11-01T10:00:00",
        "answered_at": "2026-11-01T11:00:00", "due_at": "2026-11-02T10:00:00",
        "business_seconds": 600, "states": [{"from_at": None, "outcome": "in_time"}],
    }  # fmt: skip
    folder = truth(waits=[line])
    row = {"message_id": "a@x", "outcome": "in_time", "started_at": TEN, "answered_at": ELEVEN,
           "due_at": datetime(2026, 11, 2, 10), "business_seconds": 600.0}  # fmt: skip
    for change, recall in (
        ({}, 1.0), ({"started_at": ELEVEN}, 0.0), ({"answered_at": TEN}, 0.0),
        ({"due_at": ELEVEN}, 0.0), ({"business_seconds": 601.0}, 0.0),
    ):  # fmt: skip
        result = score(folder, {"facts.waits": [row | change]}, {"n": ELEVEN})
        assert result["facts.waits"]["recall"] == recall


def test_an_escalation_is_right_when_its_way_and_its_moment_agree(truth):
    line = {
        "key": {"message_id": "a@x"}, "shop": "n", "escalated_at": "2026-11-01T10:00:00",
        "how": "forwarded", "states": [{"from_at": "2026-11-01T10:00:00", "verdict": "in_time"}],
    }  # fmt: skip
    folder = truth(wait_escalations=[line])
    row = {"message_id": "a@x", "verdict": "in_time", "escalated_at": TEN, "how": "forwarded"}
    for change, recall in (({}, 1.0), ({"how": "folder"}, 0.0), ({"escalated_at": ELEVEN}, 0.0)):
        result = score(folder, {"facts.wait_escalations": [row | change]}, {"n": ELEVEN})
        assert result["facts.wait_escalations"]["recall"] == recall


def test_a_bounce_is_right_when_it_is_as_hard_as_planted(truth):
    folder = truth(bounces=[{"key": {"original_message_id": "m@x"}, "is_hard": True}])
    for is_hard, recall in ((True, 1.0), (False, 0.0)):
        rows = {"staging.bounces": [{"original_message_id": "m@x", "is_hard": is_hard}]}
        assert score(folder, rows, {"n": TEN})["staging.bounces"]["recall"] == recall


def test_at_most_fifty_misses_are_listed(truth):
    folder = truth(order_confirmations=[order(str(number)) for number in range(80)])
    result = confirmations(folder, [], ELEVEN)
    assert len(result["misses"]) == 50
    assert result["facts.order_confirmations"]["recall"] == 0.0


def promise(until_at: str, states: list[tuple[str, str]], **more) -> dict:
    key = {
        "shop": "n", "order_id": "1", "shipment_id": None, "line_id": "2", "kind": "ship",
        "until_at": until_at,
    }  # fmt: skip
    line = {
        "key": key, "from_at": None, "made_in": "record", "is_first": True, "is_too_early": False,
        "happened_at": None, "excluded_reason": None,
    }  # fmt: skip
    return line | more | {"states": [{"from_at": at, "verdict": word} for at, word in states]}


def judged_promise(until_at: datetime, verdict: str, **more) -> dict:
    row = {
        "shop": "n", "order_id": "1", "shipment_id": None, "line_id": "2", "kind": "ship",
        "until_at": until_at, "verdict": verdict, "from_at": None, "made_in": "record",
        "is_first": True, "is_too_early": False, "happened_at": None, "excluded_reason": None,
    }  # fmt: skip
    return row | more


ENDS = datetime(2026, 11, 1, 10, 59, 59, 999999)


def test_a_promise_is_found_by_what_it_is_about_and_until_when_it_holds(truth):
    states = [("2026-11-01T09:00:00", "open"), ("2026-11-01T10:30:00", "kept")]
    line = promise(ENDS.isoformat(), states, happened_at="2026-11-01T10:30:00")
    folder = truth(promises=[line])
    right = judged_promise(ENDS, "kept", happened_at=datetime(2026, 11, 1, 10, 30))
    for change, recall in (
        ({}, 1.0), ({"line_id": "3"}, 0.0), ({"until_at": ELEVEN}, 0.0), ({"verdict": "open"}, 0.0),
        ({"is_too_early": True}, 0.0), ({"made_in": "delay_notice"}, 0.0),
        ({"happened_at": TEN}, 0.0), ({"is_first": False}, 0.0),
    ):  # fmt: skip
        result = score(folder, {"facts.promises": [right | change]}, {"n": ELEVEN})
        assert result["facts.promises"]["recall"] == recall, change


def test_a_promise_that_was_not_made_yet_is_not_expected(truth):
    line = promise(ENDS.isoformat(), [("2026-11-01T10:30:00", "open")])
    folder = truth(promises=[line])
    for until, n in ((TEN, 0), (ELEVEN, 1)):
        assert score(folder, {"facts.promises": []}, {"n": until})["facts.promises"]["n"] == n


def test_an_excluded_promise_is_right_with_its_reason_alone(truth):
    states = [("2026-11-01T09:00:00", "excluded")]
    folder = truth(promises=[promise(ENDS.isoformat(), states, excluded_reason="refunded")])
    for reason, recall in (("refunded", 1.0), ("cancelled", 0.0)):
        rows = [judged_promise(ENDS, "excluded", excluded_reason=reason)]
        result = score(folder, {"facts.promises": rows}, {"n": ELEVEN})
        assert result["facts.promises"]["recall"] == recall


def test_a_mail_about_a_payment_is_right_with_its_clock_and_its_own_time(truth):
    line = {
        "key": {"shop": "n", "order_id": "1", "mail_kind": "payment"}, "excluded_reason": None,
        "clock_starts_at": "2026-11-01T10:00:00", "sent_at": "2026-11-01T11:00:00",
        "states": [{"from_at": None, "verdict": "late"}],
    }  # fmt: skip
    folder = truth(order_notices=[line])
    row = {
        "shop": "n", "order_id": "1", "mail_kind": "payment", "clock_starts_at": TEN,
        "sent_at": ELEVEN, "verdict": "late", "excluded_reason": None,
    }  # fmt: skip
    for change, recall in (
        ({}, 1.0), ({"mail_kind": "invoice"}, 0.0), ({"sent_at": TEN}, 0.0),
        ({"clock_starts_at": ELEVEN}, 0.0),
    ):  # fmt: skip
        result = score(folder, {"facts.order_notices": [row | change]}, {"n": ELEVEN})
        assert result["facts.order_notices"]["recall"] == recall, change


def test_a_verification_is_right_with_all_that_was_missing(truth):
    line = {
        "key": {"shop": "n", "order_id": "1"}, "missing_fields": "street, city",
        "verified_at": None, "verify_seconds": 60.0, "confirmed_incomplete": True,
        "states": [{"from_at": None, "verdict": "incomplete"}],
    }  # fmt: skip
    folder = truth(order_verifications=[line])
    row = {
        "shop": "n", "order_id": "1", "verdict": "incomplete", "missing_fields": "street, city",
        "verify_seconds": 60, "confirmed_incomplete": True,
    }  # fmt: skip
    for change, recall in (
        ({}, 1.0), ({"missing_fields": "street"}, 0.0), ({"verify_seconds": 61}, 0.0),
        ({"confirmed_incomplete": False}, 0.0),
    ):  # fmt: skip
        result = score(folder, {"facts.order_verifications": [row | change]}, {"n": ELEVEN})
        assert result["facts.order_verifications"]["recall"] == recall, change


def test_a_table_that_the_build_has_not_got_is_not_judged(truth):
    folder = truth(promises=[promise(ENDS.isoformat(), [("2026-11-01T09:00:00", "open")])])
    result = score(folder, {}, {"n": TEN})
    assert result["facts.promises"]["n"] == 1
    assert result["facts.promises"]["precision"] is None
    assert result["facts.promises"]["recall"] is None
    assert result["facts.promises"]["by_verdict"]["open"]["recall"] is None
    assert result["misses"] == []
