"""Bad answers and bad moments of IMAP servers, each between two good mails that must arrive."""

from datetime import datetime, timedelta

import pytest
from imap_readers import scripted_options, served_options
from mails import NOW, Reader, mail
from scripted_imap import Held, once, tagged
from servers import deliver

from ingest import imap_wire
from ingest.sources import imap


def served(mailbox, **more) -> Reader:
    return Reader(imap, served_options(mailbox, **more))


def test_e31_an_announced_gigabyte_that_never_comes_keeps_no_other_mail_away(serving):
    def announce(server, client, tag, rest):
        bodies = [server.fetched(held, "FETCH BODY") for held in server.asked(rest, b"FETCH ")]
        bodies = [b"* 2 FETCH (UID 2 BODY[] {1610612736}\r\nSubject: " if b"UID 2 " in body
                  else body for body in bodies]  # fmt: skip
        return b"".join(bodies) + tag + b" OK done\r\n"

    server, reader = serving(on={"FETCH BODY": announce})

    assert reader.read().ids == ["1", "3"]
    assert server.commands.count("LOGIN") == 2, "left at once, without reading on"
    assert reader.outcomes("deferred") == {"not_handed_out": 1} and reader.refused == []
    assert reader.polls[0].states_its_end_at == datetime(2026, 11, 2, 9, 15)

    server.on.clear()
    assert reader.read().ids == ["2"] and reader.polls[0].states_its_end_at is None


def test_e31_a_mail_that_stops_in_the_middle_is_left_for_later(serving):
    def stall(server, client, tag, rest):
        bodies = [server.fetched(held, "FETCH BODY") for held in server.asked(rest, b"FETCH ")]
        if not any(b"UID 2 " in body for body in bodies):
            return "usual"
        client.sendall(bodies[0] + b"* 2 FETCH (UID 2 BODY[] {5000}\r\nSubject: ")
        server.closing.wait(20)
        return None

    _, reader = serving(on={"FETCH BODY": stall})

    assert reader.read().ids == ["1", "3"]
    assert reader.outcomes("deferred") == {"not_handed_out": 1} and reader.refused == []


def test_e31_a_line_that_does_not_end_is_not_taken_into_memory(serving, monkeypatch):
    monkeypatch.setattr(imap_wire, "MAX_LINE", 10_000)
    endless = b"* SEARCH " + b"1 " * 20_000 + b"\r\n"

    def much(server, client, tag, rest):
        return endless + tag + b" OK done\r\n"

    server, reader = serving(on={"SEARCH": once(much)})

    assert reader.read().ids == ["1", "2", "3"]
    assert server.commands.count("LOGIN") == 2


def test_e46_drafts_and_deleted_mails_are_left_out_and_counted(mailbox):
    for number, flags in enumerate(["S", "D", "T", "S"]):
        deliver(mailbox.inbox, f"{number}.mail", mail(number), flags=flags)

    reader = served(mailbox).read()

    assert reader.ids == ["0", "3"]
    assert reader.outcomes("ignored") == {"draft": 1, "deleted": 1}


def test_e46_a_draft_that_became_a_mail_is_read_then(mailbox):
    deliver(mailbox.inbox, "1.mail", mail(1))
    draft = deliver(mailbox.inbox, "2.mail", mail(2), flags="D")
    reader = served(mailbox).read()
    assert reader.ids == ["1"]

    draft.rename(draft.with_name("2.mail:2,S"))
    deliver(mailbox.inbox, "3.mail", mail(3))

    assert reader.read().ids == ["2", "3"]
    assert reader.read().items == []


def test_e48_a_mail_expunged_between_search_and_fetch_is_counted_as_vanished(serving):
    def expunge(server, client, tag, rest):
        server.mails = [held for held in server.mails if held.uid != 2]
        return b"* 2 EXPUNGE\r\n" + server.usual(tag, "FETCH FLAGS", rest)

    server, reader = serving(on={"FETCH FLAGS": once(expunge)})

    assert reader.read().ids == ["1", "3"] and not reader.trouble
    assert reader.outcomes("ignored") == {"vanished": 1}
    assert reader.read().read_in_all == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: body.replace(b"UID 2 ", b""),
        lambda body: b"* 2 FETCH (UID 2 BODY[] NIL)\r\n",
        lambda body: b"",
        lambda body: body.replace(b"BODY[]", b"BODY[TEXT]"),
    ],
    ids=["without_uid", "body_nil", "missing", "other_section"],
)
def test_e49_a_mail_that_is_not_answered_with_is_read_the_next_time(serving, damage):
    def damaged(server, client, tag, rest):
        bodies = [server.fetched(held, "FETCH BODY") for held in server.asked(rest, b"FETCH ")]
        bodies = [damage(body) if b"UID 2 " in body else body for body in bodies]
        other = b"* 3 FETCH (FLAGS (\\Seen))\r\n* 9 FETCH (UID 900 FLAGS ())\r\n* 3 EXISTS\r\n"
        return other + b"".join(bodies) + tag + b" OK done\r\n"

    _, reader = serving(on={"FETCH BODY": once(damaged)})

    assert reader.read().ids == ["1", "3"]
    assert reader.outcomes("deferred") == {"not_handed_out": 1}
    assert reader.read().ids == ["2"]
    assert reader.read().read_in_all == 0


