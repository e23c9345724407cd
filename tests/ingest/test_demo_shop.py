"""What the demo shop plants of the shop side: at every size, on both sides of every line."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from ingest.demo.events import Stated
from ingest.demo.order_notice_truth import order_notices
from ingest.demo.promise_lines import promise_text
from ingest.demo.promise_truth import promises
from ingest.demo.script import write_script
from ingest.demo.verification_truth import verifications
from ingest.demo.wording import table

UNTIL = datetime(2026, 11, 23, 9, 0)
ZONES = {"nordlicht": ZoneInfo("Europe/Berlin"), "fjordkind": ZoneInfo("Europe/London")}
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TARGETS = {"payment": 300} | dict.fromkeys(
    ("pickup_ready", "invoice", "cancelled", "refunded", "order_edited"), 3600
)
# Each fault beside its near misses; both are planted equally often.
PAIRS = [
    ("deliver_a_second_late", "deliver_on_the_second"), ("deliver_late", "deliver_in_time"),
    ("early_by_a_second", "early_just_not"), ("early_for_span", "early_just_not_for_span"),
    ("attempt_a_second_late", "attempt_in_time"), ("corrected_too_late", "corrected_in_time"),
    ("second_broken", "second_superseded"), ("lost", "repeated"),
    ("told_after_it_came", "told_before_it_came"), ("passed_by_a_second", "not_passed"),
    ("order_a_second_late", "order_on_the_second"), ("ship_a_second_late", "ship_on_the_second"),
    ("ship_a_day_late", "ship_on_the_day"), ("delay_told_too_late", "delay_told_in_time"),
    ("delay_after_it_left", "delay_before_it_left"), ("unshipped_passed", "unshipped_open"),
    ("cancelled_too_late", "cancelled_in_time"), ("held_late", "held_just"),
    ("gap", "gap_closed"), ("gap_unconfirmed", "gap_closed_unconfirmed"),
    ("back_order_broken_by_a_second", "back_order_kept_on_the_second"),
    ("back_order_broken_by_a_second_of_a_day", "back_order_kept_on_the_day"),
    ("back_order_passed", "back_order_open"),
    ("back_order_refunded_late", "back_order_refunded_just"),
    ("back_order_corrected_too_late", "back_order_corrected_in_time"),
]  # fmt: skip
ALONE = (
    "edit_added", "edit_taken_out", "edit_quantity", "edit_address", "refund", "refund_part",
    "void_label", "no_postcode", "digital_without_address", "order_half_in_time", "gap_bounced",
    "passing",
)  # fmt: skip


@pytest.fixture(scope="module", params=[(400, 13), (400, 6), (5000, 13)], ids=str)
def script(request):
    orders, weeks = request.param
    return write_script(orders, weeks, UNTIL, Random(1))


@pytest.fixture(scope="module")
def notices(script):
    return [row | row["key"] | {"word": held(row)} for row in order_notices(script)]


@pytest.fixture(scope="module")
def promised(script):
    return [row | row["key"] | {"word": held(row)} for row in promises(script)]


def held(row: dict) -> str:
    return [word for at, word in row["states"] if at is None or at <= UNTIL][-1]


def planted(script) -> Counter:
    return Counter(order.scenario for order in script.orders)


def test_every_scenario_is_planted_at_every_size(script):
    found = planted(script)
    assert not [name for pair in PAIRS for name in pair if not found[name]]
    assert not [name for name in ALONE if not found[name]]


def test_there_are_as_many_near_misses_as_faults(script):
    found = planted(script)
    for fault, near in PAIRS:
        assert abs(found[fault] - found[near]) <= max(1, 0.1 * found[fault]), (fault, near)


def test_all_ways_to_sell_and_to_hand_over_are_there(script):
    orders = script.orders
    assert min(Counter(o.channel for o in orders)[c] for c in ("b2b", "marketplace", "pos")) > 1
    assert sum(o.payment == "prepayment" for o in orders) > 9
    assert sum(o.fulfilment == "pickup" and bool(o.pickup_point) for o in orders) > 9
    assert sum(o.fulfilment == "digital" for o in orders) > 3
    assert sum(o.is_gift for o in orders) > 5
    assert {"preorder", "backorder"} == {word for o in orders for word in o.availability.values()}
    parts = [[p.lines for p in o.shipments] for o in orders if len(o.shipments) > 1]
    assert sum(all(lines) and lines[0] != lines[1] for lines in parts) > 9
    assert {"de", "en", "fr", "es"} == {o.customer.language for o in orders}


@pytest.mark.parametrize("kind", TARGETS)
def test_mails_of_every_kind_are_in_time_late_missing_bounced_and_beyond_belief(notices, kind):
    words = Counter(row["word"] for row in notices if row["mail_kind"] == kind)
    for word in ("on_time", "late", "missing", "bounced", "implausible"):
        assert words[word], word


@pytest.mark.parametrize("kind", TARGETS)
def test_mails_of_every_kind_stand_a_second_on_either_side_of_their_target(notices, kind):
    lags = {
        (row["word"], (row["sent_at"] - row["clock_starts_at"]).total_seconds())
        for row in notices
        if row["mail_kind"] == kind and row["sent_at"]
    }
    assert {("on_time", TARGETS[kind]), ("late", TARGETS[kind] + 1), ("on_time", -5)} <= lags
    assert ("implausible", 604_801) in lags


def test_a_mail_from_before_its_clock_is_none(script, notices):
    words = {tuple(row["key"].values()): row for row in notices}
    early = Counter()
    for order in script.orders:
        for mail in order.mails:
            row = words.get((order.brand.shop, order.order_id, mail.kind))
            if row and mail.accepted_at == row["clock_starts_at"] - 6 * SECOND:
                early[row["word"]] += 1
    assert set(early) == {"missing"}


def test_mails_that_are_not_due_yet_stand_a_second_beside_missing_ones(notices):
    for kind, due in (("payment", 1800), ("cancelled", 14_400)):
        ages = {
            (row["word"], (UNTIL - row["clock_starts_at"]).total_seconds())
            for row in notices
            if row["mail_kind"] == kind
        }
        assert {("waiting", due - 1), ("missing", due + 1)} <= ages


def test_mails_as_late_as_allowed_are_as_many_as_mails_gone_wrong(notices):
    for kind, target in TARGETS.items():
        words = Counter()
        for row in notices:
            if row["mail_kind"] == kind and row["sent_at"] and row["word"] == "on_time":
                lag = (row["sent_at"] - row["clock_starts_at"]).total_seconds()
                words["near"] += lag in (target, target - 1, 0, -5)
            words["fault"] += row["mail_kind"] == kind and row["word"] in (
                "late", "missing", "bounced", "implausible",
            )  # fmt: skip
        assert words["near"] >= 0.7 * words["fault"], (kind, words)


def test_what_somebody_else_sends_is_excluded_with_its_reason(notices):
    reasons = {(row["mail_kind"], row["excluded_reason"]) for row in notices}
    assert {("cancelled", "marketplace"), ("refunded", "marketplace"), ("refunded", "in_store"),
            ("pickup_ready", "in_store")} <= reasons  # fmt: skip


def test_every_field_is_missing_somewhere_and_completed_in_time_elsewhere(script):
    truth = {tuple(row["key"].values()): row for row in verifications(script)}
    short, whole = Counter(), Counter()
    for order in script.orders:
        row = truth[order.brand.shop, order.order_id]
        for field in order.gap:
            is_short = field in row["missing_fields"]
            short[field] += is_short
            whole[field] += not is_short
    fields = {"product", "quantity", "street", "city", "postcode", "country", "contact"}
    assert set(short) & set(whole) >= fields
    assert abs(short.total() - whole.total()) <= 0.3 * short.total()


def test_records_completed_with_the_confirmation_are_whole_and_a_second_later_not(script):
    truth = {tuple(row["key"].values()): row for row in verifications(script)}
    gaps = set()
    for order in script.orders:
        if order.completed_at and order.scenario in ("gap", "gap_closed"):
            word = held(truth[order.brand.shop, order.order_id])
            gaps.add((word, order.completed_at - order.mails[0].accepted_at))
    assert {("verified", timedelta(0)), ("verified", -SECOND), ("incomplete", SECOND)} <= gaps


def test_what_needs_no_street_or_postcode_is_verified_without(script):
    truth = {tuple(row["key"].values()): held(row) for row in verifications(script)}
    words = Counter()
    for order in script.orders:
        word = truth[order.brand.shop, order.order_id]
        words["fetched", word] += not order.has_street and bool(order.pickup_point)
        words["no_postcode", word] += order.scenario == "no_postcode"
        words["digital", word] += order.scenario == "digital_without_address"
    assert {name for name, word in +words if word == "verified"} == {
        "fetched", "no_postcode", "digital",
    }  # fmt: skip
    assert not [key for key in +words if key[1] == "incomplete"]


def test_promises_have_every_verdict_in_both_kinds_and_their_sources(promised):
    words = Counter((row["kind"], row["word"]) for row in promised)
    for word in ("kept", "broken", "open", "superseded", "excluded"):
        assert words["ship", word], word
    for word in ("kept", "broken", "open", "superseded", "unknown"):
        assert words["deliver", word], word
    sources = {row["made_in"] for row in promised}
    assert sources == {
        "record", "order_confirmation", "shipping_notice", "delay_notice", "order_edited",
    }  # fmt: skip
    about = {(row["kind"], bool(row["shipment_id"]), bool(row["line_id"])) for row in promised}
    assert about == {
        ("ship", False, False), ("ship", False, True), ("deliver", True, False),
        ("deliver", False, False),
    }  # fmt: skip


@pytest.mark.parametrize("about", [("ship", None), ("ship", "line"), ("deliver", "parcel")])
def test_promises_are_kept_on_their_last_second_and_broken_by_one(promised, about):
    kind, part = about
    gaps = Counter()
    for row in promised:
        is_part = {"line": row["line_id"], "parcel": row["shipment_id"]}.get(part)
        if row["kind"] == kind and (is_part or not part) and row["happened_at"]:
            gaps[row["word"], row["happened_at"] - row["until_at"]] += 1
    assert gaps["kept", timedelta(0)] and gaps["broken", SECOND]


def test_a_day_holds_to_its_last_second(promised):
    gaps, forms = Counter(), set()
    for row in promised:
        second = row["until_at"].replace(microsecond=0)
        end = second.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZONES[row["shop"]])
        if (end.hour, end.minute, end.second) == (23, 59, 59):
            forms.add(row["until_at"] - second)
            if row["happened_at"]:
                gaps[row["word"], row["happened_at"] - second] += 1
    assert gaps["kept", timedelta(0)] and gaps["broken", SECOND]
    assert forms == {timedelta(0), timedelta(microseconds=999_999)}  # in words, and as a day


def test_deliveries_are_too_early_by_a_second_or_just_not(script, promised):
    gaps = Counter()
    for row in promised:
        if row["kind"] == "deliver" and row["happened_at"]:
            zone = ZONES[row["shop"]]
            day = row["until_at"].replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
            begins = day.replace(hour=0, minute=0, second=0, microsecond=0)
            begins_at = row["from_at"] or begins.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
            gap = begins_at - 2 * DAY - row["happened_at"]
            gaps[bool(row["from_at"]), row["is_too_early"], gap] += 1
    for is_span in (False, True):
        assert gaps[is_span, True, SECOND] and gaps[is_span, False, timedelta(0)]


def test_promises_end_a_second_before_or_after_everything_was_read(promised):
    for kind in ("ship", "deliver"):
        ends = {(row["word"], row["until_at"] - UNTIL) for row in promised if row["kind"] == kind}
        assert {("broken", -SECOND), ("open", SECOND)} <= ends


def test_later_promises_are_replaced_in_time_or_a_second_too_late(script, promised):
    chains: dict[tuple, list] = {}
    for row in promised:
        chains.setdefault(tuple(row["key"].values())[:5], []).append(row)
    gaps = Counter()
    for rows in chains.values():
        assert [row["is_first"] for row in rows] == [True] + [False] * (len(rows) - 1)
        for row, following in zip(rows[1:], rows[2:], strict=False):
            gaps[row["kind"], row["word"], following["made_at"] - row["until_at"]] += 1
    assert gaps["deliver", "superseded", timedelta(0)] and gaps["deliver", "broken", SECOND]
    assert gaps["ship", "superseded", timedelta(0)] and gaps["ship", "broken", SECOND]


def test_an_order_that_ended_before_its_promise_broke_none(script, promised):
    ends = {(o.brand.shop, o.order_id): (o.cancelled_at, o.refunded_at) for o in script.orders}
    gaps = Counter()
    for row in promised:
        for at in ends[row["shop"], row["order_id"]]:
            if at:
                gaps[row["word"], row["excluded_reason"], row["until_at"] - at] += 1
    for reason in ("cancelled", "refunded"):
        assert gaps["excluded", reason, timedelta(0)]
    assert gaps["broken", None, -SECOND] >= 2


def test_the_same_day_told_again_is_no_new_promise(script, promised):
    rows = Counter((row["shop"], row["order_id"]) for row in promised if row["kind"] == "deliver")
    for order in script.orders:
        if order.scenario == "repeated":
            assert len(order.shipments[0].promised) == 2
            assert rows[order.brand.shop, order.order_id] == 1


def test_a_promise_is_told_apart_by_what_it_is_about_and_until_when(promised):
    keys = [tuple(row["key"].values()) for row in promised]
    assert len(set(keys)) == len(keys)


LAST, FIRST = date(2026, 11, 26), date(2026, 11, 24)


@pytest.mark.parametrize("language, day, span, working", [
    ("de", "Voraussichtlicher Versand: 26.11.2026",
     "Voraussichtliche Zustellung zwischen 24.11.2026 und 26.11.2026",
     "Voraussichtlicher Versand: in 2–4 Werktagen"),
    ("en", "Ships by: 26 Nov 2026", "Estimated delivery between 24 Nov 2026 and 26 Nov 2026",
     "Estimated shipping time: 2–4 working days"),
    ("fr", "Expédition prévue : 26/11/2026",
     "Livraison prévue entre le 24/11/2026 et le 26/11/2026",
     "Expédition prévue sous 2 à 4 jours ouvrés"),
    ("es", "Envío previsto: 26/11/2026", "Entrega prevista entre el 24/11/2026 y el 26/11/2026",
     "Envío previsto en 2–4 días laborables"),
])  # fmt: skip
def test_mails_promise_days_spans_and_working_days_in_four_languages(language, day, span, working):
    words = table("order_mails")[language]
    assert promise_text(Stated("ship", LAST), words, language) == day
    assert promise_text(Stated("deliver", LAST, FIRST), words, language) == span
    assert promise_text(Stated("ship", working_days=(2, 4)), words, language) == working
