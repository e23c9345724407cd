"""Mbox files: every mail once, none cut, whatever the file is called by then."""

import bz2
import fcntl
import gzip
import lzma
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from mails import NOW, Reader, mail
from testdata import messages_of

from ingest import file_bytes
from ingest.mail import Unreadable, read_mail
from ingest.mail_times import Times
from ingest.mbox_split import pieces
from ingest.sources import mbox
from sql.raw.facts import Refused

SEPARATOR = b"From mia@kunde.example Mon Nov  2 09:15:30 2026\n"


def in_mbox(*mails: bytes, separator: bytes = SEPARATOR) -> bytes:
    """As mboxrd: a `>` before each line that looks like a separator, a blank line after each."""
    made = b""
    for raw in mails:
        lines = raw.split(b"\n")
        quoted = [b">" + one if one.lstrip(b">").startswith(b"From ") else one for one in lines]
        made += separator + b"\n".join(quoted).rstrip(b"\n") + b"\n\n"
    return made


def write(path: Path, data: bytes, *, age: float = 3600) -> Path:
    """A file that nobody has touched for `age` seconds."""
    path.write_bytes(data)
    moment = time.time() - age
    os.utime(path, (moment, moment))
    return path


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "mail"
    made.mkdir()
    return made


def options(folder: Path, **more) -> mbox.Options:
    return mbox.Options(
        **({"kind": "mbox", "folder": folder, "folders": {"inbox": "inbox"}} | more)
    )


def reader_of(folder: Path, **more) -> Reader:
    return Reader(mbox, options(folder, **more))


@pytest.mark.parametrize("name", ["mime", "bounces"])
def test_every_test_mail_in_an_mbox_is_read_as_it_is_read_by_itself(folder, name):
    mails = [raw.replace(b"\r\n", b"\n") for _, raw in messages_of(name)]
    write(folder / "inbox", in_mbox(*mails))

    reader = reader_of(folder).read()

    alone = [read_mail(raw, Times(file_at=NOW)) for raw in mails]
    assert not any(isinstance(one, Unreadable) for one in alone)
    assert len(reader.items) == reader.read_in_all == len(mails)
    assert [item[0].message_key for item in reader.items] == [one[0].message_key for one in alone]
    assert [item[0].text for item in reader.items] == [one[0].text for one in alone]


def test_reading_leaves_the_file_as_it_was(folder):
    path = write(folder / "inbox", in_mbox(mail(1), mail(2)))
    before = (path.read_bytes(), path.stat().st_mtime_ns)

    reader_of(folder).read().read()

    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(folder.iterdir()) == [path]


def test_an_unchanged_file_is_not_read_again_and_the_folder_stays_polled(folder):
    write(folder / "inbox", in_mbox(mail(1), mail(2)))
    reader = reader_of(folder).read()
    assert reader.ids == ["1", "2"]

    reader.read(NOW + timedelta(hours=1))

    assert reader.read_in_all == 0
    (poll,) = reader.polls
    assert (poll.path, poll.role, poll.polled_at) == (
        "support/inbox", "inbox", NOW + timedelta(hours=1),
    )  # fmt: skip
    assert poll.newest_item_at == datetime(2026, 11, 2, 9, 15, 30)


def test_of_a_file_that_grew_only_what_came_is_read(folder):
    write(folder / "inbox", in_mbox(mail(1), mail(2)))
    reader = reader_of(folder).read()
    places = {item[1].location for item in reader.items}

    write(folder / "inbox", in_mbox(mail(1), mail(2), mail(3)), age=1800)
    reader.read()

    assert reader.ids == ["3"]
    assert not places & {item[1].location for item in reader.items}


