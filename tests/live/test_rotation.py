"""Promise 8: a log under the real logrotate, read again and again, loses and doubles nothing."""

import subprocess
import threading
import time
from datetime import datetime

import pytest
from bad_logs import good_line, queue_id
from readings import Source
from servers import needed

from ingest.sources import postfix

LINES_AT_ONCE = 40
ROUNDS = 8
RULES = {
    "rename": "nocompress",
    "packed": "compress",
    "packed_later": "compress\n delaycompress",
    "xz": "compress\n compresscmd /usr/bin/xz\n compressext .xz\n compressoptions -6",
    "dated": "compress\n dateext\n dateformat -%s",
    "copied": "copytruncate\n compress\n delaycompress",
}


class Writer(threading.Thread):
    """Writes numbered lines without pause, as syslog does: it opens the log anew when told."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.path, self.written = path, 0
        self.reopen, self.stop = path.parents[1] / "reopen", threading.Event()

    def run(self) -> None:
        file = self.path.open("a", buffering=1)
        while not self.stop.is_set():
            if self.reopen.exists():
                file.close()
                file = self.path.open("a", buffering=1)
                self.reopen.unlink()
            file.write(good_line(self.written))
            self.written += 1
            time.sleep(0.0005)
        file.close()


class Rotation:
    """Debian's logrotate with a configuration and a state of its own."""

    def __init__(self, folder, log, rule: str):
        self.program, self.folder = needed("logrotate"), folder
        # The server writes on into the old log until it is told, and packing waits for that.
        flag = folder / "reopen"
        told = f"sleep 0.05; touch {flag}; while [ -e {flag} ]; do sleep 0.01; done"
        reopen = f"postrotate\n {told}\n endscript" if "copytruncate" not in rule else ""
        (folder / "rotate.conf").write_text(
            f"{log} {{\n rotate 99\n missingok\n {rule}\n {reopen}\n}}\n")
        (folder / "rotate.conf").chmod(0o644)
        log.parent.chmod(0o755)

    def run(self) -> None:
        done = subprocess.run(
            [self.program, "--force", "--state", self.folder / "state",
             self.folder / "rotate.conf"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def wait_for_lines(writer: Writer, count: int) -> None:
    goal = writer.written + count
    while writer.written < goal and writer.is_alive():
        time.sleep(0.001)


@pytest.mark.parametrize("rule", RULES)
def test_a_log_under_logrotate_loses_and_doubles_nothing(tmp_path, rule):
    log = tmp_path / "logs/mail.log"
    log.parent.mkdir()
    rotation = Rotation(tmp_path, log, RULES[rule])
    source = Source(postfix, "log", postfix.Options(kind="postfix", files=(f"{log}*",)))
    writer = Writer(log)
    writer.start()
    wait_for_lines(writer, LINES_AT_ONCE)
    readings = []
    for number in range(ROUNDS):
        rotator = threading.Thread(target=rotation.run)
        rotator.start()
        for _ in range(2 + number % 3):  # before, while and after logrotate is at work
            readings.append(source.read(datetime(2027, 1, 1)))
        rotator.join()
        wait_for_lines(writer, LINES_AT_ONCE)
        if rule == "dated":
            time.sleep(1)  # one name a second
    writer.stop.set()
    writer.join()
    readings.append(source.read(datetime(2027, 1, 1)))

    came = [fact.queue_id for reading in readings for fact in reading.facts]
    assert [row.reason for reading in readings for row in reading.refused] == []
    assert len(list(log.parent.iterdir())) == ROUNDS + 1
    assert len(came) == len(set(came))
    if rule == "copied":  # what was written between the copy and the emptying nobody can know
        assert set(came) <= {queue_id(number) for number in range(writer.written)}
        assert "lost by the rotation method" in readings[-1].polls[0].holes[0]
    else:
        assert sorted(came) == [queue_id(number) for number in range(writer.written)]