def test_e49_a_mail_missing_in_the_list_is_found_by_the_next_look(serving):
    def forgetful(server, client, tag, rest):
        whole = server.usual(tag, "FETCH FLAGS", rest).splitlines(keepends=True)
        return b"".join(line for line in whole if b"UID 2 " not in line)

    _, reader = serving(on={"FETCH FLAGS": once(forgetful)})

    assert reader.read().ids == ["1", "3"]
    assert reader.read().ids == ["2"]


@pytest.mark.parametrize("name", ["INBOX.Été & Co", "Trailing ", 'Quote " and \\', "a.b"])
def test_e50_folder_names_are_used_exactly_as_the_server_lists_them(serving, name):
    from imapclient.imap_utf7 import encode

    server, reader = serving(options={"folders": {name: "archive"}})
    asked = []
    server.on["EXAMINE"] = lambda s, client, tag, rest: asked.append(rest) or "usual"

    assert reader.read().ids == ["1", "2", "3"]
    escaped = encode(name).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    assert asked == [b'EXAMINE "' + escaped + b'"']


@pytest.mark.parametrize("name", ["INBOX\r\nA1 DELETE INBOX", "a\0b", "tab\tbed", ""])
def test_e50_a_name_with_control_characters_is_refused_before_anything_connects(serving, name):
    server, _ = serving()
    with pytest.raises(ValueError, match="one line of text"):
        scripted_options(server, folders={name: "inbox"})
    assert server.commands == []


def test_e50_a_listed_name_with_a_line_end_breaks_no_message(serving):
    _, reader = serving(
        options={"folders": {"Gone": "sent", "INBOX": "inbox"}},
        folders=(b'"/" INBOX', b'"/" {9}\r\nEv\r\nil\x1b[1'),
        on={"EXAMINE": once(tagged(b"NO [NONEXISTENT] no such folder"))},
    )

    assert reader.read().ids == ["1", "2", "3"]
    assert "has no folder Gone; it holds" in reader.trouble
    assert reader.trouble.isprintable()


def test_e51_a_folder_that_vanished_keeps_its_cursor_and_stops_no_other(mailbox):
    deliver(mailbox.inbox, "1.mail", mail(1))
    done = mailbox.add_folder("Done")
    deliver(done, "2.mail", mail(2))
    reader = served(mailbox, folders={"Done": "inbox", "INBOX": "inbox"}).read()
    kept = reader.cursors["Done"]

    done.rename(done.with_name(".Renamed"))
    deliver(mailbox.inbox, "3.mail", mail(3))

    assert reader.read().ids == ["3"]
    assert "has no folder Done; it holds INBOX, Renamed" in reader.trouble
    assert reader.cursors["Done"] == kept
    assert [poll.path for poll in reader.polls] == ["support/INBOX"]


def test_e51_a_folder_that_may_not_be_read_says_so(serving):
    _, reader = serving(on={"EXAMINE": tagged(b"NO [NOPERM] Permission denied")})

    assert "does not open the folder INBOX" in reader.read().trouble
    assert "give the account the right to read it" in reader.trouble


def test_e52_a_new_uidvalidity_reads_again_ends_the_old_places_and_says_so(serving):
    server, reader = serving()
    first = reader.read().items
    server.uidvalidity, server.mails = 8, [Held(uid + 50, mail(uid)) for uid in (1, 2, 3)]

    again = reader.read().items

    assert {item[0].message_key for item in again} == {item[0].message_key for item in first}
    (ended,) = [change for batch in reader.batches for change in batch.changes]
    assert (ended.path, ended.epoch, ended.location, ended.is_gone) == (
        "support/INBOX", "7", "*", True,
    )  # fmt: skip
    assert ["UIDVALIDITY" in hole for hole in reader.polls[0].holes] == [True]
    assert reader.read().items == [] and reader.polls[0].holes == []


def test_e53_uids_given_a_second_time_are_read_again_and_said(serving):
    server, reader = serving()
    reader.read()
    server.mails = [Held(1, mail(1)), Held(2, mail(4))]  # restored from a backup, and one more

    assert reader.read().ids == ["1", "4"]
    assert {item[1].epoch for item in reader.items} == {"7.1"}
    assert ["UIDNEXT" in hole for hole in reader.polls[0].holes] == [True]
    ended = [change.epoch for batch in reader.batches for change in batch.changes]
    assert ended == ["7"]


def test_e54_the_newest_mail_that_a_search_always_names_is_not_taken_for_a_new_one(serving):
    server, reader = serving()
    reader.read()
    server.uidnext = 9  # mails came and went
    before = len(server.commands)

    assert reader.read().read_in_all == 0
    assert server.commands[before:].count("SEARCH") == 1, "nothing that would need a comparison"


def test_e54_a_gap_of_400000_uids_is_passed_over(serving):
    server, reader = serving()
    reader.read()
    server.mails += [Held(400_004, mail(4)), Held(400_005, mail(5))]
    asked = len(server.commands)

    assert reader.read().ids == ["4", "5"]
    assert len(server.commands) - asked < 10
    assert reader.cursors["INBOX"]["known"] == "1:3,400004:400005"
    assert reader.read(NOW + timedelta(hours=1)).read_in_all == 0
