"""What is planted for the rules about mails: on both sides of every line, and each told once."""

import json
from collections import Counter
from datetime import datetime
from random import Random

import pytest

from ingest.demo.fault_table import FAULTS, planted
from ingest.demo.finding_truth import findings
from ingest.demo.score import score
from ingest.demo.score_tables import RULES, TABLES
from ingest.demo.script import write_script
from ingest.demo.truth import write_truth

UNTIL = datetime(2026, 11, 23, 9, 0)
# Rules whose both sides other scenes plant: late, missing, bounced, forgotten, passed.
OF_SCENES = {
    "CONF_MISSING", "CONF_LATE", "SHIP_MISSING", "SHIP_LATE", "WRONG_SEQUENCE", "BOUNCED",
    "WAIT_OVERDUE", "PROMISE_PASSED",
}  # fmt: skip


@pytest.fixture(scope="module")
def script():
    return write_script(1500, 13, UNTIL, Random(1))


@pytest.fixture(scope="module")
def told(script):
    return [line | line["key"] for line in findings(script)]


@pytest.fixture(scope="module")
def faulty(script):
    """Mails with what is planted in them: order, mail, fault."""
    return [(order, mail, FAULTS[name])
            for order in script.orders for mail in order.mails for name in mail.faults]  # fmt: skip


def standing(lines):
    """What stands at the end."""
    for one in lines:
        words = [word for at, word in one["states"] if at is None or at <= UNTIL]
        if words and words[-1]:
            yield one


def test_every_rule_has_its_faults_and_as_many_near_misses_in_a_small_shop(script):
    counts = planted(script)
    for rule in set(RULES) - OF_SCENES:
        faults, near = counts[rule, False], counts[rule, True]
        assert min(faults, near) >= 3 and faults == pytest.approx(near, abs=3), rule


def test_all_rules_find_something(told):
    assert {one["rule"] for one in standing(told)} == set(RULES)


def test_each_finding_is_told_once(told):
    keys = Counter((one["shop"], one["rule"], one["subject"], one["field"]) for one in told)
    assert [key for key, times in keys.items() if times > 1] == []


def test_no_mail_carries_two_faults(faulty):
    mails = Counter(mail.message_id for _, mail, _ in faulty)
    assert max(mails.values()) == 1


def test_faults_come_in_both_brands_all_languages_and_both_versions(faulty):
    seen = {(order.brand.shop, mail.said.language, mail.said.version)
            for order, mail, fault in faulty if mail.said and not fault.is_near}  # fmt: skip
    wanted = [("nordlicht", one) for one in ("de", "en", "fr", "es")]
    wanted += [("fjordkind", one) for one in ("en", "fr", "de")]
    assert seen == {(*one, version) for one in wanted for version in "12"}


# Field and severity of what is planted, as the contract of the rules names them.
NAMED = {
    "SHIP_TOO_EARLY": {("first_scan", "major")},
    "SPLIT_SHIPMENT_GAP": {("items", "major")},
    "DUPLICATE_SENT": {("content", "minor"), ("content", "major")},
    "SENT_AFTER_CANCEL": {("order_confirmation", "major"), ("shipping_notice", "major")},
    "WRONG_RECIPIENT": {("recipient", "critical")},
    "FOREIGN_DATA": {
        (field, "critical")
        for field in ("order_number", "tracking_number", "customer_name", "address")
    },
    "SENDER_WRONG": {("domain", "major"), ("name", "major"), ("dmarc", "major")},
    "REPLY_DEAD_END": {("reply_to", "critical")},
    "CONTACT_WRONG": {("contact", "major")},
    "TEMPLATE_UNKNOWN": {("text", "major")},
    "TEMPLATE_RETIRED": {("version", "minor")},
    "TEMPLATE_DRIFT": {("text", "minor"), ("text", "major")},
    "FOREIGN_TEXT": {("text", "minor")},
    "SUBJECT_MISMATCH": {("order_number", "major"), ("stage", "major")},
    "LANGUAGE_MISMATCH": {("language", "minor")},
    "PARTS_DISAGREE": {
        (field, "major")
        for field in
        ("part", "order_number", "customer_name", "total", "tracking_number", "carrier")
    },
    "TRUNCATED": {("body", "critical"), ("closing", "critical")},
    "MOJIBAKE": {
        ("text", "minor"), ("subject", "minor"), ("customer_name", "major"), ("address", "major"),
        ("items", "major"),
    },
    "PLACEHOLDER_LEFT": {("subject", "critical"), ("text", "critical"), ("link", "critical")},
    "NULL_VALUE": {
        *((field, "critical") for field in
          ("order_number", "items", "tracking_number", "tracking_link", "link")),
        *((field, "major") for field in
          ("customer_name", "total", "address", "carrier", "shipping_time", "delivery_date",
           "contact")),
    },
    "DUMMY_VALUE": {
        (field, "major")
        for field in ("text", "shipping_time", "order_number", "customer_name", "carrier", "total")
    },
    "REQUIRED_MISSING": {
        *((field, "critical") for field in
          ("order_number", "items", "tracking_number", "tracking_link")),
        *((field, "major") for field in ("address", "shipping_time", "contact", "delivery_date")),
    },
    "ORDER_NO_MISMATCH": {("order_number", "critical")},
    "ITEMS_MISMATCH": {("items", "critical"), ("items", "minor")},
    "ADDRESS_MISMATCH": {("address", "critical"), ("address", "minor")},
    "NAME_MISMATCH": {("customer_name", "major"), ("customer_name", "critical")},
    "SHIP_TIME_MISMATCH": {("shipping_time", "major")},
    "ETA_MISMATCH": {("delivery_date", "major")},
    "ETA_IMPLAUSIBLE": {("delivery_date", "major")},
    "ETA_AMBIGUOUS": {("delivery_date", "minor")},
    "AMOUNT_MISMATCH": {("total", "major")},
    "TRACKING_MISMATCH": {("tracking_number", "critical")},
    "TRACKING_FORMAT": {("tracking_number", "major")},
    "TRACKING_REUSED": {("tracking_number", "critical")},
    "LINK_WITHOUT_NUMBER": {("tracking_link", "critical")},
    "LINK_HOST": {("tracking_link", "critical")},
    "LINK_TEXT_DIFFERS": {
        ("tracking_link", "major"), ("not_clickable", "major"), ("expires", "major")
    },
    "CARRIER_MISMATCH": {("carrier", "major")},
}  # fmt: skip


