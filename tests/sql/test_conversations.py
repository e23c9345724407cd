"""Conversations: mails that hang together by the Message-IDs they carry or mention."""


def conversations(warehouse, table):
    """The messages of each conversation, as one string each."""
    warehouse.given("staging.messages", table)
    rows = warehouse.rows("""
        select string_agg(message_key, ' ' order by message_key)
        from steps.conversations group by shop, conversation_id order by 1""")
    return [keys for (keys,) in rows]


def test_an_answer_belongs_to_the_conversation_of_the_mail_it_answers(warehouse):
    assert conversations(warehouse, """
        message_key  shop       message_id  in_reply_to  reference_ids  received_at
        a            nordlicht  1@x         –            []             2026-03-01 10:00
        b            nordlicht  2@x         1@x          []             2026-03-01 11:00
        c            nordlicht  3@x         –            [1@x, 2@x]     2026-03-01 12:00
        d            nordlicht  4@x         –            []             2026-03-01 13:00
    """) == ["a b c", "d"]  # fmt: skip


def test_mails_that_answer_the_same_mail_belong_together_although_nobody_read_it(warehouse):
    assert conversations(warehouse, """
        message_key  shop       message_id  in_reply_to  reference_ids  received_at
        a            nordlicht  1@x         lost@x       –              2026-03-01 10:00
        b            nordlicht  2@x         –            [lost@x]       2026-03-01 11:00
    """) == ["a b"]  # fmt: skip


def test_mails_that_answer_each_other_in_a_circle_are_one_conversation(warehouse):
    assert conversations(warehouse, """
        message_key  shop       message_id  in_reply_to  reference_ids  received_at
        a            nordlicht  1@x         2@x          [1@x]          2026-03-01 10:00
        b            nordlicht  2@x         1@x          []             2026-03-01 11:00
    """) == ["a b"]  # fmt: skip


def test_two_mails_under_one_message_id_are_one_conversation(warehouse):
    assert conversations(warehouse, """
        message_key  shop       message_id  in_reply_to  reference_ids  received_at
        a            nordlicht  1@x         –            []             2026-03-01 10:00
        b            nordlicht  1@x         –            []             2026-03-01 11:00
    """) == ["a b"]  # fmt: skip


def test_mails_without_a_message_id_stand_alone(warehouse):
    assert conversations(warehouse, """
        message_key  shop       message_id  in_reply_to  reference_ids  received_at
        a            nordlicht  –           –            []             2026-03-01 10:00
        b            nordlicht  –           –            –              2026-03-01 11:00
    """) == ["a", "b"]  # fmt: skip


def test_the_same_message_id_in_two_shops_is_two_conversations(warehouse):
    assert conversations(warehouse, """
        message_key  shop       message_id  in_reply_to  reference_ids  received_at
        a            nordlicht  1@x         –            []             2026-03-01 10:00
        b            fjordkind  2@x         1@x          []             2026-03-01 11:00
    """) == ["a", "b"]  # fmt: skip


def test_a_mail_can_join_two_conversations_into_one(warehouse):
    assert conversations(warehouse, """
        message_key  shop       message_id  in_reply_to  reference_ids  received_at
        a            nordlicht  1@x         –            []             2026-03-01 10:00
        b            nordlicht  2@x         –            []             2026-03-01 11:00
        c            nordlicht  3@x         2@x          [1@x]          2026-03-01 12:00
    """) == ["a b c"]  # fmt: skip


def test_later_answers_do_not_rename_a_conversation(warehouse):
    warehouse.given("staging.messages", """
        message_key  shop       message_id  in_reply_to  reference_ids  received_at
        z            nordlicht  9@x         –            []             2026-03-01 10:00
        a            nordlicht  1@x         9@x          []             2026-03-01 11:00
    """)

    names = warehouse.rows("select distinct conversation_id from steps.conversations")

    assert names == [("z",)]
