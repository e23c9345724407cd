"""Metrics: counts of verdicts by day and week, and what they are held against."""

import pytest

COVERAGE = """
    shop       path  source  role       read_from         read_until        polled_at
    nordlicht  o     orders  orders     2026-02-01 00:00  {until}  {until}
    nordlicht  s     parcel  shipments  2026-02-01 00:00  {until}  {until}
    nordlicht  in    box     inbox      2026-02-01 00:00  {until}  {until}
    nordlicht  out   box     replies    2026-02-01 00:00  {until}  {until}
    nordlicht  a     box     archive    2026-02-01 00:00  {until}  {until}
"""
CONFIRMATIONS = "shop  order_id  placed_at  verdict  latency_seconds  channel  excluded_reason"
SHIPPING = ("shop  shipment_id  order_id  shipped_at  verdict  rung  is_covered  lost_reason  "
            "carrier  latency_seconds")  # fmt: skip
WAITS = "wait_id  shop  started_at  outcome  is_first  is_history  wait_seconds  not_counted_reason"


@pytest.fixture
def shop(warehouse):
    """Read in full until the end of March; the calendar reaches over it."""
    warehouse.given("staging.coverage", COVERAGE.format(until="2026-04-01 00:00"))
    warehouse.given("raw.messages", "received_at\n2026-03-01 00:00\n2026-04-01 00:00")
    return warehouse


def given(shop, table, header, *rows):
    shop.given(table, "\n".join([header, *rows]))


def orders(verdicts, day="2026-03-03", channel="web", shop="nordlicht"):
    return [f"{shop}  {day}-{channel}-{n}  {day} 10:00  {verdict}  {60 + n}  {channel}  –"
            for n, verdict in enumerate(verdicts)]  # fmt: skip


WEEK = """from metrics.rates_weekly
    where shop = 'nordlicht' and dimension = 'all' order by week_start_day, measure"""


def test_what_is_undecided_unknown_or_excluded_is_in_no_rate_but_in_the_counts(shop):
    verdicts = ["on_time"] * 6 + ["late", "missing", "bounced", "waiting", "unknown", "implausible"]
    given(shop, "facts.order_confirmations", CONFIRMATIONS, *orders(verdicts),
          "nordlicht  m  2026-03-03 10:00  excluded  –  amazon  marketplace")  # fmt: skip

    counts = shop.row(f"select numerator, denominator, excluded, undecided, unknown, share {WEEK}")

    assert counts == (6, 9, 2, 1, 1, 6 / 9)


def test_a_week_with_an_open_case_is_not_judged(shop):
    given(shop, "facts.order_confirmations", CONFIRMATIONS,
          *orders(["on_time"] * 30, day="2026-03-03"),
          *orders(["on_time"] * 30 + ["waiting"], day="2026-03-10"))  # fmt: skip

    assert shop.rows(f"select week_start_day::varchar, is_mature, meets_target {WEEK}") == [
        ("2026-03-02", True, True), ("2026-03-09", False, None)]  # fmt: skip


def test_a_week_whose_orders_were_not_all_read_is_not_judged(warehouse):
    warehouse.given("staging.coverage", COVERAGE.format(until="2026-03-08 22:59"))
    warehouse.given("raw.messages", "received_at\n2026-03-01 00:00\n2026-04-01 00:00")
    given(warehouse, "facts.order_confirmations", CONFIRMATIONS,
          *orders(["on_time"] * 30))  # fmt: skip

    assert warehouse.row(f"select is_mature {WEEK}") == (False,)
    assert warehouse.row("""select is_mature from metrics.rates_daily
        where shop = 'nordlicht' and dimension = 'all'""") == (True,)


def test_under_twenty_cases_nobody_says_that_the_target_was_missed(shop):
    given(shop, "facts.order_confirmations", CONFIRMATIONS,
          *orders(["late"] * 19, day="2026-03-03"),
          *orders(["late"] * 20, day="2026-03-10"))  # fmt: skip

    assert shop.rows(f"select denominator, target_share, meets_target {WEEK}") == [
        (19, 0.98, None), (20, 0.98, False)]  # fmt: skip


def test_a_share_comes_with_the_wilson_interval(shop):
    given(shop, "facts.order_confirmations", CONFIRMATIONS, *orders(["on_time"] * 8 + ["late"] * 2))

    low, high = shop.row(f"select low, high {WEEK}")

    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)


def test_an_order_belongs_to_the_week_on_the_shops_clock(shop):
    given(shop, "facts.order_confirmations", CONFIRMATIONS,
          "nordlicht  a  2026-03-08 22:59  on_time  60  web  –",
          "nordlicht  b  2026-03-08 23:00  on_time  60  web  –")  # fmt: skip

    assert shop.rows(f"select week_start_day::varchar, numerator {WEEK}") == [
        ("2026-03-02", 1), ("2026-03-09", 1)]  # fmt: skip


