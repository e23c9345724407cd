"""Conversations: which message belongs to which, and by which way (METRICS.md section 4).

`a <- reference` reads: belongs to the conversation whose oldest message is a, by reference.
"""

import pytest
from talk_tables import Mailbox


@pytest.fixture
def post(tmp_path):
    return Mailbox(tmp_path)


def how(post, key):
    """As `root <- way`."""
    return " <- ".join(post.settled()[key])


def test_an_answer_belongs_to_the_mail_it_answers(post):
    post.add("q", 1, "mia")
    post.add("a", 2, "us", ["mia"], answers="q")
    post.add("b", 3, "mia", answers="a", refs=["q", "a"])
    assert post.settled() == {
        "q": ("q", "first"), "a": ("q", "reference"), "b": ("q", "reference"),
    }  # fmt: skip


def test_without_an_answered_mail_the_nearest_read_reference_counts(post):
    post.add("far", 1, "mia")
    post.add("near", 2, "mia")
    post.add("a", 3, "us", ["mia"], refs=["far", "near", "lost"])
    assert how(post, "a") == "near <- reference"


def test_of_all_its_references_a_mail_joins_only_the_nearest(post):
    post.add("one", 1, "mia")
    post.add("two", 2, "mia")
    post.add("a", 3, "us", ["mia"], answers="two", refs=["one", "two"])
    assert {root for root, _ in post.settled().values()} == {"one", "two"}


def test_a_reference_to_a_stranger_s_mail_is_a_lie(post):
    post.add("q", 1, "mia", subject="Tent")
    post.add("lie", 2, "ben", answers="q", subject="Stove")
    assert how(post, "lie") == "lie <- first"


def test_behind_a_lie_the_next_reference_is_asked(post):
    post.add("mine", 1, "ben", subject="Stove")
    post.add("hers", 2, "mia", subject="Tent")
    post.add("r", 3, "ben", answers="hers", refs=["mine", "hers"], subject="Kettle")
    assert how(post, "r") == "mine <- reference"


def test_somebody_else_who_answers_under_the_same_subject_is_believed(post):
    post.add("q", 1, "mia", subject="tent")
    post.add("husband", 2, "ben", answers="q", subject="tent")
    assert how(post, "husband") == "q <- reference"


def test_two_empty_subjects_are_no_shared_subject(post):
    post.add("q", 1, "mia")
    post.add("lie", 2, "ben", answers="q")
    assert how(post, "lie") == "lie <- first"


def test_a_question_among_ourselves_and_its_answer_belong_to_the_mail_they_are_about(post):
    post.add("q", 1, "mia", subject="tent")
    post.add("ask", 2, "us", answers="q", subject="who knows?")
    post.add("tell", 3, "us", ["ben"], answers="ask", subject="another subject")
    assert how(post, "ask") == "q <- reference"
    assert how(post, "tell") == "q <- reference"


def test_one_of_three_people_a_mail_went_to_answers_it(post):
    post.add("m", 1, "us", ["mia", "ben", "eva"], subject="tent")
    post.add("a", 2, "eva", answers="m", subject="my own words")
    assert how(post, "a") == "m <- reference"


def test_a_mail_to_four_people_is_nobody_s_parent(post):
    post.add("m", 1, "us", ["mia", "ben", "eva", "tom"], subject="news")
    post.add("a", 2, "mia", answers="m", subject="news")
    post.add("b", 3, "ben", answers="m", subject="news")
    settled = post.settled()
    assert settled["a"] == ("a", "first") and settled["b"] == ("b", "first")


@pytest.mark.parametrize(("kind", "reason"), [("bulk", "header"), ("other", "bulk")])
def test_a_newsletter_is_nobody_s_parent(post, kind, reason):
    post.add("m", 1, "us", ["mia"], subject="news", kind=kind, reason=reason)
    post.add("a", 2, "mia", answers="m", subject="news")
    assert how(post, "a") == "a <- first"


@pytest.mark.parametrize("is_read", [True, False])
def test_a_newsletter_answered_by_two_thousand_is_no_giant_conversation(post, is_read):
    people = [f"p{number}" for number in range(2000)]
    if is_read:
        post.add("m", 1, "us", people, subject="news")
    for number, person in enumerate(people):
        post.add(f"a-{person}", 2 + number / 10000, person, answers="m", subject="news")
    settled = post.settled()
    assert all(settled[f"a-{person}"] == (f"a-{person}", "first") for person in people)


