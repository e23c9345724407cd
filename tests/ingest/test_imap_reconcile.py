"""What we hold equals what the server holds: moves, expunges, flags, drops and new numbers."""

import ssl
from collections import Counter
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from imap_readers import served_options
from imapclient import IMAPClient
from mails import NOW, mail
from servers import Proxy, deliver

from ingest.sources import imap
from sql.models import FOLDER
from sql.raw.opening import open_store

PLACES = (FOLDER / "staging" / "message_locations.sql").read_text()
MAIL_PLACES = (FOLDER / "private" / "message_places.sql").read_text()
FOLDERS = {"INBOX": "inbox", "Done": "inbox"}
numbers = count(1)


def options_of(mailbox, **more) -> imap.Options:
    return served_options(mailbox, **({"folders": FOLDERS} | more))


class Kept:
    """A raw store and what it says."""

    def __init__(self, store):
        self.store = store
        self.now = NOW

    def ingest(self, options: imap.Options, later: timedelta = timedelta(minutes=5)) -> Counter:
        """Read into the store as the run loop does; the outcomes that occurred."""
        self.now += later
        run = self.store.start("support", "imap", self.now)
        counts: Counter[str] = Counter()
        self.batches = []
        for batch in imap.read(options, "support", self.store.cursors("support"), self.now):
            self.batches.append(batch)
            counts += self.store.commit(run, batch, self.now)
        self.store.finish(run, self.now)
        return counts

    def places(self) -> list[tuple]:
        """(folder, Message-ID, flags) of every place that is said to be still there."""
        return self.store.db.execute(f"""
            select places.folder, messages.message_id, places.mailbox_flags
            from ({PLACES}) as places inner join raw.messages using (message_key)
            where places.gone_at is null order by all
        """).fetchall()

    def one(self, question: str):
        return self.store.db.execute(question).fetchone()


@pytest.fixture
def kept(tmp_path):
    with open_store(tmp_path / "data" / "raw.duckdb") as store:
        yield Kept(store)


def owner(mailbox) -> IMAPClient:
    """The mailbox's owner at work, who may change everything."""
    server = mailbox.server
    context = ssl.create_default_context(cafile=str(server.ca))
    client = IMAPClient("127.0.0.1", port=server.tls_port, ssl_context=context)
    client.login(mailbox.user, server.password)
    return client


def on_server(client: IMAPClient) -> list[tuple]:
    """(folder, Message-ID, flags) of every mail, in the server's own words."""
    found = []
    for folder in FOLDERS:
        client.select_folder(folder, readonly=True)
        for held in client.fetch(client.search(), ["FLAGS", "ENVELOPE"]).values():
            flags = sorted(f.decode() for f in held[b"FLAGS"] if f != b"\\Recent")
            found.append((folder, held[b"ENVELOPE"].message_id.decode().strip("<>"), flags))
    client.unselect_folder()
    return sorted(found)


def test_e47_a_moved_mail_is_the_same_mail_at_its_new_place_and_left_the_old_one(mailbox, kept):
    mailbox.add_folder("Done")
    for number in (1, 2, 3):
        deliver(mailbox.inbox, f"{number}.mail", mail(number))
    options = options_of(mailbox)
    assert kept.ingest(options) == {"accepted": 3}

    with owner(mailbox) as client:
        client.select_folder("INBOX")
        client.move([2], "Done")
    assert kept.ingest(options) == {"duplicate": 1}

    places = {(folder, number.partition("@")[0]) for folder, number, _ in kept.places()}
    assert places == {("INBOX", "1"), ("Done", "2"), ("INBOX", "3")}
    assert kept.one("select count(*) from raw.messages") == (3,)
    assert kept.one("select count(*) from raw.message_locations") == (4,), "history stays"


