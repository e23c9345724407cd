"""Counts of waits: first and later replies, teams that may be shown, escalations by week."""

import pytest

WAITS = """
    wait_id  shop       started_at        outcome             is_first  wait_seconds  team     not_counted_reason
    a        nordlicht  2026-03-01 22:59  in_time             true      60            support  –
    b        nordlicht  2026-03-01 23:00  in_time             true      100           support  –
    c        nordlicht  2026-03-03 10:00  in_time             true      200           night    –
    d        nordlicht  2026-03-03 10:00  late                true      90000         leads    –
    e        nordlicht  2026-03-03 10:00  overdue             true      –             –        –
    f        nordlicht  2026-03-03 10:00  open                true      –             –        –
    g        nordlicht  2026-03-03 10:00  answered_unseen     true      –             –        –
    h        nordlicht  2026-03-03 10:00  answered_elsewhere  true      500           –        –
    i        nordlicht  2026-03-03 10:00  in_time             false     40            –        –
    j        fjordkind  2026-03-03 10:00  late                false     90001         night    –
    k        nordlicht  2026-03-03 10:00  late                false     90002         leads    no_answer_needed
"""  # noqa: E501


@pytest.fixture
def shop(warehouse):
    """Read in full until the end of March; the calendar reaches over it."""
    warehouse.given("staging.coverage", """
        shop       path  source  role   read_from         read_until        polled_at
        nordlicht  in    box     inbox  2026-02-01 00:00  2026-04-01 00:00  2026-04-01 00:00
        fjordkind  in    box     inbox  2026-02-01 00:00  2026-04-01 00:00  2026-04-01 00:00
    """)
    warehouse.given("raw.messages", "received_at\n2026-03-01 00:00\n2026-04-01 00:00")
    warehouse.given("facts.waits", WAITS)
    return warehouse


def people(**sizes):
    rows = [f"{team}  p{number}@{team}.example" for team, size in sizes.items()
            for number in range(size)]  # fmt: skip
    return "\n".join(["team  address", *rows])


def test_first_and_later_replies_have_their_own_median_share_and_count(shop):
    assert shop.rows("""select shop, reply, waits, answered, numerator, denominator, undecided,
            unknown, p50_seconds, is_mature from metrics.replies_weekly
        where week_start_day = '2026-03-02' and shop <> 'fjordkind' order by all""") == [
        ("all", "first", 7, 3, 2, 4, 1, 1, 200.0, False),
        ("all", "later", 2, 2, 1, 2, 0, 0, 45020.5, True),
        ("nordlicht", "first", 7, 3, 2, 4, 1, 1, 200.0, False),
        ("nordlicht", "later", 1, 1, 1, 1, 0, 0, 40.0, True),
    ]  # fmt: skip


def test_the_replies_of_a_large_team_are_shown_and_what_nobody_knows_is_not_told(shop):
    shop.given("seeds.teams", people(support=5, night=6, leads=7))

    assert shop.rows("""select team, waits, in_time, median_seconds
        from metrics.replies_by_team_weekly
        where week_start_day = '2026-03-02' and shop = 'all' order by team""") == [
        ("", 1, 1, 40.0), ("leads", 1, 0, 90000.0), ("night", 2, 1, 45100.5),
        ("support", 1, 1, 100.0)]  # fmt: skip


@pytest.mark.parametrize(("sizes", "shown"), [
    ({"a": 5, "b": 4, "c": 9}, {"a": "others", "b": "others", "c": "c"}),
    ({"a": 5, "b": 4, "c": 1}, {"a": "a", "b": "others", "c": "others"}),
    ({"a": 3, "b": 1}, {"a": "", "b": ""}),
])  # fmt: skip
def test_no_figure_is_of_fewer_than_five_people_nor_can_be_taken_from_the_whole(
    warehouse, sizes, shown
):
    warehouse.given("seeds.teams", people(**sizes))

    assert dict(warehouse.rows("select team, shown_as from metrics.told_teams")) == shown


def test_escalations_are_counted_in_the_week_in_which_the_customer_asked(shop):
    shop.given("facts.wait_escalations", """
        wait_id  shop       verdict  escalated_at      seconds_to_escalate  is_open
        a        nordlicht  in_time  2026-03-02 10:00  10                   true
        b        nordlicht  in_time  2026-03-02 10:00  100                  false
        c        nordlicht  late     2026-03-05 10:00  300                  true
        d        nordlicht  missing  –                 –                    false
        e        nordlicht  waiting  –                 –                    true
        j        fjordkind  unknown  –                 –                    true
    """)

    assert shop.rows("""select shop, waits, needed, escalated, in_time, late, missing, waiting,
            unknown, still_open, median_seconds
        from metrics.escalations_weekly where week_start_day = '2026-03-02' order by shop""") == [
        ("all", 10, 5, 2, 1, 1, 1, 1, 1, 1, 200.0),
        ("fjordkind", 1, 1, 0, 0, 0, 0, 0, 1, 0, None),
        ("nordlicht", 9, 4, 2, 1, 1, 1, 1, 0, 1, 200.0),
    ]  # fmt: skip