def test_what_is_planted_has_the_fields_and_severities_that_the_rules_name():
    found = {rule: set() for rule in NAMED}
    for fault in FAULTS.values():
        for rule, field, severity in fault.finds:
            found[rule].add((field, severity))
    assert found == NAMED


def test_placeholders_are_left_in_more_than_twenty_forms(script):
    forms = {name for name, fault in FAULTS.items()
             if fault.rule == "PLACEHOLDER_LEFT" and not fault.is_near}  # fmt: skip
    assert len(forms) > 40


def of(faulty, rule, is_near=False):
    return [(order, mail) for order, mail, fault in faulty
            if fault.rule == rule and fault.is_near == is_near]  # fmt: skip


def test_sixteen_foreign_words_are_a_fault_and_fifteen_are_none(faulty):
    fewest, most = (
        function(sum(len(line.split()) for line in mail.said.added)
                 for _, mail in of(faulty, "FOREIGN_TEXT", is_near))
        for function, is_near in ((min, False), (max, True))
    )  # fmt: skip
    assert (fewest, most) == (16, 15)


def test_a_copy_counts_for_twenty_four_hours_to_the_second(faulty, script):
    lags = {False: set(), True: set()}
    for order, mail, fault in faulty:
        if fault.rule == "DUPLICATE_SENT":
            first = min(m.accepted_at for m in order.mails if m.kind == mail.kind)
            lags[fault.is_near].add(round((mail.accepted_at - first).total_seconds()))
    assert max(lags[False]) == 86_400 and lags[True] == {86_401}


def test_a_mail_may_cross_the_cancellation_by_five_seconds(faulty):
    lags = {False: set(), True: set()}
    for order, mail, fault in faulty:
        if fault.rule == "SENT_AFTER_CANCEL":
            ended_at = order.cancelled_at or order.refunded_at
            lags[fault.is_near].add(round((mail.accepted_at - ended_at).total_seconds()))
    assert min(lags[False]) == 6 and max(lags[True]) == 5


def test_a_parcel_may_be_scanned_until_two_days_after_its_mail(script, told):
    found = {(one["shop"], one["subject"]) for one in told if one["field"] == "first_scan"}
    lags = {False: set(), True: set()}
    for order in script.orders:
        for parcel in order.shipments:
            if parcel.scanned_at and parcel.noticed_at:
                lag = round((parcel.scanned_at - parcel.noticed_at).total_seconds())
                subject = order.brand.shop, f"shipment:{parcel.shipment_id}"
                lags[subject in found].add(lag)
    assert min(lags[True]) == 172_801 and max(lags[False]) == 172_800


def test_a_day_more_or_less_is_no_other_delivery_date(faulty):
    for is_near, days in ((True, {1}), (False, {2, 3, 9})):
        apart = {abs((mail.stated[0].last - mail.parcels[0].promised_at.date()).days)
                 for _, mail in of(faulty, "ETA_MISMATCH", is_near)}  # fmt: skip
        assert apart <= days


@pytest.mark.parametrize("rule", ["LINK_HOST", "TRACKING_MISMATCH", "TRACKING_FORMAT"])
def test_a_fault_in_the_tracking_keeps_the_parcel_below_the_top(faulty, rule):
    assert {mail.parcels[0].rung for _, mail in of(faulty, rule)} & {"clear"} == set()
    assert {mail.parcels[0].rung for _, mail in of(faulty, rule, True)} == {"clear"}


def test_the_truth_names_every_rule_with_its_score(script, tmp_path):
    write_truth(script, tmp_path)
    empty = {table: [] for table in TABLES}
    result = score(tmp_path, empty, {"nordlicht": UNTIL, "fjordkind": UNTIL})
    assert all(result[rule]["recall"] == 0.0 and result[rule]["n"] > 0 for rule in RULES)
    lines = (tmp_path / "findings.jsonl").read_text().splitlines()
    assert all(set(json.loads(one)["key"]) == {"shop", "rule", "subject", "field"}
               for one in lines)  # fmt: skip
