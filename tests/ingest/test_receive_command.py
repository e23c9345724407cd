"""`trackrecord receive` as a person starts and ends it."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from receiving import MAILGUN, SIGNING_KEY, answer, mailgun, settings_of
from servers import is_listening, wait_for

PROGRAM = Path(sys.executable).with_name("trackrecord")


class Command:
    """The command in a process of its own."""

    def __init__(self, folder: Path, text: str = MAILGUN, **environment):
        self.folder = folder
        self.settings = settings_of(folder, text)
        self.port = self.settings.receiver.port
        command = [PROGRAM, "receive", "--settings", folder / "trackrecord.toml"]
        self.process = subprocess.Popen(
            command, cwd="/", stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, umask=0,
            env=os.environ | {"SIGNING_KEY": SIGNING_KEY} | environment,
        )  # fmt: skip

    def ready(self) -> "Command":
        wait_for(lambda: self.process.poll() is not None or is_listening(self.port), "start", 60)
        return self

    def ended(self, number: int | None = None) -> tuple[int, str]:
        """Its exit code and what it said."""
        if number:
            self.process.send_signal(number)
        said, told = self.process.communicate(timeout=60)
        assert said == ""
        return self.process.returncode, told


@pytest.fixture
def command(tmp_path):
    started = []

    def start(*arguments, **named):
        started.append(Command(tmp_path, *arguments, **named))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


def test_it_says_what_it_serves_and_ends_in_order(command, tmp_path):
    receiver = command().ready()
    body = mailgun()
    assert answer(receiver.port, "/mail", body)[0] == 200
    assert answer(receiver.port, "/healthz", method="GET")[0] == 200
    code, told = receiver.ended(signal.SIGTERM)
    assert code == 0
    assert told == f"mail: POST http://127.0.0.1:{receiver.port}/mail into {tmp_path}/mail\n"
    written = list((tmp_path / "mail").rglob("*"))
    assert [path.read_bytes() for path in written if path.suffix == ".json"] == [body]
    assert [path for path in written if path.stat().st_mode & 0o077] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_that_runs_is_answered_before_the_end(command, number):
    receiver = command().ready()
    body = mailgun()
    head = (
        f"POST /mail HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", receiver.port), timeout=20) as client:
        client.sendall(head.encode() + body[:10])
        answer(receiver.port, "/healthz", method="GET")  # by now the first one is being read
        receiver.process.send_signal(number)
        wait_for(lambda: not is_listening(receiver.port), "closing the door")
        client.sendall(body[10:])
        assert client.recv(100).startswith(b"HTTP/1.1 200")
    code, _ = receiver.ended()
    assert code == 0
    assert len(list((receiver.folder / "mail").rglob("*.json"))) == 1


def test_c02_a_missing_secret_is_one_line_and_code_2(command):
    code, told = command(SIGNING_KEY="").ended()
    assert code == 2
    (line,) = told.splitlines()
    assert line.startswith("error: [sources.mail] signing_key: the environment variable")


def test_no_source_to_serve_is_one_line_and_code_2(command):
    code, told = command("").ended()
    assert (code, len(told.splitlines())) == (2, 1)


def test_a_port_in_use_is_one_line_and_code_1(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        settings_of(tmp_path, MAILGUN, holder.getsockname()[1])
        done = subprocess.run(
            [PROGRAM, "receive"], cwd=tmp_path, capture_output=True, text=True, timeout=60,
            env=os.environ | {"SIGNING_KEY": SIGNING_KEY},
        )  # fmt: skip
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "Address already in use" in line


def test_c11_a_second_receiver_names_the_first(command):
    first = command().ready()
    code, told = command().ended()
    assert code == 1
    assert told == (f"error: {first.folder}/mail: process {first.process.pid} receives into it;"
                    " end it first\n")  # fmt: skip


def test_c17_it_does_the_same_without_home_zone_and_language(command):
    bare = {"LANG": "C", "TZ": "Nowhere/Odd", "HOME": "/nonexistent"}
    receiver = command(**bare).ready()
    threads = [
        threading.Thread(target=answer, args=(receiver.port, "/mail", mailgun(number)))
        for number in range(5)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(list((receiver.folder / "mail").rglob("*.json"))) == 5
    assert receiver.ended(signal.SIGTERM)[0] == 0
