"""What automated mails say, from the raw facts on: whose templates count, and which mails."""

import pytest

WORDS = "Your parcel has left our house by the sea and is on its way.\nNumber: [TRACKING_NUMBER]\n"
SENT = WORDS.replace("[TRACKING_NUMBER]", "12345678")
CONTENTS = """select message_key, template, version, how, slot_values from private.mail_contents
    order by message_key"""


def template(postroom, version="1", text=WORDS, shop="nordlicht", kind="shipping_notice", **row):
    postroom.add("templates", **{
        "shop": shop, "locale": "en", "kind": kind, "version": version, "content_hash": text,
        "text": text, "is_html": False, "slots": [],
    } | row)  # fmt: skip


def shipped(postroom, key="a", text=SENT, **row):
    postroom.sent(key, "09:00:00", subject="Order 1001 has shipped", text=text, **row)


def test_a_shops_mail_is_read_by_its_own_template(postroom):
    template(postroom)
    shipped(postroom)
    shipped(postroom, "b", text="Something else was sent to you by somebody, dear all")
    assert postroom.ask(CONTENTS) == [("a", "shipping_notice.en", "1", "template", ["12345678"]),
                                      ("b", None, None, "unknown", [])]  # fmt: skip


def test_a_shop_without_templates_is_read_by_the_procedures(postroom):
    shipped(postroom, text="Your order 1001 is on its way to you.\nTracking number: 12345678\n"
            "Follow your parcel: https://t.example/1\nEstimated delivery: 5 March\n"
            "In this parcel:\n1 x Mug\nIt goes to:\nMia\nAny questions? x@a.example")  # fmt: skip
    assert postroom.ask("select how, origin, is_active_version from private.mail_contents") == [
        ("default", "default", True)]  # fmt: skip


def test_another_shops_template_is_not_looked_at(postroom):
    template(postroom, shop="fjordkind")
    shipped(postroom)
    assert postroom.ask("select how from private.mail_contents") == [("labels",)]


@pytest.mark.parametrize(("row", "is_read"), [
    ({}, True), ({"subject": "Re: Order 1001 has shipped"}, False),
    ({"from_address": "team:support"}, False), ({"role": "replies"}, True),
    ({"subject": "Hello", "role": "replies"}, False), ({"subject": "Hello"}, True),
])  # fmt: skip
def test_automated_mails_are_read_and_answers_are_not(postroom, row, is_read):
    postroom.sent("a", "09:00:00", **{"subject": "Order 1001 has shipped", "text": WORDS} | row)
    assert bool(postroom.ask("select * from private.mail_contents")) == is_read


def test_the_time_the_server_took_the_mail_tells_the_version(postroom):
    template(postroom, "1")
    template(postroom, "2", valid_from_at="2026-03-02 08:30:00")
    shipped(postroom)
    postroom.logged("accepted", "a", "08:29:59")
    postroom.logged("sent", "a", "08:30:10")
    assert postroom.ask("select version, active_version from private.mail_contents") == [
        ("1", "1")]  # fmt: skip


def test_slots_stand_in_rows_and_what_is_public_holds_none_of_them(postroom):
    template(postroom)
    shipped(postroom)
    assert postroom.ask("select * from private.mail_slots") == [
        ("a", "nordlicht", "TRACKING_NUMBER", "12345678", None)]  # fmt: skip
    assert postroom.ask("""select kind, template, coverage_share, drift_share, slots
        from facts.mail_contents""") == [
        ("shipping_notice", "shipping_notice.en", 1.0, 0.0, ["TRACKING_NUMBER"])]  # fmt: skip


def test_what_a_mail_says_goes_before_its_subject(postroom):
    template(postroom)
    postroom.sent("a", "09:00:00", subject="Order confirmation #1001", text=WORDS)
    assert postroom.ask("select kind from facts.mail_contents") == [("shipping_notice",)]
