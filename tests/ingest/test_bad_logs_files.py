"""L01-L10 and L26 of the bad inputs: whole files, each between two good ones that both arrive."""

import bz2
import gzip
import lzma
import os
import shutil

import pytest
import zstandard
from bad_logs import NOW, Logs, good_line

PACKERS = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress,
           "zst": zstandard.compress}  # fmt: skip


@pytest.fixture
def logs(warehouse):
    return Logs(warehouse)


def test_l01_a_last_line_without_its_end_waits_and_is_read_once_it_is_whole(logs):
    logs.write(logs.good(2))
    half = logs.good()
    first = logs.write(half[:-1]).read()
    second = logs.read()
    third = logs.write("\n", logs.good()).read()

    assert [run.accepted for run in (first, second, third)] == [2, 0, 2]
    assert [run.duplicate + len(run.reasons) for run in (first, second, third)] == [0, 0, 0]
    assert logs.has_all_good()


def test_l04_rotation_by_rename_while_the_server_writes_on_loses_and_doubles_nothing(logs):
    accepted = []
    for _ in range(5):
        accepted.append(logs.write(logs.good(7)).read().accepted)
        with logs.log.open("a") as still_open:
            rotate(logs)
            still_open.write(logs.good(3))  # the server has not noticed yet
        run = logs.write(logs.good(2)).read()
        accepted.append(run.accepted)
        assert (run.holes, run.trouble) == ([], None)

    assert accepted == [7, 5] * 5
    assert logs.has_all_good()


def test_l04_rotation_while_nobody_reads_loses_and_doubles_nothing(logs):
    logs.write(logs.good(4)).read()
    for _ in range(4):
        logs.write(logs.good(30))
        rotate(logs)
        pack(logs, "mail.log.2", "gz")
    run = logs.write(logs.good(2)).read()

    # Packing frees an inode that the next log may get: it then looks emptied in place.
    assert (run.accepted, run.duplicate, run.trouble) == (122, 0, None)
    assert logs.has_all_good()


def rotate(logs: Logs) -> None:
    for number in range(8, 0, -1):
        for ending in ("", ".gz"):
            old = logs.folder / f"mail.log.{number}{ending}"
            if old.exists():
                old.rename(logs.folder / f"mail.log.{number + 1}{ending}")
    logs.log.rename(logs.folder / "mail.log.1")


def pack(logs: Logs, name: str, ending: str) -> None:
    """As rotation does: the packed file keeps the time of the plain one."""
    old = logs.folder / name
    if old.exists():
        packed = old.with_name(f"{name}.{ending}")
        packed.write_bytes(PACKERS[ending](old.read_bytes()))
        shutil.copystat(old, packed)
        old.unlink()


@pytest.mark.parametrize("lines", [3, 80])
def test_l05_a_log_emptied_in_place_is_read_from_its_start_and_the_loss_is_said(logs, lines):
    logs.write(logs.good(40)).read()
    os.truncate(logs.log, 0)
    told = logs.write(logs.good(lines)).read()  # by now it may be longer than before
    later = logs.write(logs.good()).read()

    assert (told.accepted, later.accepted) == (lines, 1)
    assert logs.has_all_good()
    for run in (told, later):
        (hole,) = run.holes
        assert hole.startswith("lines may have been lost by the rotation method: mail.log was")


@pytest.mark.parametrize("ending", PACKERS)
def test_l06_a_packed_log_is_the_log_that_it_was(logs, ending):
    logs.write(logs.good(50)).read()
    logs.write(logs.good(10))
    rotate(logs)
    pack(logs, "mail.log.1", ending)
    run = logs.write(logs.good(5)).read()

    assert (run.accepted, run.duplicate, run.reasons, run.trouble) == (15, 0, [], None)
    assert logs.has_all_good()


