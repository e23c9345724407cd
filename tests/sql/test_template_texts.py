"""Which wordings mails are held against: own files, learnt templates that were named, defaults."""

import json
from datetime import datetime

COLUMNS = ["shop", "kind", "learnt_id", "locale", "version", "subject", "text", "slots",
           "first_seen_at", "last_seen_at", "mails"]  # fmt: skip
HELD = """select locale, version, valid_from_at, valid_until_at, origin from private.template_texts
    where shop = 'nordlicht' and kind = '{}' order by locale, version"""
MARCH, APRIL = datetime(2026, 3, 1), datetime(2026, 4, 1)


def learnt(warehouse, *rows):
    warehouse.replaced["private.learnt_templates"] = COLUMNS, [
        ["nordlicht", "payment", learnt_id, "de", version, "Danke", "Gezahlt [ORDER_NUMBER]",
         ["ORDER_NUMBER"], first, first, 40]
        for learnt_id, version, first in rows
    ]  # fmt: skip


def decided(warehouse, *words):
    warehouse.replaced["desk.decisions"] = (
        ["decision_id", "kind", "subject", "payload", "reason", "made_at", "made_by"],
        [[str(n), "template_named", subject, json.dumps(payload), "", f"2026-05-0{n + 1}", "kim"]
         for n, (subject, payload) in enumerate(words)],
    )  # fmt: skip


def test_a_learnt_template_counts_once_it_is_named_each_version_until_the_next(postroom):
    learnt(postroom.warehouse, ("a1", 1, MARCH), ("a1", 2, APRIL), ("b2", 1, MARCH))
    decided(postroom.warehouse, ("nordlicht/a1", {"name": "Paid, \"thanks\""}))

    assert postroom.ask(HELD.format("payment")) == [
        ("de", "Paid, \"thanks\" 1", None, APRIL, "learnt"),
        ("de", "Paid, \"thanks\" 2", APRIL, None, "learnt")]  # fmt: skip


def test_two_learnt_templates_of_one_name_are_versions_of_one(postroom):
    learnt(postroom.warehouse, ("a1", 1, APRIL), ("b2", 1, MARCH))
    decided(postroom.warehouse, ("nordlicht/a1", {"name": "Paid"}),
            ("nordlicht/b2", {"name": "Paid"}))  # fmt: skip

    assert postroom.ask(HELD.format("payment")) == [
        ("de", "Paid 1", None, APRIL, "learnt"), ("de", "Paid 2", APRIL, None, "learnt")]


def test_the_owner_may_say_another_kind_and_language_and_may_change_the_word(postroom):
    learnt(postroom.warehouse, ("a1", 1, MARCH), ("b2", 1, MARCH))
    said = {"name": "Bill", "kind": "invoice", "locale": "fr"}
    decided(postroom.warehouse, ("nordlicht/a1", {"ignored": True}), ("nordlicht/a1", said),
            ("nordlicht/b2", {"name": "Paid"}), ("nordlicht/b2", {"ignored": True}))  # fmt: skip

    assert postroom.ask(HELD.format("invoice")) == [("fr", "Bill 1", None, None, "learnt")]
    assert postroom.ask(HELD.format("payment")) == []


def test_a_named_one_replaces_the_procedures_text_of_its_language_only(postroom):
    learnt(postroom.warehouse, ("a1", 1, MARCH))
    said = {"name": "Sent", "kind": "shipping_notice"}
    decided(postroom.warehouse, ("nordlicht/a1", said))

    assert [(row[0], row[4]) for row in postroom.ask(HELD.format("shipping_notice"))] == [
        ("de", "learnt"), ("en", "default"), ("es", "default"), ("fr", "default")]


def test_files_of_the_shop_go_before_what_was_learnt(postroom):
    postroom.add("templates", shop="nordlicht", locale="en", kind="payment", version="1",
                 content_hash="", text="Paid", is_html=False, slots=[])  # fmt: skip
    learnt(postroom.warehouse, ("a1", 1, MARCH))
    decided(postroom.warehouse, ("nordlicht/a1", {"name": "Paid"}))

    assert postroom.ask(HELD.format("payment")) == [("en", "1", None, None, "own")]
