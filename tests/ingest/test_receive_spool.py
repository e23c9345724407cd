"""What was answered 200 is on disk: in the right order, or not answered 200 at all."""

import asyncio
import errno
import os
import stat
import subprocess
import time
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from receiving import MAILGUN, SIGNING_KEY, Running, answer, mailgun, settings_of, utc_now

import ingest.receive_spool
from ingest.receive import endpoints_of
from ingest.receive_app import application
from ingest.receive_spool import Spool
from sql.trouble import Trouble

NOON = datetime(2026, 11, 26, 12)
TOUCHING = ("open", "write", "fsync", "rename", "mkdir", "unlink", "close")


class Disk:
    """The os module as the spool sees it: notes each call, and fails the one it is told to."""

    def __init__(self, fails_at: int = 0, error: int = errno.ENOSPC, longest_write: int = 1 << 30):
        self.calls: list[tuple[str, str]] = []
        self.fails_at, self.error, self.longest_write = fails_at, error, longest_write
        self._names: dict[int, str] = {}

    def __getattr__(self, name):
        real = getattr(os, name)
        return self._noting(name, real) if name in TOUCHING else real

    def _noting(self, name, real):
        def call(*arguments, **named):
            place = self._names.get(arguments[0], str(arguments[0]))
            self.calls.append((name, place))
            if name == "close":
                real(*arguments)  # as Linux does: the number is free, whatever close says
            if len(self.calls) == self.fails_at:
                raise OSError(self.error, os.strerror(self.error), place)
            if name == "close":
                return None
            if name == "write":
                arguments = (arguments[0], arguments[1][: self.longest_write])
            result = real(*arguments, **named)
            if name == "open":
                self._names[result] = place
            return result

        return call


@pytest.fixture
def app(tmp_path, monkeypatch):
    """Asks the application itself, and notes in the disk's own list when it answers."""
    monkeypatch.setenv("SIGNING_KEY", SIGNING_KEY)
    settings = settings_of(tmp_path, MAILGUN)
    endpoints = endpoints_of(settings, print)

    def ask(disk: Disk, body: bytes) -> int:
        monkeypatch.setattr(ingest.receive_spool, "os", disk)
        sent: list[dict] = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            if message["type"] == "http.response.start":
                disk.calls.append(("answer", str(message["status"])))
                sent.append(message)

        scope = {
            "type": "http", "method": "POST", "path": "/mail", "query_string": b"",
            "headers": [(b"content-type", b"application/json")],
        }  # fmt: skip
        asyncio.run(application(endpoints, print)(scope, receive, send))
        return sent[0]["status"]

    return ask


def visible(folder):
    return sorted(folder.rglob("*.json"))


def left_half(folder):
    return [path for path in folder.rglob(".*") if path.is_file() and "json" in path.name]


def test_a_body_is_whole_on_disk_under_its_name_before_anybody_hears_200(app, tmp_path):
    body, disk = mailgun(), Disk(longest_write=100)
    assert app(disk, body) == 200
    day = f"{tmp_path}/mail/{utc_now():%Y-%m-%d}"
    (half,) = {place for call, place in disk.calls if call == "write"}
    after_folder = [call for call in disk.calls if call[0] != "close"]
    first = after_folder.index(("open", half))
    assert os.path.dirname(half) == day and os.path.basename(half).startswith(".")
    writes = -(-len(body) // 100)
    assert after_folder[first:] == [
        ("open", half), *[("write", half)] * writes, ("fsync", half), ("rename", half),
        ("open", day), ("fsync", day), ("answer", "200"),
    ]  # fmt: skip
    made = after_folder[:first]
    for folder in (f"{tmp_path}/mail", day):
        above = os.path.dirname(folder)
        assert made.index(("mkdir", folder)) < made.index(("fsync", above), made.index(
            ("mkdir", folder)))  # fmt: skip
    (kept,) = visible(tmp_path / "mail")
    assert kept.read_bytes() == body
    assert kept.name == f"{sha256(body).hexdigest()}.json"


def test_nobody_else_can_read_what_was_received(app, tmp_path):
    old = os.umask(0)
    try:
        app(Disk(), mailgun())
    finally:
        os.umask(old)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "mail").rglob("*")}
    assert modes and set(modes.values()) == {0o700, 0o600}
    assert stat.S_IMODE((tmp_path / "mail").stat().st_mode) == 0o700


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EROFS])
def test_whichever_operation_fails_the_answer_is_503_and_the_next_time_200(
    app, tmp_path, error
):
    whole = Disk(longest_write=200)
    assert app(whole, mailgun(0)) == 200
    subprocess.run(["rm", "-r", tmp_path / "mail"], check=True)
    operations = [call for call, _ in whole.calls[:-1]]
    assert len(operations) > 15
    for n, operation in enumerate(operations, start=1):
        body, disk = mailgun(n), Disk(n, error, longest_write=200)
        assert app(disk, body) == 503, f"operation {n} ({operation}) failed"
        assert len(disk.calls) >= n
        for path in visible(tmp_path / "mail"):
            assert path.read_bytes() == body, (n, operation)
        assert left_half(tmp_path / "mail") == [], (n, operation)
        again = Disk()
        assert app(again, body) == 200
        if operation == "fsync":  # a folder that could not be synced is no folder yet
            assert "json" in disk.calls[n - 1][1] or disk.calls[n - 1] in again.calls, n
        assert body in [path.read_bytes() for path in visible(tmp_path / "mail")]
        subprocess.run(["rm", "-r", tmp_path / "mail"], check=True)


