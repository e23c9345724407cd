"""Maildir folders: everything counted, nothing altered, nothing read twice without need."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from mails import NOW, Reader, mail
from servers import deliver, make_maildir
from testdata import messages_of

from ingest import mail_files
from ingest.sources import maildir


@pytest.fixture
def inbox(tmp_path) -> Path:
    return make_maildir(tmp_path / "mail")


def options(folder: Path, **more) -> maildir.Options:
    return maildir.Options(
        **({"kind": "maildir", "folder": folder, "folders": {".": "inbox"}} | more)
    )


def reader_of(folder: Path, **more) -> Reader:
    return Reader(maildir, options(folder, **more))


def settle(folder: Path) -> None:
    """Date the folder's last change back, as if some time had passed since."""
    for part in ("new", "cur"):
        past = (folder / part).stat().st_mtime - 60
        os.utime(folder / part, (past, past))


@pytest.mark.parametrize("name", ["mime", "bounces"])
def test_every_test_mail_in_a_maildir_is_read(inbox, name):
    mails = list(messages_of(name))
    for number, (_, raw) in enumerate(mails):
        deliver(inbox, f"{number}.mail", raw, flags="S" if number % 2 else "")

    reader = reader_of(inbox).read()

    assert len(reader.items) == reader.read_in_all == len(mails)
    assert {item[1].location for item in reader.items} == {f"{n}.mail" for n in range(len(mails))}


def test_reading_leaves_every_file_and_its_flags_as_they_were(inbox):
    deliver(inbox, "1.mail", mail(1))
    deliver(inbox, "2.mail", mail(2), flags="S")
    before = {path: path.read_bytes() for path in inbox.rglob("*.mail*")}

    reader_of(inbox).read().read()

    assert {path: path.read_bytes() for path in inbox.rglob("*.mail*")} == before
    assert len(before) == 2


def test_an_unchanged_maildir_yields_only_that_it_was_looked_at(inbox):
    deliver(inbox, "1.mail", mail(1), at=datetime(2026, 11, 20, 8))
    settle(inbox)
    reader = reader_of(inbox).read()

    reader.read(NOW + timedelta(hours=1))

    assert reader.items == []
    assert [(poll.path, poll.polled_at, poll.newest_item_at) for poll in reader.polls] == [
        ("support/.", NOW + timedelta(hours=1), datetime(2026, 11, 20, 8))
    ]


def test_a_mail_that_came_with_an_old_date_is_read_at_the_next_look(inbox):
    deliver(inbox, "1.mail", mail(1))
    settle(inbox)
    reader = reader_of(inbox).read()

    deliver(inbox, "2.mail", mail(2), at=datetime(2020, 1, 1))
    reader.read()

    assert "2" in reader.ids


def test_a_mail_moved_from_new_to_cur_stays_at_its_location(inbox):
    new = deliver(inbox, "1.mail", mail(1))
    reader = reader_of(inbox).read()
    before = reader.items[0][1]

    new.rename(inbox / "cur" / "1.mail:2,RS")
    reader.read()

    assert [(i[1].location, i[1].epoch) for i in reader.items] == [(before.location, before.epoch)]


def test_drafts_and_trash_are_no_mails_that_were_sent(inbox):
    for number, flags in enumerate(["D", "DS", "T", "S"]):
        deliver(inbox, f"{number}.mail", mail(number), flags=flags)

    reader = reader_of(inbox).read()

    assert reader.ids == ["3"]
    assert reader.outcomes("ignored") == {"draft": 2, "deleted": 1}


def test_files_that_are_still_being_written_are_left_alone(inbox):
    (inbox / "tmp" / "1.mail").write_bytes(mail(1))

    assert reader_of(inbox).read().items == []


def test_an_empty_file_is_refused_and_its_neighbours_are_read(inbox):
    for number, raw in enumerate([mail(0), b"", mail(2)]):
        deliver(inbox, f"{number}.mail", raw)

    reader = reader_of(inbox).read()

    assert reader.ids == ["0", "2"]
    assert [(r.location, r.reason) for r in reader.refused] == [("support/./1.mail", "mail.empty")]


def test_an_unreadable_file_is_named_and_read_once_it_can_be(inbox):
    deliver(inbox, "1.mail", mail(1))
    deliver(inbox, "2.mail", mail(2))
    loop = inbox / "new" / "3.mail"
    loop.symlink_to(loop)  # what even root cannot read

    reader = reader_of(inbox).read()

    assert reader.ids == ["1", "2"]
    assert reader.outcomes("deferred") == {"file_unreadable": 1}
    assert reader.trouble and str(loop) in reader.trouble
    loop.unlink()
    deliver(inbox, "3.mail", mail(3))
    assert "3" in reader.read().ids


def test_a_folder_is_not_known_beyond_a_mail_that_could_not_be_read(inbox, monkeypatch):
    deliver(inbox, "1.mail", mail(1), at=datetime(2026, 11, 20))
    deliver(inbox, "2.mail", mail(2), at=datetime(2026, 11, 21))
    for part in ("new", "cur"):  # as if the folder had changed long after its files
        later = (inbox / part).stat().st_mtime + 60
        os.utime(inbox / part, (later, later))
    cannot_read(monkeypatch, "1.mail")

    reader = reader_of(inbox).read()

    (poll,) = reader.polls
    assert poll.states_its_end_at == datetime(2026, 11, 20)
    assert poll.holes == ["1 mails could not be read"]
    monkeypatch.undo()
    assert reader.read().ids == ["1"]
    assert reader.polls[0].states_its_end_at is None


