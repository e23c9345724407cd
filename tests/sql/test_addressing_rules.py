"""Rules on whom an order mail goes to, whom it comes from, and where an answer to it leads."""

import pytest

from tests.conftest import Warehouse
from tests.sql.conftest import Postroom

SHOP = "nordlicht"
FIRM = {"email": "mia.lund@mail.example", "other_emails": ["buyer@firm.example"]}
SEEDS = {
    "seeds.senders": """
        shop       address           name                 valid_from_day
        nordlicht  post.example      –                    2026-03-02
        nordlicht  shop@nordlicht.example  Nordlicht Outdoor  2026-03-01
        *          ads.example       –                    2026-03-03
    """,
    "seeds.contacts": """
        shop       kind   value                    valid_from_day  valid_until_day
        nordlicht  email  Help@nordlicht.example   2026-01-01      –
        nordlicht  email  desk@helpers.example     2026-01-01      –
        nordlicht  email  old@nordlicht.example    2026-01-01      2026-03-02
        nordlicht  phone  +49 (0)30 555 0134       2026-01-01      –
        fjordkind  url    https://fjordkind.example/help  2026-01-01  –
    """,
}  # fmt: skip
# what the contact slot holds, and what of it is wrong
CONTACTS = {
    "help@nordlicht.example, Mo-Fr 09.00 - 17.00": None,
    "Call 030 5550134 (2026-03-02), www.nordlicht.example/1234567": None,
    "0049 30 555-01-34": None,
    "030 5550135": "305550135",
    "Order 123456": None,  # six digits are no number to call
    "old@nordlicht.example": "old@nordlicht.example",
    "Write to HELP@nordlicht.example.": None,
    "help@nordlicht.example or helper@nordlicht.example": "helper@nordlicht.example",
    "Write to test@test.example": None,  # a dummy is another rule's
    "https://elsewhere.example": None,
}


class Post(Postroom):
    def __init__(self, warehouse):
        super().__init__(warehouse)
        self.keys: list[str] = []

    def told(self, key, subject="Order confirmation #1001", shop=SHOP, at="10:00:00", **row):
        """A mail as it should be, but for what is told."""
        usual = {"to": FIRM["email"], "from_address": f"shop@{shop}.example",
                 "from_name": "Nordlicht Outdoor",
                 "reply_to_address": f"help@{shop}.example"}  # fmt: skip
        self.sent(key, at, subject, shop=shop, **usual | row)
        self.keys.append(key)


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("post"))
    for seed, rows in SEEDS.items():
        warehouse.given(seed, rows)
    post = Post(warehouse)
    post.order("1001", "09:00:00", **FIRM)
    post.order("1002", "09:00:00", email="lee.fox@googlemail.com")
    post.order("1003", "09:00:00", email="")
    post.order("1004", "09:00:00", email="kim@nordlicht.example")  # who works here
    post.order("2001", "09:00:00", shop="fjordkind")
    # a version that came later counts as well
    post.order("1001", "09:00:00", email="later@mail.example", valid_from_at="2026-03-05 09:00:00")
    recipients(post)
    senders(post)
    answers(post)
    slots = ["message_key  shop  slot  value"]
    for place, said in enumerate(CONTACTS):
        post.told(f"contact{place}")
        slots.append(f"contact{place}  nordlicht  CONTACT_INFO  {said}")
    warehouse.given("private.mail_slots", "\n".join(slots))
    warehouse.given("private.mail_contents", """
        message_key  shop       how       mark_kinds     mark_places
        contact8     nordlicht  template  [placeholder]  [CONTACT_INFO]
    """)
    post.read_until("2026-03-20 00:00:00")
    yield post
    warehouse.close()


def recipients(post):
    for key, to in (
        ("to_buyer", "Buyer+orders@firm.example"), ("to_later", "later@mail.example"),
        ("to_lund", "mialund@mail.example"), ("to_stranger", "sam@mail.example"),
    ):  # fmt: skip
        post.told(key, to=to)
    post.told("to_dots", "Order confirmation #1002", to="leefox+shop@gmail.com")
    post.told("to_fox", "Order confirmation #1002", to="leefoxx@gmail.com")
    post.told("to_nobody", "Order confirmation #1003", to="sam@mail.example")
    post.told("to_both", to_addresses=["sam@mail.example", "mia.lund@mail.example"])
    post.told("to_kim", "Order confirmation #1004",
              to_addresses=["sam@mail.example", "kim@nordlicht.example"])  # fmt: skip
    post.told("to_us", to_addresses=["sam@mail.example", "shop@nordlicht.example"])


