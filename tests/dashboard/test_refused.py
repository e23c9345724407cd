"""A person has refused items read again: decided on the page, undoable until it is carried out."""

import json

import pytest

from dashboard import decisions, read, refused

WAITING = ["q1", "q2", "q3", "q4"]


@pytest.fixture
def desk_of_its_own(own_shop):
    return read.desk()


def states() -> dict[str, str]:
    rows = refused.waiting(decisions.asked_again())
    return dict(zip(rows["quarantine_key"], rows["state"], strict=True))


def rows(*keys: str):
    shown = refused.waiting([])
    return shown[shown["quarantine_key"].isin(keys)]


def test_only_what_still_waits_is_shown_the_newest_first(desk_of_its_own):
    assert list(states()) == WAITING
    assert set(states().values()) == {"waits"}


def test_selected_items_are_marked_at_once_each_by_its_own_decision(desk_of_its_own):
    decisions.read_again(rows("q1", "q4"))()

    assert [key for key, state in states().items() if state != "waits"] == ["q1", "q4"]
    assert [json.loads(one.payload) for one in desk_of_its_own.active("replay")] == [
        {"key": "q1", "source": "nordlicht_orders"}, {"key": "q4", "source": "petrol_support"}]
    assert {one["action"] for one in desk_of_its_own.audit_log(2)} == {"ask to read again"}


def test_a_whole_reason_is_one_decision_and_takes_no_other_source(desk_of_its_own):
    decisions.read_reason_again("nordlicht_log", "log.unparsed")()

    assert [key for key, state in states().items() if state != "waits"] == ["q2", "q3"]
    (decision,) = desk_of_its_own.active("replay")
    assert json.loads(decision.payload) == {"reason": "log.unparsed", "source": "nordlicht_log"}


def test_an_undone_decision_leaves_the_item_waiting(desk_of_its_own):
    decisions.read_again(rows("q1"))()

    decisions.undo(desk_of_its_own.active("replay")[0])()

    assert set(states().values()) == {"waits"}


def test_what_was_carried_out_may_be_asked_for_again(desk_of_its_own):
    decisions.read_again(rows("q1"))()
    desk_of_its_own.carried_out(desk_of_its_own.active("replay")[0].decision_id, "trackrecord")
    assert states()["q1"] == "waits"

    decisions.read_again(rows("q1"))()

    assert states()["q1"] == "to be read again"


def test_the_page_takes_a_reason_back_and_forth(open_page, own_shop):
    at = open_page("trust", settings=own_shop, part="Refused items")
    assert not at.exception
    assert any(text.value.startswith("4 items wait for a person") for text in at.text)
    at.selectbox(key="refused_reason").select_index(2).run()
    at.button(key="read_all_again").click().run()
    (decision,) = read.desk().active("replay")
    assert json.loads(decision.payload)["source"] == "petrol_support"
    assert any("trackrecord ingest" in caption.value for caption in at.caption)

    at.button(key=f"undo_{decision.decision_id}").click().run()

    assert read.desk().active("replay") == []
    assert not at.exception


def test_a_page_without_refused_items_says_what_would_show_here(open_page, own_shop):
    import duckdb

    build = next((own_shop.parent / "data/builds").glob("build-*.duckdb"))
    with duckdb.connect(str(build)) as db:
        db.execute("delete from raw.quarantine")
    at = open_page("trust", settings=own_shop, part="Refused items")

    assert not at.exception
    said = [text.value for text in at.text]
    assert "No refused item waits." in said
    assert not any("0 items" in text for text in said)
