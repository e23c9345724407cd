"""Which template held when: the shop's own, every shop's, or the procedure's."""

from datetime import datetime

HELD = """select locale, version, valid_from_at, valid_until_at, is_default from staging.templates
    where shop = 'nordlicht' and kind = '{}' order by locale, valid_from_at nulls first"""
PROCEDURE = {
    "order_confirmation": ["CONTACT_INFO", "ESTIMATED_SHIPPING_TIME", "ORDER_NUMBER",
                           "ORDER_SUMMARY", "SHIPPING_ADDRESS"],
    "shipping_notice": ["CONTACT_INFO", "ESTIMATED_DELIVERY_DATE", "ORDER_NUMBER", "ORDER_SUMMARY",
                        "SHIPPING_ADDRESS", "TRACKING_LINK", "TRACKING_NUMBER"],
}  # fmt: skip


def template(postroom, version, valid_from=None, shop="nordlicht", text="Hello", **row):
    postroom.add("templates", **{
        "shop": shop, "locale": "en", "kind": "shipping_notice", "version": version,
        "content_hash": text, "valid_from_at": valid_from, "text": text, "is_html": False,
        "slots": [],
    } | row)  # fmt: skip


def test_a_shop_without_templates_is_held_to_the_procedures_own(postroom):
    found = postroom.ask("""select kind, locale, slots, is_default from staging.templates
        where shop = 'nordlicht' order by kind, locale""")

    assert found == [(kind, locale, slots, True) for kind, slots in PROCEDURE.items()
                     for locale in ("de", "en", "es", "fr")]  # fmt: skip


def test_each_version_holds_until_the_next_begins(postroom):
    template(postroom, "1")
    template(postroom, "2", "2026-03-01")
    template(postroom, "3", "2026-04-01")

    march, april = datetime(2026, 3, 1), datetime(2026, 4, 1)
    assert postroom.ask(HELD.format("shipping_notice")) == [
        ("en", "1", None, march, False), ("en", "2", march, april, False),
        ("en", "3", april, None, False)]  # fmt: skip
    assert len(postroom.ask(HELD.format("order_confirmation"))) == 4  # of that kind it has none


def test_a_shops_own_template_goes_before_every_shops(postroom):
    template(postroom, "all", shop="*")
    template(postroom, "own")
    template(postroom, "all", shop="*", kind="payment")

    assert [row[1] for row in postroom.ask(HELD.format("shipping_notice"))] == ["own"]
    assert [row[1] for row in postroom.ask(HELD.format("payment"))] == ["all"]


def test_a_corrected_file_replaces_what_it_said_before(postroom):
    template(postroom, "1", text="Helo")
    template(postroom, "1", text="Hello", batch_id=2)

    assert postroom.ask("select text from staging.templates where version = '1'") == [("Hello",)]