def test_a_redelivery_is_stored_once_and_synced_again(app, tmp_path):
    body, again = mailgun(), Disk()
    assert app(Disk(), body) == 200
    assert app(again, body) == 200
    # The first time may have died after the rename, before the folder was on disk.
    day = f"{tmp_path}/mail/{utc_now():%Y-%m-%d}"
    assert [call for call in again.calls if call[0] in ("fsync", "answer")] == [
        ("fsync", day), ("fsync", f"{tmp_path}/mail"), ("answer", "200"),
    ]  # fmt: skip
    assert len(visible(tmp_path / "mail")) == 1
    refused = Disk(fails_at=[call for call, _ in again.calls].index("fsync") + 1)
    assert app(refused, body) == 503


def test_a_redelivery_on_a_later_day_is_stored_once(tmp_path):
    spool = Spool(tmp_path / "spool")
    assert spool.keep(b"{}", NOON)
    for days in (0, 1, 7):
        assert not spool.keep(b"{}", NOON + timedelta(days=days))
    assert spool.keep(b"[]", NOON + timedelta(days=7))
    assert [path.parent.name for path in visible(spool.folder)] == ["2026-11-26", "2026-12-03"]


def test_what_a_dead_receiver_left_half_written_is_swept_and_whole_bodies_stay(tmp_path):
    spool = Spool(tmp_path)
    spool.keep(b"{}", NOON)
    half = tmp_path / "2026-11-26" / ".half.json.7-1"
    half.write_bytes(b'{"eve')
    spool.open()
    assert not half.exists()
    assert [path.read_bytes() for path in visible(tmp_path)] == [b"{}"]
    spool.close()


def test_a_second_receiver_of_a_spool_is_told_who_has_it(tmp_path):
    first = Spool(tmp_path)
    first.open()
    with pytest.raises(Trouble, match=f"process {os.getpid()} receives into it; end it first"):
        Spool(tmp_path).open()
    first.close()
    Spool(tmp_path).open()


def test_a_full_disk_is_said_survived_and_forgotten(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNING_KEY", SIGNING_KEY)
    disk = tmp_path / "mail"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk])
    if mounted.returncode:
        pytest.skip("a small disk of its own needs root")
    receiver = Running(settings_of(tmp_path, MAILGUN))
    try:
        big = [mailgun(number, filler="x" * 40_000) for number in range(20)]
        statuses = [receiver.post("/mail", body) for body in big]
        assert set(statuses) == {200, 503}
        accepted = sorted(body for body, s in zip(big, statuses, strict=True) if s == 200)
        assert sorted(path.read_bytes() for path in visible(disk)) == accepted
        assert left_half(disk) == []
        assert answer(receiver.port, "/mail", big[-1])[1]["retry-after"] == "30"
        assert receiver.told[0] == f"mail: {disk} cannot be written (No space left on device): 503"
        for path in visible(disk)[:3]:
            path.unlink()
        assert receiver.post("/mail", big[-1]) == 200
    finally:
        receiver.stop()
        subprocess.run(["umount", disk], check=True)


def test_health_is_good_only_while_the_spool_takes_what_comes(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNING_KEY", SIGNING_KEY)
    monkeypatch.setattr("ingest.receive_app.HEALTHY_FOR_SECONDS", 0)
    receiver = Running(settings_of(tmp_path, MAILGUN))
    try:
        assert receiver.post("/healthz", b"", method="GET") == 200
        assert receiver.post("/healthz", b"", method="HEAD") == 200
        monkeypatch.setattr(ingest.receive_spool, "os", Disk(fails_at=3))
        time.sleep(0.01)
        assert receiver.post("/healthz", b"", method="GET") == 503
        assert receiver.kept("mail") == []
    finally:
        receiver.stop()
