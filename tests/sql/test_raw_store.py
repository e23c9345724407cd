"""The raw store: what was read is held once, with its counters and the place to resume at."""

from collections import Counter
from dataclasses import astuple, fields, replace
from datetime import datetime, timedelta

import pytest

from sql.raw.columns import Columns
from sql.raw.facts import (
    Batch,
    MailEvent,
    MessageLocation,
    OrderItem,
    OrderVersion,
    Poll,
    Refused,
)
from sql.raw.migrate import FOLDER
from sql.raw.opening import open_store
from sql.trouble import Trouble

AT = datetime(2026, 3, 1, 10)
EVENT = MailEvent(
    event_key="e1", shop=None, path="log/mx1", host="mx1", instance="postfix", queue_id="ABC",
    generation="g", event="sent", event_at=AT, message_id="m1@nordlicht.example",
    sender="shop@nordlicht.example", recipient="kim@customer.example", original_recipient=None,
    relay=None, delay_seconds=0.5, dsn="2.0.0", reply_code="250", reply=None,
)
ITEM = OrderItem("nordlicht", "1001", "1", "v1", "SKU-1", "Tent", 1.0)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "data" / "raw.duckdb") as opened:
        yield opened


@pytest.fixture
def run(store):
    return store.start("log", "postfix", AT)


def test_the_same_event_read_twice_is_held_once_and_counted_as_duplicate(store, run):
    store.commit(run, Batch("log", {}, items=[(EVENT,), (EVENT,)]), AT)
    counts = store.commit(run, Batch("log", {}, items=[(EVENT,)]), AT)
    assert counts == Counter(duplicate=1)
    assert store.db.execute("select count(*) from raw.mail_events").fetchall() == [(1,)]


def test_every_item_read_is_accounted_for_with_its_reason(store, run):
    batch = Batch(
        "log", {"offset": 7}, items=[(EVENT,)], ignored=Counter(smtpd=3), deferred=Counter(busy=1),
        refused=[Refused("mail.log:9", "log.truncated", "line ends early", b"Mar  1 10:")],
    )
    store.commit(run, batch, AT)
    assert store.db.execute(
        "select items_read, accepted, duplicate, quarantined, deferred, ignored from raw.runs"
    ).fetchall() == [(6, 1, 0, 1, 1, 3)]
    assert store.db.execute(
        "select outcome, reason, items from raw.counts order by outcome"
    ).fetchall() == [("deferred", "busy", 1), ("ignored", "smtpd", 3),
                     ("quarantined", "log.truncated", 1)]


def test_a_refused_item_keeps_its_bytes_for_thirty_days(store, run):
    store.commit(run, Batch("log", {}, refused=[Refused("f:1", "mail.empty", "0 bytes", b"")]), AT)
    assert store.db.execute("select payload, expires_at from raw.quarantine").fetchall() == [
        (b"", AT + timedelta(days=30))]


def test_a_failed_batch_leaves_rows_cursor_and_counters_as_they_were(store, run):
    store.commit(run, Batch("log", {"offset": 1}, items=[(EVENT,)]), AT)
    with pytest.raises((TypeError, ValueError)):
        broken = Batch("log", {"offset": object()}, items=[(replace(EVENT, event_key="e2"),)])
        store.commit(run, broken, AT)
    assert store.cursors("log") == {"log": {"offset": 1}}
    assert store.db.execute("select accepted from raw.runs").fetchall() == [(1,)]
    assert store.db.execute("select count(*) from raw.mail_events").fetchall() == [(1,)]


def test_a_changed_row_is_a_new_version_and_a_change_back_is_another(store, run):
    for version in ("v1", "v1", "v2", "v1"):
        store.commit(run, Batch("items", None, items=[(replace(ITEM, content_hash=version),)]), AT)
    held = store.db.execute("select content_hash from raw.order_items order by batch_id").fetchall()
    assert held == [("v1",), ("v2",), ("v1",)]


