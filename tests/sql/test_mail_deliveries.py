"""What became of each sent mail: the last word of log and delivery reports counts."""

import pytest


def states(postroom, columns="state"):
    return postroom.ask(f"select {columns} from staging.mail_deliveries order by recipient_key")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (("sent",), "delivered"),
        (("deferred",), "deferred"),
        (("deferred", "sent"), "delivered"),
        (("deferred", "expired"), "expired"),
        (("bounced",), "bounced"),
        (("rejected",), "rejected"),
        (("sent", "complained"), "complained"),
    ],
)
def test_the_last_attempt_says_what_became_of_a_mail(postroom, events, expected):
    postroom.sent("m", "10:00:00")
    postroom.logged("accepted", "m", "10:00:00")
    for minute, event in enumerate(events, start=1):
        postroom.logged(event, "m", f"10:{minute:02}:00")

    assert states(postroom) == [(expected,)]


@pytest.mark.parametrize("events", [("expired", "deferred"), ("deferred", "expired")])
def test_a_mail_given_up_is_logged_as_deferred_and_expired_in_the_same_second(postroom, events):
    postroom.sent("m", "10:00:00")
    for event in events:
        postroom.logged(event, "m", "10:05:00")

    assert states(postroom) == [("expired",)]


def test_a_report_hours_after_delivery_still_says_that_the_mail_bounced(postroom):
    postroom.sent("m", "10:00:00")
    postroom.logged("sent", "m", "10:00:01")
    postroom.report("r", "15:00:00", "m", status="5.2.2")

    assert states(postroom, "state, dsn") == [("bounced", "5.2.2")]


def test_sending_the_same_mail_once_more_outdates_the_report_about_the_first_try(postroom):
    postroom.sent("m", "10:00:00")
    postroom.logged("sent", "m", "10:00:01")
    postroom.report("r", "10:00:05", "m")
    postroom.logged("accepted", "m", "12:00:00", queue_id="Q2")
    postroom.logged("sent", "m", "12:00:01", queue_id="Q2")

    assert states(postroom) == [("delivered",)]


def test_a_second_server_that_only_took_the_mail_has_not_delivered_it(postroom):
    postroom.sent("m", "10:00:00")
    postroom.logged("sent", "m", "10:00:01", relay="relay.nordlicht.example")
    postroom.logged("accepted", "m", "10:00:02", host="relay", queue_id="R1")

    assert states(postroom, "state, cast(accepted_at as varchar)") == [
        ("accepted", "2026-03-02 10:00:01")
    ]


@pytest.mark.parametrize(
    ("action", "status", "expected"),
    [("failed", "5.1.1", "bounced"), ("failed", "4.4.7", "expired"),
     ("delayed", "4.4.1", "deferred"), ("delivered", "2.1.5", "delivered"),
     ("expanded", "2.0.0", "unknown")],
)  # fmt: skip
def test_without_a_log_reports_alone_tell_what_became_of_a_mail(
    postroom, action, status, expected
):
    postroom.sent("m", "10:00:00")
    postroom.report("r", "11:00:00", "m", action=action, status=status)

    assert states(postroom) == [(expected,)]


def test_a_report_that_names_the_forwarding_address_means_the_only_addressee(postroom):
    postroom.sent("m", "10:00:00")
    postroom.report("r", "11:00:00", "m", recipient="mia@forwarded.example")

    assert states(postroom) == [("bounced",)]


def test_copies_to_our_own_archive_are_no_deliveries(postroom):
    postroom.sent("m", "10:00:00")
    postroom.logged("sent", "m", "10:00:01", to="archive@nordlicht.example")
    postroom.logged("deferred", "m", "10:00:02")

    assert states(postroom) == [("deferred",)]


def test_a_queue_id_used_again_belongs_to_another_mail(postroom):
    postroom.logged("accepted", "a", "10:00:00")
    postroom.logged("sent", "a", "10:00:01", message_id=None)
    postroom.logged("accepted", "b", "11:00:00", generation="2")
    postroom.logged("bounced", "b", "11:00:01", generation="2", message_id=None)

    assert postroom.ask("select mail_key, state from staging.mail_deliveries order by 1") == [
        ("a@mail.example", "delivered"), ("b@mail.example", "bounced"),
    ]  # fmt: skip


def test_only_an_address_that_cannot_work_is_a_bounce_for_good(postroom):
    for key, status, action in (("a", "5.1.1", "failed"), ("b", "4.4.7", "failed"),
                                ("d", "5.2.2", "failed"), ("e", "5.7.1", "failed"),
                                ("c", "4.4.1", "delayed")):  # fmt: skip
        postroom.sent(key, "10:00:00", to=f"{key}@mail.example")
        postroom.report(f"r{key}", "11:00:00", key, f"{key}@mail.example", action, status)

    assert postroom.ask(
        "select original_message_id, is_hard from staging.bounces order by 1"
    ) == [("a@mail.example", True), ("b@mail.example", False), ("d@mail.example", False),
          ("e@mail.example", False)]  # fmt: skip


def test_a_mail_that_failed_is_a_finding_unless_it_was_sent_again(postroom):
    for order_id in ("1001", "1002"):
        postroom.order(order_id, "09:00:00", email=f"c{order_id}@mail.example")
        postroom.sent(order_id, "10:00:00", f"Order confirmation #{order_id}",
                      to=f"c{order_id}@mail.example")  # fmt: skip
        postroom.report(f"r{order_id}", "10:01:00", order_id, f"c{order_id}@mail.example")
    postroom.sent("again", "11:00:00", "Order confirmation #1002", to="c1002@mail.example")

    assert postroom.ask("select message_key, severity from checks.bounced") == [
        ("1001", "critical")
    ]


@pytest.mark.parametrize(
    ("read_until", "expected"), [("14:00:00", []), ("14:00:01", [("minor",)])]
)
def test_a_mail_still_deferred_after_four_hours_is_a_minor_finding(
    postroom, read_until, expected
):
    postroom.order("1001", "09:00:00")
    postroom.sent("m", "10:00:00")
    postroom.logged("deferred", "m", "10:00:01")
    postroom.read_until(read_until, roles=("log",))

    assert postroom.ask("select severity from checks.bounced") == expected


def test_a_complaint_is_the_last_word_on_a_mail_that_arrived(postroom):
    postroom.sent("m", "10:00:00")
    postroom.logged("sent", "m", "10:00:01")
    postroom.report("r", "15:00:00", "m", action="complained", status=None)

    assert states(postroom) == [("complained",)]
    assert postroom.ask("select * from staging.bounces") == []


def test_a_complaint_that_names_nobody_is_the_only_addressees(postroom):
    postroom.sent("m", "10:00:00")
    postroom.report("r", "15:00:00", "m", recipient=None, action="complained", status=None)

    assert states(postroom) == [("complained",)]


@pytest.mark.parametrize("action", ["not-spam", "auth-failure"])
def test_a_providers_report_that_is_no_complaint_changes_nothing(postroom, action):
    postroom.sent("m", "10:00:00")
    postroom.logged("sent", "m", "10:00:01")
    postroom.report("r", "15:00:00", "m", action=action, status=None)

    assert states(postroom) == [("delivered",)]


def test_a_bounce_leads_to_the_mail_that_came_back_where_we_hold_it(postroom):
    postroom.sent("m", "10:00:00")
    postroom.report("r", "11:00:00", "m")
    postroom.report("s", "11:00:00", "unseen", recipient="lee@mail.example")

    assert postroom.ask(
        "select message_key, original_message_key from staging.bounces order by 1"
    ) == [("r", "m"), ("s", None)]
