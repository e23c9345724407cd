"""Order confirmations: on time, late, missing, or not for us to say."""

import pytest

VERDICTS = "select order_id, verdict from facts.order_confirmations order by shop, order_id"


def verdict(postroom, order_id="1001"):
    found = postroom.ask(
        f"select verdict from facts.order_confirmations where order_id = '{order_id}' order by shop"
    )
    return [word for (word,) in found]


@pytest.mark.parametrize(
    ("accepted_at", "expected"),
    [
        ("10:05:00", "on_time"),
        ("10:05:01", "late"),
        ("09:59:55", "on_time"),  # clocks may differ by 5 seconds
        ("09:59:54", "implausible"),
        ("2026-03-09 10:00:00", "late"),
        ("2026-03-09 10:00:01", "implausible"),
    ],
)
def test_a_confirmation_is_judged_by_when_the_first_server_took_it(
    postroom, accepted_at, expected
):
    postroom.order("1001", "10:00:00")
    postroom.sent("m", "12:00:00", first_hop_at=f"2026-03-02 {accepted_at}"
                  if len(accepted_at) == 8 else accepted_at)  # fmt: skip
    postroom.read_until("2026-03-10 00:00:00")

    assert verdict(postroom) == [expected]


@pytest.mark.parametrize(
    ("read_until", "expected"), [("10:29:59", "waiting"), ("10:30:00", "missing")]
)
def test_an_order_without_a_mail_is_missing_once_the_archive_passes_half_an_hour(
    postroom, read_until, expected
):
    postroom.order("1001", "10:00:00")
    postroom.read_until(read_until)

    assert verdict(postroom) == [expected]


def test_an_archive_that_fell_silent_accuses_nobody_while_others_show_that_time_went_on(postroom):
    postroom.order("1001", "10:00:00")
    postroom.read_until("12:00:00", roles=("inbox", "orders"))
    postroom.read_until("12:00:00", roles=("archive",), newest="09:00:00")

    assert verdict(postroom) == ["unknown"]


def test_the_slowest_of_two_archives_decides_what_is_missing(postroom):
    postroom.order("1001", "10:00:00")
    postroom.read_until("12:00:00", roles=("archive",))
    postroom.read_until("12:00:00", roles=("sent",), newest="10:10:00", quiet_after_seconds=60)

    assert verdict(postroom) == ["unknown"]


@pytest.mark.parametrize("roles", [("orders",), ("orders", "log"), ("orders", "replies", "inbox")])
def test_without_an_archive_no_confirmation_is_missing(postroom, roles):
    postroom.order("1001", "10:00:00")
    postroom.read_until("2026-03-05 00:00:00", roles=roles)

    assert verdict(postroom) == ["unknown"]


def test_an_order_from_before_the_archive_is_unknown_unless_its_mail_was_found(postroom):
    postroom.order("1001", "10:00:00")
    postroom.order("1002", "10:00:00", email="ole@mail.example")
    postroom.sent("m", "10:01:00", "Order confirmation #1002", to="ole@mail.example")
    postroom.read_until("2026-03-05 00:00:00", since="2026-03-02 10:00:30")

    assert postroom.ask(VERDICTS) == [("1001", "unknown"), ("1002", "on_time")]


def test_the_same_number_in_two_shops_is_two_orders(postroom):
    postroom.order("1001", "10:00:00")
    postroom.order("1001", "10:00:00", shop="fjordkind")
    postroom.sent("m", "10:01:00")
    postroom.read_until("12:00:00")
    postroom.read_until("12:00:00", shop="fjordkind")

    assert verdict(postroom) == ["missing", "on_time"]


def test_a_bounced_confirmation_is_none_unless_a_resend_arrived(postroom):
    for order_id, email in (("1001", "mia@mail.example"), ("1002", "ole@mail.example")):
        postroom.order(order_id, "10:00:00", email=email)
        postroom.sent(f"m{order_id}", "10:01:00", f"Order confirmation #{order_id}", to=email)
        postroom.report(f"r{order_id}", "10:02:00", f"m{order_id}", recipient=email)
    postroom.sent("again", "10:20:00", "Order confirmation #1002", to="ole@mail.example")
    postroom.read_until("12:00:00")

    assert postroom.ask(VERDICTS) == [("1001", "bounced"), ("1002", "late")]