def test_all_shops_together_count_both_and_each_channel_counts_its_own(shop):
    given(shop, "facts.order_confirmations", CONFIRMATIONS, *orders(["on_time", "late"]),
          *orders(["on_time"], channel="app"), *orders(["on_time"], shop="fjordkind"))  # fmt: skip

    assert shop.rows("""select shop, dimension, dimension_value, numerator, denominator
        from metrics.rates_weekly where shop <> 'fjordkind' and dimension <> 'locale'
        order by all""") == [
        ("all", "all", "all", 3, 4), ("all", "channel", "app", 1, 1),
        ("all", "channel", "web", 2, 3), ("nordlicht", "all", "all", 2, 3),
        ("nordlicht", "channel", "app", 1, 1), ("nordlicht", "channel", "web", 1, 2)]  # fmt: skip


def test_shipped_with_tracking_asks_what_the_mail_held_not_when_it_came(shop):
    given(shop, "facts.shipping_notices", SHIPPING,
          "nordlicht  1  a  2026-03-03 10:00  late     clear   true   –          dhl  9000",
          "nordlicht  2  b  2026-03-03 10:00  on_time  number  false  no_link    dhl  60",
          "nordlicht  3  c  2026-03-03 10:00  missing  none    false  no_mail    ups  –",
          "nordlicht  4  d  2026-03-03 10:00  waiting  none    false  no_mail    ups  –",
          "nordlicht  5  e  2026-03-03 10:00  unknown  –       –      –          ups  –")

    counts = shop.rows(f"select measure, numerator, denominator, undecided, unknown {WEEK}")
    assert sorted(counts) == [
        ("shipped_with_tracking", 1, 3, 1, 1), ("shipping_mail_in_time", 1, 3, 1, 1)]  # fmt: skip
    assert shop.rows("""select carrier, lost_reason, shipments, shipped
        from metrics.tracking_losses_weekly order by 1""") == [
        ("dhl", "no_link", 1, 2), ("ups", "no_mail", 1, 1)]  # fmt: skip
    assert shop.rows("""select rung, shipments, shipped from metrics.ladder_weekly
        where carrier = 'dhl' order by rung_place""") == [
        ("none", 2, 2), ("mail", 2, 2), ("number", 2, 2), ("record", 1, 2), ("format", 1, 2),
        ("carrier", 1, 2), ("link", 1, 2), ("date", 1, 2), ("clear", 1, 2)]  # fmt: skip


def test_first_and_later_replies_are_counted_apart(shop):
    given(shop, "facts.waits", WAITS,
          "a  nordlicht  2026-03-03 10:00  in_time  true   false  60  –",
          "b  nordlicht  2026-03-03 11:00  late     false  false  90000  –",
          "c  nordlicht  2026-03-03 11:00  overdue  true   false  –  no_answer_needed")  # fmt: skip

    assert shop.rows(f"select measure, numerator, denominator, excluded {WEEK}") == [
        ("first_replied_in_time", 1, 1, 1), ("later_replied_in_time", 0, 1, 0),
        ("replied_in_time", 1, 2, 1)]  # fmt: skip


def test_a_percentile_never_stands_without_the_count_of_what_never_came(shop):
    verdicts = ["on_time"] * 11 + ["missing"] * 2
    given(shop, "facts.order_confirmations", CONFIRMATIONS, *orders(verdicts))

    assert shop.row("""select items, p50_seconds, p90_seconds, missing, target_seconds
        from metrics.latencies_weekly
        where shop = 'all' and dimension = 'all'""") == (11, 65.0, 69.0, 2, 300.0)


def test_every_verdict_is_counted_with_its_reason(shop):
    given(shop, "facts.order_confirmations", CONFIRMATIONS, *orders(["on_time", "on_time", "late"]),
          "nordlicht  m  2026-03-03 10:00  excluded  –  amazon  marketplace")  # fmt: skip

    assert shop.rows("""select measure, verdict, excluded_reason, items
        from metrics.verdicts_weekly order by 2""") == [
        ("confirmations", "excluded", "marketplace", 1), ("confirmations", "late", "", 1),
        ("confirmations", "on_time", "", 2)]  # fmt: skip


def test_histograms_double_their_width_and_keep_every_case(shop):
    given(shop, "facts.order_confirmations", CONFIRMATIONS,
          *[f"nordlicht  {n}  2026-03-03 10:00  on_time  {seconds}  web  –"
            for n, seconds in enumerate((0, 1.5, 2, 3.9, 64, 300))])  # fmt: skip

    assert shop.rows("""select bucket, from_seconds, until_seconds, items
        from metrics.latency_histograms_daily order by 1""") == [
        (0, 0, 2, 2), (1, 2, 4, 2), (6, 64, 128, 1), (8, 256, 512, 1)]  # fmt: skip