def test_mails_that_answer_the_same_unread_mail_belong_together(post):
    post.add("a", 1, "mia", answers="lost")
    post.add("b", 2, "mia", refs=["older", "lost"])
    post.add("c", 3, "us", ["mia"], answers="lost", refs=["older"])
    assert post.settled() == {
        "a": ("a", "first"), "b": ("a", "reference"), "c": ("a", "reference"),
    }  # fmt: skip


@pytest.mark.parametrize("customers", [3, 4])
def test_what_more_than_three_customers_answer_was_written_to_no_one_of_them(post, customers):
    for person in ("mia", "ben", "eva", "tom")[:customers]:
        post.add(person, 1, person, answers="lost", subject="summer")
    roots = {root for root, _ in post.settled().values()}
    assert len(roots) == (1 if customers == 3 else 4)


def test_a_stranger_who_names_the_same_unread_mail_is_not_believed(post):
    post.add("a", 1, "mia", answers="lost", subject="tent")
    post.add("b", 2, "ben", answers="lost", subject="stove")
    post.add("c", 3, "us", answers="lost", subject="a note")
    settled = post.settled()
    assert settled["b"] == ("b", "first")
    assert settled["c"] == ("b", "reference")  # our own note joins the last before it


def test_the_answered_mail_counts_before_the_references_also_where_it_was_never_read(post):
    post.add("a", 1, "mia", answers="lost", refs=["other"])
    post.add("b", 2, "mia", refs=["other"])
    assert how(post, "b") == "b <- first"


def test_mails_that_name_each_other_are_one_conversation(post):
    post.add("a", 1, "mia", answers="b", refs=["a"])
    post.add("b", 2, "mia", answers="a")
    assert post.settled() == {"a": ("a", "first"), "b": ("a", "reference")}


def test_a_circle_of_three_ends(post):
    post.add("a", 1, "mia", answers="c")
    post.add("b", 2, "us", ["mia"], answers="a")
    post.add("c", 3, "mia", answers="b")
    assert {root for root, _ in post.settled().values()} == {"a"}


def test_a_mail_that_names_itself_stands_alone(post):
    post.add("a", 1, "mia", answers="a", refs=["a"])
    assert how(post, "a") == "a <- first"


def test_an_answer_that_lies_before_its_question_by_the_clocks_still_belongs_to_it(post):
    post.add("a", 1, "us", ["mia"], answers="q")
    post.add("b", 1.1, "us", ["mia"], answers="q")
    post.add("q", 1.2, "mia")
    assert post.settled() == {
        "a": ("a", "first"), "b": ("a", "reference"), "q": ("a", "reference"),
    }  # fmt: skip


def test_a_chain_of_two_thousand_is_one_conversation(post):
    for number in range(2000):
        answered = f"m{number - 1:04}" if number else None
        post.add(f"m{number:04}", number / 100, "mia", answers=answered)
    assert {root for root, _ in post.settled().values()} == {"m0000"}


def test_the_same_message_id_in_two_shops_is_two_mails(post):
    post.add("q", 1, "mia")
    post.add("a", 2, "mia", answers="q", shop="fjordkind")
    assert how(post, "a") == "a <- first"


def test_later_answers_do_not_rename_a_conversation(post):
    post.add("z", 1, "mia")
    post.add("a", 2, "us", ["mia"], answers="z")
    assert how(post, "a") == "z <- reference"


# New topics under old subjects


def test_a_customer_who_names_another_order_begins_a_new_topic(post):
    post.add("q", 1, "mia", order="1001")
    post.add("a", 2, "us", ["mia"], answers="q")
    post.add("new", 3, "mia", answers="a", order="1002")
    post.add("answer", 4, "us", ["mia"], answers="new")
    settled = post.settled()
    assert settled["new"] == ("new", "first")
    assert settled["answer"] == ("new", "reference")


@pytest.mark.parametrize(
    ("before", "named"),
    [
        ("1001", {"order": "1001"}),
        ("1001", {}),
        ("1001", {"order": "1001", "orders": ["1002"]}),
        ("1001", {"order": "1002", "orders": ["1003"]}),
        (None, {"order": "1002"}),
        ("1001", {"order": "1002", "how": "quoted"}),
    ],
)
def test_what_names_no_single_other_order_stays(post, before, named):
    post.add("q", 1, "mia", order=before)
    post.add("b", 2, "mia", answers="q", **named)
    assert how(post, "b") == "q <- reference"


