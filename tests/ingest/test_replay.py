"""Refused items are read again after a fix: each once, as if it had been read at first."""

from collections import Counter
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from mails import mail
from servers import deliver, make_maildir

import ingest.mail
import ingest.run
from ingest import mail_parts, postfix_lines
from ingest.kinds import kinds, option_models
from ingest.mail_parts import parts_of
from ingest.run import ingest as read_all
from ingest.run import replay
from sql.desk import Desk
from sql.raw import quarantine, replays
from sql.raw.opening import open_store
from sql.raw.quarantine import KEPT
from sql.settings import load

AT = datetime(2026, 11, 23, 12)
LATER = AT + timedelta(days=2)
SETTINGS = """
[shops.nordlicht]
name = "Nordlicht"
zone = "Europe/Berlin"
domains = ["nordlicht.example"]
[teams.support]
addresses = ["anna@nordlicht.example"]
[sources.log]
kind = "postfix"
files = ["mail.log*"]
zone = "Europe/Berlin"
{more}
[sources.mails]
kind = "maildir"
shop = "nordlicht"
folder = "mails"
folders = {{ "." = "inbox" }}
[sources.orders]
kind = "csv"
shop = "nordlicht"
table = "orders"
files = ["orders*.csv"]
{orders}
"""
LOG = """\
Nov 23 10:00:00 mx1 postfix/cleanup[9]: 4A1B2: message-id=<m1@nordlicht.example>
Nov 23 10:00:00 mx1 postfix/qmgr[9]: 4A1B2: from=<orders@nordlicht.example>, size=9, nrcpt=2 (queue)
Nov 23 10:00:01 mx1 postfix/smtp[9]: 4A1B2: to=<kim@c.example>, relay=a[1], delay=1, dsn=2.0.0, status=sent (250 ok)
Nov 23 10:00:02 mx1 postfix/smtp[9]: 4A1B2: to=<lee@c.example>, relay=b[1], delay=2, dsn=4.2.0, status=deferred (later)
Nov 23 10:05:00 mx1 postfix/smtp[9]: 4A1B2: to=<lee@c.example>, relay=b[1], delay=9, dsn=2.0.0, status=sent (250 ok)
Nov 23 10:05:01 mx1 postfix/qmgr[9]: 4A1B2: removed
Nov 23 11:00:00 mx1 postfix/cleanup[9]: 4A1B2: message-id=<m2@nordlicht.example>
Nov 23 11:00:00 mx1 postfix/qmgr[9]: 4A1B2: from=<anna@nordlicht.example>, size=9, nrcpt=1 (queue)
Nov 23 11:00:03 mx1 postfix/smtp[9]: 4A1B2: to=<max@c.example>, relay=b[1], delay=3, dsn=4.2.0, status=deferred (later)
"""  # fmt: skip  # noqa: E501
ORDERS = "order_id,placed_at,total\nC-1,2026-11-20T10:00:00Z,1.50\nC-2,2026-11-21T10:00:00Z,1.234\n"


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A shop with a log, mails and an export; `shop.settings(...)` writes its settings anew."""
    (tmp_path / "mail.log").write_text(LOG)
    (tmp_path / "orders.csv").write_text(ORDERS)
    make_maildir(tmp_path / "mails")
    clock = SimpleNamespace(now=AT)
    monkeypatch.setattr(ingest.run, "utc_now", lambda: clock.now)

    def settings(more="", orders='decimal = "."\nthousands = ","\n', data="data"):
        path = tmp_path / "trackrecord.toml"
        path.write_text(f'data = "{data}"\n' + SETTINGS.format(more=more, orders=orders))
        return load(path, option_models())

    return SimpleNamespace(folder=tmp_path, settings=settings, clock=clock,
                           desk=Desk(f"sqlite:///{tmp_path}/desk.sqlite"))


def ask(settings, sql):
    with open_store(settings.raw_path) as store:
        return store.db.execute(sql).fetchall()


EVENTS = "select * exclude (run_id) from raw.mail_events order by event_key"
WAITING = """select source, location, reason from raw.quarantine where replayed_at is null
    order by all"""


@pytest.fixture
def half_a_program(monkeypatch):
    """The program before its fix: it knows no deferral."""
    with monkeypatch.context() as patch:
        patch.delitem(postfix_lines.OUTCOMES, "deferred")
        yield patch


def test_a_line_read_again_is_the_event_that_a_better_program_had_made_at_once(
    shop, half_a_program
):
    settings = shop.settings()
    read_all(settings, shop.desk, ["log"], AT)
    assert ask(settings, "select reason, count(*) from raw.quarantine group by 1") == [
        ("log.unparsed", 2)]
    half_a_program.undo()
    shop.clock.now = LATER

    (result,) = replay(settings, shop.desk, ["log"])

    assert (result.counts, result.trouble) == (Counter(accepted=2), None)
    shop.clock.now = AT
    at_once = shop.settings(data="at_once")
    read_all(at_once, shop.desk, ["log"], AT)
    assert ask(settings, EVENTS) == ask(at_once, EVENTS)
    assert ask(settings, WAITING) == []


def test_a_line_read_again_stays_one_event_when_its_file_is_read_again(shop, half_a_program):
    settings = shop.settings()
    read_all(settings, shop.desk, ["log"], AT)
    half_a_program.undo()
    replay(settings, shop.desk)
    with open_store(settings.raw_path) as store:
        store.db.execute("delete from raw.cursors")

    (result,) = read_all(settings, shop.desk, ["log"], AT)

    assert result.counts["accepted"] == 0
    assert result.counts["duplicate"] == 6


def test_whose_mail_may_be_kept_is_asked_with_the_sender_that_its_life_had(shop, half_a_program):
    """The sender alone is on the list, once as itself and once as a person of a team."""
    settings = shop.settings(more='addresses = ["nordlicht.example"]\n')
    read_all(settings, shop.desk, ["log"], AT)
    half_a_program.undo()

    (result,) = replay(settings, shop.desk, ["log"])

    assert result.counts == Counter(accepted=2)
    assert ask(settings, "select distinct sender from raw.mail_events order by 1") == [
        ("orders@nordlicht.example",), ("team:support",)]


def test_a_line_of_a_mail_that_may_not_be_kept_is_ignored_when_read_again(shop, half_a_program):
    settings = shop.settings(more='addresses = ["elsewhere.example"]\n')
    read_all(settings, shop.desk, ["log"], AT)
    half_a_program.undo()

    (result,) = replay(settings, shop.desk, ["log"])

    assert result.counts == Counter(ignored=2)
    assert ask(settings, "select count(*) from raw.mail_events") == [(0,)]


def test_a_row_is_read_again_with_the_new_settings_and_stays_older_than_what_came_later(shop):
    before = shop.settings(orders="")
    (shop.folder / "orders.csv").write_text(ORDERS)
    read_all(before, shop.desk, ["orders"], AT)
    assert ask(before, WAITING) == [("orders", "orders.csv line 3", "number.ambiguous")]
    shop.clock.now = AT + timedelta(hours=1)
    (shop.folder / "orders.csv").write_text(ORDERS.replace("1.234", "7.00"))
    read_all(before, shop.desk, ["orders"], AT + timedelta(hours=1))
    shop.clock.now = LATER
    after = shop.settings()

    (result,) = replay(after, shop.desk, ["orders"])

    assert result.counts == Counter(accepted=1)
    newest = ask(after, """select total from raw.order_versions where order_id = 'C-2'
        order by batch_id""")
    assert newest == [(1.234,), (7.0,)]
    (again,) = read_all(after, shop.desk, ["orders"], LATER)
    assert again.counts == Counter(duplicate=2)


def test_a_mail_is_read_again_from_its_kept_bytes(shop, monkeypatch):
    settings = shop.settings()
    deliver(shop.folder / "mails", "1.good", mail(1))
    deliver(shop.folder / "mails", "2.deep", mail(2))
    deliver(shop.folder / "mails", "3.good", mail(3))
    with monkeypatch.context() as patch:
        patch.setattr(ingest.mail, "parts_of", too_deep)
        read_all(settings, shop.desk, ["mails"], AT)
    assert ask(settings, WAITING) == [("mails", "mails/./2.deep", "mail.mime_depth")]
    for path in (shop.folder / "mails/new").iterdir():
        path.unlink()

    (result,) = replay(settings, shop.desk, ["mails"])

    assert result.counts == Counter(accepted=1)
    assert ask(settings, "select location from raw.message_locations order by 1") == [
        ("1.good",), ("2.deep",), ("3.good",)]


def too_deep(headers, body):
    if headers.first("message-id") == b"<2@kunde.example>":
        raise mail_parts.TooDeep
    return parts_of(headers, body)


def test_an_item_that_is_refused_again_keeps_its_place_and_is_not_doubled(shop, half_a_program):
    settings = shop.settings(orders="")
    read_all(settings, shop.desk, ["log", "orders"], AT)
    keys = ask(settings, "select quarantine_key, expires_at from raw.quarantine order by 1")
    shop.clock.now = LATER

    results = replay(settings, shop.desk)

    assert [result.counts for result in results] == [
        Counter(quarantined=2), Counter(quarantined=1)]
    assert ask(settings, """select quarantine_key, expires_at from raw.quarantine
        where replayed_at is null order by 1""") == keys
    assert ask(settings, "select distinct tried_at from raw.quarantine") == [(LATER,)]


def test_the_same_bad_item_met_again_in_its_place_is_held_once(shop, half_a_program):
    settings = shop.settings()
    for hour in range(3):
        shop.clock.now = AT + timedelta(hours=hour)
        read_all(settings, shop.desk, ["log"], AT)
        with open_store(settings.raw_path) as store:
            store.db.execute("delete from raw.cursors")
    assert ask(settings, "select count(*), min(quarantined_at) from raw.quarantine") == [
        (2, AT + timedelta(hours=2))]


def test_a_replay_is_a_run_of_its_own_whose_counters_add_up(shop, half_a_program):
    settings = shop.settings(orders="")
    read_all(settings, shop.desk, ["log", "orders"], AT)
    half_a_program.undo()

    replay(settings, shop.desk)

    assert ask(settings, """select source, items_read, accepted, quarantined, read_until
        from raw.runs where kind = 'replay' order by source""") == [
        ("log", 2, 2, 0, None), ("orders", 1, 0, 1, None)]
    assert {run["source"]: run["outcome"] for run in shop.desk.last_runs(2)} == {
        "log": "done", "orders": "done"}


def test_dying_between_the_rows_and_their_settling_leaves_neither(
    shop, half_a_program, monkeypatch
):
    settings = shop.settings()
    read_all(settings, shop.desk, ["log"], AT)
    half_a_program.undo()
    before = ask(settings, "select count(*) from raw.mail_events")
    with monkeypatch.context() as patch:
        patch.setattr(replays.RawStore, "count", died)
        with pytest.raises(KeyboardInterrupt):
            replay(settings, shop.desk)
    assert ask(settings, "select count(*) from raw.mail_events") == before
    assert len(ask(settings, WAITING)) == 2

    (result,) = replay(settings, shop.desk)

    assert result.counts == Counter(accepted=2)
    assert replay(settings, shop.desk) == []


def died(*_):
    raise KeyboardInterrupt


def test_what_expired_or_was_too_long_is_told_and_stays(shop, half_a_program, monkeypatch):
    settings = shop.settings(orders="")
    monkeypatch.setattr(quarantine, "PAYLOAD_BYTES", 100)
    read_all(settings, shop.desk, ["log", "orders"], AT)
    sizes = "select source, payload is null, length(payload_hash) from raw.quarantine order by all"
    assert ask(settings, sizes) == [("log", True, 64), ("log", True, 64), ("orders", False, 64)]
    half_a_program.undo()
    shop.clock.now = AT + KEPT

    log, orders = replay(settings, shop.desk)

    assert log.notes == (
        "log: 2 of its refused items cannot be read again: of them only hash and place are kept,"
        " for they were too long or their time is over",)
    assert "1 of its refused items" in orders.notes[0]
    assert {row[1] for row in ask(settings, sizes)} == {True}
    assert len(ask(settings, WAITING)) == 3


def test_items_of_a_source_that_left_the_settings_are_told(shop, half_a_program):
    read_all(shop.settings(), shop.desk, ["log"], AT)
    path = shop.folder / "trackrecord.toml"
    path.write_text(path.read_text().replace("[sources.log]", "[sources.logs]"))

    (result,) = replay(load(path, option_models()), shop.desk)

    assert result.notes[0].startswith("log: 2 of its refused items wait, but the settings have no")


def test_a_kind_that_cannot_read_again_says_so(shop, half_a_program, monkeypatch):
    settings = shop.settings()
    read_all(settings, shop.desk, ["log"], AT)
    monkeypatch.delattr(kinds()["postfix"], "reread")

    (result,) = replay(settings, shop.desk)

    assert result.notes[0].startswith("log: items of kind postfix cannot be read again")
    assert ask(settings, "select count(*) from raw.runs where kind = 'replay'") == [(0,)]


def test_a_decision_is_carried_out_by_the_next_reading_and_told_in_the_audit_log(
    shop, half_a_program
):
    settings = shop.settings()
    read_all(settings, shop.desk, ["log"], AT)
    first, second = (key for key, in ask(
        settings, "select quarantine_key from raw.quarantine order by location"))
    decide(shop.desk, first)
    undone = decide(shop.desk, second)
    shop.desk.undo(undone, "anna")
    half_a_program.undo()

    read_all(settings, shop.desk, ["log"], AT)

    assert ask(settings, "select quarantine_key from raw.quarantine where replayed_at is null"
               ) == [(second,)]
    assert shop.desk.active("replay") == []
    told = shop.desk.audit_log(1)[0]
    assert (told["action"], told["by"], told["detail"]) == (
        "replay", "trackrecord", "decided by anna: 1 accepted")
    decide(shop.desk, first)  # may be asked for again
    assert len(shop.desk.active("replay")) == 1


def decide(desk, key):
    return desk.decide("replay", key, "anna", payload={"source": "log", "key": key})


def test_a_decision_on_a_reason_takes_all_that_waits_for_it(shop, half_a_program):
    settings = shop.settings(orders="")
    read_all(settings, shop.desk, ["log", "orders"], AT)
    shop.desk.decide("replay", "log: log.unparsed", "anna",
                     payload={"source": "log", "reason": "log.unparsed"})
    half_a_program.undo()

    results = read_all(settings, shop.desk, ["orders"], AT)
    assert len(shop.desk.active("replay")) == 1  # the log was not asked for
    results = read_all(settings, shop.desk, ["log"], AT)

    assert [result.counts["accepted"] for result in results] == [0, 2]
    assert ask(settings, WAITING) == [("orders", "orders.csv line 3", "number.ambiguous")]


@pytest.mark.parametrize(("table", "header", "row", "detail"), [
    ("items", "order_id,title,quantity", "C-1,Tent,1.234", "it has no number of its own"),
    ("items", "order_id,line_id,title,quantity", "C-1,,Tent,1.234", "it has no number of its own"),
    ("items", "order_id,line_id,title,quantity", "C-1,7,Tent,1.234", None),
    ("orders", "order_id,placed_at,total", "C-2,2026-11-20,1.234", None),
    ("orders", "order_id,placed_at,total", "C-2,2026-11-20,x", "column total"),
])
def test_a_row_alone_is_taken_only_where_it_says_all_about_itself(
    tmp_path, table, header, row, detail
):
    csv = kinds()["csv"]
    path = tmp_path / "export.csv"
    path.write_text(f"{header}\n{row}\n")
    chosen = {"kind": "csv", "shop": "nordlicht", "table": table, "files": (str(path),),
              "zone": "UTC"}
    refused = [one for batch in csv.read(csv.Options(**chosen), "x", {}, AT)
               for one in batch.refused]
    options = csv.Options(**chosen, decimal=".", thousands=",")

    (batch,) = csv.reread(options, "x", refused, AT)

    assert len(batch.items) + len(batch.refused) == 1
    if detail is None:
        assert batch.items
    else:
        assert detail in batch.refused[0].detail
