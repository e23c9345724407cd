"""What came in: a person's word on it, who filled in a form, what is spam, what is counted."""

import re
from pathlib import Path

import pytest

from ingest.mail import Unreadable, read_mail
from ingest.mail_times import Times
from sql import wording_kinds
from sql.desk import Desk
from sql.models import FOLDER, load
from sql.trouble import Trouble

MODELS = load()
OFFER = "Our SEO agency brings your shop to the first page of Google."
TO_MANY = {"list_id": "news.example"}


def kinds(postroom):
    return dict(postroom.ask("select message_key, kind || ' ' || kind_reason from facts.messages"
                             " where direction = 'incoming' order by message_key"))  # fmt: skip


def decided(warehouse, *rows):
    lines = "\n".join(f"d{number}  {row}" for number, row in enumerate(rows))
    warehouse.given("desk.decisions",
                    f"decision_id  kind  subject  payload  made_at\n{lines}")  # fmt: skip


def waits(postroom):
    return postroom.ask("select wait_id, not_counted_reason from facts.waits order by wait_id")


def test_a_person_makes_an_inquiry_of_what_was_excluded_and_its_wait_opens(warehouse, postroom):
    decided(warehouse, 'mail_kind  a  {"kind": "inquiry"}  2026-03-03')
    postroom.received("a", "10:00:00", **TO_MANY)
    postroom.received("b", "10:00:00", **TO_MANY)

    assert kinds(postroom) == {"a": "inquiry decision", "b": "bulk header"}
    assert waits(postroom) == [("a", None)]


def test_a_person_takes_an_inquiry_out_and_nobody_waits_any_more(warehouse, postroom):
    out = ["auto_reply", "bounce", "bulk", "internal", "no_answer_needed", "other", "spam"]
    decided(warehouse, *[f'mail_kind  {kind}  {{"kind": "{kind}"}}  2026-03-03' for kind in out])
    for kind in out:
        postroom.received(kind, "10:00:00")

    assert kinds(postroom) == {kind: f"{kind} decision" for kind in out}
    assert waits(postroom) == []


@pytest.mark.parametrize(("first", "second", "expected"), [
    ('mail_kind  a  {"kind": "inquiry"}', 'no_answer_needed  a  ["a"]', "no_answer_needed"),
    ('no_answer_needed  a  ["a"]', 'mail_kind  a  {"kind": "inquiry"}', None),
])  # fmt: skip
def test_the_newest_word_of_a_person_holds(warehouse, postroom, first, second, expected):
    decided(warehouse, f"{first}  2026-03-03", f"{second}  2026-03-04")
    postroom.received("a", "10:00:00", **TO_MANY)

    assert waits(postroom) == [("a", expected)]


def test_a_mail_that_a_person_made_an_inquiry_has_a_topic_like_any_other(warehouse, postroom):
    decided(warehouse, 'mail_kind  a  {"kind": "inquiry"}  2026-03-03')
    for key in ("a", "b"):
        postroom.received(key, "10:00:00", text="Where is my parcel?",
                          report_type="disposition-notification")  # fmt: skip

    assert postroom.ask("select message_key from private.topic_texts") == [("a",)]


def test_a_kind_that_does_not_exist_decides_nothing(warehouse, postroom):
    decided(warehouse, 'mail_kind  a  {"kind": "nonsense"}  2026-03-03')
    postroom.received("a", "10:00:00")

    assert kinds(postroom) == {"a": "inquiry customer"}


@pytest.mark.parametrize(("undone", "expected"), [(False, "spam decision"),
                                                  (True, "inquiry customer")])  # fmt: skip
def test_a_decision_that_was_undone_holds_no_more(warehouse, postroom, undone, expected):
    desk = Desk(warehouse.settings.desk_url)
    decision = desk.decide("mail_kind", "a", "lead", payload={"kind": "spam"})
    if undone:
        desk.undo(decision, "lead")
    warehouse.decisions = desk.active()
    desk.close()
    postroom.received("a", "10:00:00")

    assert kinds(postroom) == {"a": expected}


OURS, SERVICE = "shop@nordlicht.example", "send@forms.example"


MIA, US, THEM = "mia@mail.example", "support@nordlicht.example", "support@fjordkind.example"
FORMS = [  # from, to, reply to: the customer
    (SERVICE, [US], MIA, MIA),
    ("news@mailing.example", [US], MIA, MIA),
    (SERVICE, [US], None, SERVICE),
    (SERVICE, [US], US, SERVICE),
    ("other@forms.example", [US], MIA, "other@forms.example"),  # listed later
    (SERVICE, [THEM], MIA, SERVICE),  # listed for the other shop
    (OURS, [US, MIA], MIA, MIA),
]


