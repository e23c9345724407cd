"""The oracle's waits: when one begins and ends, by which clock it is due, what became of it."""

import importlib
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
judge = importlib.import_module("oracles.verdicts").judge

AT = datetime(2026, 11, 18, 9)  # a Wednesday, 10:00 in Berlin
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
UNTIL = AT + 9 * DAY
EVA, MAX = "eva@post.example", "max@elsewhere.example"


@pytest.fixture
def waits(folder):
    return lambda until=UNTIL: judge(folder.place, until).waits


@pytest.mark.parametrize(
    ("text", "headers", "is_ended"),
    [
        ("It is on its way.", {}, True),
        ("It is on its way.", {"whom": MAX}, False),
        ("It is on its way.", {"whom": f"{MAX}, {EVA}"}, True),
        ("It is on its way.", {"whom": MAX, "Bcc": EVA}, True),
        ("Can you help?", {"whom": "bo@nord.example"}, False),
        ("We are away.", {"Auto_Submitted": "auto-replied"}, False),
        ("We have received your message, ticket 7.", {}, False),
    ],
)
def test_only_what_a_person_wrote_to_that_customer_ends_a_wait(
    folder, waits, text, headers, is_ended
):
    first = folder.ask(AT)
    folder.answer(AT + HOUR, first, text=text, **headers)

    assert waits()[first]["answered_at"] == (AT + HOUR if is_ended else None)


REPORT = """--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; eva@post.example
Action: {action}
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: <a@nord.example>

--b--
"""


@pytest.mark.parametrize(("action", "is_ended"), [("failed", False), ("delayed", True)])
def test_an_answer_that_came_back_never_reached_anybody(folder, waits, action, is_ended):
    first = folder.ask(AT)
    folder.answer(AT + HOUR, first, id="<a@nord.example>")
    kind = "multipart/report; report-type=delivery-status; boundary=b"
    text = REPORT.format(action=action)
    folder.ask(AT + 2 * HOUR, who="mailer-daemon@mx.example", Content_Type=kind, text=text)

    assert bool(waits()[first]["answered_at"]) == is_ended


def test_more_messages_before_the_answer_belong_to_one_wait_and_one_after_opens_another(
    folder, waits
):
    first = folder.ask(AT)
    folder.ask(AT + HOUR, In_Reply_To=first, text="Hello?")
    answer = folder.answer(AT + 2 * HOUR, first)
    again = folder.ask(AT + 3 * HOUR, In_Reply_To=answer, text="And then?")
    folder.ask(AT + 4 * HOUR, In_Reply_To=again, text="Thank you, it has arrived.")

    assert list(waits()) == [first, again]


def test_an_answer_in_the_same_second_answers(folder, waits):
    first = folder.ask(AT)
    folder.answer(AT, first, id="<0@nord.example>")

    assert waits()[first]["answered_at"] == AT


def test_one_answer_ends_all_questions_on_its_order_but_not_those_known_by_time_only(
    folder, waits
):
    folder.ordered(("10001", EVA))
    old = folder.ask(AT, subject="Order 10001")
    new = folder.ask(AT + 31 * DAY, subject="My order 10001")  # a conversation of its own
    unnamed = folder.ask(AT + 15 * DAY, subject="Else", text="When?")
    folder.answer(AT + 31 * DAY + HOUR, None, subject="Your order 10001")

    ended = {key: one["answered_at"] for key, one in waits(AT + 40 * DAY).items()}

    assert ended == {old: AT + 31 * DAY + HOUR, new: AT + 31 * DAY + HOUR, unnamed: None}


def test_two_customers_in_one_conversation_wait_each_for_their_own_answer(folder, waits):
    first = folder.ask(AT)
    other = folder.ask(AT + HOUR, who=MAX, subject="Re: Hm", In_Reply_To=first)
    folder.answer(AT + 2 * HOUR, other, whom=MAX)

    assert [waits()[one]["answered_at"] for one in (first, other)] == [None, AT + 2 * HOUR]


@pytest.mark.parametrize(("named", "outcome"), [("<9@nord.example>", "answered_unseen"),
                                                ("<1@post.example>", "overdue")])  # fmt: skip
def test_who_names_a_mail_of_ours_that_lies_nowhere_was_answered_unseen(
    folder, waits, named, outcome
):
    first = folder.ask(AT)
    folder.ask(AT + DAY, References=f"{first} {named}", text="Thanks, but which one?")
    folder.answer(UNTIL - HOUR, None, whom=MAX)

    assert waits()[first]["outcome"] == outcome