def test_a_last_mail_that_is_still_written_is_left_until_it_is_whole(folder):
    whole = in_mbox(mail(1), mail(2, text="line\n" * 40 + "the end"))
    write(folder / "inbox", whole[:-60], age=0)
    reader = reader_of(folder).read()
    assert reader.ids == ["1"]
    assert reader.outcomes("deferred") == {"still_written": 1}
    (poll,) = reader.polls
    assert poll.states_its_end_at and poll.states_its_end_at < datetime.utcnow()

    write(folder / "inbox", whole, age=60)
    reader.read()

    assert reader.ids == ["2"]
    assert reader.items[0][0].text.endswith("the end")
    assert reader.polls[0].states_its_end_at is None


def test_a_mail_is_whole_once_another_follows_however_fresh_the_file(folder):
    write(folder / "inbox", in_mbox(mail(1), mail(2), mail(3)), age=0)

    assert reader_of(folder).read().ids == ["1", "2"]


def test_a_mail_cut_after_a_long_pause_is_read_whole_later(folder):
    whole = in_mbox(mail(1), mail(2, text="line\n" * 400 + "the end"), mail(3))
    cut = whole.index(b"line\nline\n") + 1000
    write(folder / "inbox", whole[:cut])
    reader = reader_of(folder).read()

    write(folder / "inbox", whole)
    reader.read()

    assert set(reader.ids) >= {"2", "3"}
    assert any((item[0].text or "").endswith("the end") for item in reader.items)


def test_a_compacted_file_is_read_again_and_its_mails_keep_their_places(folder):
    write(folder / "inbox", in_mbox(*(mail(number) for number in range(6))))
    reader = reader_of(folder).read()
    places = {item[0].message_id: item[1].location for item in reader.items}

    write(folder / "inbox", in_mbox(mail(0), mail(3), mail(4), mail(9)), age=1800)
    reader.read()

    assert reader.ids == ["0", "3", "4", "9"]
    again = {item[0].message_id: item[1].location for item in reader.items}
    assert {name: place for name, place in again.items() if name in places}.items() <= (
        places.items()
    )


def test_a_reader_that_notes_a_status_in_the_file_moves_no_mail(folder):
    write(folder / "inbox", in_mbox(mail(1), mail(2)))
    reader = reader_of(folder).read()
    before = [(item[0].message_key, item[1].location) for item in reader.items]

    noted = {"Status": "RO", "X-Mozilla-Status": "0001", "Content-Length": "7"}
    write(folder / "inbox", in_mbox(mail(1, **noted), mail(2, **noted)), age=1800)
    reader.read()

    assert [(item[0].message_key, item[1].location) for item in reader.items] == before
    assert {flag for item in reader.items for flag in item[1].mailbox_flags} == {"\\Seen"}


def test_rotation_by_rename_and_packing_reads_nothing_twice_and_loses_nothing(folder):
    write(folder / "inbox", in_mbox(mail(1), mail(2)))
    reader = reader_of(folder, folders={"inbox*": "inbox"}).read()

    write(folder / "inbox", in_mbox(mail(1), mail(2), mail(3)), age=1800)
    (folder / "inbox").rename(folder / "inbox.1")
    write(folder / "inbox", in_mbox(mail(4)), age=900)
    assert reader.read().ids == ["3", "4"]

    write(folder / "inbox.1.gz", gzip.compress((folder / "inbox.1").read_bytes()))
    (folder / "inbox.1").unlink()
    assert reader.read().read_in_all == 0


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_read_like_a_plain_one(folder, pack):
    write(folder / "inbox", pack(in_mbox(mail(1), mail(2))))

    assert reader_of(folder).read().ids == ["1", "2"]


def test_a_packed_file_that_breaks_off_gives_what_stands_before(folder):
    bulk = os.urandom(40_000).hex()
    packed = gzip.compress(in_mbox(mail(1), mail(2), mail(3, text=bulk), mail(4)))
    write(folder / "inbox", packed[:-20_000])
    reader = reader_of(folder).read()
    assert reader.ids == ["1", "2"]
    assert reader.outcomes("deferred") == {"file_damaged": 1}
    assert "breaks off" in reader.trouble and not reader.polls and not reader.refused

    write(folder / "inbox", packed)
    assert reader.read().ids == ["3", "4"]
    assert reader.trouble == "" and reader.polls


