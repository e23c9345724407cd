"""Log files under rotation: no mail lost, none twice, and what may be lost is said."""

import gzip
import lzma
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import Source, distinct

from ingest import log_walk
from ingest.sources import postfix

NOW = datetime(2026, 11, 23, 12)


class Server:
    """Writes numbered delivery lines, one a second, into a log that is rotated."""

    def __init__(self, folder, **options):
        self.folder, self.log = folder, folder / "mail.log"
        chosen = {"kind": "postfix", "files": (str(folder / "mail.log*"),), **options}
        self.source = Source(postfix, "log", postfix.Options(**chosen))
        self.written = 0
        self.readings = []

    def line(self, number: int) -> str:
        at = datetime(2026, 11, 23, 6, tzinfo=UTC) + timedelta(seconds=number)
        return (
            f"{at.isoformat()} mx1 postfix/smtp[9]: AB{number:05}: to=<k{number}@c.example>, "
            "relay=mx[1.2.3.4]:25, delay=2, delays=0/0/1/1, dsn=2.0.0, status=sent (250 ok)\n"
        )

    def write(self, lines: int) -> "Server":
        with self.log.open("a") as file:
            for _ in range(lines):
                file.write(self.line(self.written))
                self.written += 1
        return self

    def read(self):
        self.readings.append(self.source.read(NOW))
        return self.readings[-1]

    def rotate(self) -> None:
        """As logrotate: every old file one number up, the current one becomes .1."""
        for number in range(8, 0, -1):
            for ending in ("", ".gz"):
                old = self.folder / f"mail.log.{number}{ending}"
                if old.exists():
                    old.rename(self.folder / f"mail.log.{number + 1}{ending}")
        self.log.rename(self.folder / "mail.log.1")

    def pack(self, number: int) -> None:
        old = self.folder / f"mail.log.{number}"
        state = old.stat()
        packed = old.with_suffix(old.suffix + ".gz")
        packed.write_bytes(gzip.compress(old.read_bytes()))
        os.utime(packed, (state.st_atime, state.st_mtime))
        old.unlink()

    @property
    def came(self) -> list[str]:
        return [fact.queue_id for reading in self.readings for fact in reading.facts]

    @property
    def expected(self) -> list[str]:
        return [f"AB{number:05}" for number in range(self.written)]


@pytest.fixture
def server(tmp_path):
    return Server(tmp_path)


def test_rotation_by_rename_loses_and_doubles_nothing(server):
    server.write(40).read()
    server.write(7)
    server.rotate()
    server.write(5).read()
    server.rotate()
    server.read()

    assert server.came == server.expected
    assert [poll.holes for poll in server.readings[-1].polls] == [[]]


def test_packing_a_rotated_log_loses_and_doubles_nothing(server):
    server.write(40).read()
    server.write(3)
    server.rotate()
    server.write(40)
    server.rotate()
    server.pack(2)
    server.write(5).read()
    server.pack(1)
    server.write(2).read()

    assert server.came == server.expected


def test_a_log_rotated_and_packed_while_nobody_read_is_read_in_the_order_it_was_written(server):
    for _ in range(4):
        server.write(15)
        server.rotate()
        server.pack(1)
    server.write(5).read()

    assert server.came == server.expected


def test_a_log_and_its_packed_copy_side_by_side_count_once(server):
    server.write(30).read()
    packed = server.folder / "mail.log.1.gz"
    packed.write_bytes(gzip.compress(server.log.read_bytes()))
    xz = server.folder / "mail.log.2.xz"
    xz.write_bytes(lzma.compress(server.log.read_bytes()))
    server.write(5).read()
    server.read()

    assert sorted(server.came) == server.expected


def test_the_same_log_under_two_names_gives_the_same_events(server, tmp_path):
    server.write(3).read()
    copy = Server(tmp_path, files=(str(tmp_path / "copy.log"),))
    shutil.copy(server.log, tmp_path / "copy.log")
    copy.read()

    both = [server.readings[0], copy.readings[0]]

    assert len(distinct(both, lambda fact: fact.event_key)) == 3
    assert len(copy.readings[0].facts) == 3


def test_a_line_that_is_still_being_written_waits_until_it_is_whole(server):
    server.write(3)
    whole = server.line(3)
    with server.log.open("a") as file:
        file.write(whole[:90])
    first = server.read()
    with server.log.open("a") as file:
        file.write(whole[90:])
    server.written += 1
    server.read()

    assert first.refused == []
    assert server.came == server.expected


def test_a_log_emptied_in_place_is_read_anew_and_the_possible_loss_is_said(server):
    server.write(40).read()
    server.write(3)
    shutil.copy(server.log, server.folder / "mail.log.1")
    os.truncate(server.log, 0)
    server.write(4)
    told = server.read()
    later = server.write(2).read()

    assert server.came == server.expected  # the copy held the rest
    for reading in (told, later):
        (poll,) = reading.polls
        (hole,) = poll.holes
        assert hole.startswith("lines may have been lost by the rotation method: mail.log was")


