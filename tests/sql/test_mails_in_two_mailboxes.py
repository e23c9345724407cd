"""One mail to two of our addresses is one mail, or at least one conversation and one wait."""

QUERY = "select messages, outcome from facts.waits"
SECOND = ["support@nordlicht.example", "info@nordlicht.example"]


def test_one_mail_in_two_mailboxes_is_one_mail_and_one_wait(postroom):
    postroom.received("m", "10:00:00", to_addresses=SECOND)
    postroom.place("m", "inbox", location="second")
    postroom.read_until("12:00:00", roles=("inbox", "replies", "archive"))

    assert postroom.ask("select count(*) from facts.messages") == [(1,)]
    assert postroom.ask(QUERY) == [(1, "open")]


def test_the_copy_with_a_list_s_footer_is_one_wait_with_it_and_one_answer_ends_it(postroom):
    for key, at, text in (("m", "10:00:00", "Where is it?"),
                          ("n", "10:00:09", "Where is it?\n\nYou are a member of the list")):
        postroom.received(key, at, message_id="1@mail.example", text=text, to_addresses=SECOND)
    postroom.sent("a", "11:00:00", "Re: A question", role="replies", in_reply_to="1@mail.example")
    postroom.read_until("12:00:00", roles=("inbox", "replies", "archive"))

    assert postroom.ask("""select message_key, conversation_id, conversation_how
        from facts.messages order by message_key""") == [
        ("a", "m", "reference"), ("m", "m", "first"), ("n", "m", "reference"),
    ]  # fmt: skip
    assert postroom.ask(QUERY) == [(2, "in_time")]


def test_the_same_words_to_two_addresses_are_one_wait_and_one_answer_ends_it(postroom):
    for key, at, to in (("m", "10:00:00", SECOND[:1]), ("n", "10:20:00", SECOND[1:])):
        postroom.received(key, at, text="Where is it?", to_addresses=to)
    postroom.sent("a", "11:00:00", "Re: A question", role="replies",
                  in_reply_to="n@mail.example")  # fmt: skip
    postroom.read_until("12:00:00", roles=("inbox", "replies", "archive"))

    assert postroom.ask(QUERY) == [(2, "in_time")]


def test_a_mail_of_ours_that_names_nothing_answers_a_stranger_s_question(postroom):
    postroom.received("m", "10:00:00")
    postroom.sent("a", "11:00:00", "Your tent", role="replies")
    postroom.read_until("12:00:00", roles=("inbox", "replies", "archive"))

    assert postroom.ask("select message_key, conversation_how from facts.messages order by 1") == [
        ("a", "likely"), ("m", "first"),
    ]  # fmt: skip
    assert postroom.ask(QUERY) == [(1, "in_time")]
