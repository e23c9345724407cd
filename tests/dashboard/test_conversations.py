"""An order shows its conversations; Inquiries shows how they went and what was left out of them."""

import duckdb
import pytest

from dashboard import decided, read
from sql.wording_topics import belongs


def texts(at) -> str:
    kinds = (at.title, at.subheader, at.text, at.caption, at.markdown)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def table(at, heading: str):
    return next(one.value for one in at.dataframe if heading in one.value.columns)


def change(settings, sql: str) -> None:
    build = next((settings.parent / "data" / "builds").glob("build-*.duckdb"))
    with duckdb.connect(str(build)) as db:
        db.execute(sql)


def test_each_message_says_what_it_is_about_how_sure_and_how_it_belongs(open_page):
    said = texts(open_page("order", order="=1003", shop="Nordlicht Outdoor"))

    assert ("Where is my order (likely), conversation 1, begins a conversation, "
            "matched by the order number in the subject") in said  # fmt: skip
    assert "conversation 2, probably of this conversation, matched by the customer and" in said
    assert "Bot answered" in said


def test_an_answer_says_by_which_team_and_after_how_long_of_which_target(open_page):
    said = texts(open_page("order", order="=1003", shop="Nordlicht Outdoor"))

    assert "by support, answered in time: 5 h of 24 h" in said


def test_every_wait_of_an_order_stands_with_its_conversation_and_how_it_ended(open_page):
    late = table(open_page("order", order="=1036", shop="Nordlicht Outdoor"), "Conversation")

    assert list(late["Conversation"]) == [1]
    assert list(late["Result"]) == ["overdue"]
    assert list(late["Escalation"]) == ["escalated in time"]


def test_an_escalation_and_an_unseen_answer_stand_in_the_timeline(open_page):
    escalated = texts(open_page("order", order="=1036", shop="Nordlicht Outdoor"))
    unseen = texts(open_page("order", order="=1007", shop="Nordlicht Outdoor"))

    assert "Inquiry escalated" in escalated and "overdue, the target is 24 h" in escalated
    assert "Answered, unseen by us" in unseen
    assert "Nobody asked about it." in unseen


def test_a_link_that_is_only_likely_is_never_told_as_sure():
    assert belongs("likely").startswith("probably")
    assert not belongs("reference").startswith("probably")


def test_the_queue_shows_topic_clock_and_who_was_escalated(open_page):
    at = open_page("inquiries", shop="Nordlicht Outdoor")
    queue = table(at, "Time left")

    assert list(queue["Order"]) == ["=1000", "=1012", "=1024", "=1036"]
    assert list(queue["Topic"]) == ["Damaged", *["Where is my order"] * 3]
    assert list(queue["How sure"]) == ["unsure", "likely", "sure", "unsure"]
    assert list(queue["Escalated"]) == ["–", "–", "–", "yes"]
    petrol = table(open_page("inquiries", shop="Pétrole & Fils"), "Time left")
    assert set(petrol["Clock"]) == {"opening hours"} and set(queue["Clock"]) == {"around the clock"}


def test_first_and_later_replies_and_teams_stand_with_their_times(open_page):
    at = open_page("inquiries", shop="Nordlicht Outdoor")

    replies, teams = table(at, "Which"), table(at, "Answered")
    assert list(replies["Which"]) == ["first replies", "later replies"]
    assert list(replies["Half, in opening hours"]) == [7200.0, 7200.0]
    assert list(teams["Team"]) == ["not told", "support"]
    assert "Do later replies come in time?" in texts(at)


def test_escalations_say_what_was_needed_and_list_what_is_still_open(open_page):
    at = open_page("inquiries", shop="Nordlicht Outdoor")

    assert "6 had to be, 2 in time, 1 too late, 3 not at all. Half were after 26 h." in texts(at)
    assert "1 inquiry escalated, not answered." in texts(at)


def test_where_nobody_knows_how_a_shop_escalates_the_page_says_what_to_write_down(
    open_page, own_shop
):
    change(own_shop, "update metrics.escalations_weekly set unknown = 2")

    said = texts(open_page("inquiries", settings=own_shop))
    assert "Of 2 it cannot be seen; how a shop escalates stands in your own" in said


