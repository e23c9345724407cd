"""The whole ladder of tracking: what stands in the slots of a mail, and whether it is right."""

import pytest

from sql.wording_tracking import LOST_REASONS, RUNGS
from tests.conftest import Warehouse
from tests.sql.conftest import Postroom

LINK = "https://carrier.example/track?id="
GOOD = {"TRACKING_NUMBER": "AB12345678", "TRACKING_LINK": "https://carrier.example/t",
        "ESTIMATED_DELIVERY_DATE": "5 March 2026"}  # fmt: skip
RIGHT = {"is_of_order": "true", "has_date": "true", "is_date_bad": "false",
         "is_carrier_wrong": "false", "format_wrong": "false", "link_wrong": "false"}  # fmt: skip
NUMBER, LINKED, DATE = GOOD
# what stands in the slots; what the checks say; marks; the rung, and what the next one lacks
CASES = [
    ("whole", {}, {}, "", "clear", None),
    ("signs alone", None, None, "", "clear", None),
    ("signs alone, another number", None, None, "", "number", "wrong_number"),
    ("number gone", {NUMBER: "–"}, {}, "", "mail", "no_number"),
    ("number a placeholder", {NUMBER: "[TRACKING_NUMBER]"}, {}, f"placeholder {NUMBER}",
     "mail", "no_number"),
    ("number in broken letters", {}, {}, f"mojibake {NUMBER}", "clear", None),
    ("number of nobody", {}, {"is_of_order": "false"}, "", "number", "wrong_number"),
    ("number without a record", {}, {"is_of_order": "–"}, "", "clear", None),
    ("number mangled", {}, {"format_wrong": "true"}, "", "record", "bad_number"),
    ("other carrier", {}, {"is_carrier_wrong": "true"}, "", "format", "wrong_carrier"),
    ("link gone", {LINKED: "–"}, {}, "", "carrier", "no_link"),
    ("words without a link", {LINKED: "Follow it here"}, {}, "", "carrier", "no_link"),
    ("link wrong", {}, {"link_wrong": "true"}, "", "carrier", "no_link"),
    ("date gone", {DATE: "–"}, {}, "", "link", "no_date"),
    ("date to be said", {DATE: "TBD"}, {"has_date": "false"}, f"dummy {DATE}", "link", "no_date"),
    ("date that is none", {DATE: "soon"}, {"has_date": "false"}, "", "date", "bad_date"),
    ("date past", {}, {"is_date_bad": "true"}, "", "date", "bad_date"),
    ("all wrong", {DATE: "–", LINKED: "–"}, {"is_of_order": "false", "format_wrong": "true"}, "",
     "number", "wrong_number"),
    ("by labels alone", {NUMBER: "–", LINKED: "–", DATE: "–"}, None, "", "clear", None),
]  # fmt: skip
KINDS = [
    ("learnt", "0.8", "", "order_confirmation", "template"),
    ("own", "0.79", "", "cancelled", "subject"),
    ("default", "1.0", "", "cancelled", "subject"),
    ("own", "1.0", "Re: ", "reply", "subject"),
]


def given(warehouse, table, rows):
    warehouse.given(table, "\n".join("  ".join(row) for row in rows))


def shipped(post, place):
    """A parcel, and a mail whose text shows every sign of good tracking."""
    order_id, number = f"{1001 + place}", f"AB123456{place:02}"
    name = CASES[place][0]
    post.order(order_id, "08:00:00")
    post.parcel(f"P{place:02}", order_id, "10:00:00", number)
    said = "XY99999999" if name.endswith("another number") else number
    link = LINK.removesuffix("?id=") if said != number else LINK + number
    post.sent(f"m{place:02}", "10:10:00", f"Your order #{order_id} has shipped", links=[link],
              text=f"Tracking number: {said}\nEstimated delivery: 5 March 2026")  # fmt: skip


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("ladder"))
    post = Postroom(warehouse)
    contents = [("message_key", "template", "origin", "how", "coverage_share", "mark_kinds",
                 "mark_places")]  # fmt: skip
    slots = [("message_key", "slot", "value")]
    checks = [("message_key", "shipment_id", *RIGHT)]
    for place, (name, said, right, marks, *_) in enumerate(CASES):
        shipped(post, place)
        key, kind, slot = f"m{place:02}", *(marks.split() or ("", ""))
        if said is not None:
            contents.append((key, "shipping_notice.en", "own", "labels" if "labels" in name
                             else "template", "1.0", f"[{kind}]", f"[{slot}]"))  # fmt: skip
            slots += [(key, *one) for one in (GOOD | said).items()]
        if right is not None:
            checks.append((key, f"P{place:02}", *(RIGHT | right).values()))
    checks.append(("m00", "–", *(RIGHT | {"is_of_order": "false"}).values()))
    for place, (origin, share, prefix, *_) in enumerate(KINDS):
        contents.append((f"k{place}", "order_confirmation.de", origin, "template", share, "[]",
                         "[]"))  # fmt: skip
        post.sent(f"k{place}", "11:00:00", f"{prefix}Order #1001 cancelled")
    given(warehouse, "private.mail_contents", contents)
    given(warehouse, "private.mail_slots", slots)
    given(warehouse, "private.tracking_checks", checks)
    post.read_until("2026-03-20 00:00:00", ("archive", "orders", "shipments"))
    yield post
    warehouse.close()


def test_a_shipping_mail_climbs_as_far_as_nothing_is_missing_or_wrong(post):
    found = post.ask("select rung, lost_reason from facts.shipping_notices order by shipment_id")
    assert {case[0]: row for case, row in zip(CASES, found, strict=True)} == {
        name: (rung, lost) for name, *_, rung, lost in CASES}  # fmt: skip


def test_only_the_top_of_the_ladder_is_covered(post):
    assert post.ask("""select distinct rung from facts.shipping_notices where is_covered""") == [
        ("clear",)]  # fmt: skip


def test_a_mails_text_says_better_than_its_subject_what_it_is(post):
    found = post.ask("""select kind, kind_reason from facts.messages
        where message_key like 'k%' order by message_key""")
    assert found == [(kind, reason) for *_, kind, reason in KINDS]


def test_every_rung_and_every_loss_has_plain_words(post):
    rows = post.ask("select rung, lost_reason from seeds.rungs order by priority")
    assert [rung for rung, _ in rows] == list(RUNGS)
    assert {lost for _, lost in rows if lost} | {"bounced"} == LOST_REASONS.keys()
