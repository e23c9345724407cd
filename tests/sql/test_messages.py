"""Mails: which way they went, what they are, and which order they are about."""

import pytest

from sql.trouble import Trouble


def kinds(postroom):
    return postroom.ask(
        "select message_key, direction, kind, kind_reason from facts.messages order by message_key"
    )


def kind(postroom):
    ((_, direction, word, reason),) = kinds(postroom)
    return direction, word, reason


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Order confirmation #1001", "order_confirmation"),
        ("Vielen Dank für Ihre Bestellung", "order_confirmation"),
        ("Confirmation de votre commande n° 1001", "order_confirmation"),
        ("Confirmación de tu pedido 1001", "order_confirmation"),
        ("Your order 1001", "order_confirmation"),
        ("Your order 1001: how did you like it?", "other"),
        ("Ihre Bestellung 1001 wurde storniert", "cancelled"),
        ("Your order #1001 has shipped", "shipping_notice"),
        ("Ihre Bestellung 1001 ist unterwegs", "shipping_notice"),
        ("Votre commande n° 1001 a été expédiée", "shipping_notice"),
        ("Tu pedido 1001 está en camino", "shipping_notice"),
        ("Your order is delayed and will be shipped later", "delay_notice"),
        ("Ihre Bestellung liegt zur Abholung bereit", "pickup_ready"),
        ("Your parcel is out for delivery", "delivery_update"),
        ("Payment received for order #1001", "payment"),
        ("Ihre Rechnung zu Bestellung 1001", "invoice"),
        ("We have received your request", "auto_reply"),
    ],
)
def test_an_automated_mail_is_known_by_its_subject_in_four_languages(postroom, subject, expected):
    postroom.sent("m", "10:00:00", subject)

    assert kind(postroom)[1] == expected


@pytest.mark.parametrize("prefix", ["Re: ", "AW: ", "RE : ", "Antw: ", "SV: ", "WG: ", "Re[2]: "])
def test_a_reply_prefix_makes_it_a_persons_answer(postroom, prefix):
    postroom.sent("m", "10:00:00", f"{prefix}Order confirmation #1001", role="sent")

    assert kind(postroom) == ("outgoing", "reply", "subject")


def test_what_lies_only_among_peoples_answers_is_written_by_a_person(postroom):
    postroom.sent("m", "10:00:00", "Refund for your order 1001", role="replies")

    assert kind(postroom) == ("outgoing", "reply", "folder")


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        ({}, ("inquiry", "customer")),
        ({"report_type": "delivery-status"}, ("bounce", "report")),
        ({"report_type": "disposition-notification"}, ("auto_reply", "read_receipt")),
        ({"is_null_sender": True}, ("bounce", "null_sender")),
        ({"auto_submitted": "auto-replied", "is_null_sender": True}, ("auto_reply", "header")),
        ({"auto_submitted": "no"}, ("inquiry", "customer")),
        ({"auto_headers": ["x-autoreply"]}, ("auto_reply", "header")),
        ({"subject": "Automatische Antwort: Ihre Frage"}, ("auto_reply", "subject")),
        ({"subject": "Re: We have received your message"}, ("inquiry", "customer")),
        ({"list_id": "news.example"}, ("bulk", "header")),
        ({"precedence": "Bulk"}, ("bulk", "header")),
        ({"by": "anna@nordlicht.example"}, ("internal", "sender")),
        ({"by": "team:support"}, ("internal", "sender")),
        ({"text": "Thank you so much, all good!"}, ("no_answer_needed", "thanks")),
    ],
)
def test_what_came_in_is_an_inquiry_unless_its_headers_say_otherwise(postroom, mail, expected):
    postroom.received("m", "10:00:00", **mail)

    assert kind(postroom) == ("incoming", *expected)


@pytest.mark.parametrize(
    "text",
    [
        "Vielen Dank, ist alles angekommen!\n\nViele Grüße\nMia",
        "Merci beaucoup, tout est parfait.",
        "Guten Tag,\n\nsuper, danke für die schnelle Hilfe!\n\nDanke und Gruß\nMia",
        "Muchas gracias, todo perfecto.",
        "Great, thanks for the quick help!\nMia Petersen\nSent from my phone",
        "Thanks!\n\nOn 1 March 2026 at 10:00, Nordlicht wrote:\n> When will it arrive?",
    ],
)
def test_thanks_need_no_answer(postroom, text):
    postroom.received("m", "10:00:00", "Re: your question", text=text, from_name="Mia Petersen")

    assert kind(postroom)[1] == "no_answer_needed"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, but one item is missing.",
        "Danke, wann kommt es an?",
        "Vielen Dank im Voraus für eine kurze Antwort.",
        "Merci, pourriez-vous annuler la commande",
        "Bonjour,\n\nmerci d'annuler ma commande. Je me suis trompé.",
        "Ma carte a été débitée deux fois. Merci de vérifier.",
        "Gracias, todavía estoy esperando el paquete.",
        "Thanks. I ordered the red one. The blue one came. Mia " + "Petersen " * 40,
        "",
        "> thanks",
    ],
)
def test_thanks_with_a_wish_or_a_doubt_stay_an_inquiry(postroom, text):
    postroom.received("m", "10:00:00", text=text)

    assert kind(postroom)[1] == "inquiry"