def cannot_read(monkeypatch, name: str) -> None:
    """Root may read any file, so the disk has to fail."""

    def failing(path, *arguments, **more):
        if name in str(path):
            raise OSError(5, "Input/output error")
        return open(path, *arguments, **more)

    monkeypatch.setattr(mail_files, "open", failing, raising=False)


def test_an_archive_that_states_its_end_is_known_up_to_there(inbox):
    until = datetime(2026, 11, 15)

    assert reader_of(inbox, complete_until=until).read().polls[0].states_its_end_at == until


def test_a_missing_folder_is_named_with_those_there_are_and_the_others_are_read(inbox):
    make_maildir(inbox / ".Sent")
    make_maildir(inbox / ".Entw&APw-rfe")
    deliver(inbox / ".Sent", "1.mail", mail(1))

    reader = reader_of(inbox, folders={"Archive": "archive", "Sent": "replies"}).read()

    assert reader.ids == ["1"]
    assert "[sources.support]" in reader.trouble and "'Archive'" in reader.trouble
    assert "., Entwürfe, Sent" in reader.trouble


def test_a_subfolder_is_read_by_its_readable_name(inbox):
    deliver(make_maildir(inbox / ".Entw&APw-rfe"), "1.mail", mail(1))

    assert reader_of(inbox, folders={"Entwürfe": "inbox"}).read().ids == ["1"]


def test_nothing_before_since_is_kept_and_an_earlier_since_reads_again(inbox):
    for day in (1, 10, 20):
        deliver(inbox, f"{day}.mail", mail(day), at=datetime(2026, 11, day))
    settle(inbox)
    reader = reader_of(inbox, since=datetime(2026, 11, 5)).read()
    assert reader.ids == ["10", "20"]
    assert reader.outcomes("ignored") == {"before_since": 1}

    reader.options = options(inbox, since=datetime(2026, 10, 1))
    assert reader.read().ids == ["1", "10", "20"]


def test_only_mails_of_allowed_addresses_or_domains_are_kept(inbox):
    deliver(inbox, "1.mail", mail(1))
    deliver(inbox, "2.mail", mail(2, From="bank@private.example", To="owner@private.example"))
    deliver(inbox, "3.mail", mail(3, From="x@other.example", To="Sales@Nordlicht.example"))

    allowed = ["support@nordlicht.example", "sales@nordlicht.example"]
    reader = reader_of(inbox, addresses=allowed).read()
    assert reader.ids == ["1", "3"]
    assert reader.outcomes("ignored") == {"address_not_allowed": 1}
    assert reader_of(inbox, addresses=["nordlicht.example"]).read().ids == ["1", "3"]


def test_own_people_are_read_as_their_team(inbox):
    staff = {"anna@nordlicht.example": "support"}
    own = {"From": "Anna Holm <Anna@nordlicht.example>", "To": "mia@kunde.example"}
    deliver(inbox, "1.mail", mail(1, **own))
    deliver(inbox, "2.mail", mail(2, To="Anna <anna@nordlicht.example>, b@kunde.example"))

    reader = reader_of(inbox, staff=staff).read()

    sent, received = sorted((item[0] for item in reader.items), key=lambda m: m.message_id)
    assert (sent.from_address, sent.from_name) == ("team:support", None)
    assert received.to_addresses == ["team:support", "b@kunde.example"]


def test_a_large_folder_comes_in_batches_that_can_be_resumed(inbox, monkeypatch):
    monkeypatch.setattr(maildir, "BATCH", 2)
    for number in range(5):
        deliver(inbox, f"{number}.mail", mail(number))
    reading = maildir.read(options(inbox), "support", {}, NOW)
    first = next(reading)
    reading.close()

    resumed = reader_of(inbox)
    resumed.cursors["."] = first.cursor or {}
    resumed.read()

    assert len(first.items) == 2
    assert set(resumed.ids) >= set("01234") - {item[0].message_id[0] for item in first.items}


def test_a_mail_dated_after_the_look_does_not_prove_the_folder_alive(inbox):
    deliver(inbox, "1.mail", mail(1), at=datetime(2026, 11, 1))
    deliver(inbox, "2.mail", mail(2), at=datetime(2031, 1, 1))

    assert reader_of(inbox).read().polls[0].newest_item_at == datetime(2026, 11, 1)


def test_doctor_sees_how_many_mails_there_are_and_how_old_the_newest_is(inbox):
    deliver(inbox, "1.mail", mail(1), at=datetime(2026, 11, 1))

    found, missing = maildir.probe(options(inbox, folders={".": "inbox", "No": "sent"}), "support")

    assert (found.place, found.items, found.newest_item_at, found.trouble) == (
        "support/.", 1, datetime(2026, 11, 1), None,
    )  # fmt: skip
    assert missing.items is None and "'No'" in (missing.trouble or "")
