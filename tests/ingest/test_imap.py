"""Mailboxes on a real Dovecot: everything counted once, nothing altered, whatever happens."""

import time
from datetime import datetime, timedelta

import pytest
from mails import NOW, Reader, mail
from servers import Agreeing, Proxy, deliver
from testdata import messages_of

from ingest import imap_fetch, imap_look, imap_reconcile, mail_files
from ingest.sources import imap, maildir
from ingest.uid_ranges import Ranges


def options(mailbox, **more) -> imap.Options:
    server = mailbox.server
    given = {
        "kind": "imap", "host": "127.0.0.1", "port": server.tls_port, "user": mailbox.user,
        "password": "env:MAIL_PASSWORD", "ca": server.ca, "folders": {"INBOX": "inbox"},
        "timeout": timedelta(seconds=10),
    }  # fmt: skip
    return imap.Options(**(given | more))


def reader_of(mailbox, **more) -> Reader:
    return Reader(imap, options(mailbox, **more))


@pytest.fixture
def inbox(mailbox):
    return mailbox.inbox


@pytest.mark.parametrize("name", ["mime", "bounces"])
def test_a_mail_is_the_same_over_imap_as_in_a_maildir(mailbox, inbox, name):
    mails = list(messages_of(name))
    for number, (_, raw) in enumerate(mails):
        deliver(inbox, f"{number:03}.mail", raw, at=datetime(2026, 11, 1, 0, number // 60))
    as_files = Reader(
        maildir, maildir.Options(kind="maildir", folder=inbox, folders={".": "inbox"})
    ).read()

    served = reader_of(mailbox).read()

    assert len(served.items) == served.read_in_all == len(mails)
    assert sorted(facts(item) for item in served.items) == sorted(
        facts(item) for item in as_files.items
    )


def test_a_mail_with_nul_bytes_has_the_same_key_over_imap_as_in_a_maildir(mailbox, inbox):
    deliver(inbox, "1.mail", mail(1, text="a\0b", Subject="a\0b"))
    as_files = Reader(
        maildir, maildir.Options(kind="maildir", folder=inbox, folders={".": "inbox"})
    ).read()

    (item,) = reader_of(mailbox).read().items

    assert item[0].message_key == as_files.items[0][0].message_key


def facts(item) -> str:
    """All facts of a mail but where it lies, when it was received and its size on the wire."""
    message, _, *bounces = item
    held = {name: getattr(message, name) for name in message.__slots__}
    unlike = ("received_at", "first_hop_at", "size", "flags")
    return repr(([held[name] for name in held if name not in unlike], bounces))


def test_reading_leaves_flags_and_files_as_they_were(mailbox, inbox):
    deliver(inbox, "1.mail", mail(1))
    deliver(inbox, "2.mail", mail(2), flags="S")
    before = {path: path.read_bytes() for path in inbox.rglob("*.mail*")}

    reader = reader_of(mailbox).read()

    # Opened for writing, the server would move the new mail from new to cur: no longer recent.
    assert {path: path.read_bytes() for path in inbox.rglob("*.mail*")} == before
    seen = {item[0].message_id[0]: "\\Seen" in item[1].mailbox_flags for item in reader.items}
    assert seen == {"1": False, "2": True}


READING = set(
    "CAPABILITY STARTTLS ID LOGIN AUTHENTICATE NAMESPACE LIST STATUS EXAMINE SEARCH FETCH IDLE NOOP"
    " UNSELECT LOGOUT".split()
)


def test_the_server_is_given_no_command_that_could_alter_anything(mailbox, inbox):
    deliver(
        inbox, "1.mail", mail(1, Subject="A1 DELETE INBOX", **{"Message-ID": '<")\r\nA STORE>'})
    )
    proxy = Proxy(mailbox.server.port)
    asked = {"port": proxy.port, "tls": "none", "folders": {"No": "sent", "INBOX": "inbox"}}

    reader_of(mailbox, **asked).read().read()
    imap.probe(options(mailbox, **asked), "support")
    proxy.close()

    lines = proxy.sent.decode().splitlines()
    commands = {line.replace(" UID ", " ").split(" ")[1] for line in lines}
    assert commands <= READING and {"EXAMINE", "FETCH", "SEARCH"} <= commands
    fetched = [line for line in lines if "FETCH" in line and "BODY" in line]
    assert fetched and all("BODY.PEEK[" in line for line in fetched)


def test_a_second_read_gives_only_what_came_since(mailbox, inbox):
    deliver(inbox, "1.mail", mail(1), at=datetime(2026, 11, 20))
    reader = reader_of(mailbox).read()
    assert reader.ids == ["1"]

    assert reader.read(NOW + timedelta(hours=1)).items == []
    assert [(poll.path, poll.polled_at, poll.newest_item_at) for poll in reader.polls] == [
        ("support/INBOX", NOW + timedelta(hours=1), datetime(2026, 11, 20))
    ]
    deliver(inbox, "2.mail", mail(2))
    assert reader.read().ids == ["2"]


@pytest.fixture
def machine_in_new_york(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.delenv("TZ")
    time.tzset()


def test_mails_are_dated_by_the_server_not_by_their_sender_or_by_our_zone(
    mailbox, inbox, machine_in_new_york
):
    deliver(inbox, "1.mail", mail(1), at=datetime(2026, 11, 5, 6, 7, 8))

    (item,) = reader_of(mailbox).read().items

    assert item[0].received_at == datetime(2026, 11, 5, 6, 7, 8)
    assert item[0].sent_at == datetime(2026, 11, 2, 9, 15)


def test_a_new_uidvalidity_reads_again_and_every_mail_keeps_its_key(mailbox, inbox):
    for number in range(3):
        deliver(inbox, f"{number}.mail", mail(number))
    reader = reader_of(mailbox).read()
    before = {(item[0].message_key, item[1].epoch) for item in reader.items}

    (inbox / "dovecot-uidlist").write_text("3 V77 N1 G0123456789abcdef0123456789abcdef\n")
    for index in inbox.glob("dovecot.index*"):
        index.unlink()
    reader.read()

    after = {(item[0].message_key, item[1].epoch) for item in reader.items}
    assert {key for key, _ in after} == {key for key, _ in before}
    assert {epoch for _, epoch in after} == {"77"} != {epoch for _, epoch in before}


def test_expunged_mails_are_no_fault_and_new_ones_are_read_past_the_gap(mailbox, inbox):
    for number in range(4):
        deliver(inbox, f"{number}.mail", mail(number))
    reader = reader_of(mailbox).read()

    for gone in inbox.glob("*/[123].mail*"):
        gone.unlink()
    deliver(inbox, "9.mail", mail(9))

    assert reader.read().ids == ["9"]
    assert not reader.trouble


def test_a_mail_that_came_and_went_between_two_reads_brings_no_old_one_back(mailbox, inbox):
    deliver(inbox, "1.mail", mail(1))
    reader = reader_of(mailbox).read()
    passing = deliver(inbox, "2.mail", mail(2))
    assert imap.probe(options(mailbox), "support")[0].items == 2  # the server gave it a UID
    passing.unlink()

    assert reader.read().items == []


def test_a_mail_that_vanishes_while_it_is_fetched_is_counted_and_stops_nothing(
    mailbox, inbox, monkeypatch
):
    for number in range(3):
        deliver(inbox, f"{number}.mail", mail(number))
    found = imap_fetch.listed
    monkeypatch.setattr(
        imap_reconcile, "listed", lambda *arguments: found(*arguments) | Ranges.of([4000])
    )

    reader = reader_of(mailbox).read()

    assert reader.ids == ["0", "1", "2"]
    assert reader.outcomes("ignored") == {"vanished": 1}


def test_drafts_and_deleted_mails_are_ignored_and_counted(mailbox, inbox):
    for number, flags in enumerate(["D", "T", "S"]):
        deliver(inbox, f"{number}.mail", mail(number), flags=flags)

    reader = reader_of(mailbox).read()

    assert reader.ids == ["2"]
    assert reader.outcomes("ignored") == {"draft": 1, "deleted": 1}


def test_several_folders_keep_their_own_cursors_and_roles(mailbox, inbox):
    deliver(inbox, "1.mail", mail(1))
    deliver(mailbox.add_folder("Gesendet f&APw-r Kunden"), "2.mail", mail(2))
    sent = "Gesendet für Kunden"

    reader = reader_of(mailbox, folders={"INBOX": "inbox", sent: "replies"}).read()

    assert {(item[1].path, item[1].role) for item in reader.items} == {
        ("support/INBOX", "inbox"),
        (f"support/{sent}", "replies"),
    }
    assert set(reader.cursors) == {"INBOX", sent}


def test_a_missing_folder_is_named_with_those_there_are_and_the_others_are_read(mailbox, inbox):
    deliver(inbox, "1.mail", mail(1))
    mailbox.add_folder("Sent")

    reader = reader_of(mailbox, folders={"Archive": "archive", "INBOX": "inbox"}).read()

    assert reader.ids == ["1"]
    assert "[sources.support] 127.0.0.1" in reader.trouble
    assert "has no folder Archive; it holds INBOX, Sent" in reader.trouble
    assert [poll.path for poll in reader.polls] == ["support/INBOX"]


def test_a_wrong_password_says_where_it_stands_but_not_what_it_is(mailbox, inbox, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "open sesame")

    reader = reader_of(mailbox, folders={"INBOX": "inbox", "Sent": "replies"}).read()

    assert reader.trouble.count("refused the login") == 1
    assert "env:MAIL_PASSWORD" in reader.trouble and "sesame" not in reader.trouble
    assert reader.batches == []


@pytest.mark.parametrize(
    "change, said",
    [
        ({"ca": None}, "has a certificate that is not trusted"),
        ({"host": "localhost", "port": 1}, "cannot be reached"),
        ({"port": "plain"}, "does not speak TLS here"),
        ({"ca": "/nowhere/ca.pem"}, "is no readable certificate"),
    ],
)
def test_a_server_that_cannot_be_trusted_or_reached_says_why(mailbox, change, said):
    if change.get("port") == "plain":
        change = {"port": mailbox.server.port}

    reader = reader_of(mailbox, **change).read()

    assert "[sources.support]" in reader.trouble and said in reader.trouble


def test_a_certificate_for_another_host_is_not_trusted(own_server):
    own_server.server.start(names=("mail.other.example",))

    assert "not trusted (IP address mismatch" in reader_of(own_server).read().trouble


def test_starttls_reads_the_same(mailbox, inbox):
    deliver(inbox, "1.mail", mail(1))

    assert reader_of(mailbox, port=mailbox.server.port, tls="starttls").read().ids == ["1"]


def test_where_starttls_is_not_offered_nobody_logs_in(own_server):
    server = own_server.server.start(has_tls=False)

    reader = reader_of(own_server, port=server.port, tls="starttls").read()

    assert reader.batches == [] and "refused to begin" in reader.trouble
    assert "Login:" not in server.log()


def test_plain_text_is_for_this_machine_alone(mailbox, inbox):
    deliver(inbox, "1.mail", mail(1))

    assert reader_of(mailbox, port=mailbox.server.port, tls="none").read().ids == ["1"]
    with pytest.raises(ValueError, match="for this machine alone"):
        options(mailbox, host="imap.nordlicht.example", tls="none")


@pytest.mark.parametrize("name", ["INBOX\r\nA1 DELETE INBOX", "a\0b", ""])
def test_a_folder_name_can_never_carry_a_second_command(mailbox, name):
    with pytest.raises(ValueError, match="one line of text"):
        options(mailbox, folders={name: "inbox"})


def test_a_password_of_two_lines_is_never_sent(mailbox, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "x\r\nA1 LOGOUT")

    assert "more than one line" in reader_of(mailbox).read().trouble


def test_a_dropped_connection_is_taken_up_where_it_broke(mailbox, inbox, monkeypatch):
    monkeypatch.setattr(imap, "_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(imap_fetch, "BATCH", 5)
    for number in range(40):
        deliver(inbox, f"{number:02}.mail", mail(number, text="x" * 2000))
    proxy = Proxy(mailbox.server.tls_port, cut_after=18_000, cuts=5)

    reader = reader_of(mailbox, port=proxy.port).read()
    proxy.close()

    assert sorted(reader.ids, key=int) == [str(number) for number in range(40)]
    assert proxy.connections == 6, "more drops than in a row are borne"
    assert reader.outcomes("ignored") + reader.outcomes("deferred") == {}


def test_a_server_that_always_drops_is_given_up_and_what_was_read_stands(
    mailbox, inbox, monkeypatch
):
    monkeypatch.setattr(imap, "_PAUSE_SECONDS", 0.01)
    for number in range(20):
        deliver(inbox, f"{number:02}.mail", mail(number, text="x" * 2000))
    proxy = Proxy(mailbox.server.tls_port, cut_after=18_000, cuts=1000)

    reader = reader_of(mailbox, port=proxy.port).read()
    proxy.close()

    assert "keeps dropping the connection while INBOX is read" in reader.trouble
    assert reader.polls == [], "what was not read through proves nothing"


def test_a_server_that_falls_silent_is_left_and_asked_again(mailbox, inbox, monkeypatch):
    monkeypatch.setattr(imap, "_PAUSE_SECONDS", 0.01)
    for number in range(20):
        deliver(inbox, f"{number:02}.mail", mail(number, text="x" * 2000))
    proxy = Proxy(mailbox.server.tls_port, cut_after=18_000, cuts=1, is_silent=True)

    reader = reader_of(mailbox, port=proxy.port, timeout=timedelta(seconds=1)).read()
    proxy.close()

    assert len(reader.items) == 20 and proxy.connections == 2


def test_a_server_that_lets_everyone_in_is_told_nothing(mailbox):
    server = Agreeing(b"* PREAUTH welcome")

    reader = reader_of(mailbox, port=server.port, tls="none").read()
    server.close()

    assert "lets everyone in (PREAUTH)" in reader.trouble
    assert b"LOGIN" not in server.received


def without(found: dict, uid: int) -> dict:
    return {key: raw for key, raw in found.items() if key != uid}


def test_a_mail_without_its_bytes_is_asked_for_again_and_ends_what_is_known(
    mailbox, inbox, monkeypatch
):
    for number in (1, 2, 3):
        deliver(inbox, f"{number}.mail", mail(number), at=datetime(2026, 11, number))
    whole = imap_look.bodies
    monkeypatch.setattr(imap_look, "bodies", lambda *given: without(whole(*given), 2))

    reader = reader_of(mailbox).read()
    assert reader.ids == ["1", "3"]
    assert reader.outcomes("deferred") == {"not_handed_out": 1}
    assert reader.polls[0].states_its_end_at == datetime(2026, 11, 2)

    monkeypatch.undo()
    monkeypatch.setenv("MAIL_PASSWORD", mailbox.server.password)
    assert reader.read().ids == ["2"]
    assert reader.polls[0].states_its_end_at is None


def test_nothing_before_since_is_asked_for(mailbox, inbox):
    for day in (1, 5, 10):
        deliver(inbox, f"{day}.mail", mail(day), at=datetime(2026, 11, day, 12))

    reader = reader_of(mailbox, since=datetime(2026, 11, 5)).read()
    assert reader.ids == ["10", "5"]
    assert reader.outcomes("ignored") == {}

    reader.options = options(mailbox, since=datetime(2026, 10, 1))
    assert reader.read().ids == ["1", "10", "5"]


def test_mails_that_were_moved_here_today_keep_the_time_they_were_received(mailbox, inbox):
    for number in range(60):
        stamp = f"Mon, 2 Nov 2026 10:{number:02}:00 +0100"
        received = {"Received": f"from a.example by mail.nordlicht.example; {stamp}"}
        moved_at = datetime(2026, 11, 20, 8, 0, number % 60)
        deliver(inbox, f"{number}.mail", mail(number, **received), at=moved_at)

    reader = reader_of(mailbox).read()

    assert {item[0].received_at.day for item in reader.items} == {2}
    assert all("internaldate_suspect" in item[0].flags for item in reader.items)


def test_a_uid_given_twice_reads_the_folder_again_under_a_new_epoch(mailbox, inbox):
    for number in range(3):
        deliver(inbox, f"{number}.mail", mail(number))
    reader = reader_of(mailbox).read()
    reader.cursors["INBOX"]["next_uid"] = 50  # as after a restored backup

    reader.read()

    assert reader.ids == ["0", "1", "2"]
    assert {item[1].epoch.rpartition(".")[2] for item in reader.items} == {"1"}
    assert reader.read().items == []


def test_a_huge_mail_is_kept_by_its_headers(mailbox, inbox, monkeypatch):
    for module in (imap_look, imap_fetch, mail_files):
        monkeypatch.setattr(module, "MAX_BYTES", 10_000)
    deliver(inbox, "1.mail", mail(1, text="x" * 20_000))
    deliver(inbox, "2.mail", mail(2))
    as_files = Reader(
        maildir, maildir.Options(kind="maildir", folder=inbox, folders={".": "inbox"})
    ).read()

    reader = reader_of(mailbox).read()

    huge = next(item[0] for item in reader.items if item[0].message_id.startswith("1"))
    assert huge.text is None and "too_large_body_skipped" in huge.flags
    assert sorted(item[0].message_key for item in reader.items) == sorted(
        item[0].message_key for item in as_files.items
    )


def test_doctor_sees_each_folder_or_why_not(mailbox, inbox, monkeypatch):
    deliver(inbox, "1.mail", mail(1), at=datetime(2026, 11, 1))
    folders = {"INBOX": "inbox", "Archive": "archive"}

    found, missing = imap.probe(options(mailbox, folders=folders), "support")
    assert (found.place, found.items, found.newest_item_at, found.trouble) == (
        "support/INBOX", 1, datetime(2026, 11, 1), None,
    )  # fmt: skip
    assert "has no folder Archive" in (missing.trouble or "")

    monkeypatch.setenv("MAIL_PASSWORD", "wrong")
    refused = imap.probe(options(mailbox, folders=folders), "support")
    assert ["refused the login" in (probe.trouble or "") for probe in refused] == [True, True]


def test_an_empty_folder_is_seen_to_be_empty(mailbox):

    reader = reader_of(mailbox).read()

    assert (reader.items, reader.polls[0].newest_item_at) == ([], None)
    assert imap.probe(options(mailbox), "support")[0].items == 0
