"""Who asks where the order is, how often, and whether that was before the tracking mail."""

import pytest

from tests.conftest import Warehouse

READ = """
    shop       path   role       read_from         read_until        polled_at
    nordlicht  in     inbox      2026-02-01 00:00  2026-04-26 22:00  2026-04-27 00:00
    nordlicht  feed   shipments  2026-02-01 00:00  2026-04-19 21:59  2026-04-27 00:00
"""
WAITS = ("wait_id", "shop", "customer_key", "order_id", "started_at", "topic", "outcome",
         "is_first")  # fmt: skip
PARCELS = ("shop", "shipment_id", "order_id", "clock_starts_at", "shipped_at", "noticed_at",
           "verdict", "excluded_reason", "channel", "locale", "carrier")  # fmt: skip


class Shop:
    """Waits with a topic, and parcels with the moment of their shipping mail."""

    def __init__(self, warehouse):
        self.warehouse = warehouse
        self.waits: list[dict] = []
        self.parcels: list[dict] = []

    def asks(self, at, who="mia", order="1001", topic="where_is_my_order", **row):
        self.waits.append({
            "wait_id": f"w{len(self.waits):03}", "shop": "nordlicht", "customer_key": who,
            "order_id": order, "started_at": at, "topic": topic, "outcome": "in_time",
            "is_first": "true", **row,
        })  # fmt: skip

    def ships(self, at, order="1001", noticed=None, verdict="on_time", reason=None, n=1):
        for _ in range(n):
            self.parcels.append({
                "shop": "nordlicht", "shipment_id": f"p{len(self.parcels)}", "order_id": order,
                "clock_starts_at": at, "shipped_at": at, "noticed_at": noticed,
                "verdict": verdict, "excluded_reason": reason, "channel": "web", "locale": "de",
                "carrier": "dhl",
            })  # fmt: skip

    def open(self):
        self.warehouse.given("staging.coverage", READ)
        self.warehouse.given("raw.messages", "received_at\n2026-02-01 00:00\n2026-04-27 00:00")
        self.warehouse.given("facts.waits", text(self.waits, WAITS))
        self.warehouse.given("facts.shipping_notices", text(self.parcels, PARCELS))
        return self

    def contacts(self, who):
        return self.warehouse.rows("""select is_first_contact, is_repeat, phase
            from facts.order_contacts where customer_key = ? order by started_at, wait_id""",
            (who,))  # fmt: skip

    def week(self, columns, day, shop="nordlicht"):
        return self.warehouse.row(f"""select {columns} from metrics.where_is_my_order_weekly
            where shop = '{shop}' and week_start_day = date '{day}'""")

    def topics(self, columns, day, where="waits > 0"):
        return self.warehouse.rows(f"""select {columns} from metrics.topics_weekly
            where shop = 'nordlicht' and week_start_day = date '{day}' and {where}
            order by topic""")