QUOTED = mail(1, text="Hello\n\nFrom here on it rains\n>From you I know\n>>From them not\nend")


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_lines_that_look_like_separators_are_text_again(folder, line_end):
    data = in_mbox(mail(0), QUOTED, mail(2)).replace(b"\n", line_end)
    write(folder / "inbox", data)

    reader = reader_of(folder).read()

    assert reader.ids == ["0", "1", "2"]
    assert [item[0].text for item in reader.items][1] == (
        "Hello\n\nFrom here on it rains\n>From you I know\n>>From them not\nend"
    )


def test_where_only_bare_lines_are_quoted_the_others_keep_their_signs(folder):
    data = SEPARATOR + mail(1, text="a\n>From me\n>>From them") + b"\n"
    write(folder / "inbox", data)

    (as_rd,) = reader_of(folder).read().items
    (as_o,) = reader_of(folder, quoting="mboxo").read().items

    assert as_rd[0].text == "a\nFrom me\n>From them"
    assert as_o[0].text == "a\nFrom me\n>>From them"


@pytest.mark.parametrize(
    "separator",
    [
        b"From - Mon Nov 02 09:15:30 2026\n",
        b"From 1234567890@xxx Mon Nov 02 09:15:30 +0000 2026\n",
        b"From mia@kunde.example  Mon Nov  2 09:15 2026\n",
        b'From "mia k"@kunde.example Mon Nov  2 10:15:30 2026 +0100\n',
        b"From \n",
        b"From MAILER-DAEMON\n",
    ],
)
def test_separators_of_all_mail_programs_are_known(folder, separator):
    write(folder / "inbox", in_mbox(mail(1), mail(2), mail(3), separator=separator))

    assert reader_of(folder).read().ids == ["1", "2", "3"]


def test_a_sentence_that_nobody_quoted_does_not_cut_a_mail(folder):
    text = "Hi\n\nFrom here on we ship at 10:30 in 2026\nthat is all\n\nFrom me\nto you"
    data = b"".join(SEPARATOR + mail(n, text=text) + b"\n" for n in (1, 2))
    write(folder / "inbox", data)

    reader = reader_of(folder).read()

    assert reader.ids == ["1", "2"]
    assert {item[0].text for item in reader.items} == {text}


def test_the_top_received_header_then_the_separator_says_when_a_mail_came(folder):
    hop = {"Received": "from a.example by b.example; Tue, 03 Nov 2026 08:00:00 +0000"}
    data = in_mbox(mail(1, **hop), mail(2)) + in_mbox(
        mail(3), separator=b"From a@b.example Thu Jan  1 00:00:00 1970\n")  # fmt: skip
    path = write(folder / "inbox", data)

    reader = reader_of(folder).read()

    assert [item[0].received_at for item in reader.items] == [
        datetime(2026, 11, 3, 8),
        datetime(2026, 11, 2, 9, 15, 30),
        datetime.utcfromtimestamp(int(path.stat().st_mtime)),
    ]


def test_drafts_deleted_mails_and_the_servers_own_notes_are_no_mails(folder):
    notes = mail(9, Subject="DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA",
                 **{"X-IMAP": "1793606400 0000000007", "Status": "RO"})  # fmt: skip
    drafts = mail(1, **{"X-Status": "T"}), mail(2, **{"X-Status": "AD"})
    mozilla = mail(3, **{"X-Mozilla-Status": "0009"})
    write(folder / "inbox", in_mbox(notes, *drafts, mozilla, mail(4)))

    reader = reader_of(folder).read()

    assert reader.ids == ["4"]
    assert reader.outcomes("ignored") == {"folder_data": 1, "draft": 1, "deleted": 2}
    assert reader.read_in_all == 5