def test_the_queue_holds_neither_history_nor_what_needs_no_answer(shop):
    header = WAITS + "  queue"
    given(shop, "facts.waits", header,
          "a  nordlicht  2026-03-03 10:00  overdue  true  false  –  –                 overdue",
          "b  nordlicht  2026-03-01 10:00  overdue  true  true   –  –                 overdue",
          "c  nordlicht  2026-03-02 10:00  overdue  true  false  –  no_answer_needed  overdue",
          "d  nordlicht  2026-03-31 10:00  bot      true  false  –  –                 due_soon",
          "e  fjordkind  2026-03-31 12:00  unknown  true  false  –  –                 –")

    assert shop.rows("""select shop, overdue, due_soon, open, unknown,
        oldest_started_at::varchar from metrics.queue order by 1""") == [
        ("all", 1, 1, 0, 1, "2026-03-03 10:00:00"), ("fjordkind", 0, 0, 0, 1, None),
        ("nordlicht", 1, 1, 0, 0, "2026-03-03 10:00:00")]  # fmt: skip


def test_inquiries_arrive_at_the_hour_on_the_shops_clock(shop):
    given(shop, "facts.waits", WAITS,
          "a  nordlicht  2026-03-08 22:30  late     true  false  90000  –",
          "b  nordlicht  2026-03-08 23:30  in_time  true  false  60     –",
          "c  nordlicht  2026-03-29 01:30  in_time  true  false  60     –")  # fmt: skip

    assert shop.rows("select weekday, hour, waits, late from metrics.arrivals order by 1, 2") == [
        (1, 0, 1, 0), (7, 3, 1, 0), (7, 23, 1, 1)]  # fmt: skip


def measured(warehouse, coverage):
    warehouse.given("staging.coverage", coverage)
    return dict(warehouse.rows("""select measure, state from metrics.measured
        where shop = 'nordlicht'"""))  # fmt: skip


def test_a_shop_without_sources_is_told_what_to_connect(warehouse):
    assert set(measured(warehouse, "shop  path").values()) == {"not_measurable"}
    why, connect_next = warehouse.row("""select why, connect_next from metrics.measured
        where shop = 'nordlicht' and measure = 'replied_in_time'""")
    assert "mailbox that customers write to" in why and "Sent folder" in connect_next


def test_an_inbox_without_our_answers_cannot_tell_who_waits(warehouse):
    states = measured(warehouse, """
        shop       path  role   read_until
        nordlicht  in    inbox  2026-03-09 00:00
    """)  # fmt: skip

    assert states["replied_in_time"] == "not_measurable"
    assert states["confirmed_in_time"] == "not_measurable"


def test_each_measure_needs_only_its_own_sources(warehouse):
    states = measured(warehouse, """
        shop       path  role     read_until
        nordlicht  in    inbox    2026-03-09 00:00
        nordlicht  out   sent     2026-03-09 00:00
        nordlicht  o     orders   –
    """)  # fmt: skip

    assert states["replied_in_time"] == "measured"
    assert states["confirmed_in_time"] == "partly"
    assert states["shipped_with_tracking"] == "not_measurable"


def test_a_source_that_fell_silent_or_is_no_longer_polled_is_stale(warehouse):
    warehouse.given("staging.coverage", """
        shop       source  path  role   read_until        polled_at
        nordlicht  a       a     inbox  2026-03-09 12:00  2026-03-09 12:00
        nordlicht  b       b     sent   2026-03-07 09:00  2026-03-09 12:00
        nordlicht  c       c     sent   2026-03-09 11:00  2026-03-09 11:00
        nordlicht  d       d     sent   –                 2026-03-09 12:00
    """)

    assert warehouse.rows("select source, is_stale from metrics.sources order by 1") == [
        ("a", False), ("b", True), ("c", True), ("d", True)]  # fmt: skip


def test_a_source_that_is_polled_once_an_hour_is_not_stale_after_two(warehouse):
    warehouse.given("raw.polls", """
        source  kind  path  role  shop       polled_at         newest_item_at    quiet_after_seconds
        a       imap  a     sent  nordlicht  2026-03-09 09:00  2026-03-09 08:59  7200
        a       imap  a     sent  nordlicht  2026-03-09 10:00  2026-03-09 09:59  7200
        b       imap  b     sent  nordlicht  2026-03-09 10:00  2026-03-09 09:59  7200
        c       imap  c     sent  nordlicht  2026-03-09 12:00  2026-03-09 11:59  7200
    """)

    assert warehouse.rows("select source, is_stale from metrics.sources order by 1") == [
        ("a", False), ("b", True), ("c", False)]  # fmt: skip