def test_an_expunged_mail_was_nevertheless_received(mailbox, kept):
    mailbox.add_folder("Done")
    deliver(mailbox.inbox, "1.mail", mail(1))
    gone = deliver(mailbox.inbox, "2.mail", mail(2))
    kept.ingest(options_of(mailbox))
    gone.unlink()
    kept.ingest(options_of(mailbox))
    kept.ingest(options_of(mailbox), later=timedelta(days=3))

    assert [number for _, number, _ in kept.places()] == ["1@kunde.example"]
    assert kept.one("select count(*) from raw.messages") == (2,)
    assert kept.one("select count(*), min(noticed_at) from raw.place_changes where is_gone") == (
        1, NOW + timedelta(minutes=10),
    ), "told once, when it was noticed"  # fmt: skip


def test_flags_that_changed_are_known_and_the_mail_is_not_read_again(mailbox, kept):
    mailbox.add_folder("Done")
    for number in (1, 2):
        deliver(mailbox.inbox, f"{number}.mail", mail(number))
    kept.ingest(options_of(mailbox))
    with owner(mailbox) as client:
        client.select_folder("INBOX")
        client.add_flags([2], ["\\Answered", "$Junk"])

    assert kept.ingest(options_of(mailbox)) == {}
    assert [flags for _, _, flags in kept.places()] == [[], ["$Junk", "\\Answered"]]
    assert kept.one(f"select count(*) from ({PLACES}) where is_junk") == (1,)
    with owner(mailbox) as client:
        client.select_folder("INBOX")
        client.remove_flags([2], ["$Junk"])
    kept.ingest(options_of(mailbox))
    assert kept.one(f"select count(*) from ({PLACES}) where is_junk") == (0,)


def test_mails_that_were_missed_are_found_by_the_next_comparison_and_not_before(mailbox, kept):
    mailbox.add_folder("Done")
    for number in (1, 2, 3):
        deliver(mailbox.inbox, f"{number}.mail", mail(number))
    kept.ingest(options_of(mailbox))
    cursor = kept.store.cursors("support")["INBOX"]
    kept.store._remember("support", "INBOX", cursor | {"known": "1,3"}, NOW)
    kept.store.db.execute("delete from raw.messages where message_id = '2@kunde.example'")

    assert kept.ingest(options_of(mailbox)) == {}
    assert kept.ingest(options_of(mailbox), later=timedelta(days=2)) == {"accepted": 1}


def test_an_unchanged_mailbox_costs_three_commands(mailbox, kept):
    mailbox.add_folder("Done")
    deliver(mailbox.inbox, "1.mail", mail(1))
    proxy = Proxy(mailbox.server.port)
    options = options_of(mailbox, port=proxy.port, tls="none")
    kept.ingest(options)
    proxy.sent.clear()
    kept.ingest(options)
    proxy.close()

    commands = [line.split()[1] for line in proxy.sent.decode().splitlines()]
    assert set(commands) <= {"CAPABILITY", "LOGIN", "EXAMINE", "LOGOUT"}
    assert commands.count("EXAMINE") == 2


def test_a_deleted_mail_is_still_what_it_was_and_a_moved_one_is_what_it_is_now(mailbox, kept):
    mailbox.add_folder("Junk")
    options = options_of(mailbox, folders={"INBOX": "inbox", "Junk": "inbox"})
    for number in (1, 2, 3):
        deliver(mailbox.inbox, f"{number}.mail", mail(number))
    kept.ingest(options)
    with owner(mailbox) as client:
        client.select_folder("INBOX")
        client.move([2], "Junk")
        client.delete_messages([3])
        client.expunge()
    kept.ingest(options)

    kept.store.db.execute("create schema staging")
    kept.store.db.execute(f"create view staging.message_locations as {PLACES}")
    kept.store.db.execute("""create table staging.polled_paths
        (source varchar, path varchar, live_from_at timestamp)""")
    assert kept.store.db.execute(f"""
        select message_id, is_junk from ({MAIL_PLACES}) inner join raw.messages using (message_key)
        order by message_id
    """).fetchall() == [
        ("1@kunde.example", False), ("2@kunde.example", True), ("3@kunde.example", False),
    ]  # fmt: skip


