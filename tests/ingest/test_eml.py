"""Trees of .eml files: everything counted, nothing altered, nothing read twice without need."""

import os
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from mails import NOW, Reader, mail
from testdata import messages_of

from ingest import eml_files, mail_files
from ingest.sources import eml
from sql.raw.facts import Refused


@pytest.fixture
def tree(tmp_path) -> Path:
    made = tmp_path / "mails"
    made.mkdir()
    return made


def put(path: Path, raw: bytes, at: datetime = datetime(2026, 11, 20, 8)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    moment = (at - datetime(1970, 1, 1)).total_seconds()
    os.utime(path, (moment, moment))
    return path


def options(folder: Path, **more) -> eml.Options:
    return eml.Options(**({"kind": "eml", "folder": folder, "folders": {".": "inbox"}} | more))


def reader_of(folder: Path, **more) -> Reader:
    return Reader(eml, options(folder, **more))


@pytest.fixture
def later(monkeypatch):
    """As if some time had passed since the files were written."""
    clock = time.time_ns
    monkeypatch.setattr(eml_files.time, "time_ns", lambda: clock() + 60_000_000_000)
    return monkeypatch


def test_every_test_mail_in_a_tree_is_read(tree):
    mails = list(messages_of("mime"))
    for name, raw in mails:
        put(tree / name, raw)

    reader = reader_of(tree).read()

    assert len(reader.items) == reader.read_in_all == len(mails)
    assert {item[1].location.partition("#")[0] for item in reader.items} == {n for n, _ in mails}


def test_reading_leaves_every_file_as_it_was(tree):
    path = put(tree / "1.eml", mail(1))
    before = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)

    reader_of(tree).read().read()

    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) == before


def test_an_unchanged_tree_yields_only_that_it_was_looked_at(tree, later):
    put(tree / "a" / "1.eml", mail(1))
    reader = reader_of(tree).read()

    reader.read(NOW + timedelta(hours=1))

    assert reader.read_in_all == 0
    assert [(poll.path, poll.polled_at, poll.newest_item_at) for poll in reader.polls] == [
        ("support/.", NOW + timedelta(hours=1), datetime(2026, 11, 20, 8))
    ]


def test_only_what_came_is_read_at_the_next_look_however_old_it_is_dated(tree, later):
    put(tree / "1.eml", mail(1))
    reader = reader_of(tree).read()

    put(tree / "new" / "2.eml", mail(2), at=datetime(2020, 1, 1))
    put(tree / "3.EML", mail(3))
    put(tree / "notes.txt", mail(4))
    later.undo()

    assert reader.read().ids == ["2", "3"]


def test_what_comes_just_after_a_listing_is_not_missed(tree):
    put(tree / "1.eml", mail(1))
    reader = reader_of(tree).read()
    put(tree / "2.eml", mail(2))

    assert "2" in reader.read().ids


def test_a_whole_folder_moved_into_the_tree_is_read_although_its_files_did_not_change(
    tree, tmp_path, later
):
    put(tmp_path / "else" / "1.eml", mail(1))
    put(tree / "2.eml", mail(2))
    reader = reader_of(tree).read()
    assert reader.ids == ["2"]

    (tmp_path / "else").rename(tree / "old")

    assert reader.read().ids == ["1"]
    assert reader.read().read_in_all == 0


def test_a_renamed_mail_is_the_same_mail_at_a_new_place(tree):
    path = put(tree / "1.eml", mail(1))
    reader = reader_of(tree).read()
    ((message, place),) = reader.items

    path.rename(tree / "done.eml")
    ((again, moved),) = reader.read().items

    assert again == message
    assert (place.location.partition("#")[0], moved.location.partition("#")[0]) == (
        "1.eml", "done.eml",
    )  # fmt: skip


def test_a_name_used_again_for_another_mail_is_another_place(tree):
    put(tree / "1.eml", mail(1))
    reader = reader_of(tree).read()
    first = reader.items[0][1].location

    put(tree / "1.eml", mail(2))

    assert reader.read().items[0][1].location != first


def test_a_mail_that_is_removed_while_we_read_is_counted_as_vanished(tree, monkeypatch):
    put(tree / "1.eml", mail(1))
    gone = put(tree / "2.eml", mail(2))
    take = eml.FileReading.take

    def late(self, batch, file):
        gone.unlink(missing_ok=True)
        take(self, batch, file)

    monkeypatch.setattr(eml.FileReading, "take", late)
    reader = reader_of(tree).read()

    assert reader.ids == ["1"]
    assert reader.outcomes("ignored") == {"vanished": 1}


def test_a_mail_still_being_written_is_left_until_it_is_whole(tree):
    whole = mail(1, text="line\n" * 20 + "the end")
    put(tree / "0.eml", mail(0))
    (tree / "1.eml").write_bytes(whole[:-30])
    reader = reader_of(tree).read()
    assert reader.ids == ["0"]
    assert reader.outcomes("deferred") == {"still_written": 1}
    assert reader.polls[0].states_its_end_at and not reader.polls[0].holes

    put(tree / "1.eml", whole)
    reader.read()

    assert reader.ids[-1:] == ["1"]
    assert [item for item in reader.items if item[0].message_id.startswith("1@")][0][0].text \
        == ("line\n" * 20 + "the end")  # fmt: skip
    assert reader.polls[0].states_its_end_at is None