def test_what_the_marketplace_confirms_is_excluded_with_that_reason(postroom):
    postroom.order("1001", "10:00:00", channel="marketplace")
    postroom.order("1002", "10:00:00", is_test=True)
    postroom.order("1003", "10:00:00", channel="web")
    postroom.read_until("12:00:00")

    assert postroom.ask(
        "select verdict, excluded_reason from facts.order_confirmations order by order_id"
    ) == [("excluded", "marketplace"), ("excluded", "test"), ("missing", None)]


def test_a_mail_that_only_the_log_knows_may_have_been_the_confirmation(postroom):
    postroom.order("1001", "10:00:00")
    postroom.logged("accepted", "x", "10:01:00")
    postroom.logged("sent", "x", "10:01:01")
    postroom.order("1002", "10:00:00", email="ole@mail.example")
    postroom.read_until("12:00:00", roles=("archive", "log"))

    assert postroom.ask(VERDICTS) == [("1001", "unknown"), ("1002", "missing")]


def test_the_log_dates_a_confirmation_before_its_archived_copy_does(postroom):
    postroom.order("1001", "10:00:00")
    postroom.sent("m", "11:00:00")
    postroom.logged("accepted", "m", "10:04:00")
    postroom.logged("sent", "m", "10:59:00")
    postroom.read_until("12:00:00", roles=("archive", "log"))

    assert postroom.ask("select verdict, delivery_state from facts.order_confirmations") == [
        ("on_time", "delivered")
    ]


def test_a_copy_to_ourselves_is_no_confirmation(postroom):
    postroom.order("1001", "10:00:00")
    postroom.sent("m", "10:01:00", to="orders@nordlicht.example")
    postroom.read_until("12:00:00")

    assert verdict(postroom) == ["missing"]


def test_an_order_of_one_of_our_own_people_is_confirmed_like_any_other(postroom):
    postroom.order("1001", "10:00:00", email="anna@nordlicht.example")
    postroom.sent("m", "10:01:00", to="anna@nordlicht.example")
    postroom.read_until("12:00:00")

    assert verdict(postroom) == ["on_time"]


def test_an_answer_that_repeats_the_subject_is_no_confirmation(postroom):
    postroom.order("1001", "10:00:00")
    postroom.received("q", "10:02:00", "Order confirmation #1001?")
    postroom.sent("re", "10:03:00", "Re: Order confirmation #1001", role="sent")
    postroom.sent("bare", "10:04:00", in_reply_to="q@mail.example", role="sent")
    postroom.read_until("12:00:00", roles=("archive", "sent"))

    assert verdict(postroom) == ["missing"]


def test_a_shops_own_target_holds_from_its_day_on(warehouse, postroom):
    warehouse.given("seeds.targets", """
        shop       name                        valid_from_day  value_seconds
        *          confirmation_target         2000-01-01      300
        nordlicht  confirmation_target         2026-03-02      60
        *          confirmation_missing_after  2000-01-01      1800
        *          clock_offset_allowance      2000-01-01      5
        *          implausible_after           2000-01-01      604800
        *          order_match_window          2000-01-01      5184000
    """)
    for day, order_id in (("2026-03-01", "1001"), ("2026-03-02", "1002")):
        postroom.order(order_id, f"{day} 12:00:00")
        postroom.sent(f"m{order_id}", f"{day} 12:02:00", f"Order confirmation #{order_id}")

    assert postroom.ask(VERDICTS) == [("1001", "on_time"), ("1002", "late")]


def test_what_lies_before_live_from_is_history(postroom):
    postroom.order("1001", "10:00:00")
    postroom.order("1002", "12:00:00")
    postroom.read_until("18:00:00", live_from_at="2026-03-02 11:00:00")

    assert postroom.ask(
        "select order_id, verdict, is_history from facts.order_confirmations order by order_id"
    ) == [("1001", "missing", True), ("1002", "missing", False)]


def test_a_late_confirmation_is_critical_beyond_an_hour(postroom):
    for order_id, at in (("1001", "11:00:00"), ("1002", "11:00:01")):
        postroom.order(order_id, "10:00:00")
        postroom.sent(order_id, at, f"Order confirmation #{order_id}")

    assert postroom.ask("select order_id, severity from checks.conf_late order by order_id") == [
        ("1001", "major"), ("1002", "critical"),
    ]  # fmt: skip
