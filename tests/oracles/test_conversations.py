"""Which mails the oracle puts together, and how; each rule kept and broken by a little."""

import importlib
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
judge = importlib.import_module("oracles.verdicts").judge

AT = datetime(2026, 11, 18, 9)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVA, MAX = "eva@post.example", "max@elsewhere.example"


@pytest.fixture
def told(folder):
    """Of each mail, by its Message-ID: the root of its conversation, and how it belongs there."""

    def of(*ids):
        found = judge(folder.place, datetime(2027, 3, 1)).conversations
        return [(f"<{found[one]['root_id']}>", found[one]["how"]) for one in ids]

    return of


@pytest.mark.parametrize(
    ("headers", "is_parent"),
    [
        ({"In_Reply_To": "<a@post.example>"}, True),
        ({"References": "<a@post.example>"}, True),
        ({"References": "<a@post.example> <gone@post.example>"}, True),
        ({"References": "<b@post.example>"}, False),
    ],
)
def test_a_mail_belongs_to_the_nearest_mail_that_it_names(folder, told, headers, is_parent):
    first = folder.ask(AT, id="<a@post.example>")
    later = folder.ask(AT + HOUR, subject="Another", **headers)

    assert told(later) == [(first, "reference") if is_parent else (later, "first")]


def test_only_the_nearest_parent_links_not_the_whole_list(folder, told):
    first, second = folder.ask(AT), folder.ask(AT, subject="Another")
    folder.ask(AT + HOUR, subject="Third", References=f"{first} {second}", id="<c@post.example>")

    assert told("<c@post.example>", first) == [(second, "reference"), (first, "first")]


@pytest.mark.parametrize(
    ("who", "subject", "is_believed"),
    [(MAX, "Else", False), (MAX, "Re: AW: Hm", True), (EVA, "Else", True)],
)
def test_a_reference_lies_where_neither_customer_nor_subject_is_shared(
    folder, told, who, subject, is_believed
):
    first = folder.ask(AT)
    other = folder.ask(AT + HOUR, who=who, subject=subject, In_Reply_To=first)

    assert told(other) == [(first, "reference") if is_believed else (other, "first")]


def test_an_empty_subject_is_no_shared_one(folder, told):
    first = folder.ask(AT, subject="")
    other = folder.ask(AT + HOUR, who=MAX, subject="Re:", In_Reply_To=first)

    assert told(other) == [(other, "first")]


def test_what_is_forwarded_among_ourselves_stays_with_the_question(folder, told):
    first = folder.ask(AT)
    inner = folder.answer(AT + HOUR, first, whom="bo@nord.example", subject="Can you help?")
    reply = folder.answer(AT + 2 * HOUR, inner, subject="Done")

    assert told(reply) == [(first, "reference")]


@pytest.mark.parametrize(("others", "how"), [(2, "reference"), (3, "first")])
def test_a_mail_of_ours_to_more_than_three_is_nobodys_parent(folder, told, others, how):
    many = ", ".join([EVA, *(f"x{n}@post.example" for n in range(others))])
    sent = folder.answer(AT, None, whom=many, subject="We move")
    reply = folder.ask(AT + HOUR, subject="Re: We move", In_Reply_To=sent)

    assert told(reply)[0][1] == how


def test_mails_that_name_the_same_unread_mail_belong_together_if_they_are_believed(folder, told):
    gone = "<gone@post.example>"
    first = folder.ask(AT, subject="One", In_Reply_To=gone)
    second = folder.ask(AT + DAY, subject="Two", References=f"<old@post.example> {gone}")
    liar = folder.ask(AT + DAY, who=MAX, subject="Three", In_Reply_To=gone)

    assert told(second, liar) == [(first, "reference"), (liar, "first")]


def test_mails_that_name_each_other_or_themselves_end_in_one_conversation(folder, told):
    names = {"id": "<a@post.example>", "In_Reply_To": "<b@post.example>"}
    first = folder.ask(AT, subject="One", **names)
    names = {"id": "<b@post.example>", "In_Reply_To": "<a@post.example>"}
    second = folder.ask(AT + HOUR, subject="Two", **names)
    alone = folder.ask(AT, who=MAX, id="<c@x.example>", In_Reply_To="<c@x.example>")

    assert told(first, second, alone) == [
        (first, "first"), (first, "reference"), (alone, "first")]  # fmt: skip


def test_an_answer_dated_before_its_question_belongs_to_it_all_the_same(folder, told):
    answer = folder.answer(AT, "<q@post.example>")
    question = folder.ask(AT + HOUR, id="<q@post.example>", subject="Else")

    assert told(answer, question) == [(answer, "first"), (answer, "reference")]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("And my order 10002?", "first"),  # another than the one so far
        ("And my order 10001?", "reference"),
        ("And my orders #10001 and #10002?", "reference"),
        ("And my orders #10002 and #10003?", "reference"),  # two: it is no new topic
        ("And my order 10009?", "reference"),  # nobody ordered that
    ],
)
def test_another_order_under_an_old_subject_begins_anew(folder, told, text, how):
    folder.ordered(("10001", EVA), ("10002", EVA), ("10003", EVA))
    first = folder.ask(AT, text="Where is my order 10001?")
    later = folder.ask(AT + HOUR, subject="Re: Hm", In_Reply_To=first, text=text)
    answer = folder.answer(AT + 2 * HOUR, later)

    assert told(later)[0][1] == how
    assert told(answer)[0][0] == (later if how == "first" else first)