def test_a_log_emptied_in_place_and_already_longer_than_before_is_noticed(server):
    server.write(2).read()
    os.truncate(server.log, 0)
    reading = server.write(60).read()

    assert server.came == server.expected
    assert "mail.log was emptied in place" in reading.polls[0].holes[0]


def test_a_log_cut_back_to_its_first_lines_is_noticed(server):
    server.write(60).read()
    os.truncate(server.log, len(server.line(0)) * 20)

    reading = server.read()

    assert "mail.log was emptied in place" in reading.polls[0].holes[0]
    assert set(server.came) == set(server.expected)


def test_half_a_copy_with_the_inode_of_another_log_is_not_read_anew(server):
    server.write(40).read()
    copy = server.folder / "mail.log.1"
    copy.write_text(server.line(7777))
    server.read()
    copy.write_bytes(server.log.read_bytes()[:3000])  # the same inode, half a copy of mail.log
    server.read()

    assert sorted(server.came) == [*server.expected, "AB07777"]


def test_an_emptied_log_is_noticed_before_the_next_line_comes(server):
    server.write(2).read()
    os.truncate(server.log, 0)

    assert "mail.log was emptied in place" in server.read().polls[0].holes[0]
    assert len(server.write(1).read().polls[0].holes) == 1


def test_a_new_log_in_the_place_of_a_deleted_one_is_another_log(server):
    server.write(2).read()
    server.log.unlink()
    (server.folder / "other").write_text("")  # takes the old inode
    server.write(2).read()

    assert server.came == server.expected


def test_two_short_logs_that_begin_alike_are_both_read(server):
    server.write(1).read()
    shutil.copy(server.log, server.folder / "mail.log.1")
    server.write(1).read()
    server.read()

    assert set(server.came) == set(server.expected)