def test_a_dated_history_read_twice_stays_one_history(store, run):
    blank = dict.fromkeys(field.name for field in fields(OrderVersion))
    history = [
        OrderVersion(**(blank | {"shop": "nordlicht", "order_id": "1001", "content_hash": content,
                                 "valid_from_at": AT + timedelta(hours=hour), "flags": []}))
        for hour, content in enumerate(("v1", "v2", "v1"))
    ]
    for _ in range(2):
        store.commit(run, Batch("orders", None, items=[(version,) for version in history]), AT)
    held = store.db.execute("""select content_hash, valid_from_at from raw.order_versions
        order by valid_from_at""").fetchall()
    assert held == [("v1", AT), ("v2", AT + timedelta(hours=1)), ("v1", AT + timedelta(hours=2))]


def test_a_poll_without_news_still_says_how_far_was_looked(store, run):
    store.commit(run, Batch("log", None, polls=[Poll("log/mx1", "log", None, AT, None, AT)]), AT)
    assert store.db.execute("select path, polled_at, run_id from raw.polls").fetchall() == [
        ("log/mx1", AT, run.run_id)]


def test_a_store_of_a_newer_program_is_refused_and_untouched(tmp_path):
    path = tmp_path / "raw.duckdb"
    with open_store(path) as store:
        store.db.execute("insert into schema_version values (99, 'from_the_future.sql')")
    with pytest.raises(Trouble, match="schema version 99"), open_store(path):
        pass


def test_an_old_store_is_brought_up_to_the_newest_schema_once(tmp_path):
    numbers = sorted(int(file.name.split("_")[0]) for file in FOLDER.glob("*.sql"))
    for _ in range(2):
        with open_store(tmp_path / "raw.duckdb") as store:
            versions = store.db.execute("select version from schema_version order by 1").fetchall()
    assert versions == [(number,) for number in numbers]


def test_nobody_else_may_read_the_store_file(tmp_path):
    path = tmp_path / "raw.duckdb"
    with open_store(path):
        assert path.stat().st_mode & 0o077 == 0


def test_two_sources_may_find_a_mail_at_places_of_the_same_name(store, run):
    place = MessageLocation("k1", None, "box/inbox", "inbox", None, "INBOX", "1", "7", [])
    other = store.start("copy", "imap", AT)
    for asked in (run, run, other):
        store.commit(asked, Batch("inbox", None, items=[(place,)]), AT)
    assert store.db.execute("select source from raw.message_locations order by 1").fetchall() == [
        ("copy",), ("log",)]


def test_facts_given_field_by_field_are_the_same_as_facts_one_by_one(store, run):
    later = replace(EVENT, event_key="e2", event_at=AT + timedelta(days=400), mail_kind="notice")
    store.commit(run, Batch("log", None, items=[(EVENT,)]), AT)
    columns = Columns(MailEvent, [astuple(later), astuple(EVENT), astuple(later)])
    assert store.commit(run, Batch("log", None, columns=[columns]), AT) == Counter(
        accepted=1, duplicate=2)
    names = ", ".join(field.name for field in fields(MailEvent))
    held = store.db.execute(f"select {names} from raw.mail_events order by event_at").fetchall()
    assert held == [astuple(EVENT), astuple(later)]


def test_what_a_source_holds_now_is_newer_than_what_it_gave_before_whatever_its_stamps_say(store):
    run = store.start("shop", "database", AT)

    def look(content: str, valid_from_at: datetime | None) -> Counter:
        item = replace(ITEM, content_hash=content, title=content, valid_from_at=valid_from_at)
        return +store.commit(run, Batch("rows", {}, items=[(item,)], is_current=True), AT)

    first, later = AT - timedelta(days=2), AT - timedelta(days=1)
    looks = [("a", first), ("a", first), ("b", later), ("b", later), ("a", first), ("a", first),
             ("c", first), ("d", None)]  # fmt: skip

    assert [look(*one)["accepted"] for one in looks] == [1, 0, 1, 0, 1, 0, 1, 1]
    assert store.db.execute(
        "select title, valid_from_at from raw.order_items order by batch_id").fetchall() == [
        ("a", first), ("b", later), ("a", later), ("c", later), ("d", None)]  # fmt: skip