def test_an_unreadable_file_is_named_and_read_once_it_can_be(tree):
    put(tree / "1.eml", mail(1))
    loop = tree / "2.eml"
    loop.symlink_to(loop)  # what even root cannot read
    past = time.time() - 60
    os.utime(loop, (past, past), follow_symlinks=False)

    reader = reader_of(tree).read()

    assert reader.ids == ["1"]
    assert reader.outcomes("deferred") == {"file_unreadable": 1}
    assert str(loop) in reader.trouble
    loop.unlink()
    put(loop, mail(2))
    assert "2" in reader.read().ids
    assert reader.trouble == ""


def test_each_folder_or_pattern_has_its_role_and_no_mail_is_read_twice(tree):
    put(tree / "1.eml", mail(1))
    put(tree / "Sent" / "2026" / "2.eml", mail(2))
    put(tree / "Other" / "3.eml", mail(3))

    reader = reader_of(tree, folders={".": "inbox", "Sent": "replies"}).read()
    assert sorted((i[1].folder, i[1].role, i[0].message_id[0]) for i in reader.items) == [
        (".", "inbox", "1"), (".", "inbox", "3"), ("Sent", "replies", "2"),
    ]  # fmt: skip

    reader = reader_of(tree, folders={"*/3*": "archive", "**/2.eml": "replies"}).read()
    assert sorted((i[1].role, i[0].message_id[0]) for i in reader.items) == [
        ("archive", "3"), ("replies", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["No", "../mails", "/etc"])
def test_a_missing_folder_is_named_and_the_others_are_read(tree, name):
    put(tree / "In" / "1.eml", mail(1))

    reader = reader_of(tree, folders={name: "sent", "In": "inbox"}).read()

    assert reader.ids == ["1"]
    assert "[sources.support]" in reader.trouble and "folder" in reader.trouble


def test_a_large_tree_comes_in_batches_that_can_be_resumed(tree, monkeypatch):
    monkeypatch.setattr(eml, "BATCH", 2)
    for number in range(5):
        put(tree / f"d{number % 2}" / f"{number}.eml", mail(number))
        time.sleep(0.02)
    reading = eml.read(options(tree), "support", {}, NOW)
    first = next(reading)
    reading.close()
    resumed = reader_of(tree)
    resumed.cursors["."] = first.cursor or {}
    resumed.read()

    seen = {item[0].message_id[0] for item in first.items}
    assert len(seen) == 2
    assert set(resumed.ids) >= set("01234") - seen


def test_new_rules_read_everything_again(tree, later):
    put(tree / "1.eml", mail(1))
    reader = reader_of(tree, since=datetime(2026, 11, 25)).read()
    assert reader.outcomes("ignored") == {"before_since": 1}

    reader.options = options(tree)

    assert reader.read().ids == ["1"]


def test_a_refused_mail_can_be_read_again_with_the_time_of_its_file(tree):
    put(tree / "1.eml", mail(1))
    refused = [Refused("support/./1.eml#00", "mail.mime_depth", "", mail(1)),
               Refused("support/./gone.eml#00", "mail.empty", "", b"")]  # fmt: skip

    first, second = eml.reread(options(tree), "support", refused, NOW)

    assert first.items[0][0].received_at == datetime(2026, 11, 20, 8)
    assert first.items[0][1].location == "1.eml#00"
    assert [one.reason for one in second.refused] == ["mail.empty"]


def test_doctor_sees_how_many_mails_there_are_and_how_old_the_newest_is(tree):
    put(tree / "1.eml", mail(1))
    put(tree / "a" / "2.eml", mail(2), at=datetime(2026, 11, 1))
    shutil.copy(tree / "1.eml", tree / "1.txt")

    found, missing = eml.probe(options(tree, folders={".": "inbox", "No": "sent"}), "support")

    assert (found.place, found.items, found.newest_item_at, found.trouble) == (
        "support/.", 2, datetime(2026, 11, 20, 8), None,
    )  # fmt: skip
    assert missing.items is None and "No" in (missing.trouble or "")


def test_a_file_whose_time_lies_just_before_the_mark_is_not_missed(tree):
    put(tree / "1.eml", mail(1))
    reader = reader_of(tree).read()
    mark = reader.cursors["."]["mark"]
    put(tree / "2.eml", mail(2))
    reader.cursors["."]["mark"] = [mark[0] + 1_000_000_000, False]  # as a coarse clock gives it

    assert "2" in reader.read().ids


def test_a_file_the_disk_did_not_give_is_tried_again_although_nothing_changed(tree, later):
    put(tree / "1.eml", mail(1))
    put(tree / "2.eml", mail(2))

    def failing(path, *arguments):
        if "2.eml" in str(path):
            raise OSError(5, "Input/output error")
        return open(path, *arguments)

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(mail_files, "open", failing, raising=False)
        reader = reader_of(tree).read()
    assert reader.ids == ["1"] and reader.polls[0].holes
    assert reader.cursors["."]["mark"][1], "nothing else would bring it back"

    assert reader.read().ids == ["2"]
    assert reader.read().read_in_all == 0