def test_a_packed_log_that_breaks_off_gives_what_it_has_and_the_rest_once_it_is_whole(server):
    server.write(4000)
    packed = server.folder / "mail.log.1.gz"
    whole = gzip.compress(server.log.read_bytes())
    server.log.unlink()
    packed.write_bytes(whole[: len(whole) // 2])
    half = server.read()
    packed.write_bytes(whole)
    server.read()

    assert half.deferred == {"packed_file_breaks_off": 1}
    assert 0 < len(half.facts) < 4000
    assert half.polls[0].holes == ["mail.log.1.gz breaks off; the rest is read once it is whole"]
    assert server.came == server.expected
    assert server.readings[-1].polls[0].holes == []


def test_an_unreadable_log_is_one_clear_line_and_all_others_are_still_read(server, monkeypatch):
    server.write(3)
    shut = server.folder / "mail.log.shut"
    shut.write_text("x")
    really_open = os.open

    def refusing(path, *rest, **more):
        if str(path) == str(shut):
            raise PermissionError(13, "Permission denied", str(path))
        return really_open(path, *rest, **more)

    monkeypatch.setattr(os, "open", refusing)  # root may read everything
    reading = server.read()

    assert len(reading.facts) == 3
    assert reading.deferred == {"file_unreadable": 1}
    assert reading.trouble == (
        f"[sources.log] {shut} cannot be read (Permission denied); mend it, then ingest again"
    )
    assert reading.polls == []  # half a look proves nothing


class Interrupted:
    """Does something in the middle of a reading: after the files were listed and looked at."""

    def __init__(self, monkeypatch, what):
        self.what, self.is_over = what, False
        really = log_walk.blocks
        monkeypatch.setattr(log_walk, "blocks", lambda *args: really(*self.once(*args)))

    def once(self, *args):
        if not self.is_over:
            self.is_over = True
            self.what()
        return args


def test_a_rotation_in_the_middle_of_a_reading_loses_and_doubles_nothing(server, monkeypatch):
    server.write(5).read()

    def rotate():
        server.rotate()
        server.write(40)

    server.write(3)
    Interrupted(monkeypatch, rotate)
    reading = server.read()
    server.write(2).read()

    assert server.came == server.expected
    assert (reading.trouble, reading.polls[0].holes) == (None, [])


def test_a_rotation_with_packing_in_the_middle_of_a_reading_loses_nothing(server, monkeypatch):
    server.write(5).read()

    def rotate():
        server.rotate()
        server.write(4)
        server.pack(1)

    server.write(3)
    Interrupted(monkeypatch, rotate)
    server.read()

    assert server.came == server.expected


@pytest.mark.parametrize("lines", [0, 1])
def test_a_log_that_grows_while_it_is_read_is_not_taken_for_the_next_one(
    server, monkeypatch, lines
):
    server.log.write_text("")
    server.write(lines)
    Interrupted(monkeypatch, lambda: server.write(20))
    server.read()
    server.rotate()
    server.write(30).read()
    server.rotate()
    server.read()

    assert server.came == server.expected


def test_a_log_that_vanishes_unread_is_told(server, monkeypatch):
    server.write(5)
    Interrupted(monkeypatch, lambda: (server.log.unlink(), server.write(2)))

    reading = server.read()

    assert server.came == server.expected[5:]
    assert reading.trouble == (
        f"[sources.log] {server.log} cannot be read (it vanished while it was read); "
        "mend it, then ingest again"
    )
    assert reading.polls == []


def test_a_pipe_or_a_folder_among_the_logs_does_not_stop_the_reading(server):
    server.write(3)
    os.mkfifo(server.folder / "mail.log.pipe")
    (server.folder / "mail.log.folder").mkdir()

    reading = server.read()

    assert len(reading.facts) == 3
    assert "mail.log.pipe cannot be read (is no regular file)" in reading.trouble
    assert "mail.log.folder cannot be read" in reading.trouble


def test_a_log_packed_in_a_way_we_cannot_read_is_told_not_torn_into_bad_lines(server):
    server.write(3)
    (server.folder / "mail.log.1.lz4").write_bytes(b"\x04\x22\x4d\x18 rest\nmore\n")

    reading = server.read()

    assert (len(reading.facts), reading.refused) == (3, [])
    assert "mail.log.1.lz4 cannot be read (is packed with lz4" in reading.trouble


def test_a_packed_log_that_swells_without_end_is_not_unpacked(server, monkeypatch):
    monkeypatch.setattr("ingest.files.BOMB_BYTES", 1 << 20)
    server.write(3)
    (server.folder / "mail.log.1.gz").write_bytes(gzip.compress(b"x" * (16 << 20)))

    reading = server.read()

    assert len(reading.facts) == 3
    assert "mail.log.1.gz cannot be read (unpacks to over 500 times its size)" in reading.trouble


def test_a_pattern_without_any_file_is_told(tmp_path):
    reading = Server(tmp_path, files=(str(tmp_path / "gone" / "*.log"),)).read()

    assert "no file matches" in reading.trouble
    assert str(tmp_path / "gone" / "*.log") in reading.trouble


def test_a_reading_that_died_goes_on_where_it_was_stored(server, monkeypatch):
    monkeypatch.setattr("ingest.file_bytes.BLOCK_BYTES", 2000)
    monkeypatch.setattr("ingest.file_bytes.PIECE_BYTES", 500)
    server.write(60)
    for _ in range(4):
        server.readings.append(server.source.read(NOW, stop_after=1))
    server.read()

    assert server.came == server.expected


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(1, 30)),
        st.tuples(st.sampled_from(["rotate", "read", "die"])),
        st.tuples(st.just("read_while"), st.booleans(), st.integers(0, 20)),
        st.tuples(st.just("pack"), st.integers(1, 3)),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_no_order_of_writing_rotating_packing_reading_and_dying_loses_a_line(steps):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder)).write(1)
        for step, *number in steps:
            match step:
                case "die":
                    server.readings.append(server.source.read(NOW, stop_after=1))
                case "rotate" if not server.log.exists():
                    pass
                case "read_while":
                    read_while(server, *number)
                case "pack" if not (server.folder / f"mail.log.{number[0]}").exists():
                    pass
                case _:
                    getattr(server, step)(*number)
        server.read()

        assert server.came == server.expected
        # Packing frees an inode that the next log may get: it then looks emptied in place.
        if "pack" not in {step for step, *_ in steps}:
            assert [poll.holes for poll in server.readings[-1].polls] == [[]]


def read_while(server, rotates: bool, lines: int) -> None:
    """A reading in whose middle the log is rotated, perhaps, and goes on."""

    def goes_on():
        if rotates and server.log.exists():
            server.rotate()
        server.write(lines)

    with pytest.MonkeyPatch.context() as patch:
        Interrupted(patch, goes_on)
        assert server.read().trouble is None


def test_doctor_names_the_files_and_what_it_may_not_read(server):
    server.write(3)
    (server.folder / "mail.log.folder").mkdir()

    (probe,) = postfix.probe(server.source.options, "log")

    assert (probe.place, probe.items) == (str(server.folder / "mail.log*"), 2)
    assert probe.newest_item_at is not None
    assert probe.trouble == "mail.log.folder cannot be read (is no regular file)"


def test_doctor_misses_the_zone_before_anything_is_read(server):
    server.log.write_text("Nov 23 08:00:00 mx1 postfix/smtpd[1]: connect from unknown[1.2.3.4]\n")

    (probe,) = postfix.probe(server.source.options, "log")

    assert probe.trouble == 'mail.log has times that name no zone; set zone = "Europe/..."'
