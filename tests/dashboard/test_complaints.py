"""What customers write about: topics by rank, the rate of questions, corrections by a person."""

import json

import duckdb
import pytest

from dashboard import corrections, decided, read
from dashboard.filters import Chosen
from sql.wording_topics import right


def texts(at) -> str:
    kinds = (at.title, at.subheader, at.text, at.caption, at.markdown)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def table(at, heading: str):
    return next(one.value for one in at.dataframe if heading in one.value.columns)


def change(settings, sql: str) -> None:
    build = next((settings.parent / "data" / "builds").glob("build-*.duckdb"))
    with duckdb.connect(str(build)) as db:
        db.execute(sql)


def test_topics_stand_by_rank_with_their_share_their_weeks_and_their_precision(open_page):
    at = open_page("complaints", shop="Nordlicht Outdoor", weeks="4 weeks")
    rows = table(at, "Topic")

    assert not at.exception
    assert list(rows["Topic"]) == ["Where is my order", "Damaged", "[Other](javascript:alert(1))"]
    assert list(rows["Inquiries"]) == [48, 28, 4]
    assert list(rows["Week by week"].iloc[1]) == [7, 7, 7, 7]
    assert list(rows["Against usual"]) == ["as usual", "more than usual", "as usual"]
    # the shop's own corrections speak once they are twenty
    assert list(rows["The classifier is"]) == [
        "94 % right (88 to 97 %), measured on 150 mails",
        "90 % right (80 to 95 %), measured on 60 mails",
        "too few to say: measured on 9 mails",
    ]  # fmt: skip
    assert "More than usual: Damaged (7 in the last week)." in texts(at)


def test_a_precision_measured_on_a_few_mails_is_not_told_as_one():
    assert right(19, 1.0, 0.8, 1.0) == "too few to say: measured on 19 mails"
    assert right(20, 1.0, 0.84, 1.0) == "100 % right (84 to 100 %), measured on 20 mails"
    assert right(None, None, None, None) == "not measured"


def test_the_rate_of_questions_is_told_with_its_counts_and_its_interval(open_page):
    at = open_page("complaints", shop="Nordlicht Outdoor")

    card = next(one for one in at.metric if one.label == "Where is my order")
    assert card.value == "4.5 per 100"
    assert "9 for 200 shipments, likely 2.1 to 8.5" in texts(at)
    assert "Of 9 first questions, 4 came before any tracking mail" in texts(at)
    assert "3 customers had to ask again." in texts(at)


def test_the_rows_behind_the_rate_are_the_customers_who_asked(open_page):
    at = open_page("complaints", shop="Nordlicht Outdoor")
    at.button(key="open_where_is_my_order_rate").click().run()

    assert not at.exception
    assert any("When" in one.value.columns for one in at.dataframe)


def test_without_inquiries_every_part_says_why_it_is_empty(open_page, own_shop):
    for name in ("metrics.topics_over_weeks", "metrics.topic_groups_weekly", "facts.topic_mails",
                 "metrics.where_is_my_order_weekly"):  # fmt: skip
        change(own_shop, f"delete from {name}")
    at = open_page("complaints", settings=own_shop)

    assert not at.exception
    for said in ("Nothing was counted in this period.", "Nobody asked in this period.",
                 "No week has both shipments and inquiries.",
                 "No topic waits for a person."):  # fmt: skip
        assert said in texts(at)


def test_corrections_can_be_made_before_the_first_week_is_complete(open_page, own_shop):
    change(own_shop, "update metrics.rates_weekly set is_mature = false")
    at = open_page("complaints", settings=own_shop)

    assert "No week is complete yet." in texts(at)
    assert "mails wait for a person" in texts(at)


def test_the_least_certain_topic_waits_first_and_leaves_once_a_person_said_it(own_shop):
    before = corrections.waiting(Chosen())
    assert list(before["confidence"]) == sorted(before["confidence"])
    assert set(before["needs_review"]) == {True}
    first = before["message_key"].iloc[0]

    decided.topic(first, "damaged")()

    assert list(corrections.waiting(Chosen())["message_key"]) == list(before["message_key"])[1:]
    (decision,) = decided.active(decided.TOPIC)
    assert (decision.subject, json.loads(decision.payload)) == (first, {"topic": "damaged"})
    entry = read.desk().audit_log(1)[0]
    assert (entry["action"], entry["subject"], entry["detail"]) == ("topic", first, "damaged")


def test_a_correction_that_the_model_has_learned_waits_no_more(open_page, own_shop):
    change(own_shop, "update metrics.topic_model set trained_at = timestamp '2999-01-01'")
    at = open_page("complaints", settings=own_shop)
    key = corrections.waiting(Chosen())["message_key"].iloc[0]
    at.button(key=f"say_{key}").click().run()

    assert "0 corrections wait for the next trackrecord train." in texts(at)


def test_a_topic_is_said_on_the_page_and_taken_back_there(open_page, own_shop):
    at = open_page("complaints", settings=own_shop)
    key = corrections.waiting(Chosen())["message_key"].iloc[0]
    at.selectbox(key=f"as_{key}").select("damaged").run()
    at.button(key=f"say_{key}").click().run()

    assert "1 correction waits for the next trackrecord train." in texts(at)
    assert decided.said(decided.TOPIC, "topic") == {key: "damaged"}
    undo = next(one for one in at.button if one.key and one.key.startswith("undo_topics"))
    undo.click().run()
    assert decided.said(decided.TOPIC, "topic") == {}


def test_what_customers_wrote_shows_only_on_wish_and_each_reading_is_written_down(
    open_page, own_shop
):
    at = open_page("complaints", settings=own_shop, shop="Nordlicht Outdoor")
    assert "Where is my order 45?" not in texts(at)
    at.toggle(key="words_corrections").set_value(True).run()

    assert not at.exception
    shown = [one["subject"] for one in read.desk().audit_log() if one["action"] == "read a mail"]
    assert sorted(shown) == sorted(corrections.waiting(Chosen(shop="nordlicht"))
                                   ["message_key"].head(corrections.SHOWN))  # fmt: skip
    assert "Where is my order 45?" in texts(at)
    at.run()
    again = [one for one in read.desk().audit_log() if one["action"] == "read a mail"]
    assert len(again) == len(shown)


@pytest.mark.parametrize("role", ["manager", "template owner"])
def test_a_role_without_the_right_sees_counts_but_no_customers_words(
    open_page, own_shop, monkeypatch, role
):
    monkeypatch.setattr(read, "role", lambda: role)
    at = open_page("complaints", settings=own_shop)

    assert not at.exception
    assert "hidden from your role" in texts(at)
    assert not at.toggle
    assert [one for one in read.desk().audit_log() if one["action"] == "read a mail"] == []


def test_the_newest_complete_week_is_what_the_cards_are_about(open_page):
    assert "Week of 9 to 15 Nov 2026." in texts(open_page("complaints"))