@pytest.mark.parametrize(
    ("after", "text", "how"),
    [
        (30 * DAY, "Hello?", "reference"),
        (30 * DAY + timedelta(seconds=1), "Hello?", "first"),
        (31 * DAY, "Where is my order 10001?", "reference"),  # it names the same order again
    ],
)
def test_after_thirty_days_of_silence_an_old_subject_is_a_new_topic(
    folder, told, after, text, how
):
    folder.ordered(("10001", EVA))
    first = folder.ask(AT, text="Where is my order 10001?")
    later = folder.ask(AT + after, subject="Re: Hm", In_Reply_To=first, text=text)

    assert told(later)[0][1] == how


@pytest.mark.parametrize(
    ("subject", "who", "how"),
    [
        ("[#4711] Else", EVA, "ticket"),
        ("Re: [Ticket#4711] Else", EVA, "ticket"),
        ("(Case 4711) Else", EVA, "ticket"),
        ("##4711## Else", EVA, "ticket"),
        ("Ticket 4711: else", EVA, "ticket"),
        ("[#4712] Else", EVA, "first"),
        ("[#4711] Else", MAX, "first"),
        ("4711 Else", EVA, "first"),
    ],
)
def test_a_ticket_token_joins_mails_of_the_same_customer(folder, told, subject, who, how):
    folder.ask(AT, subject="[#4711] Hm")
    later = folder.ask(AT + HOUR, who=who, subject=subject)

    assert told(later)[0][1] == how


@pytest.mark.parametrize(
    ("who", "order", "after", "how"),
    [
        (EVA, "10001", 30 * DAY, "order"),
        (EVA, "10001", 30 * DAY + timedelta(seconds=1), "first"),
        (EVA, "10002", DAY, "first"),
        (MAX, "10001", DAY, "first"),
    ],
)
def test_the_same_customer_and_order_within_thirty_days_go_on(
    folder, told, who, order, after, how
):
    folder.ordered(("10001", EVA), ("10002", EVA))
    folder.ask(AT, subject="Order 10001")
    later = folder.ask(AT + after, who=who, subject=f"Else {order}")

    assert told(later)[0][1] == how


@pytest.mark.parametrize(
    ("change", "after", "how"),
    [
        ({}, HOUR, "same_words"),
        ({}, HOUR + timedelta(seconds=1), "first"),
        ({"text": "Where is it?"}, HOUR, "first"),
        ({"subject": "Else"}, HOUR, "first"),
        ({"who": MAX}, HOUR, "first"),
    ],
)
def test_the_same_words_to_two_of_our_addresses_are_one_question(
    folder, told, change, after, how
):
    folder.ask(AT)
    later = folder.ask(AT + after, **{"to": "shop@nord.example"} | change)

    assert told(later)[0][1] == how


@pytest.mark.parametrize(
    ("after", "ordered", "how"),
    [
        (7 * DAY, EVA, "likely"),
        (7 * DAY + timedelta(seconds=1), EVA, "first"),
        (7 * DAY, MAX, "first"),  # of whom no order is known: a customer's mail is no guess
    ],
)
def test_without_any_link_a_week_and_an_order_make_it_likely(folder, told, after, ordered, how):
    folder.ordered(("10001", ordered))
    folder.ask(AT, text="One?")
    later = folder.ask(AT + after, subject="Else", text="Two?")

    assert told(later)[0][1] == how


@pytest.mark.parametrize(("after", "how"), [(7 * DAY, "likely"), (8 * DAY, "first")])
def test_a_mail_of_ours_to_somebody_without_order_joins_their_youngest_talk(
    folder, told, after, how
):
    folder.ask(AT)
    young = folder.ask(AT + timedelta(seconds=1), subject="Else", text="Two?")
    later = folder.answer(AT + timedelta(seconds=1) + after, None, subject="Your question")

    assert told(later) == [(young if how == "likely" else later, how)]


def test_order_mails_are_messages_to_the_customer_like_any_other(folder, told):
    folder.ordered(("10001", EVA), ("10002", EVA))
    sender = "shop@nord.example"
    notice = folder.mail("archive", AT, sender, EVA, "Order confirmation 10001")
    asked = folder.ask(AT + HOUR, subject="My order 10001")
    apart = folder.ask(AT + HOUR, subject="My order 10002")
    reply = folder.ask(AT + HOUR, subject="Re: Order confirmation 10001", In_Reply_To=notice)

    assert told(asked, apart, reply) == [
        (notice, "order"), (apart, "first"), (notice, "reference")]  # fmt: skip
