"""Rules of orders, of mails sent twice or too late, and of the templates themselves."""

import importlib
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
judge = importlib.import_module("oracles.verdicts").judge
FindingShop = importlib.import_module("oracles.finding_shop").FindingShop
texts = importlib.import_module("oracles.finding_texts")
PLACED, SHIPPED, UNTIL, DHL = texts.PLACED, texts.SHIPPED, texts.UNTIL, texts.DHL
CHANGE = datetime(2026, 11, 18)  # from then on the second version holds


@pytest.fixture
def shop(folder):
    with (folder.place / "seeds" / "targets.csv").open("a") as targets:
        targets.write("*,confirmation_critical_after,2000-01-01,3600,\n")
    return FindingShop(folder)


def told(shop, about: str, rule: str) -> set[tuple[str, str]]:
    found = judge(shop.place, UNTIL).findings
    subject = "mail:" + about.strip("<>") if about.startswith("<") else about
    return {(field, one["severity"]) for (_, name, who, field), one in found.items()
            if (name, who) == (rule, subject)}  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "found"),
    [(-1, set()), (0, {("order_confirmation", "major")}), (60, {("order_confirmation", "major")})],
)
def test_a_shipping_mail_must_not_come_before_the_confirmation(shop, seconds, found):
    mail = shop.ship()
    shop.confirm(SHIPPED + timedelta(minutes=5, seconds=seconds))

    assert told(shop, mail, "WRONG_SEQUENCE") == found


def test_a_mail_sent_again_within_a_day_is_found_and_the_third_is_worse(shop):
    first = shop.confirm(PLACED)
    second = shop.confirm(PLACED + timedelta(hours=24))
    third = shop.confirm(PLACED + timedelta(hours=25))
    late = shop.confirm(PLACED + timedelta(hours=49, seconds=1))

    assert [told(shop, one, "DUPLICATE_SENT") for one in (first, second, third, late)] == [
        set(), {("content", "minor")}, {("content", "major")}, set()]  # fmt: skip


def test_a_mail_about_another_thing_is_no_repetition(shop):
    shop.ship()
    other = shop.ship(SHIPPED + timedelta(hours=1), TRACKING_NUMBER="00340430056244315602")

    assert told(shop, other, "DUPLICATE_SENT") == set()


@pytest.mark.parametrize(
    ("seconds", "found"), [(5, set()), (6, {("order_confirmation", "major")})]
)
def test_an_order_that_was_called_off_is_not_confirmed_any_more(shop, seconds, found):
    shop.write("orders.csv", [line.replace("ship,,standard", f"ship,{PLACED},standard")
                              for line in texts.ORDERS])  # fmt: skip
    mail = shop.confirm(PLACED + timedelta(seconds=seconds))

    assert told(shop, mail, "SENT_AFTER_CANCEL") == found


@pytest.mark.parametrize(
    ("scan", "found"),
    [(SHIPPED + timedelta(hours=48, minutes=5), set()),
     (SHIPPED + timedelta(hours=48, minutes=5, seconds=1), {("first_scan", "major")}),
     ("", {("first_scan", "major")})],
)  # fmt: skip
def test_a_parcel_that_the_carrier_never_saw_was_announced_too_early(shop, scan, found):
    lines = texts.PARCELS[:1] + [f"P1,10001,{DHL},DHL,{SHIPPED},,,{scan}"]
    more = [f"{n},10002,{n},DHL,{SHIPPED},,,{SHIPPED}" for n in range(3)]
    shop.write("shipments.csv", [*lines, *more])
    settings, files = shop.place / "trackrecord.toml", 'files = ["shipments.csv"]'
    until = f"{files}\ncomplete_until = {UNTIL.isoformat()}Z"
    settings.write_text(settings.read_text().replace(files, until))
    shop.confirm()
    shop.ship()

    assert told(shop, "shipment:P1", "SHIP_TOO_EARLY") == found


def test_a_parcel_of_two_that_nobody_announced_leaves_a_gap(shop):
    second = f"P3,10001,{texts.NUMBERS['P2']},DHL,{SHIPPED},,,"
    shop.write("shipments.csv", [*texts.PARCELS[:2], second])
    mail = shop.ship(ORDER_SUMMARY="")
    shop.confirm(PLACED)

    assert told(shop, "order:10001", "SPLIT_SHIPMENT_GAP") == {("parcels", "major")}
    assert told(shop, mail, "SPLIT_SHIPMENT_GAP") == {("items", "major")}


def test_a_number_of_two_customers_orders_is_used_again(shop):
    again = texts.PARCELS[1].replace("P1,10001", "P2,10002")
    shop.write("shipments.csv", [*texts.PARCELS[:2], again])
    first = shop.ship()
    second = shop.ship(SHIPPED + timedelta(hours=1), ORDER_NUMBER="10002", to="bo@post.example")

    assert told(shop, first, "TRACKING_REUSED") == set()
    assert told(shop, second, "TRACKING_REUSED") == {("tracking_number", "critical")}


@pytest.mark.parametrize(
    ("at", "template", "found"),
    [(CHANGE - timedelta(seconds=1), texts.SHIP, set()),
     (CHANGE, texts.SHIP, {("version", "minor")}), (CHANGE, texts.NEWER, set())],
)  # fmt: skip
def test_an_older_wording_is_retired_from_the_moment_the_newer_holds(shop, at, template, found):
    assert told(shop, shop.ship(at, template=template), "TEMPLATE_RETIRED") == found


@pytest.mark.parametrize(("count", "found"), [(30, set()), (31, {("sentence", "minor")})])
def test_a_sentence_of_a_template_is_too_long_from_31_words_on(shop, count, found):
    shop.template("invoice.en.1", "Subject: Invoice\n\n" + " ".join(["we go on"] * 10 + ["and"] * (
        count - 30)) + ".\n")  # fmt: skip

    assert told(shop, "template:invoice.en 1", "LONG_OR_HARD") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("All is well!!", set()), ("Well!! Done!!", {("exclamation", "minor")}),
     ("ORDER TODAY and be glad", {("capitals", "minor")}), ("ORDER today and be glad", set()),
     ("You should have asked", {("blame", "minor")})],
)  # fmt: skip
def test_a_template_that_shouts_or_blames_is_found(shop, text, found):
    shop.template("invoice.en.1", f"Subject: Invoice\n\n{text}\n")

    assert told(shop, "template:invoice.en 1", "TONE") == found


@pytest.mark.parametrize(
    ("flag", "is_sent", "combination"),
    [("true", True, "not_comparable"), ("", True, "not_comparable")],
)
def test_without_a_log_the_three_witnesses_cannot_be_compared(shop, flag, is_sent, combination):
    lines = [f"{line},{flag}" for line in texts.ORDERS]
    shop.write("orders.csv", [f"{texts.ORDERS[0]},confirmation_flag", *lines[1:]])
    shop.confirm()

    assert judge(shop.place, UNTIL).witnesses["nord", "10001"]["combination"] == combination