@pytest.mark.parametrize("ending", PACKERS)
def test_l06_a_packed_log_that_breaks_off_gives_what_it_has_and_is_deferred(logs, ending):
    logs.write(logs.good(), name="mail.log.0")
    lines = logs.good(30_000)
    whole = PACKERS[ending](lines.encode())
    logs.write(whole[: len(whole) * 2 // 3], name=f"mail.log.1.{ending}").write(logs.good())
    half = logs.read()
    logs.write(whole[len(whole) * 2 // 3 :], name=f"mail.log.1.{ending}")
    rest = logs.read()

    assert half.deferred == {"packed_file_breaks_off": 1}
    assert half.holes == [f"mail.log.1.{ending} breaks off; the rest is read once it is whole"]
    assert 2 <= half.accepted < 30_002
    assert ending == "bz2" or half.accepted > 2  # its blocks are larger than this file
    assert (half.reasons, half.trouble) == ([], None)
    assert (half.accepted + rest.accepted, rest.duplicate, rest.holes) == (30_002, 0, [])
    assert logs.has_all_good()


def test_l06_a_packed_log_that_grows_by_whole_members_is_read_on(logs):
    for ending in ("gz", "zst"):
        for _ in range(3):
            lines = logs.good(20)
            logs.write(PACKERS[ending](lines.encode()), name=f"mail.log.1.{ending}")
            run = logs.read()
            assert (run.accepted, run.duplicate, run.trouble) == (20, 0, None)

    assert logs.has_all_good()


@pytest.mark.parametrize("ending", PACKERS)
def test_l06_a_packed_log_that_swells_without_end_is_not_unpacked(logs, ending, monkeypatch):
    monkeypatch.setattr("ingest.files.BOMB_BYTES", 1 << 20)
    logs.write(logs.good(), name="mail.log.0")
    logs.write(PACKERS[ending](b"x" * (64 << 20)), name=f"mail.log.1.{ending}").write(logs.good())
    run = logs.read()

    assert (run.accepted, run.reasons, run.deferred) == (2, [], {"file_unreadable": 1})
    assert f"mail.log.1.{ending} cannot be read (unpacks to over 500 times its size)" in run.trouble


def test_l07_a_new_log_with_the_inode_of_a_deleted_one_is_another_log(logs):
    logs.write(logs.good(5)).read()
    inode = logs.log.stat().st_ino
    for _ in range(50):  # the number is free: a new file may get it
        logs.log.unlink()
        logs.log.write_text("")
        if logs.log.stat().st_ino == inode:
            break
    run = logs.write(logs.good(9)).read()

    assert (run.accepted, run.duplicate) == (9, 0)
    assert logs.has_all_good()


def test_l08_two_logs_that_begin_alike_are_two_logs(logs):
    head = "2026-11-23T05:00:00+00:00 mx1 rsyslogd: start\n"
    for name in ("mail.log.a", "mail.log.b", "mail.log.c"):
        logs.write(head, logs.good(3), name=name)
    first = logs.read()
    for name in ("mail.log.a", "mail.log.b", "mail.log.c"):
        logs.write(logs.good(30), name=name)
    second = logs.read()

    assert (first.accepted, second.accepted) == (9, 90)
    assert logs.has_all_good()


def test_l08_logs_that_hold_nothing_but_the_same_first_line_are_told_apart_by_their_path(logs):
    head = "2026-11-23T05:00:00+00:00 mx1 rsyslogd: start\n"
    for name in ("mail.log.a", "mail.log.b"):
        logs.write(head, name=name)
    logs.read()
    for name in ("mail.log.a", "mail.log.b"):
        logs.write(logs.good(2), name=name)
    run = logs.read()

    assert run.accepted == 4
    assert logs.has_all_good()


def test_l09_what_is_no_regular_file_of_the_named_folder_is_refused(warehouse):
    outside = warehouse.settings.data.parent / "outside"
    logs = Logs(warehouse, files=(f"{outside.parent}/logs/*/mail.log*",))
    for folder in ("a", "c"):
        (logs.folder / folder).mkdir()
        logs.write(logs.good(), name=f"{folder}/mail.log")
    outside.mkdir()
    (outside / "mail.log").write_text(good_line(77))
    (logs.folder / "a/mail.log.link").symlink_to(outside / "mail.log")
    (logs.folder / "a/mail.log.folder").mkdir()
    os.mkfifo(logs.folder / "a/mail.log.pipe")
    (logs.folder / "b").symlink_to(outside)
    run = logs.read()

    assert (run.accepted, run.deferred) == (2, {"file_unreadable": 4})
    assert logs.has_all_good()
    for told in ("mail.log.link cannot be read (is a symbolic link; name the file itself)",
                 "mail.log.folder cannot be read (is no regular file)",
                 "mail.log.pipe cannot be read (is no regular file)",
                 f"b/mail.log cannot be read (lies in {outside}, outside the folder"):  # fmt: skip
        assert told in run.trouble


def test_l10_a_log_that_may_not_be_read_is_deferred_and_read_once_it_may(logs, monkeypatch):
    logs.write(logs.good(), name="mail.log.a").write(logs.good(), name="mail.log.b")
    logs.write(logs.good(), name="mail.log.c")
    really_open = os.open

    def refusing(path, *rest, **more):
        if str(path).endswith("mail.log.b"):
            raise PermissionError(13, "Permission denied", str(path))
        return really_open(path, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refusing)  # root may read everything
        refused = logs.read()
    later = logs.read()

    assert (refused.accepted, refused.deferred) == (2, {"file_unreadable": 1})
    assert "mail.log.b cannot be read (Permission denied); mend it" in refused.trouble
    assert refused.reasons == []
    assert (later.accepted, later.trouble) == (1, None)
    assert logs.has_all_good()


def test_l10_a_log_that_vanishes_while_it_is_read_is_told_and_the_others_are_read(
    logs, monkeypatch
):
    logs.write(logs.good(), name="mail.log.a").write(good_line(88), name="mail.log.b")
    logs.write(logs.good(), name="mail.log.c")
    from ingest import log_walk

    really = log_walk.look
    gone = logs.folder / "mail.log.b"

    def look(path):
        found = really(path)
        if path == gone:
            gone.unlink()
        return found

    monkeypatch.setattr(log_walk, "look", look)
    run = logs.read()

    assert (run.accepted, run.deferred, run.reasons) == (2, {"file_unreadable": 1}, [])
    assert "mail.log.b cannot be read (it vanished while it was read)" in run.trouble


def test_l26_the_same_log_under_two_names_counts_once(logs):
    logs.write(logs.good(30), name="mail.log.a")
    shutil.copy(logs.folder / "mail.log.a", logs.folder / "mail.log.b")
    run = logs.write(logs.good(), name="mail.log.c").read()

    assert (run.accepted, run.reasons) == (31, [])
    assert logs.has_all_good()


def test_l26_a_log_given_once_more_is_counted_as_duplicate_and_adds_no_row(warehouse):
    logs = Logs(warehouse)
    logs.write(logs.good(30)).read()
    again = warehouse.settings.sources["log"].model_copy(update={"shop": None})
    warehouse.settings = warehouse.settings.model_copy(update={"sources": {"copy": again}})
    run = logs.write(logs.good()).read(NOW.replace(hour=13))

    assert (run.accepted, run.duplicate) == (1, 30)
    assert logs.has_all_good()
