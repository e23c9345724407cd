"""How far two sources' clocks surely disagree, and that nobody is called late for less."""

import pytest

OFFSET = """select mails, behind_seconds from facts.clock_offsets
    where pairing = '{}' and later_clock like '{}%'"""


def clock(second):
    return f"{10 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def confirmed(postroom, number, after, placed=None):
    """An order and its confirmation `after` seconds."""
    placed = 300 + number * 60 if placed is None else placed
    postroom.order(str(1000 + number), clock(placed), email=f"mia{number}@mail.example")
    postroom.sent(f"c{number}", clock(placed + after), f"Order confirmation #{1000 + number}",
                  to=f"mia{number}@mail.example")  # fmt: skip


@pytest.mark.parametrize(
    ("lags", "expected"),
    [
        ([-90] * 40, (40, 90.0)),  # every mail is dated before its order
        ([7] * 40, (40, 0.0)),
        ([600] * 40, (40, 0.0)),  # slow is no proof
        ([-90] + [7] * 39, (40, 0.0)),  # one error moves nothing
        ([-90] * 3 + [7] * 37, (40, 90.0)),
        ([-90] * 19, (19, None)),  # too few to say
    ],
)
def test_a_clock_is_behind_by_what_cannot_be_a_delay(postroom, lags, expected):
    for number, lag in enumerate(lags):
        confirmed(postroom, number, lag)

    (found,) = postroom.ask(OFFSET.format("ordered_confirmed", "given/nordlicht/archive"))

    assert found == expected


def test_a_log_that_runs_ahead_of_the_archive_shows(postroom):
    for number in range(20):
        postroom.sent(f"c{number}", clock(number), to="mia@mail.example")
        postroom.logged("accepted", f"c{number}", clock(number + 45), queue_id=f"Q{number}")

    assert postroom.ask(OFFSET.format("taken_archived", "given")) == [(20, 45.0)]


def test_answers_dated_before_their_questions_show(postroom):
    for number in range(20):
        postroom.received(f"q{number}", clock(number * 60 + 300))
        postroom.sent(f"a{number}", clock(number * 60 + 180), "Re: A question", role="replies",
                      from_address="support@nordlicht.example",
                      in_reply_to=f"q{number}@mail.example")  # fmt: skip

    assert postroom.ask(OFFSET.format("asked_answered", "given")) == [(20, 120.0)]


@pytest.mark.parametrize(("after", "verdict"), [(300, "on_time"), (390, "on_time"), (391, "late")])
def test_nobody_is_called_late_for_less_than_the_clocks_disagree_by(postroom, after, verdict):
    for number in range(40):
        confirmed(postroom, number, -90)
    confirmed(postroom, 99, after, placed=10_000)
    postroom.read_until("20:00:00")

    found = postroom.ask("""select verdict, latency_seconds from facts.order_confirmations
        where order_id = '1099'""")

    assert found == [(verdict, after)]


def test_a_mail_before_its_order_is_plausible_where_the_clocks_disagree(postroom):
    for number in range(40):
        confirmed(postroom, number, -90)
    postroom.read_until("20:00:00")

    found = postroom.ask("select distinct verdict from facts.order_confirmations")

    assert found == [("on_time",)]


@pytest.mark.parametrize(("after", "verdict"), [(3690, "on_time"), (3691, "late")])
def test_no_shipping_mail_is_called_late_for_less_either(postroom, after, verdict):
    for number in range(40):
        confirmed(postroom, number, -90)
    postroom.order("1099", clock(0), email="kim@mail.example")
    postroom.parcel("P1", "1099", clock(10_000))
    postroom.sent("s1", clock(10_000 + after), "Your order #1099 has shipped",
                  to="kim@mail.example")  # fmt: skip
    postroom.read_until("20:00:00", roles=("archive", "orders", "shipments"))

    assert postroom.ask("select verdict from facts.shipping_notices") == [(verdict,)]


def test_an_order_confirmed_days_later_says_nothing_of_clocks(postroom):
    confirmed(postroom, 1, 7)
    confirmed(postroom, 2, 7, placed=60)
    postroom.order("1003", "2026-02-28 10:00:00", email="kim@mail.example")
    postroom.sent("c3", "12:00:00", "Order confirmation #1003", to="kim@mail.example")

    assert postroom.ask(OFFSET.format("ordered_confirmed", "given")) == [(2, None)]


def test_a_mail_that_one_clock_alone_saw_makes_no_pair(postroom):
    postroom.logged("accepted", "c1", "10:00:00")

    assert postroom.ask("select count(*) from facts.clock_offsets") == [(0,)]


@pytest.mark.parametrize(("after", "verdict"), [(3690, "on_time"), (3691, "late")])
def test_no_mail_about_a_change_is_called_late_for_less_either(postroom, after, verdict):
    for number in range(40):
        confirmed(postroom, number, -90)
    changed = f"2026-03-02 {clock(10_000)}"
    postroom.order("1099", clock(0), email="kim@mail.example", cancelled_at=changed)
    postroom.sent("x1", clock(10_000 + after), "Your order #1099 has been cancelled",
                  to="kim@mail.example")  # fmt: skip
    postroom.read_until("20:00:00")

    assert postroom.ask("""select verdict from facts.order_notices
        where mail_kind = 'cancelled'""") == [(verdict,)]


@pytest.mark.parametrize(("seconds", "outcome"), [(120, "in_time"), (121, "late")])
def test_no_reply_is_called_late_for_less_than_the_mailboxes_disagree_by(
    postroom, seconds, outcome
):
    for number in range(20):
        postroom.received(f"q{number}", clock(number * 60 + 300), by=f"a{number}@mail.example")
        postroom.sent(f"a{number}", clock(number * 60 + 180), "Re: A question", role="replies",
                      from_address="support@nordlicht.example", to=f"a{number}@mail.example",
                      in_reply_to=f"q{number}@mail.example")  # fmt: skip
    postroom.received("slow", "10:00:00", by="kim@mail.example")
    postroom.sent("late", f"2026-03-03 {clock(seconds)}", "Re: A question", role="replies",
                  from_address="support@nordlicht.example", to="kim@mail.example",
                  in_reply_to="slow@mail.example")  # fmt: skip
    postroom.read_until("2026-03-04 10:00:00", roles=("inbox", "replies"))

    assert postroom.ask("select outcome from facts.waits where wait_id = 'slow'") == [(outcome,)]