def test_where_two_orders_are_named_a_third_is_no_new_topic(post):
    post.add("q", 1, "mia", order="1001", orders=["1002"])
    post.add("b", 2, "mia", answers="q", order="1003")
    assert how(post, "b") == "q <- reference"


def test_an_order_that_we_bring_up_begins_no_new_topic(post):
    post.add("q", 1, "mia", order="1001")
    post.add("a", 2, "us", ["mia"], answers="q", order="1002")
    assert how(post, "a") == "q <- reference"


@pytest.mark.parametrize(("day", "root"), [(31, "q"), (31.0001, "b")])
def test_after_thirty_days_of_silence_a_customer_begins_a_new_topic(post, day, root):
    post.add("q", 1, "mia")
    post.add("b", day, "mia", answers="q")
    assert post.settled()["b"][0] == root


def test_a_conversation_that_goes_on_does_not_age(post):
    post.add("q", 1, "mia")
    post.add("a", 20, "us", ["mia"], answers="q")
    post.add("b", 45, "mia", answers="q")  # answers the old mail, but talk went on
    assert how(post, "b") == "q <- reference"


@pytest.mark.parametrize(("order", "root"), [("1001", "q"), ("1002", "b"), (None, "b")])
def test_after_the_silence_who_names_the_same_order_stays(post, order, root):
    post.add("q", 1, "mia", order="1001")
    post.add("b", 50, "mia", answers="q", order=order)
    assert post.settled()["b"][0] == root


def test_after_the_silence_one_of_several_orders_stays_too(post):
    post.add("q", 1, "mia", order="1001")
    post.add("a", 2, "us", ["mia"], answers="q", order="1002")
    post.add("b", 50, "mia", answers="q", order="1001")
    assert how(post, "b") == "q <- reference"


def test_we_may_answer_as_late_as_we_like(post):
    post.add("q", 1, "mia")
    post.add("a", 99, "us", ["mia"], answers="q")
    assert how(post, "a") == "q <- reference"


# Tickets


@pytest.mark.parametrize(
    "subject",
    [
        "[#12345] tent", "[ticket#2026-113] tent", "[ticket: 88] tent", "your tent (case 00123)",
        "##123## tent", "ticket 123", "ticket #7", "support [request #12]", "case no. 4711: tent",
        "[anfrage 77] zelt", "zelt (vorgang-nr. 88)", "vorgang 4711: zelt", "ticketnummer 123",
        "[demande n° 991] tente", "dossier n°4411", "incident: 331",
        "[solicitud #12] tienda", "caso 00123", "incidencia nº 415",
    ],
)  # fmt: skip
def test_a_ticket_s_number_in_the_subject_ties_mails_of_one_customer(post, subject):
    post.add("q", 1, "mia", subject=subject)
    post.add("a", 60, "us", ["mia"], subject=f"{subject} and more")
    assert how(post, "a") == "q <- ticket"


@pytest.mark.parametrize(
    "subject",
    ["order #1001", "order (#1001)", "request 2 of 3", "[2] photos", "case 14 pro", "invoice 4711",
     "request 2026", "concert tickets 123", "ticket 123abc", "bestellung [nr. 1001]"],
)  # fmt: skip
def test_other_numbers_are_no_tickets(post, subject):
    post.add("q", 1, "mia", subject=subject)
    post.add("b", 2, "mia", subject=f"{subject} and more")
    assert how(post, "b") == "b <- first"


def test_a_ticket_s_number_ties_neither_two_customers_nor_two_shops(post):
    post.add("q", 1, "mia", subject="[#12345] tent")
    post.add("b", 2, "ben", subject="[#12345] tent")
    post.add("c", 3, "mia", subject="[#12345] tent", shop="fjordkind")
    settled = post.settled()
    assert settled["b"] == ("b", "first") and settled["c"] == ("c", "first")


def test_a_number_in_brackets_that_is_an_order_is_no_ticket(post):
    post.add("q", 1, "mia", subject="[#1001] tent", order="1001", how="subject")
    post.add("b", 60, "mia", subject="[#1001] tent", order="1001", how="subject")
    assert how(post, "b") == "b <- first"  # a ticket's number would not have aged