def test_every_excluded_kind_is_counted_with_its_reason_and_its_mails_are_listed(open_page):
    at = open_page("inquiries")
    counts = next(one.value for one in at.dataframe if {"Because", "Mails"} <= {*one.value})

    assert dict(zip(counts["Taken for"], counts["Mails"], strict=True)) == {
        "spam": 18, "no answer needed": 8}  # fmt: skip
    assert "26 mails in the week of 9 to 15 Nov 2026." in texts(at)
    mails = at.dataframe[-1].value
    assert list(mails["Taken for"]) == ["no answer needed", "spam"]


def test_one_excluded_kind_can_be_chosen_in_the_address(open_page):
    at = open_page("inquiries", not_counted_kind="spam")

    assert list(at.dataframe[-1].value["Taken for"]) == ["spam"]


def test_a_shop_whose_mails_were_never_read_says_why_its_parts_are_empty(open_page, own_shop):
    for name in ("facts.not_counted_mails", "metrics.incoming_kinds_weekly", "facts.waits",
                 "metrics.replies_weekly", "metrics.replies_by_team_weekly",
                 "metrics.escalations_weekly"):  # fmt: skip
        change(own_shop, f"delete from {name}")
    at = open_page("inquiries", settings=own_shop)

    assert not at.exception
    for said in ("Nothing is overdue.", "No escalated inquiry is open.", "Nothing was left out.",
                 "No answer was seen in this week.",
                 "Nothing had to be escalated in this period."):  # fmt: skip
        assert said in texts(at)


def test_an_order_of_which_nobody_wrote_says_so(open_page, own_shop):
    change(own_shop, "delete from facts.waits")

    assert "Nobody asked about it." in texts(
        open_page("order", settings=own_shop, order="=1036", shop="Nordlicht Outdoor"))  # fmt: skip


@pytest.mark.parametrize(("role", "is_offered"), [("support", True), ("manager", False)])
def test_only_who_may_read_mails_is_offered_their_words(own_shop, monkeypatch, role, is_offered):
    from dashboard import words

    monkeypatch.setattr(read, "role", lambda: role)

    assert words.may_read() is is_offered
    assert bool(words.of(["m-thanks-1"])) is is_offered
    log = [one["subject"] for one in read.desk().audit_log() if one["action"] == "read a mail"]
    assert log == (["m-thanks-1"] if is_offered else [])


def test_a_correction_is_about_the_mail_that_tells_the_topic(own_shop):
    change(own_shop, "update facts.wait_topics set topic_message_key = 'm-second'"
                     " where wait_id = 'm-in-nordlicht0'")  # fmt: skip

    assert decided.told_by({"wait_id": "m-in-nordlicht0"}) == "m-second"
    assert decided.told_by({"wait_id": "m-in-petrol0"}) == "m-in-petrol0"
    assert decided.told_by({"wait_id": "without a topic"}) == "without a topic"


def test_how_a_table_is_counted_opens_with_the_text_of_its_model(open_page):
    at = open_page("inquiries")
    at.button(key="counted_replies").click().run()

    assert not at.exception
    assert any("-- grain: one row per shop (or all), week and kind of reply" in one.value
               for one in at.code)  # fmt: skip


@pytest.mark.parametrize(("measure", "is_first"), [
    ("first_replied_in_time", True), ("later_replied_in_time", False),
])  # fmt: skip
def test_behind_first_replies_stand_first_questions_and_behind_later_ones_the_others(
    open_page, own_shop, measure, is_first
):
    change(own_shop, "update facts.waits set started_at = started_at - interval 7 day")
    at = open_page("inquiries", settings=own_shop, shop="Nordlicht Outdoor")
    at.button(key=f"open_{measure}_weekly").click().run()

    waits = read.table("facts.waits", shop="nordlicht", is_first=is_first, not_counted_reason=None)
    in_week = waits[waits["started_at"] < "2026-11-15 23:59:59"]
    assert 0 < len(in_week) < 40
    assert any(set(one.value["Order"]) == set(in_week["order_id"]) and len(one.value) ==
               len(in_week) for one in at.dataframe if "Customer waited" in one.value)  # fmt: skip