def test_an_unread_mail_that_the_question_itself_named_is_no_answer_to_it(folder, waits):
    first = folder.ask(AT, References="<news@nord.example>")
    folder.ask(AT + DAY, References=f"<news@nord.example> {first}", text="Hello?")
    folder.answer(UNTIL - HOUR, None, whom=MAX)

    assert waits()[first]["outcome"] == "overdue"


@pytest.mark.parametrize(
    ("recorded", "outcome", "ended"),
    [
        (AT + HOUR, "answered_elsewhere", AT + HOUR),
        (AT + 25 * HOUR, "answered_elsewhere", AT + 25 * HOUR),
        (AT + 26 * HOUR, "late", AT + 26 * HOUR),  # our answer was there as soon
        (AT - SECOND, "late", AT + 26 * HOUR),  # before anybody asked
    ],
)
def test_an_answer_by_phone_counts_where_it_came_before_ours(
    folder, waits, recorded, outcome, ended
):
    first = folder.ask(AT)
    folder.answer(AT + 26 * HOUR, first)
    folder.decide("answered_elsewhere", first, AT + 2 * DAY,
                  {"at": f"{recorded:%Y-%m-%d %H:%M:%S}", "where": "phone"})  # fmt: skip

    assert (waits()[first]["outcome"], waits()[first]["answered_at"]) == (outcome, ended)


CLOCKS = "shop,channel,valid_from_day,clock,target_seconds\n"


@pytest.mark.parametrize(
    ("rows", "due_at"),
    [
        ("", AT + DAY),
        ("*,*,2000-01-01,clock,3600\n", AT + HOUR),
        ("*,email,2000-01-01,clock,3600\nnord,*,2000-01-01,clock,7200\n", AT + 2 * HOUR),
        ("nord,form,2000-01-01,clock,3600\n*,email,2000-01-01,clock,60\n", AT + 60 * SECOND),
        ("nord,email,2026-11-19,clock,3600\n", AT + DAY),  # from tomorrow
        ("nord,email,2026-11-18,clock,3600\n", AT + HOUR),
        # 8 hours a day in Berlin, 9 to 17: from 10:00 on Wednesday 7, the 8th on Thursday
        ("nord,email,2000-01-01,business,28800\n", AT + 23 * HOUR + HOUR),
        ("nord,email,2000-01-01,business,25200\n", AT + 7 * HOUR),  # the end, not the next start
    ],
)
def test_the_most_specific_clock_of_the_day_governs(folder, waits, rows, due_at):
    folder.seed("reply_clocks", CLOCKS + "*,*,2000-01-01,clock,\n" + rows)
    first = folder.ask(AT)

    assert waits()[first]["due_at"] == due_at


@pytest.mark.parametrize(("late_by", "outcome"), [(0, "in_time"), (1, "late")])
def test_business_seconds_decide_to_the_second_where_they_govern(folder, waits, late_by, outcome):
    folder.seed("reply_clocks", CLOCKS + "*,*,2000-01-01,business,36000\n")
    friday = datetime(2026, 11, 20, 15, 30)  # 16:30 in Berlin: half an hour is left
    first = folder.ask(friday)
    answered = datetime(2026, 11, 24, 9, 30) + late_by * SECOND  # 8 h on Monday, 1:30 on Tuesday
    folder.answer(answered, first)

    found = waits()[first]

    assert (found["outcome"], found["business_seconds"]) == (outcome, 36000 + late_by)


@pytest.mark.parametrize(
    ("read", "outcome"),
    [(AT + 6 * HOUR - SECOND, "open"), (AT + 6 * HOUR, "due_soon"),
     (AT + 26 * HOUR, "due_soon"), (AT + 26 * HOUR + SECOND, "overdue")],
)  # fmt: skip
def test_due_soon_is_counted_in_the_seconds_of_the_governing_clock(folder, waits, read, outcome):
    folder.seed("reply_clocks", CLOCKS + "*,*,2000-01-01,business,36000\n")
    # 7 open hours are left that day and 3 are needed on the next; 4 less than all 10 are 6
    first = folder.ask(AT)
    folder.answer(AT - HOUR, None, whom=MAX)

    assert waits(read)[first]["outcome"] == outcome