def test_all_that_was_said_in_one_ticket_is_one_conversation_with_its_mails(post):
    post.add("q", 1, "mia")
    post.said("t1", 1.01, "7", mail="q")
    post.said("t2", 80, "7", by="mia")
    post.said("other", 80, "8", by="mia")
    settled = post.settled()
    assert settled["t1"] == ("q", "ticket") and settled["t2"] == ("q", "ticket")
    assert settled["other"] == ("other", "first")


def test_a_mail_that_names_a_known_ticket_of_its_customer_belongs_to_it(post):
    post.said("t1", 1, "7")
    post.add("b", 2, "mia", subject="anything", ticket="7")
    post.add("c", 3, "ben", subject="anything", ticket="7")
    settled = post.settled()
    assert settled["b"] == ("t1", "ticket") and settled["c"] == ("c", "first")


def test_a_ticket_joins_what_was_two_conversations(post):
    post.add("q", 1, "mia")
    post.add("other", 2, "mia")
    post.said("t1", 1.01, "7", mail="q")
    post.said("t2", 2.01, "7", mail="other")
    assert post.settled() == {
        "q": ("q", "first"), "other": ("q", "ticket"), "t1": ("q", "ticket"), "t2": ("q", "ticket"),
    }  # fmt: skip


# Orders


@pytest.mark.parametrize("way", ["subject", "body", "tag"])
def test_who_names_the_same_order_goes_on_with_the_conversation(post, way):
    post.add("q", 1, "mia", order="1001", how=way)
    post.add("b", 31, "us", ["mia"], order="1001", how="subject")
    assert how(post, "b") == "q <- order"


@pytest.mark.parametrize(
    "other",
    [{"order": "1002"}, {"by": "ben"}, {"day": 32}, {"how": "quoted"}, {"shop": "fjordkind"}, {}],
)
def test_only_the_same_customer_and_order_within_thirty_days_go_on(post, other):
    post.add("q", 1, "mia", order="1001")
    row = {"day": 2, "by": "mia", "order": "1001"} | other
    post.add("b", row.pop("day"), row.pop("by"), **row)
    assert how(post, "b") == ("b <- first" if other else "q <- order")


def test_a_newsletter_that_names_an_order_is_joined_by_nobody(post):
    post.add("m", 1, "us", ["mia"], order="1001", kind="other", reason="bulk")
    post.add("b", 2, "mia", order="1001")
    assert how(post, "b") == "b <- first"


def test_who_got_a_copy_goes_on_with_the_order_as_well(post):
    post.add("m", 1, "us", ["mia", "ben"], order="1001")
    post.add("b", 2, "ben", order="1001")
    assert how(post, "b") == "m <- order"


# The same words


@pytest.mark.parametrize(
    ("hours", "subject", "words", "by", "expected"),
    [
        (1, "tent", "Where is it?", "mia", "q <- same_words"),
        (1, "tent", "where  is it", "mia", "q <- same_words"),
        (1.01, "tent", "Where is it?", "mia", "b <- first"),
        (1, "stove", "Where is it?", "mia", "b <- first"),
        (1, "tent", "Where is she?", "mia", "b <- first"),
        (1, "tent", "Where is it?", "ben", "b <- first"),
    ],
)
def test_the_same_words_to_two_addresses_are_one_conversation(
    post, hours, subject, words, by, expected
):
    post.add("q", 1, "mia", subject="tent", words="Where is it?")
    post.add("b", 1 + hours / 24, by, subject=subject, words=words)
    assert how(post, "b") == expected


def test_two_mails_without_a_word_are_not_the_same_words(post):
    post.add("q", 1, "mia")
    post.add("b", 1.01, "mia")
    assert how(post, "b") == "b <- first"


def test_between_the_same_words_there_may_be_others(post):
    post.add("q", 1, "mia", subject="tent", words="Where is it?")
    post.add("x", 1.01, "mia", subject="tent", words="Hello?")
    post.add("b", 1.02, "mia", subject="tent", words="Where is it?")
    assert how(post, "b") == "q <- same_words"


