"""Waits: from the oldest unanswered customer message to the first human answer."""

import pytest
from waiting import LIVE, ORDERS, Desk


@pytest.fixture
def desk(warehouse):
    return Desk(warehouse)


def test_an_answer_after_exactly_24_hours_is_in_time_and_a_second_later_is_late(desk):
    desk.customer("a", "2026-03-02 10:00:00", talk="t1", who="mia")
    desk.shop("a2", "2026-03-03 10:00:00", talk="t1", to="mia")
    desk.customer("b", "2026-03-02 10:00:00", talk="t2", who="ben")
    desk.shop("b2", "2026-03-03 10:00:01", talk="t2", to="ben")
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("wait_id, outcome, wait_seconds") == [
        ("a", "in_time", 86400.0), ("b", "late", 86401.0)]  # fmt: skip


def test_messages_before_the_answer_are_one_wait_that_counts_from_the_oldest(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.customer("b", "2026-03-03 09:00")
    desk.shop("c", "2026-03-03 11:00")
    desk.read_until("2026-03-09 00:00")

    (row,) = desk.waits("wait_id, message_keys, messages, outcome, answered_by, team")

    assert row == ("a", ["a", "b"], 2, "late", "c", "support")


def test_a_message_after_the_answer_opens_a_new_wait_that_is_not_the_first(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.shop("b", "2026-03-02 11:00")
    desk.customer("c", "2026-03-02 12:00")
    desk.shop("d", "2026-03-02 13:00")
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("wait_id, is_first, answered_by") == [("a", True, "b"), ("c", False, "d")]


def test_automatic_answers_do_not_end_a_wait(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.shop("b", "2026-03-02 10:01", kind="auto_reply", human="false")
    desk.read_until("2026-03-02 12:00")

    assert desk.waits("outcome, has_bot_answer, queue") == [("bot", True, "open")]


def test_a_wait_that_only_a_bot_answered_is_overdue_in_the_end(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.shop("b", "2026-03-02 10:01", kind="auto_reply", human="false")
    desk.read_until("2026-03-04 12:00")

    assert desk.waits("outcome, has_bot_answer") == [("overdue", True)]


def test_an_order_mail_is_no_answer(desk):
    desk.customer("a", "2026-03-02 10:00", order="1001")
    desk.shop("b", "2026-03-02 10:30", kind="shipping_notice", human="false", order="1001")
    desk.read_until("2026-03-02 12:00")

    assert desk.waits("outcome, has_bot_answer") == [("open", False)]


def test_a_colleague_who_is_asked_internally_is_no_answer_to_the_customer(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.shop("b", "2026-03-02 11:00", to="team:warehouse")
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("outcome") == [("overdue",)]


def test_a_customer_who_wrote_twice_about_one_order_waits_once_and_one_answer_stops_both(desk):
    desk.customer("a", "2026-03-02 10:00", talk="t1", order="1001")
    desk.customer("b", "2026-03-02 15:00", talk="t2", order="1001")
    desk.shop("c", "2026-03-02 16:00", talk="t2", order="1001")
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("wait_id, messages, outcome") == [("a", 2, "in_time")]


def test_two_open_threads_about_one_order_are_one_wait(desk):
    desk.customer("a", "2026-03-02 10:00", talk="t1", order="1001")
    desk.customer("b", "2026-03-02 15:00", talk="t2", order="1001")
    desk.customer("c", "2026-03-02 16:00", talk="t3", order="1002")
    desk.read_until("2026-03-02 17:00")

    assert desk.waits("wait_id, messages") == [("a", 2), ("c", 1)]


def test_an_order_that_is_only_guessed_joins_no_threads(desk):
    desk.customer("a", "2026-03-02 10:00", talk="t1", order="1001", match="recipient_time")
    desk.customer("b", "2026-03-02 15:00", talk="t2", order="1001")
    desk.shop("c", "2026-03-02 16:00", talk="t2", order="1001")
    desk.read_until("2026-03-09 00:00", LIVE + ORDERS)

    assert desk.waits() == [("a", "overdue"), ("b", "in_time")]


def test_the_same_order_number_of_another_customer_is_another_wait(desk):
    desk.customer("a", "2026-03-02 10:00", who="mia", talk="t1", order="1001")
    desk.customer("b", "2026-03-02 11:00", who="ben", talk="t2", order="1001")
    desk.shop("c", "2026-03-02 12:00", to="ben", talk="t2", order="1001")
    desk.read_until("2026-03-09 00:00")

    assert desk.waits() == [("a", "overdue"), ("b", "in_time")]


def test_a_clock_that_runs_behind_does_not_put_the_answer_before_the_question(desk):
    desk.customer("a", "2026-03-02 10:00:00")
    desk.shop("b", "2026-03-02 09:58:30", answers="a@mail.example")
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("outcome, wait_seconds") == [("in_time", 0.0)]


@pytest.mark.parametrize(("until", "outcome"), [
    ("2026-03-02 12:00:00", "open"),
    ("2026-03-03 05:59:59", "open"),
    ("2026-03-03 06:00:00", "due_soon"),
    ("2026-03-03 10:00:00", "due_soon"),
    ("2026-03-03 10:00:01", "overdue"),
])  # fmt: skip
def test_an_unanswered_message_is_judged_at_what_was_read(desk, until, outcome):
    desk.customer("a", "2026-03-02 10:00:00")
    desk.read_until(until)

    assert desk.waits("outcome") == [(outcome,)]


def test_nobody_is_accused_while_one_mailbox_for_answers_lags_behind(desk):
    desk.customer("a", "2026-03-02 10:00")
    anna = "nordlicht  anna  sent  2026-03-01 00:00  2026-03-03 08:00  2026-03-09 00:00"
    desk.read_until("2026-03-09 00:00", LIVE + anna)

    assert desk.waits("outcome, queue") == [("unknown", None)]


@pytest.mark.parametrize("paths", [
    """shop       path  role   read_from         read_until
       nordlicht  in    inbox  2026-03-01 00:00  2026-03-09 00:00""",
    """shop       path  role     read_from         read_until
       nordlicht  in    inbox    2026-03-01 00:00  2026-03-09 00:00
       nordlicht  out   replies  –                 –""",
    """shop       path  role     read_from         read_until
       nordlicht  in    inbox    2026-03-01 00:00  2026-03-09 00:00
       nordlicht  out   replies  2026-03-02 11:00  2026-03-09 00:00""",
    """shop       path  role     read_from         read_until
       nordlicht  in    inbox    2026-03-01 00:00  2026-03-09 00:00
       nordlicht  anna  replies  2026-03-01 00:00  –
       nordlicht  out   replies  2026-03-01 00:00  2026-03-09 00:00""",
])  # fmt: skip
def test_without_sight_of_our_answers_an_unanswered_message_is_unknown(desk, paths):
    desk.customer("a", "2026-03-02 10:00")
    desk.read_until("", paths)

    assert desk.waits("outcome") == [("unknown",)]


def test_a_customer_who_quotes_a_mail_of_ours_that_we_never_read_was_answered_unseen(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.customer("b", "2026-03-05 10:00", refers=["a@mail.example", "x@mx.nordlicht.example"])
    desk.customer("c", "2026-03-05 11:00", refers=["b@mail.example", "x@mx.nordlicht.example"])
    desk.read_until("2026-03-05 12:00")

    assert desk.waits("wait_id, messages, outcome, answered_at") == [
        ("a", 1, "answered_unseen", None), ("b", 2, "open", None)]  # fmt: skip


def test_an_unread_mail_that_the_log_dates_before_the_question_did_not_answer_it(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.customer("b", "2026-03-02 12:00", refers=["x@nordlicht.example"])
    desk.warehouse.given("staging.mail_deliveries", """
        mail_key             message_id           recipient_key  accepted_at
        x@nordlicht.example  x@nordlicht.example  mia            2026-03-01 09:00
    """)
    desk.read_until("2026-03-02 13:00")

    assert desk.waits("wait_id, messages, outcome") == [("a", 2, "open")]


def test_a_thank_you_for_a_mail_that_we_never_read_tells_that_the_customer_was_answered(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.customer("b", "2026-03-05 10:00", kind="no_answer_needed", refers=["x@nordlicht.example"])
    desk.read_until("2026-03-05 12:00")

    assert desk.waits() == [("a", "answered_unseen")]


def test_a_mail_of_ours_that_was_read_or_is_of_another_house_is_no_unseen_answer(desk):
    desk.shop("order", "2026-03-01 10:00", kind="order_confirmation", human="false")
    desk.customer("a", "2026-03-02 10:00")
    desk.customer("b", "2026-03-02 11:00", refers=["order@nordlicht.example", "y@other.example"])
    desk.read_until("2026-03-02 12:00")

    assert desk.waits("wait_id, messages, outcome") == [("a", 2, "open")]


def test_a_mail_that_only_the_log_saw_may_have_been_the_answer(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.customer("b", "2026-03-02 10:00", who="ben", talk="t2")
    desk.warehouse.given("facts.unread_mails", """
        mail_key  customer_key  shop       accepted_at
        x@mx      mia           nordlicht  2026-03-02 15:00
        y@mx      ben           nordlicht  2026-03-02 09:00
    """)
    desk.read_until("2026-03-09 00:00")

    assert desk.waits() == [("a", "unknown"), ("b", "overdue")]


@pytest.mark.parametrize(("feed", "outcome"), [("", "unknown"), (ORDERS, "overdue")])
def test_without_orders_an_answer_on_another_thread_leaves_doubt(desk, feed, outcome):
    desk.customer("a", "2026-03-02 10:00", talk="t1")
    desk.customer("b", "2026-03-02 11:00", talk="t2")
    desk.shop("c", "2026-03-02 12:00", talk="t2")
    desk.read_until("2026-03-09 00:00", LIVE + feed)

    assert desk.waits() == [("a", outcome), ("b", "in_time")]


@pytest.mark.parametrize("state", ["bounced", "expired", "rejected"])
def test_an_answer_that_came_back_reached_nobody(desk, state):
    desk.customer("a", "2026-03-02 10:00")
    desk.shop("b", "2026-03-02 11:00")
    desk.warehouse.given("staging.mail_deliveries", f"""
        mail_key             message_id           recipient_key  state
        b@nordlicht.example  b@nordlicht.example  mia            {state}
    """)
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("outcome") == [("overdue",)]


@pytest.mark.parametrize("kind", ["auto_reply", "bounce", "bulk", "spam", "no_answer_needed"])
def test_mails_that_ask_nothing_open_no_wait(desk, kind):
    desk.customer("a", "2026-03-02 10:00", kind=kind)
    desk.read_until("2026-03-09 00:00")

    assert desk.waits() == []


def test_no_answer_needed_takes_the_wait_off_the_list_but_leaves_it_on_record(desk):
    # what a person took off the list is no inquiry any more, but it was one
    for key, hour in (("a", 10), ("b", 11)):
        desk.customer(key, f"2026-03-02 {hour}:00", kind="no_answer_needed", reason="decision")
    desk.warehouse.given("desk.decisions", """
        decision_id  kind              subject  payload     made_at
        d1           no_answer_needed  a        ["a", "b"]  2026-03-04 09:00
    """)
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("wait_id, messages, not_counted_reason") == [("a", 2, "no_answer_needed")]


def test_a_mail_whose_kind_a_person_put_right_was_no_inquiry(desk):
    desk.customer("a", "2026-03-02 10:00", kind="no_answer_needed", reason="decision")
    desk.customer("b", "2026-03-02 10:00", who="ben", talk="t2")
    desk.warehouse.given("desk.decisions", """
        decision_id  kind       subject  payload                       made_at
        d1           mail_kind  a        {"kind": "no_answer_needed"}  2026-03-04 09:00
    """)
    desk.read_until("2026-03-09 00:00")

    assert desk.waits() == [("b", "overdue")]


def test_a_message_after_the_decision_opens_a_wait_of_its_own(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.customer("b", "2026-03-08 11:00")
    desk.warehouse.given("desk.decisions", """
        decision_id  kind              subject  payload  made_at
        d1           no_answer_needed  a        ["a"]    2026-03-04 09:00
    """)
    desk.read_until("2026-03-08 12:00")

    assert desk.waits("wait_id, outcome, not_counted_reason") == [
        ("a", "overdue", "no_answer_needed"), ("b", "open", None)]  # fmt: skip


def test_an_answer_by_phone_that_a_person_recorded_ends_the_wait(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.warehouse.given("desk.decisions", """
        decision_id  kind                subject  payload                                made_at
        d1           answered_elsewhere  a        {"answered_at": "2026-03-02T15:30:00"}  2026-03-04 09:00
    """)  # noqa: E501
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("outcome, wait_seconds") == [("answered_elsewhere", 19800.0)]


def test_business_seconds_stand_beside_the_clock(desk):
    desk.customer("a", "2026-03-06 15:00")  # Friday, 16:00 in Berlin
    desk.shop("b", "2026-03-09 09:30")  # Monday, 10:30
    desk.read_until("2026-03-12 00:00")

    assert desk.waits("outcome, business_seconds") == [("late", (1 + 1.5) * 3600)]


def test_a_shops_own_reply_target_holds_from_its_day_on(desk):
    desk.warehouse.given("seeds.targets", """
        shop       name             valid_from_day  value_seconds
        *          reply_target     2000-01-01      86400
        *          due_soon_within  2000-01-01      14400
        nordlicht  reply_target     2026-03-03      3600
    """)
    for key, day in (("a", "02"), ("b", "03")):
        desk.customer(key, f"2026-03-{day} 10:00", talk=key)
        desk.shop(f"{key}2", f"2026-03-{day} 11:00:01", talk=key)
    desk.read_until("2026-03-09 00:00")

    assert desk.waits() == [("a", "in_time"), ("b", "late")]


def test_a_slip_of_the_pen_does_not_end_a_wait_before_it_began(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.warehouse.given("desk.decisions", """
        decision_id  kind                subject  payload                            made_at
        d1           answered_elsewhere  a        {"answered_at": "2025-03-02T15:30"}  2026-03-04 09:00
    """)  # noqa: E501
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("outcome, wait_seconds") == [("answered_elsewhere", 0.0)]


def test_an_answer_to_the_other_address_on_the_order_is_one_to_the_customer(desk):
    desk.warehouse.given("staging.order_customers", """
        shop       order_id  customer_key
        nordlicht  1001      mia
        nordlicht  1001      mia_at_work
        nordlicht  1002      ben
    """)
    desk.customer("a", "2026-03-02 10:00", who="mia_at_work", talk="t1", order="1001")
    desk.shop("b", "2026-03-02 11:00", to="mia", talk="t2", order="1001")
    desk.customer("c", "2026-03-02 12:00", who="mia", talk="t2", order="1001")
    desk.shop("d", "2026-03-02 13:00", to="ben", talk="t2", order="1001")
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("wait_id, outcome, answered_by, customer_key") == [
        ("a", "in_time", "b", "mia_at_work"), ("c", "overdue", None, "mia")]  # fmt: skip


def test_an_answer_to_two_addresses_of_one_customer_is_one(desk):
    desk.warehouse.given("staging.order_customers", """
        shop       order_id  customer_key
        nordlicht  1001      mia
        nordlicht  1001      mia_at_work
    """)
    desk.customer("a", "2026-03-02 10:00", who="mia_at_work", order="1001")
    desk.customer("b", "2026-03-02 10:30", who="mia", talk="t2", order="1001")
    desk.shop("c", "2026-03-02 11:00", to="mia, mia_at_work", order="1001")
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("wait_id, messages, answered_by, outcome") == [("a", 2, "c", "in_time")]


def test_a_person_records_where_and_when_an_answer_was_given(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.customer("b", "2026-03-02 10:00", who="ben", talk="t2")
    desk.shop("b2", "2026-03-02 12:00:00", to="ben", talk="t2")
    desk.warehouse.given("desk.decisions", """
        decision_id  kind                subject  payload                                         made_at
        d1           answered_elsewhere  a        {"where": "phone", "at": "2026-03-03 10:00:01"}  2026-03-04 09:00
        d2           answered_elsewhere  b        {"at": "2026-03-02 12:00:00", "where": "phone"}  2026-03-04 09:00
    """)  # noqa: E501
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("wait_id, outcome, answered_at::varchar") == [
        ("a", "answered_elsewhere", "2026-03-03 10:00:01"),
        ("b", "in_time", "2026-03-02 12:00:00"),
    ]
    assert desk.warehouse.rows("select distinct answered_where from facts.answers_elsewhere") == [
        ("phone",)]  # fmt: skip


def test_a_message_after_an_answer_by_phone_opens_a_new_wait(desk):
    desk.customer("a", "2026-03-02 10:00")
    desk.customer("b", "2026-03-02 11:00")
    desk.customer("c", "2026-03-02 13:00")
    desk.shop("d", "2026-03-02 14:00")
    desk.warehouse.given("desk.decisions", """
        decision_id  kind                subject  payload                        made_at
        d1           answered_elsewhere  a        {"at": "2026-03-02 12:00:00"}  2026-03-04 09:00
    """)
    desk.read_until("2026-03-09 00:00")

    assert desk.waits("wait_id, messages, outcome, answered_at::varchar, is_first") == [
        ("a", 2, "answered_elsewhere", "2026-03-02 12:00:00", True),
        ("c", 1, "in_time", "2026-03-02 14:00:00", False),
    ]