@pytest.fixture
def machine(dovecot, user_numbers, monkeypatch, tmp_path):
    """A state machine that has the server and folders to write to."""
    monkeypatch.setenv("MAIL_PASSWORD", dovecot.password)
    monkeypatch.setattr(imap, "_PAUSE_SECONDS", 0.01)
    Machine.server, Machine.users, Machine.folder = dovecot, user_numbers, tmp_path
    return Machine


class Machine(RuleBasedStateMachine):
    """An owner and a postman at work on a mailbox, while it is ingested over a bad line."""

    @initialize()
    def begin(self):
        self.user = f"user{next(self.users)}"
        self.server.add_user(self.user)
        self.server.add_folder("Done", self.user)
        self.opened = open_store(Path(self.folder) / f"{self.user}.duckdb")
        self.kept = Kept(self.opened.__enter__())
        self.client = owner(self)
        self.delivered = 0

    @rule(folder=st.sampled_from(list(FOLDERS)), copies=st.integers(1, 4))
    def deliver(self, folder, copies):
        for _ in range(copies):
            raw = mail(next(numbers), text="x" * 3000)
            self.client.append(folder, raw, msg_time=datetime(2026, 11, 1, 12))
            self.delivered += 1

    def some(self, data, folder) -> list[int]:
        self.client.select_folder(folder)
        uids = self.client.search()
        return data.draw(st.lists(st.sampled_from(uids), min_size=1, unique=True)) if uids else []

    @rule(data=st.data(), there=st.booleans())
    def move(self, data, there):
        folder, target = ("INBOX", "Done") if there else ("Done", "INBOX")
        if uids := self.some(data, folder):
            self.client.move(uids, target)

    @rule(data=st.data(), folder=st.sampled_from(list(FOLDERS)))
    def expunge(self, data, folder):
        if uids := self.some(data, folder)[:2]:
            self.client.delete_messages(uids)
            self.client.uid_expunge(uids)

    @rule(data=st.data(), flag=st.sampled_from(["\\Seen", "\\Flagged", "$Junk"]))
    def flag(self, data, flag):
        if uids := self.some(data, "INBOX"):
            self.client.add_flags(uids, [flag])

    @rule(folder=st.sampled_from(list(FOLDERS)))
    def number_anew(self, folder):
        self.client.logout()
        maildir = self.server.maildir(self.user, folder)
        epoch = 1_000_000 + next(numbers)
        list_file = maildir / "dovecot-uidlist"
        list_file.write_text(f"3 V{epoch} N1 G{epoch:032x}\n")
        for index in maildir.glob("dovecot.index*"):
            index.unlink()
        self.client = owner(self)

    @rule()
    def ingest(self):
        self.kept.ingest(options_of(self))

    @rule(cut_after=st.integers(2_000, 20_000))
    def ingest_over_a_bad_line(self, cut_after):
        proxy = Proxy(self.server.tls_port, cut_after=cut_after, cuts=2)
        self.kept.ingest(options_of(self, port=proxy.port))
        proxy.close()

    def teardown(self):
        if not hasattr(self, "kept"):
            return
        self.kept.ingest(options_of(self), later=timedelta(days=2))
        self.kept.ingest(options_of(self), later=timedelta(days=2))
        held, there = self.kept.places(), on_server(self.client)
        doubled = self.kept.one("select count(*) - count(distinct message_key) from raw.messages")
        counted = self.kept.one("""select bool_and(items_read = accepted + duplicate + quarantined
            + deferred + ignored), sum(quarantined + deferred) from raw.runs""")
        self.client.logout()
        self.opened.__exit__(None, None, None)
        assert [tuple(row) for row in held] == there
        assert doubled == (0,) and counted == (True, 0)


def test_whatever_happens_what_we_hold_is_what_the_server_holds(machine):
    run = machine.TestCase
    run.settings = settings(
        max_examples=8, stateful_step_count=10, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run().runTest()