def test_a_persons_word_that_no_answer_is_needed_stands_over_the_rest(warehouse, postroom):
    warehouse.given("desk.decisions", """
        decision_id  kind              subject  payload
        d1           no_answer_needed  a        ["a", "b"]
        d2           muted             c        ["c"]
    """)
    for key in "abc":
        postroom.received(key, "10:00:00")

    assert [(key, word, why) for key, _, word, why in kinds(postroom)] == [
        ("a", "no_answer_needed", "decision"), ("b", "no_answer_needed", "decision"),
        ("c", "inquiry", "customer"),
    ]  # fmt: skip


def test_on_contact_form_mails_the_customer_is_the_one_to_reply_to(postroom):
    postroom.received("a", "10:00:00", by="shop@nordlicht.example",
                      reply_to_address="mia@mail.example")  # fmt: skip
    postroom.received("b", "10:00:00", by="mia@mail.example")

    ((direction, word, key), other) = postroom.ask(
        "select direction, kind, customer_key from facts.messages order by message_key"
    )
    assert (direction, word, key) == ("incoming", "inquiry", other[2])


def test_our_mail_to_a_customer_stays_ours_whatever_it_says_to_reply_to(postroom):
    postroom.sent("m", "10:00:00", reply_to_address="desk@helpdesk.example")

    assert kind(postroom)[:2] == ("outgoing", "order_confirmation")


def test_a_draft_was_never_sent(postroom):
    postroom.order("1001", "09:00:00")
    postroom.sent("m", "10:00:00", role="sent")
    postroom.facts[-1][1]["mailbox_flags"] = ["\\Draft"]

    assert kind(postroom)[1:] == ("other", "draft")
    assert postroom.ask("select * from facts.order_mails") == []


def test_a_mail_in_several_places_counts_once(postroom):
    postroom.sent("m", "10:00:00")
    postroom.place("m", "sent", location="17")
    postroom.place("m", "archive", location="18")

    assert postroom.ask("select count(*) from staging.message_locations") == [(3,)]
    assert kind(postroom)[1] == "order_confirmation"


def test_two_contents_under_one_message_id_are_two_mails_and_say_so(postroom):
    postroom.sent("a", "10:00:00", message_id="same@nordlicht.example")
    postroom.sent("b", "10:00:00", message_id="same@nordlicht.example")
    postroom.sent("c", "10:00:00")

    assert postroom.ask("""
        select message_key, list_contains(flags, 'message_id_conflict')
        from staging.messages order by message_key
    """) == [("a", True), ("b", True), ("c", False)]


def test_a_mail_without_a_shop_of_its_folder_belongs_to_the_brand_it_was_written_to(postroom):
    postroom.received("m", "10:00:00", shop=None, to_addresses=["support@fjordkind.example"])

    assert postroom.ask("select shop from staging.messages") == [("fjordkind",)]


def test_public_tables_hold_neither_addresses_nor_subjects(postroom):
    postroom.order("1001", "09:00:00", name="Mia Petersen")
    postroom.sent("m", "10:00:00", text="Dear Mia Petersen")
    postroom.received("q", "11:00:00", "A secret question", text="mia@mail.example asks")
    postroom.logged("bounced", "m", "10:00:01", reply="550 <mia@mail.example> unknown")
    postroom.ask("select 1 from facts.messages")

    house = postroom.warehouse.build()
    public = house.db.execute("""
        select schema_name || '.' || table_name from duckdb_tables()
        where schema_name in ('staging', 'steps', 'facts', 'checks', 'cases', 'metrics')
    """).fetchall()
    for (table,) in public:
        for row in house.db.execute(f"select * from {table}").fetchall():
            assert not any(word in str(row) for word in ("mia@", "Mia", "secret")), table


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("order_confirmation  en  (unclosed  10", "not a regular expression"),
        ("order_confirmaton  en  order  10", "no such kind of mail"),
    ],
)
def test_a_pattern_that_cannot_be_used_names_itself(warehouse, row, fault):
    warehouse.given("seeds.mail_kinds", f"kind  locale  pattern  priority\n{row}")

    with pytest.raises(Trouble, match=rf"mail_kinds.csv, kind order_confirm.*{fault}"):
        warehouse.rows("select * from private.subjects")