def test_on_the_mails_of_a_form_the_customer_is_the_one_to_reply_to(warehouse, postroom):
    warehouse.given("seeds.contact_forms", f"""
        shop       address           valid_from_day
        nordlicht  {SERVICE}         2026-01-01
        *          @mailing.example  2026-01-01
        nordlicht  other@forms.example  2026-03-03
    """)
    for number, (sender, to, reply_to, _) in enumerate(FORMS):
        shop = "fjordkind" if THEM in to else "nordlicht"
        postroom.received(f"m{number}", "10:00:00", by=sender, shop=shop, to_addresses=to,
                          reply_to_address=reply_to)  # fmt: skip

    rows = postroom.ask("""select mails.direction, people.address from staging.messages as mails
        inner join private.addresses as people on people.key = mails.customer_key
        order by mails.message_key""")
    assert rows == [("incoming", customer) for _, _, _, customer in FORMS]


def test_what_our_form_sends_to_the_customer_alone_is_no_question(postroom):
    told = {"a": [MIA], "b": [MIA, "jo@mail.example"], "c": [US, MIA, "jo@mail.example"]}
    for key, to in told.items():
        postroom.received(key, "10:00:00", by=OURS, to_addresses=to, reply_to_address=MIA)

    assert kinds(postroom) == {}


def test_what_a_form_service_adds_does_not_hide_the_question(warehouse, postroom):
    warehouse.given("seeds.contact_forms", f"""
        shop  address    valid_from_day
        *     {SERVICE}  2026-01-01
    """)
    text = "The lamp flickers.\n\nYou receive this email because of your form. Unsubscribe here."
    postroom.received("a", "10:00:00", by=SERVICE, reply_to_address=MIA, text=text,
                      auto_submitted="auto-generated")  # fmt: skip

    assert kinds(postroom) == {"a": "inquiry customer"}


SPAM_HEADERS = [
    "X-Spam-Flag: YES", "X-Spam-Status: Yes, score=9.1 required=5.0\n\ttests=BAYES_99",
    "X-Spam: Yes", "X-Barracuda-Spam-Flag: YES", "X-Bogosity: Spam, tests=bogofilter",
    "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:;SCL:5;SFV:SPM;CAT:SPM;",
]  # fmt: skip
HAM_HEADERS = [
    "X-Spam-Flag: NO", "X-Spam-Status: No, hits=1.0, yes", "X-Spam-Level: ****",
    "X-Bogosity: Ham, tests=bogofilter", "X-Forefront-Antispam-Report: SCL:1;SFV:NSPM;",
]


def test_a_mail_is_spam_where_the_servers_filter_says_so(postroom):
    for header in SPAM_HEADERS + HAM_HEADERS:
        read = read_mail(f"From: mia@mail.example\n{header}\n\nWhere is it?\n".encode(), Times())
        assert not isinstance(read, Unreadable)
        postroom.received(header, "10:00:00", auto_headers=read[0].auto_headers)

    expected = dict.fromkeys(SPAM_HEADERS, "spam header")
    assert kinds(postroom) == expected | dict.fromkeys(HAM_HEADERS, "inquiry customer")


PLACES = {
    "flag": ({"mailbox_flags": ["\\Junk"]}, "spam folder"),
    "keyword": ({"mailbox_flags": ["$Junk"]}, "spam folder"),
    "capitals": ({"mailbox_flags": ["\\Seen", "JUNK"]}, "spam folder"),
    "not junk": ({"mailbox_flags": ["NonJunk"]}, "inquiry customer"),
    "french": ({"folder": "INBOX/Courrier indésirable"}, "spam folder"),
    "spanish": ({"folder": "Correo no deseado"}, "spam folder"),
    "inbox": ({"folder": "INBOX"}, "inquiry customer"),
}


def test_a_mail_that_lies_with_the_junk_is_spam(postroom):
    for key, (place, _) in PLACES.items():
        postroom.add("messages", message_key=key, message_id=f"{key}@mail.example",
                     reference_ids=[], links=[], flags=[], auto_headers=[], text="Where is it?",
                     received_at="2026-03-02 10:00:00", from_address=MIA, to_addresses=[US])
        postroom.place(key, "inbox", **place)  # fmt: skip

    assert kinds(postroom) == {key: expected for key, (_, expected) in PLACES.items()}


OFFERS = {
    "stranger": ({}, "spam text"),
    "customer": ({"by": MIA}, "inquiry customer"),
    "answers us": ({"in_reply_to": "conf@mail.example"}, "inquiry customer"),
    "answers what we never read": ({"in_reply_to": "x@nordlicht.example"}, "inquiry customer"),
    "answers somebody": ({"in_reply_to": "elsewhere@mail.example"}, "spam text"),
    "names an order": ({"subject": "Order #1001"}, "inquiry customer"),
    "one sign": ({"text": "Is there an SEO agency behind your shop?"}, "inquiry customer"),
}


def test_only_a_strangers_words_make_a_mail_spam_and_only_two_signs(postroom):
    postroom.order("1001", "09:00:00")
    postroom.sent("conf", "09:01:00")
    for key, (mail, _) in OFFERS.items():
        postroom.received(key, "10:00:00", **{"by": "one@offers.example", "text": OFFER} | mail)

    assert kinds(postroom) == {key: expected for key, (_, expected) in OFFERS.items()}


