"""Mails in the raw store: one mail counts once, however often and wherever it is found."""

from collections import Counter
from datetime import datetime

import pytest
from mails import NOW, mail
from servers import deliver, make_maildir
from testdata import messages_of

from ingest.sources import imap, maildir
from sql.raw.opening import open_store


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "data" / "raw.duckdb") as opened:
        yield opened


def ingest(store, kind, options, name: str) -> dict[str, int]:
    """Read a source into the store as the run loop does; the outcomes that occurred."""
    run = store.start(name, options.kind, NOW)
    counts: Counter[str] = Counter()
    for batch in kind.read(options, name, store.cursors(name), NOW):
        counts += store.commit(run, batch, NOW)
    store.finish(run, NOW)
    return dict(counts)


def one(store, sql: str):
    return store.db.execute(sql).fetchone()


def served(mailbox, **folders) -> imap.Options:
    return imap.Options(
        kind="imap", host="127.0.0.1", port=mailbox.server.tls_port, user=mailbox.user,
        password="env:MAIL_PASSWORD", ca=mailbox.server.ca, folders=folders or {"INBOX": "inbox"},
    )  # fmt: skip


def filed(folder, **folders) -> maildir.Options:
    return maildir.Options(kind="maildir", folder=folder, folders=folders or {".": "inbox"})


@pytest.mark.parametrize("name", ["mime", "bounces"])
def test_every_test_mail_is_accounted_for_in_a_maildir_and_over_imap(store, mailbox, name):
    mails = list(messages_of(name))
    for number, (_, raw) in enumerate(mails):
        deliver(mailbox.inbox, f"{number}.mail", raw)

    files = ingest(store, maildir, filed(mailbox.inbox), "files")
    server = ingest(store, imap, served(mailbox), "server")

    assert sum(files.values()) == sum(server.values()) == len(mails)
    assert server == {"duplicate": len(mails)}, "the same mails as the files"
    assert one(store, "select count(*), count(distinct message_key) from raw.messages") == (
        files["accepted"], files["accepted"],
    )  # fmt: skip
    assert one(store, "select count(*) from raw.message_locations") == (2 * len(mails),)
    assert one(
        store,
        """select bool_and(items_read = accepted + duplicate + quarantined + deferred
        + ignored), sum(items_read) from raw.runs""",
    ) == (True, 2 * len(mails))


def test_a_new_uidvalidity_adds_places_but_no_mail_and_no_bounce(store, mailbox):
    for number, (_, raw) in enumerate(list(messages_of("bounces"))[:20]):
        deliver(mailbox.inbox, f"{number}.mail", raw)
    ingest(store, imap, served(mailbox), "server")
    counted = "select (select count(*) from raw.messages), (select count(*) from raw.bounces)"
    before = one(store, counted)

    (mailbox.inbox / "dovecot-uidlist").write_text("3 V77 N1 G0123456789abcdef0123456789abcdef\n")
    for index in mailbox.inbox.glob("dovecot.index*"):
        index.unlink()
    again = ingest(store, imap, served(mailbox), "server")

    assert again == {"duplicate": 20}
    assert one(store, counted) == before
    assert one(store, "select count(*) from raw.message_locations") == (40,)


def test_a_mail_that_is_moved_is_the_same_mail_at_a_second_place(store, tmp_path):
    inbox = make_maildir(tmp_path / "mail")
    done = make_maildir(inbox / ".Done")
    new = deliver(inbox, "1.mail", mail(1))
    options = maildir.Options(kind="maildir", folder=inbox, folders={".": "inbox", "Done": "inbox"})
    ingest(store, maildir, options, "files")

    new.rename(done / "cur" / "1.mail:2,S")
    again = ingest(store, maildir, options, "files")

    assert again == {"duplicate": 1}
    assert one(store, "select count(*) from raw.messages") == (1,)
    assert one(store, "select list(folder order by folder) from raw.message_locations") == (
        [".", "Done"],
    )


def test_two_mails_under_one_message_id_are_two_mails(store, tmp_path):
    inbox = make_maildir(tmp_path / "mail")
    deliver(inbox, "1.mail", mail(1))
    deliver(inbox, "2.mail", mail(1, text="Something else"))

    assert ingest(store, maildir, filed(inbox), "files") == {"accepted": 2}


def test_a_quiet_folder_is_polled_with_the_time_of_its_newest_mail(store, tmp_path):
    inbox = make_maildir(tmp_path / "mail")
    deliver(inbox, "1.mail", mail(1), at=datetime(2026, 11, 20))
    ingest(store, maildir, filed(inbox), "files")
    ingest(store, maildir, filed(inbox), "files")

    assert (
        store.db.execute("select path, role, newest_item_at from raw.polls").fetchall()
        == [("files/.", "inbox", datetime(2026, 11, 20))] * 2
    )
