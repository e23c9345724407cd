"""Killed at any moment, under load, again and again: what was answered 200 is in the spool."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from hashlib import sha256
from itertools import count
from pathlib import Path

from receiving import MAILGUN, SIGNING_KEY, mailgun, settings_of
from servers import wait_for

CHILD = Path(__file__).with_name("receivers_that_die.py")
CLIENTS = 4
STEPS = [  # before the n-th call of an operation of the spool
    *[("open", n) for n in (1, 2, 5, 9)], *[("write", n) for n in (1, 3, 8)],
    *[("fsync", n) for n in (1, 2, 3, 4, 7, 12)], *[("rename", n) for n in (1, 2, 6)],
    *[("close", n) for n in (2, 5, 9)], ("mkdir", 1),
]  # fmt: skip
AT_RANDOM = 30


class Load:
    """Clients that deliver without pause, and note what was answered 200."""

    def __init__(self, port: int):
        self.port = port
        self.accepted: list[bytes] = []
        self.numbers = count(1)
        self.ends = threading.Event()
        self.threads = [threading.Thread(target=self.deliver) for _ in range(CLIENTS)]
        for one in self.threads:
            one.start()

    def deliver(self):
        while not self.ends.is_set():
            client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                for number in self.numbers:
                    body = mailgun(number, filler="x" * (number % 7 * 3000))
                    client.request("POST", "/mail", body, {"Content-Type": "application/json"})
                    response = client.getresponse()
                    response.read()
                    if response.status == 200:
                        self.accepted.append(body)
                    if self.ends.is_set():
                        return
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)  # killed; the next one is about to listen
            finally:
                client.close()

    def stop(self):
        self.ends.set()
        for one in self.threads:
            one.join()


def test_no_kill_loses_what_was_answered_200_or_shows_half_a_body(tmp_path):
    chance = random.Random(1)
    settings = settings_of(tmp_path, MAILGUN, rate=100_000)
    spool = tmp_path / "mail"
    rounds = [*STEPS, *[("none", n) for n in range(AT_RANDOM)]]
    chance.shuffle(rounds)
    child = subprocess.Popen(
        [sys.executable, CHILD, tmp_path / "trackrecord.toml"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, env=os.environ | {"SIGNING_KEY": SIGNING_KEY},
    )  # fmt: skip
    assert child.stdin and child.stdout
    load = Load(settings.receiver.port)
    kills_under_load = 0
    try:
        for operation, n in rounds:
            before = len(load.accepted)
            if operation == "mkdir":
                subprocess.run(["rm", "-r", spool], check=True)
                load.accepted.clear()
                before = 0
            print(operation, n, file=child.stdin, flush=True)
            pid = int(child.stdout.readline())
            if operation == "none":
                wait_for(lambda at=before: len(load.accepted) > at + 5, "load", 60)
                time.sleep(chance.random() / 20)
                os.kill(pid, signal.SIGKILL)
            assert child.stdout.readline() == "dead\n"
            kills_under_load += len(load.accepted) > before
            look(spool, list(load.accepted))
    finally:
        load.stop()
        child.stdin.close()
        child.wait()
    print(f"{len(rounds)} kills, {kills_under_load} after a 200, {len(load.accepted)} answered 200")
    assert kills_under_load >= 30


def look(spool: Path, accepted: list[bytes]) -> None:
    """All that was answered 200 is there; all that is there is whole and named by its content."""
    seen = {path.stem: path for path in spool.rglob("*.json")}
    for body in accepted:
        assert seen[sha256(body).hexdigest()].read_bytes() == body
    for name, path in seen.items():
        content = path.read_bytes()
        assert sha256(content).hexdigest() == name
        assert json.loads(content)
