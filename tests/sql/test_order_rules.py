"""Rules on the course of an order: each fault beside what must not be taken for one."""

import pytest

from tests.conftest import Warehouse
from tests.sql.conftest import Postroom

SHOP = "nordlicht"
NUMBERS = [f"0034043416109404{n:04}" for n in range(100)]
FAR = "2026-03-20 00:00:00"  # read until then


class Course(Postroom):
    """Orders of 2 March, each of a customer of its own unless told."""

    def bought(self, order_id, at="08:00:00", confirmed="08:01:00", **row):
        row = {"email": f"c{order_id}@mail.example"} | row
        self.order(order_id, f"2026-03-02 {at}", total=49.9, **row)
        if confirmed:
            self.says(f"c{order_id}", order_id, confirmed, kind="Order confirmation")
        return row["email"]

    def says(self, key, order_id, at, kind="Shipping confirmation for order", text="On its way."):
        self.sent(key, at, f"{kind} #{order_id}", to=f"c{order_id}@mail.example", text=text)

    def leaves(self, order_id, number, at="10:00:00", name="P", carrier="post", **row):
        self.parcel(f"{name}-{order_id}", order_id, at, number, carrier=carrier,
                    first_scan_at=at and "2026-03-03 12:00:00", **row)  # fmt: skip


def sequences(course):
    for order_id, at in (("1001", "08:01:01"), ("1002", "08:01:00"), ("1005", "09:00:00")):
        course.bought(order_id)
        course.says(f"s{order_id}", order_id, at)
    course.report("r", "08:01:30", "c1005")
    course.bought("1003", confirmed=None)
    course.says("s1003", "1003", "09:00:00")
    course.bought("1004", confirmed="09:30:00", channel="marketplace")
    course.says("s1004", "1004", "09:00:00")
    course.bought("1006", confirmed="2026-03-11 09:00:00")  # later than can be right
    course.says("s1006", "1006", "09:00:00")


def cancellations(course):
    at = {"cancelled_at": "2026-03-02 09:00:01"}
    course.bought("2001", confirmed="09:00:06", **at)  # within what clocks may differ
    course.bought("2002", confirmed="09:00:07", **at)
    for order_id, refunded in (("2003", 49.896), ("2004", 49.89), ("2005", None)):
        course.bought(order_id, refunded_at="2026-03-02 09:00:01", refunded_total=refunded)
        course.says(f"s{order_id}", order_id, "09:30:00")
    course.bought("2006", cancelled_at="2026-03-01 23:00:00")  # a day of Berlin without a time
    course.bought("2007", **at)
    course.says("x2007", "2007", "09:30:00", "Cancelled: order")
    course.bought("2008", confirmed="09:30:00", is_test=True, **at)


def repetitions(course):
    for order_id, *rest in (
        ("3001", ("03 08:01:00", "On its way.")),  # 24 hours to the second
        ("3002", ("03 08:01:01", "On its way.")),
        ("3003", ("02 09:00:00", "ON ITS  WAY"), ("02 10:00:00", "On its way")),
        ("3004", ("02 09:00:00", "On its way, 2 parcels.")),
        ("3005", ("02 09:00:00", "On its way.")),
    ):
        course.bought(order_id)
        for place, (at, text) in enumerate(rest):
            course.says(f"d{order_id}{place}", order_id, f"2026-03-{at}", "Order confirmation",
                        text)  # fmt: skip
    course.report("r3005", "08:02:00", "c3005")  # the first never arrived
    course.bought("3006")
    course.sent("d3006", "09:00:00", "Order confirmation #3006", text="On its way.",
                to="other@mail.example")  # fmt: skip


def scans(course):
    """(order, carrier, first scan, what else): the mail goes out at 10:10:00."""
    for order_id, carrier, scan, more in (
        ("4001", "dhl", "2026-03-04 10:10:00", {}),  # 48 hours to the second
        ("4002", "DHL ", "2026-03-04 10:10:01", {}),
        ("4003", "dhl", None, {}),
        ("4004", "dhl", None, {"delivered_at": "2026-03-06 10:00:00"}),
        ("4005", "gls", None, {}),  # of which less than half are ever scanned
        ("4006", "gls", None, {}),
        ("4007", "gls", "2026-03-02 10:00:00", {}),
    ):
        course.bought(order_id)
        course.parcel(f"P-{order_id}", order_id, "10:00:00", carrier=carrier, first_scan_at=scan,
                      **more)  # fmt: skip
        course.says(f"s{order_id}", order_id, "10:10:00")
    course.bought("4008")
    course.parcel("P-4008", "4008", "10:00:00", carrier="ups")
    course.says("s4008", "4008", "09:59:54")  # six seconds before it left