def test_an_offer_to_unsubscribe_alone_says_nothing_of_a_customer(postroom):
    postroom.order("1001", "09:00:00")
    for key, by in {"a": MIA, "b": "news@offers.example"}.items():
        postroom.received(key, "10:00:00", by=by, auto_headers=["list-unsubscribe"])
    postroom.received("c", "10:00:00", auto_headers=["list-post", "list-unsubscribe"])

    assert kinds(postroom) == {"a": "inquiry customer", "b": "bulk header", "c": "bulk header"}


def test_an_absence_in_subject_and_words_is_no_question(postroom):
    postroom.received("a", "10:00:00", "Out of office", text="I am away until Monday.")
    postroom.received("b", "10:00:00", "Hello", text="I am away until Monday.")

    assert kinds(postroom) == {"a": "auto_reply text", "b": "inquiry customer"}


def test_a_newsletter_of_ours_that_is_passed_on_is_a_question(postroom):
    text = "Sale!\nView in your browser\nUnsubscribe here"
    for key, link in {"a": "https://news.nordlicht.example/u", "b": "https://box.example/u"}.items():
        postroom.received(key, "10:00:00", by=f"{key}@mail.example", text=text, links=[link])

    assert kinds(postroom) == {"a": "inquiry customer", "b": "bulk text"}


def test_each_mail_that_came_in_is_counted_once_and_once_in_all(postroom, warehouse):
    postroom.read_until("23:00:00")
    postroom.received("a", "10:00:00")
    postroom.received("b", "11:00:00", **TO_MANY)
    postroom.received("c", "2026-03-09 11:00:00", **TO_MANY)
    postroom.received("d", "11:00:00", shop="fjordkind", **TO_MANY)

    rows = postroom.ask("""select shop, week_start_day::varchar, kind, kind_reason, mails
        from metrics.incoming_kinds_weekly order by all""")
    assert rows == [
        ("all", "2026-03-02", "bulk", "header", 2),
        ("all", "2026-03-02", "inquiry", "customer", 1),
        ("all", "2026-03-09", "bulk", "header", 1),
        ("fjordkind", "2026-03-02", "bulk", "header", 1),
        ("nordlicht", "2026-03-02", "bulk", "header", 1),
        ("nordlicht", "2026-03-02", "inquiry", "customer", 1),
        ("nordlicht", "2026-03-09", "bulk", "header", 1),
    ]  # fmt: skip
    assert postroom.ask("select * from proofs.incoming_kinds_count_everything") == []
    warehouse.db.execute("delete from metrics.incoming_kinds_weekly where shop = 'fjordkind'")
    proof = MODELS["proofs.incoming_kinds_count_everything"].text
    assert warehouse.db.execute(proof).fetchall() == [("each", 4, 3)]


def test_what_is_not_counted_can_be_looked_through(warehouse, postroom):
    warehouse.given("raw.polls", """
        path                   role   shop       kind     polled_at         live_from_at
        given/nordlicht/inbox  inbox  nordlicht  maildir  2026-03-02 23:00  2026-03-02 10:30
    """)
    for key, at in {"old": "10:00:00", "new": "11:00:00"}.items():
        postroom.received(key, at, **TO_MANY)
    postroom.received("asks", "11:00:00")

    rows = postroom.ask("select message_key, shop, kind, kind_reason from facts.not_counted_mails")
    assert rows == [("new", "nordlicht", "bulk", "header")]


def test_every_kind_and_reason_that_occurs_has_words():
    models = ("incoming_kinds", "automatic_mails", "text_kinds")
    texts = [(FOLDER / "facts" / f"{name}.sql").read_text() for name in models]
    said = {pair for text in texts for pair in re.findall(r"'([a-z_]+):([a-z_]+)'", text)}
    reasons = set(re.findall(r"':([a-z_]+)'", "".join(texts))) | {reason for _, reason in said}
    decidable = re.findall(r"'([a-z_]+)'",
                           (FOLDER / "facts/mail_decisions.sql").read_text().rpartition("in (")[2])

    assert len(reasons) >= 14
    assert {kind for kind, _ in said} | set(decidable) == wording_kinds.KINDS.keys()
    assert reasons == wording_kinds.KIND_REASONS.keys()


@pytest.mark.parametrize(("row", "says"), [
    ("spam  offer  words  en  (a", "not a regular expression"),
    ("spma  offer  words  en  a", "kind is one of"),
    ("spam  offer  word  en  a", "place one of"),
])  # fmt: skip
def test_a_sign_that_cannot_be_used_is_named(warehouse, postroom, row, says):
    warehouse.given("seeds.text_signs", f"kind  sign  place  locale  pattern\n{row}")

    with pytest.raises(Trouble, match=rf"text_signs\.csv, sign offer.*{says}"):
        kinds(postroom)


def test_a_shops_own_phrase_counts_as_thanks(tmp_path, warehouse, postroom):
    own = Path(tmp_path) / "thanks_phrases.csv"
    own.write_text("says,locale,phrases\nsettled,en,the kettle sings\n")
    object.__setattr__(warehouse.settings, "seeds", tmp_path)
    postroom.received("a", "10:00:00", text="The kettle sings. Best wishes, Mia")

    assert kinds(postroom) == {"a": "no_answer_needed thanks"}