def senders(post):
    for key, address in (
        ("from_host", "shop@mail.nordlicht.example"), ("from_sister", "shop@fjordkind.example"),
        ("from_post", "nordlicht@post.example"), ("from_ads", "nordlicht@ads.example"),
        ("from_lookalike", "shop@notnordlicht.example"),
    ):  # fmt: skip
        post.told(key, from_address=address)
    post.told("from_ads_later", from_address="nordlicht@ads.example", at="2026-03-03 10:00:00")
    post.told("from_other_name", from_name="Nordlicht Shop")
    post.told("from_same_name", from_name="NORDLICHT  outdoor")
    post.told("from_fjordkind", "Order confirmation #2001", "fjordkind", from_name="Anything",
              to="mia@mail.example")  # fmt: skip
    post.told("from_refused", dmarc="fail")
    post.told("from_passed", dmarc="pass")


def answers(post):
    for key, address in (
        ("re_no", "no-reply@nordlicht.example"), ("re_orders", "orders.NoReply@nordlicht.example"),
        ("re_german", "nicht_antworten@nordlicht.example"), ("re_desk", "desk@helpers.example"),
        ("re_foreign", "desk@elsewhere.example"), ("re_unlisted", "reply@nordlicht.example"),
        ("re_old", "old@nordlicht.example"), ("re_team", "team:support"),
        ("re_from", None),  # then From, which is not on the list
    ):  # fmt: skip
        post.told(key, reply_to_address=address)
    post.told("re_old_before", reply_to_address="old@nordlicht.example", at="2026-03-01 10:00:00")
    post.told("re_unlisted_shop", "Order confirmation #2001", "fjordkind", to="mia@mail.example",
              reply_to_address="any@fjordkind.example")  # fmt: skip


def found(post, rule, columns="message_key"):
    return post.ask(f"select {columns} from checks.{rule} order by all")


def test_only_contacts_of_any_version_of_the_order_may_get_its_mails(post):
    assert found(post, "wrong_recipient") == [
        ("to_fox",), ("to_kim",), ("to_lund",), ("to_stranger",), ("to_us",)]  # fmt: skip


def test_a_customer_known_only_by_the_mail_is_never_its_wrong_recipient(post):
    assert post.ask("select order_id from facts.order_mails where message_key = 'to_nobody'") == [
        ("1003",)]  # fmt: skip
    assert ("to_nobody",) not in found(post, "wrong_recipient")


def test_a_mail_comes_from_the_shops_domain_and_name_and_passes_its_check(post):
    assert found(post, "sender_wrong", "message_key, field") == [
        ("from_ads", "domain"), ("from_lookalike", "domain"), ("from_other_name", "name"),
        ("from_refused", "dmarc"), ("from_sister", "domain"),
    ]  # fmt: skip


def test_what_left_under_a_foreign_address_is_still_our_mail(post):
    assert post.ask("""select kind, order_id from facts.order_mails
        where message_key = 'from_lookalike'""") == [("order_confirmation", "1001")]


def test_an_answer_reaches_a_mailbox_that_the_shop_reads(post):
    assert found(post, "reply_dead_end", "message_key, observed") == [
        ("re_foreign", "an address outside the shop"),
        ("re_from", "an address that is not on the list of contacts"),
        ("re_german", "an address that takes no answers"),
        ("re_no", "an address that takes no answers"),
        ("re_old", "an address that is not on the list of contacts"),
        ("re_orders", "an address that takes no answers"),
        ("re_unlisted", "an address that is not on the list of contacts"),
    ]  # fmt: skip


def test_contacts_in_a_mail_are_the_ones_on_the_shops_list(post):
    said = dict(found(post, "contact_wrong", "message_key, observed_value"))
    assert {text: said.get(f"contact{place}") for place, text in enumerate(CONTACTS)} == CONTACTS


def test_rules_on_addresses_quote_them_only_where_quotes_are_private(post):
    for rule in ("wrong_recipient", "sender_wrong", "reply_dead_end", "contact_wrong"):
        for words in found(post, rule, "expected, observed, evidence"):
            assert not any("@" in word or "0134" in word for word in words)