def test_a_new_topic_sent_to_two_addresses_is_one(post):
    post.add("q", 1, "mia", subject="tent")
    post.add("b", 50, "mia", answers="q", subject="tent", words="And now the pegs")
    post.add("c", 50.01, "mia", answers="q", subject="tent", words="And now the pegs")
    settled = post.settled()
    assert settled["b"] == ("b", "first") and settled["c"][0] == "b"


def test_one_mail_with_a_list_s_footer_is_one_conversation_with_itself(post):
    post.add("m", 1, "mia", id="1@x", words="Where is it?")
    post.add("n", 1.01, "mia", id="1@x", words="Where is it? -- You get this as a member")
    post.add("o", 1.02, "ben", id="1@x", words="Quite another")
    settled = post.settled()
    assert settled["n"] == ("m", "reference") and settled["o"] == ("o", "first")


def test_a_message_id_that_a_crowd_bears_names_nobody(post):
    for number in range(12):
        post.add(f"m{number}", number, "mia", id="same")
    post.add("a", 20, "us", ["mia"], answers="same")
    assert how(post, "a") == "a <- first"


# The last resort


@pytest.mark.parametrize(("day", "expected"), [(8, "q <- likely"), (8.01, "b <- first")])
def test_an_answer_that_names_nothing_likely_belongs_to_the_last_talk_on_the_order(
    post, day, expected
):
    post.add("q", 1, "mia", likely="1001")
    post.add("b", day, "us", ["mia"], likely="1001")
    assert how(post, "b") == expected


@pytest.mark.parametrize(("kind", "expected"), [("shipping_notice", "b <- first"),
                                                ("reply", "c <- likely")])  # fmt: skip
def test_an_orders_own_mail_keeps_no_talk_alive(post, kind, expected):
    post.add("q", 1, "mia", likely="1001")
    post.add("c", 5, "us", ["mia"], order="1001", kind=kind)
    post.add("b", 8.01, "mia", likely="1001")
    assert how(post, "b") == expected


@pytest.mark.parametrize("given", [{"order": "1001"}, {"order": "1001", "how": "quoted"},
                                   {"likely": "1001"}])  # fmt: skip
def test_however_the_order_of_the_last_talk_is_known(post, given):
    post.add("q", 1, "mia", **given)
    post.add("b", 2, "mia", likely="1001")
    assert how(post, "b") == "q <- likely"


def test_a_talk_in_which_only_one_order_is_named_is_on_it(post):
    post.add("q", 1, "mia", order="1001")
    post.add("a", 5, "us", ["mia"], answers="q", likely="1002")
    post.add("b", 12, "mia", likely="1001")
    assert how(post, "b") == "q <- likely"


@pytest.mark.parametrize(
    "other",
    [{"likely": "1002"}, {"by": "ben"}, {"kind": "spam"}, {"kind": "auto_reply"}, {"likely": None},
     {"shop": "fjordkind"}, {}],
)  # fmt: skip
def test_nothing_else_is_likely(post, other):
    post.add("q", 1, "mia", likely="1001")
    row = {"by": "mia", "likely": "1001"} | other
    post.add("b", 2, row.pop("by"), **row)
    assert how(post, "b") == ("b <- first" if other else "q <- likely")


@pytest.mark.parametrize(
    ("day", "given", "expected"),
    [
        (8, {}, "q <- likely"),
        (8.01, {}, "b <- first"),
        (2, {"kind": "order_confirmation"}, "b <- first"),
    ],
)
def test_our_mail_to_somebody_without_orders_likely_belongs_to_the_last_talk(
    post, day, given, expected
):
    post.add("q", 1, "mia")
    post.add("b", day, "us", ["mia"], **given)
    assert how(post, "b") == expected


def test_somebody_who_has_orders_is_not_answered_by_a_guess(post):
    post.buys("mia", "1001")
    post.add("q", 1, "mia")
    post.add("b", 2, "us", ["mia"])
    assert how(post, "b") == "b <- first"


def test_nobody_likely_answers_a_newsletter(post):
    post.add("m", 1, "us", ["mia"], kind="other", reason="bulk")
    post.add("b", 2, "us", ["mia"])
    assert how(post, "b") == "b <- first"


def test_a_mail_of_unknown_time_comes_last_and_is_not_too_old_for_anything(post):
    post.add("x", None, "mia", answers="q")
    post.add("q", 1, "mia")
    assert post.settled() == {"q": ("q", "first"), "x": ("q", "reference")}