def test_flags_in_the_text_of_a_mail_are_no_flags(folder):
    write(folder / "inbox", in_mbox(mail(1, text="X-Status: D\n\nX-Mozilla-Status: 0008")))

    assert reader_of(folder).read().ids == ["1"]


def test_each_file_is_a_folder_with_its_role(folder):
    write(folder / "inbox", in_mbox(mail(1)))
    (folder / "old").mkdir()
    write(folder / "old" / "Sent", in_mbox(mail(2)))
    write(folder / "old" / "Sent.msf", b"an index")

    reader = reader_of(folder, folders={"inbox": "inbox", "old/Sent*": "replies"}).read()

    assert {(item[1].folder, item[1].role, item[1].path) for item in reader.items} == {
        ("inbox", "inbox", "support/inbox"),
        ("old/Sent*", "replies", "support/old/Sent*"),
    }
    assert reader.items[1][1].location.startswith("old/Sent#")


def test_a_locked_file_is_deferred_and_read_once_it_is_free(folder):
    path = write(folder / "inbox", in_mbox(mail(1)))
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import fcntl, sys; f = open({str(path)!r}, 'r+'); "
         "fcntl.lockf(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    reader = reader_of(folder).read()
    holder.communicate()

    assert reader.outcomes("deferred") == {"file_locked": 1}
    assert not reader.items and not reader.polls and not reader.trouble
    assert reader.read().ids == ["1"]


def test_a_lock_file_or_flock_is_a_lock_too_unless_it_was_left_behind(folder):
    path = write(folder / "inbox", in_mbox(mail(1)))
    lock = write(folder / "inbox.lock", b"", age=0)
    assert reader_of(folder).read().outcomes("deferred") == {"file_locked": 1}

    write(lock, b"", age=3600)
    assert reader_of(folder).read().ids == ["1"]
    lock.unlink()
    with path.open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert reader_of(folder).read().outcomes("deferred") == {"file_locked": 1}


def test_a_file_that_cannot_be_read_is_named_and_its_neighbours_are_read(folder, monkeypatch):
    write(folder / "inbox.1", in_mbox(mail(1)))
    write(folder / "inbox.2", b"<html>Please sign in</html>\n")
    write(folder / "inbox.3", in_mbox(mail(3)))

    reader = reader_of(folder, folders={"inbox.*": "inbox"}).read()

    assert reader.ids == ["1", "3"]
    assert reader.outcomes("deferred") == {"file_unreadable": 1}
    assert "inbox.2" in reader.trouble and "no mbox" in reader.trouble
    assert not reader.refused and not reader.polls


def test_a_disk_that_fails_in_the_middle_loses_no_mail(folder, monkeypatch):
    write(folder / "inbox", in_mbox(*(mail(number) for number in range(1, 6))))
    whole, given = mbox.pieces, []

    def failing(stream, offset):
        for number, piece in enumerate(whole(stream, offset)):
            if number == 3:
                raise OSError(5, "Input/output error")
            given.append(piece)
            yield piece

    monkeypatch.setattr(mbox, "pieces", failing)
    reader = reader_of(folder).read()
    first = reader.ids
    monkeypatch.undo()

    assert len(given) == len(first) == 3
    assert reader.outcomes("deferred") == {"file_unreadable": 1} and reader.trouble
    assert sorted(first + reader.read().ids) == ["1", "2", "3", "4", "5"]


def test_a_file_that_vanishes_while_it_is_opened_is_deferred(folder, monkeypatch):
    write(folder / "inbox", in_mbox(mail(1)))
    known = mbox.files_of
    monkeypatch.setattr(
        mbox, "files_of", lambda *asked: [*known(*asked), folder / "inbox.gone"]
    )

    reader = reader_of(folder).read()

    assert reader.ids == ["1"]
    assert reader.outcomes("deferred") == {"file_vanished": 1}
    assert not reader.trouble and not reader.polls