def splits(course):
    full = "It holds: 1 x Café lamp"
    for order_id in ("5001", "5002", "5003", "5004", "5005", "5006"):
        course.bought(order_id)
        course.add("order_items", shop=SHOP, order_id=order_id, line_id="1", content_hash="",
                   title="Cafe Lamp", quantity=1)  # fmt: skip
        course.leaves(order_id, f"AA{order_id}0001", name="P")
    course.leaves("5001", "AA50010002", name="Q")
    course.leaves("5002", "AA50020002", name="Q", cancelled_at="2026-03-02 09:00:00")
    course.leaves("5003", "AA50030002", name="Q")
    course.leaves("5004", "AA50040002", name="Q", at=None)  # one that has not left is no gap
    course.leaves("5005", "AA50050002", name="Q")
    course.leaves("5006", "AA50060002", name="Q")  # no mail at all is another rule's
    for key, order_id, number, text in (
        ("s5001", "5001", "AA50010001", full), ("s5002", "5002", "AA50020001", ""),
        ("s5003", "5003", "AA50030001", full), ("q5003", "5003", "AA50030002", "1 x Lamp"),
        ("s5004", "5004", "AA50040001", ""),
    ):  # fmt: skip
        course.says(key, order_id, "10:10:00", text=f"Tracking number: {number}\n{text}")
    for key, word in (("s5005", "the"), ("q5005", "your")):  # empty mails are another rule's
        course.says(key, "5005", "10:10:00", f"Shipping confirmation for {word} order", " ")


def numbers(course):
    """Pairs of orders with one number, the second mailed later."""
    mia = {"email": "mia@mail.example"}
    for first, second, both, left in (
        ("6001", "6002", {}, "2026-03-02 10:00:00"),
        ("6003", "6004", mia, "2026-03-03 10:00:00"),  # combined within 24 hours
        ("6005", "6006", mia, "2026-03-03 10:00:01"),
    ):
        for order_id, at in ((first, "2026-03-02 10:00:00"), (second, left)):
            course.bought(order_id, **both)
            course.leaves(order_id, NUMBERS[int(first) % 100], at=at)
            mail = f"2026-03-0{5 if order_id == second else 4} 08:00:00"
            course.says(f"s{order_id}", order_id, mail,
                        text=f"Tracking number: {NUMBERS[int(first) % 100]}")  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("course"))
    course = Course(warehouse)
    for given in (sequences, cancellations, repetitions, scans, splits, numbers):
        given(course)
    course.read_until(FAR, ("archive", "orders", "shipments", "inbox"))
    yield course
    warehouse.close()


def found(course, rule, columns="order_id, field", lowest="0", highest="9"):
    return course.ask(f"""select {columns} from checks.{rule}
        where order_id between '{lowest}' and '{highest}' order by all""")


def test_a_shipping_mail_goes_out_after_a_confirmation_by_at_least_a_second(course):
    assert found(course, "wrong_sequence", "order_id, message_key, observed", "1", "2") == [
        ("1002", "s1002", "only afterwards"), ("1003", "s1003", "none"),
        ("1006", "s1006", "only afterwards")]  # fmt: skip


def test_what_was_cancelled_or_wholly_refunded_is_neither_confirmed_nor_shipped(course):
    assert found(course, "sent_after_cancel") == [
        ("2002", "order_confirmation"), ("2003", "shipping_notice")]  # fmt: skip


def test_the_same_words_within_a_day_are_a_duplicate_and_the_third_is_worse(course):
    assert found(course, "duplicate_sent", "message_key, severity") == [
        ("d30010", "minor"), ("d30030", "minor"), ("d30031", "major")]  # fmt: skip


def test_a_parcel_is_scanned_within_two_days_of_its_mail_where_its_carrier_tells(course):
    assert found(course, "ship_too_early", "shipment_id, field", "4", "5") == [
        ("P-4002", "first_scan"), ("P-4003", "first_scan"), ("P-4008", "shipping_notice"),
    ]  # fmt: skip


def test_every_parcel_of_a_split_order_is_announced_with_its_goods(course):
    assert found(course, "split_shipment_gap", "order_id, field, message_key", "5", "6") == [
        ("5001", "parcels", None), ("5003", "items", "q5003")]  # fmt: skip


def test_a_number_that_went_to_another_customer_is_nobodys_second(course):
    assert found(course, "tracking_reused", "order_id, message_key, shipment_id") == [
        ("6002", "s6002", "P-6002"), ("6006", "s6006", "P-6006")]  # fmt: skip


def test_a_week_counts_split_orders_and_those_with_a_gap(course):
    assert course.ask("""select week_start_day::varchar, orders_with_parcels, all_announced, gaps
        from metrics.split_shipments_weekly""") == [("2026-03-02", 5, 2, 1)]


def test_the_states_of_all_order_mails_are_counted_by_week_and_kind(course):
    rows = course.ask("select kind, state, mails from metrics.delivery_states_weekly order by all")
    assert ("order_confirmation", "bounced", 2) in rows
    assert sum(mails for *_, mails in rows) == course.ask(
        "select count(*) from facts.order_mails")[0][0]  # fmt: skip


def test_nothing_found_contradicts_anything(course):
    assert course.warehouse.broken_claims() == []
