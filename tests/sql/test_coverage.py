"""Coverage: up to when each path shows everything, the present of every verdict."""

import pytest


def read_until(postroom):
    return postroom.ask("select cast(read_until as varchar) from staging.coverage order by path")


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        ("10:00:00", "2026-03-02 12:00:00"),  # two hours of silence are usual
        ("09:59:59", "2026-03-02 09:59:59"),  # longer ones show only what came before
        ("2026-04-01 00:00:00", "2026-03-02 12:00:00"),  # a date of the future proves nothing
    ],
)
def test_a_path_is_read_up_to_its_poll_only_while_it_is_known_to_be_alive(
    postroom, newest, expected
):
    postroom.read_until("12:00:00", roles=("archive",), newest=newest)

    assert read_until(postroom) == [(expected,)]


def test_an_item_of_the_future_does_not_keep_a_path_alive_for_good(postroom):
    postroom.read_until("12:00:00", roles=("archive",), newest="2027-01-01 00:00:00")
    postroom.read_until("2026-03-09 12:00:00", roles=("archive",), newest="12:00:00")

    assert read_until(postroom) == [("2026-03-02 12:00:00",)]


def test_an_export_that_states_its_end_is_read_up_to_it(postroom):
    postroom.read_until("12:00:00", roles=("orders",), newest="2026-02-01 00:00:00",
                        states_its_end_at="2026-03-02 00:00:00")  # fmt: skip

    assert read_until(postroom) == [("2026-03-02 00:00:00",)]


def test_a_poll_that_found_nothing_new_still_moves_the_path_on(postroom):
    postroom.read_until("12:00:00", roles=("archive",), newest="11:59:00")
    postroom.read_until("13:00:00", roles=("archive",), newest_item_at=None, oldest_item_at=None)

    assert read_until(postroom) == [("2026-03-02 13:00:00",)]


def test_a_path_without_any_item_is_read_up_to_no_time_at_all(postroom):
    postroom.read_until("12:00:00", roles=("archive",), newest_item_at=None)

    assert read_until(postroom) == [(None,)]


def test_what_lies_before_since_is_not_seen(postroom):
    postroom.read_until("12:00:00", roles=("archive",), since="2026-02-01 00:00:00")
    postroom.read_until("12:00:00", roles=("inbox",), since_at=None,
                        oldest_item_at="2026-01-15 00:00:00")  # fmt: skip

    assert postroom.ask(
        "select role, cast(read_from as date)::varchar from staging.coverage order by role"
    ) == [("archive", "2026-02-01"), ("inbox", "2026-01-15")]


def test_a_mailbox_read_from_its_newest_back_is_seen_from_where_that_got_to(postroom):
    postroom.read_until("11:00:00", roles=("inbox",), since="2026-01-01 00:00:00")
    postroom.read_until("12:00:00", roles=("inbox",), since="2026-01-01 00:00:00",
                        reads_from_at="2026-02-20 00:00:00")  # fmt: skip

    seen = "select cast(read_from as varchar), cast(read_until as varchar) from staging.coverage"
    assert postroom.ask(seen) == [("2026-02-20 00:00:00", "2026-03-02 12:00:00")]


def test_a_log_of_no_one_shop_is_a_path_of_every_shop(postroom):
    postroom.read_until("12:00:00", roles=("log",), shop=None)

    assert postroom.ask("select shop, path from staging.coverage order by shop") == [
        ("fjordkind", "given/log"), ("nordlicht", "given/log"),
    ]  # fmt: skip


def test_all_of_a_shops_content_paths_together_decide_what_is_seen(postroom):
    postroom.read_until("12:00:00", roles=("archive",), since="2026-02-01 00:00:00")
    postroom.read_until("11:00:00", roles=("sent",))
    postroom.read_until("13:00:00", roles=("inbox", "log"))

    assert postroom.ask("""
        select cast(read_from as varchar), cast(read_until as varchar), cast(present_at as varchar)
        from facts.seen_by_kind where shop = 'nordlicht' and kind = 'order_confirmation'
    """) == [("2026-03-01 00:00:00", "2026-03-02 11:00:00", "2026-03-02 13:00:00")]


def test_one_path_of_which_nothing_is_known_hides_all(postroom):
    postroom.read_until("12:00:00", roles=("archive",))
    postroom.read_until("12:00:00", roles=("sent",), newest_item_at=None)

    assert postroom.ask("""
        select paths, read_until from facts.seen_by_kind
        where shop = 'nordlicht' and kind = 'order_confirmation'
    """) == [(2, None)]


def test_a_source_taken_out_of_the_settings_holds_no_verdict_back(warehouse):
    warehouse.given("raw.polls", """
        source  path  role     shop       polled_at         newest_item_at    quiet_after_seconds
        old     old   archive  nordlicht  2026-03-01 10:00  2026-03-01 10:00  86400
        new     new   archive  nordlicht  2026-03-09 10:00  2026-03-09 10:00  86400
    """)
    warehouse.given("seeds.sources", """
        source  kind
        new     maildir
    """)

    assert warehouse.rows("select path from staging.coverage") == [("new",)]