def text(rows, columns):
    lines = ["  ".join(columns)]
    lines += ["  ".join(str(row.get(name) or "–") for name in columns) for row in rows]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Customers who ask, each for one claim; all in the week of 2 March and after."""
    shop = Shop(Warehouse(tmp_path_factory.mktemp("asked")))
    shop.asks("2026-03-02 10:00", "mia")
    shop.asks("2026-03-05 10:00", "mia")
    shop.asks("2026-03-02 11:00", "ben", "1002")

    shop.asks("2026-03-02 10:00", "cid", "1001")
    shop.asks("2026-03-02 11:00", "cid", "1001", topic="damaged")
    shop.asks("2026-03-02 12:00", "cid", "1002", topic="delivery_late")

    shop.asks("2026-03-02 10:00:00", "dan")
    shop.asks("2026-03-09 10:00:00", "dan")
    shop.asks("2026-03-02 10:00:00", "eve")
    shop.asks("2026-03-09 10:00:01", "eve")

    for day in ("02", "04", "20"):
        shop.asks(f"2026-03-{day} 10:00", "fay", None)
    shop.asks("2026-03-02 10:00", None)
    shop.asks("2026-03-02 11:00", None)

    shop.ships("2026-03-02 08:00", "2001", noticed="2026-03-02 10:00:00")
    shop.ships("2026-03-02 08:00", "2001", noticed="2026-03-09 10:00:00")
    shop.asks("2026-03-02 09:59:59", "gil", "2001")
    shop.asks("2026-03-02 10:00:00", "hal", "2001")
    shop.ships("2026-03-02 08:00", "2002", noticed="2026-03-02 08:10", verdict="bounced")
    shop.asks("2026-03-03 09:00", "ida", "2002")
    yield shop.open()
    shop.warehouse.close()


def test_only_the_first_of_a_customers_questions_about_an_order_is_a_first_contact(asked):
    assert asked.contacts("mia") == [(True, False, "before_tracking_mail"),
                                     (False, True, "before_tracking_mail")]  # fmt: skip
    assert asked.contacts("ben") == [(True, False, "before_tracking_mail")]


def test_another_order_makes_no_repeat_and_another_topic_no_contact(asked):
    assert [one[:2] for one in asked.contacts("cid")] == [(True, False), (True, False)]


def test_after_exactly_seven_days_it_is_a_repeat_and_a_second_later_it_is_none(asked):
    assert asked.contacts("dan")[1][:2] == (False, True)
    assert asked.contacts("eve")[1][:2] == (False, False)


def test_without_a_known_order_a_later_question_may_be_about_another_one(asked):
    assert asked.contacts("fay") == [(True, False, "no_order"), (False, True, "no_order"),
                                     (True, False, "no_order")]  # fmt: skip


def test_unknown_customers_are_never_taken_for_one(asked):
    assert asked.warehouse.rows("""select is_first_contact, is_repeat
        from facts.order_contacts where customer_key is null""") == [(True, False)] * 2


def test_the_tracking_mail_counts_from_the_second_on_at_which_it_went_out(asked):
    assert asked.contacts("gil")[0][2] == "before_tracking_mail"
    assert asked.contacts("hal")[0][2] == "after_tracking_mail"


def test_a_tracking_mail_that_came_back_told_the_customer_nothing(asked):
    assert asked.contacts("ida")[0][2] == "before_tracking_mail"


@pytest.fixture(scope="module")
def weeks(tmp_path_factory):
    """Weeks, each for one claim."""
    shop = Shop(Warehouse(tmp_path_factory.mktemp("weeks")))
    shop.ships("2026-03-03 08:00", "1001", noticed="2026-03-03 09:00", n=150)
    shop.asks("2026-03-02 10:00", "ann")
    for customer in ("ben", "cid", "dan"):
        shop.asks("2026-03-04 10:00", customer, topic="not_received")
    shop.asks("2026-03-05 10:00", "ben")
    shop.asks("2026-03-05 11:00", "eve", None)
    shop.asks("2026-03-05 12:00", "fay", topic="damaged", is_first="false")
    shop.asks("2026-03-05 12:00", "gil", topic=None)

    shop.ships("2026-03-10 08:00", n=200)
    shop.asks("2026-03-17 10:00", "hal")
    shop.ships("2026-03-24 08:00", verdict="excluded", reason="pickup", n=3)
    shop.ships("2026-03-24 08:00", verdict="excluded", reason="cancelled")
    shop.ships("2026-03-24 08:00", verdict="excluded", reason="marketplace", n=2)
    shop.ships("2026-04-14 08:00")  # the parcels of this week are read but for its last minute
    shop.ships("2026-04-07 08:00")
    yield shop.open()
    shop.warehouse.close()


def test_the_rate_is_first_contacts_per_hundred_shipments_with_its_interval(weeks):
    counts = "shipments, first_contacts, repeats, before_mail, after_mail, no_order"
    assert weeks.week(counts, "2026-03-02") == (150, 5, 1, 1, 3, 1)
    rate, low, high = weeks.week("per_hundred, low, high", "2026-03-02")
    assert rate == pytest.approx(100 * 5 / 150)
    # Tables of Poisson's distribution: where 5 are counted, 1.623 to 11.668 are to be expected.
    assert low == pytest.approx(100 * 1.623 / 150, rel=0.02)
    assert high == pytest.approx(100 * 11.668 / 150, rel=0.02)
    assert weeks.week("first_contacts, shipments", "2026-03-02", shop="all") == (5, 150)


def test_where_nobody_asks_the_rate_is_none_of_a_hundred_and_may_be_some(weeks):
    rate, low, high = weeks.week("per_hundred, low, high", "2026-03-09")
    assert (rate, low) == (0, 0)
    assert high == pytest.approx(100 * 3.689 / 200, rel=0.02)


def test_without_shipments_there_is_no_rate(weeks):
    assert weeks.week("first_contacts, per_hundred, low, high", "2026-03-16") == (
        1, None, None, None)  # fmt: skip


def test_what_nobody_has_to_carry_to_a_customer_is_no_shipment(weeks):
    assert weeks.week("shipments", "2026-03-23") == (2,)


def test_a_week_is_complete_only_where_its_inquiries_and_its_parcels_are_read(weeks):
    assert weeks.week("is_mature", "2026-04-06") == (True,)
    assert weeks.week("is_mature", "2026-04-13") == (False,)


def test_every_inquiry_has_one_topic_and_shares_are_of_all_of_them(weeks):
    assert weeks.topics("topic, waits, first_waits, share", "2026-03-02") == [
        ("damaged", 1, 0, 1 / 8), ("not_received", 3, 3, 3 / 8), ("unknown", 1, 1, 1 / 8),
        ("where_is_my_order", 3, 3, 3 / 8),
    ]  # fmt: skip
    groups = weeks.warehouse.rows("""select topic_group, waits, of_waits, share
        from metrics.topic_groups_weekly
        where shop = 'all' and week_start_day = date '2026-03-02' order by topic_group""")
    assert groups == [("order_related", 7, 8, 7 / 8), ("tracking_related", 6, 8, 6 / 8)]


@pytest.fixture(scope="module")
def habits(tmp_path_factory):
    """Five weeks from 2 March on: so many about each topic, and one about something else."""
    shop = Shop(Warehouse(tmp_path_factory.mktemp("habits")))
    # The mean of four weeks is 2; three deviations more are 2 x (root(x + .375) - root(2.375)),
    # which 8 do not reach and 9 do.
    for topic, counts in (("damaged", (1, 3, 2, 2, 8)), ("not_received", (2, 2, 2, 2, 9)),
                          ("delivery_late", (9, 9, 9, 9, 0)), ("wrong_address", (2, 2, 2, 2, 0)),
                          ("other", (1, 1, 1, 9, 1))):  # fmt: skip
        for week, count in enumerate(counts):
            for _ in range(count):
                shop.asks(f"2026-03-{2 + 7 * week:02} 10:00", topic=topic)
    yield shop.open()
    shop.warehouse.close()


def test_a_topic_is_called_more_or_fewer_only_where_chance_does_not_explain_it(habits):
    assert habits.topics("topic, usual_waits, trend", "2026-03-30", "usual_waits > 0") == [
        ("damaged", 2.0, "usual"), ("delivery_late", 9.0, "fewer"), ("not_received", 2.0, "more"),
        ("other", 3.0, "usual"), ("wrong_address", 2.0, "usual"),
    ]  # fmt: skip


def test_three_weeks_do_not_make_a_habit(habits):
    assert habits.topics("trend", "2026-03-23", "topic = 'other'") == [(None,)]


def test_shares_over_four_weeks_are_of_these_four_alone(habits):
    found = habits.warehouse.rows("""select waits, of_waits, week_waits
        from metrics.topics_over_weeks
        where shop = 'all' and topic = 'damaged' and over_weeks = 4
            and week_start_day = date '2026-03-30'""")
    # 3 + 2 + 2 + 8, of these and 15, 27, 6, 12 about the others
    assert found == [(15, 75, 8)]
