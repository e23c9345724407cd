"""Which order a mail is about: subject over body over thread over recipient and time."""

import importlib.util
from pathlib import Path

import pytest

STEPS = Path(__file__).parents[2] / "sql" / "steps"


def step(name):
    spec = importlib.util.spec_from_file_location(name, STEPS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def matches(postroom):
    return postroom.ask(
        "select order_id, order_match from facts.messages order by happened_at, message_key"
    )


@pytest.fixture
def two_orders(postroom):
    postroom.order("1001", "2026-03-01 10:00:00")
    postroom.order("1002", "2026-03-01 11:00:00", email="ole@mail.example")
    return postroom


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("Order #1002", "about order 1001", ("1002", "subject")),
        ("Question", "about order 1001", ("1001", "body")),
        ("Question", "My order no. 1002: where is it?", ("1002", "body")),
        ("Question", "Bestellnr.1002", ("1002", "body")),
        ("Commande n°1002", "", ("1002", "subject")),
        ("1002", "", ("1001", "recipient_time")),  # could be anything, and is not hers
        ("1001", "", ("1001", "subject")),  # her own needs no word before it
        ("Question", "I paid 1002,50 EUR", ("1001", "recipient_time")),
        ("Question", "Rechnung Nr. 1002", ("1001", "recipient_time")),
        ("Question", "your ticket #1002", ("1001", "recipient_time")),
        ("Tracking is wrong #1002", "", ("1002", "subject")),
        ("Question", "tracking number 1002", ("1001", "recipient_time")),
        ("Question", "tracking number 1001", ("1001", "body")),  # hers: it is no parcel's
        ("Question", "Call me at 0171-1002-55", ("1001", "recipient_time")),
        ("Question", "orders 1002,1001", ("1001", "body")),  # of two equals her own
        ("Question", "Where?\n\nOn 1 March 2026 at 10:00, Nordlicht wrote:\n> Order #1002",
         ("1002", "quoted")),
        ("Question", "Order 1001?\n\nOn 1 March 2026 at 10:00, Nordlicht wrote:\n> Order #1002",
         ("1001", "body")),
    ],
)  # fmt: skip
def test_the_surest_place_that_names_an_order_decides(two_orders, subject, text, expected):
    two_orders.received("q", "10:00:00", subject, text=text)

    assert matches(two_orders) == [expected]


def test_a_number_with_letters_needs_no_word_before_it(postroom):
    postroom.order("NL-1001-A", "2026-03-01 10:00:00")
    postroom.received("q", "10:00:00", "nl-1001-a", by="ole@mail.example")
    postroom.received("r", "10:00:01", "NL-1001-AB", by="ole@mail.example")

    assert matches(postroom) == [("NL-1001-A", "subject"), (None, None)]


def test_the_hash_that_some_shops_write_is_no_part_of_the_number(postroom):
    postroom.order("#1001", "2026-03-01 10:00:00")
    postroom.received("q", "10:00:00", "Order 1001", by="ole@mail.example")

    assert matches(postroom) == [("#1001", "subject")]


def test_a_mail_that_names_none_is_about_the_one_order_of_its_conversation(two_orders):
    two_orders.received("q", "10:00:00", "Order #1002")
    two_orders.sent("a", "11:00:00", "Re: your mail", role="replies", in_reply_to="q@mail.example")
    two_orders.received("b", "12:00:00", "Re: your mail", in_reply_to="a@mail.example")

    assert matches(two_orders) == [("1002", "subject"), ("1002", "thread"), ("1002", "thread")]


def test_a_conversation_about_two_orders_says_nothing_about_the_rest(two_orders):
    two_orders.received("q", "10:00:00", "Order #1002")
    two_orders.received("r", "11:00:00", "Order #1001", in_reply_to="q@mail.example")
    two_orders.received("s", "12:00:00", "And?", in_reply_to="q@mail.example",
                        by="nobody@mail.example")  # fmt: skip

    assert matches(two_orders)[2] == (None, None)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-01 09:59:54", None),  # before the order
        ("2026-03-01 09:59:55", "1001"),
        ("2026-03-01 12:00:00", "1001"),
        ("2026-03-01 12:00:01", "1003"),  # her newest by then
        ("2026-04-30 12:00:06", "1003"),
        ("2026-04-30 12:00:07", None),  # 60 days on
    ],
)
def test_a_nameless_mail_is_about_the_customers_newest_order_of_the_last_weeks(
    postroom, at, expected
):
    postroom.order("1001", "2026-03-01 10:00:00")
    postroom.order("1003", "2026-03-01 12:00:06")
    postroom.received("q", at, "Where is it?")

    assert matches(postroom)[0][0] == expected


def test_a_number_of_the_other_shop_is_no_order_of_this_one(postroom):
    postroom.order("1001", "2026-03-01 10:00:00", shop="fjordkind")
    postroom.received("q", "10:00:00", "Order #1001")

    assert matches(postroom) == [(None, None)]


@pytest.mark.parametrize(
    "text",
    ["#1001 " * 30_000, "1.1," * 50_000, "tracking number: " * 12_000, "Von: a\n" * 30_000,
     "-" * 200_000, "a" * 200_000, "1 " * 100_000, "> \n" * 70_000, "On 10:00 wrote\n" * 14_000,
     "estimated delivery:\n" * 10_000, " \t" * 100_000, "_" * 200_000, ("9" * 12 + "-") * 15_000],
    ids=range(13),
)  # fmt: skip
def test_a_hostile_text_is_read_like_any_other(text):
    assert isinstance(step("new_texts").new_text(text), str)
    named = list(step("order_mentions").mentions(text, {"1001": ("1001", None)}, None))
    assert len(named) == (100 if "#1001" in text else 0)
    found = step("mail_signs").signs(text, [text[:2000]], {"1" * 12}, set())
    assert len(found) == 5