@pytest.mark.parametrize("name", ["archive", "../inbox", "/inbox", "in*.gz"])
def test_a_missing_file_is_named_with_those_there_are(folder, name):
    write(folder / "inbox", in_mbox(mail(1)))

    reader = reader_of(folder, folders={name: "archive", "inbox": "inbox"}).read()

    assert reader.ids == ["1"]
    assert "[sources.support]" in reader.trouble and repr(name) in reader.trouble


def test_a_large_file_comes_in_batches_that_can_be_resumed(folder, monkeypatch):
    monkeypatch.setattr(mbox, "BATCH", 2)
    write(folder / "inbox", in_mbox(*(mail(number) for number in range(5))))
    reading = mbox.read(options(folder), "support", {}, NOW)
    first = next(reading)
    reading.close()
    resumed = reader_of(folder)
    resumed.cursors["inbox"] = first.cursor or {}

    assert [item[0].message_id for item in first.items] == ["0@kunde.example", "1@kunde.example"]
    assert resumed.read().ids == ["2", "3", "4"]


def test_new_rules_read_everything_again_at_the_same_places(folder):
    write(folder / "inbox", in_mbox(mail(1), mail(2, From="b@c.example", To="d@c.example")))
    reader = reader_of(folder, addresses=["nordlicht.example"]).read()
    (kept,) = reader.items
    assert reader.outcomes("ignored") == {"address_not_allowed": 1}

    reader.options = options(folder)
    reader.read()

    assert reader.ids == ["1", "2"]
    assert kept[1].location in {item[1].location for item in reader.items}


def test_a_refused_mail_can_be_read_again_in_its_folder(folder):
    old = Refused("support/inbox/inbox#00", "mail.mime_depth", "", mail(1))
    other = Refused("support/gone/x#00", "mail.empty", "", b"")
    still = Refused("support/inbox/inbox#01", "mail.empty", "", b"")

    first, second, third = mbox.reread(options(folder), "support", [old, other, still], NOW)

    assert [item[0].message_id for item in first.items] == ["1@kunde.example"]
    assert first.items[0][1].location == "inbox#00" and first.items[0][1].role == "inbox"
    gone = replace(other, detail="its folder is no longer among those of the settings")
    assert second.refused == [gone] and third.refused[0].location == still.location
    assert {batch.place for batch in (first, second, third)} == {""}
    assert {batch.cursor for batch in (first, second, third)} == {None}


def test_doctor_sees_how_many_mails_there_are_and_when_the_file_was_written(folder):
    path = write(folder / "inbox", in_mbox(mail(1), mail(2)))
    write(folder / "page", b"<html>")

    found, missing, page = mbox.probe(
        options(folder, folders={"inbox": "inbox", "no": "sent", "page": "sent"}), "support"
    )

    assert (found.place, found.items, found.trouble) == ("support/inbox", 2, None)
    assert found.newest_item_at == datetime.utcfromtimestamp(int(path.stat().st_mtime))
    assert missing.items is None and "'no'" in (missing.trouble or "")
    assert page.items is None and "no mbox" in (page.trouble or "")


class Dripping:
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int):
        self.parts = iter([data[at : at + size] for at in range(0, len(data), size)])

    def read1(self, size: int) -> bytes:
        return next(self.parts, b"")


@pytest.mark.parametrize("separator", [SEPARATOR, b"From x\n"])
def test_mails_are_told_apart_wherever_a_block_of_the_file_ends(monkeypatch, separator):
    monkeypatch.setattr(file_bytes, "BLOCK_BYTES", 1)
    data = in_mbox(mail(1), mail(2, "From\n\nFrom me"), mail(3), separator=separator)

    for size in range(1, 40):
        found = list(pieces(Dripping(data, size), 0))  # type: ignore[arg-type]
        begins = [data[piece.start : piece.start + len(separator)] for piece in found]
        assert begins == [separator] * 3
        assert [piece.end for piece in found][-1] == len(data)
