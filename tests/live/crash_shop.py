"""A shop to be killed: every kind of source, bad items between good ones, and what it came to."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from live.dying import SOAK
from servers import Dovecot, deliver

from ingest.demo import make

HERE = Path(__file__).parent
UNTIL = datetime(2026, 11, 22, 17)
BAD_LINE = "Nov 20 10:00:00 mx1 postfix/smtp[7]: 4XBadLine1: to=<kim@c.example>, relay=none, status"
IMAP = """
[sources.mailbox]
kind = "imap"
shop = "nordlicht"
host = "localhost"
port = {port}
user = "support"
password = "env:CRASH_PASSWORD"
ca = "{ca}"
folders = {{ INBOX = "inbox", Sent = "replies" }}
"""


def mailbox(folder: Path, dovecot: Dovecot) -> str:
    """Several hundred mails in two folders, one of them no mail at all."""
    dovecot.add_folder("Sent")
    for number in range(320):
        place = "Sent" if number % 5 == 0 else "INBOX"
        raw = b"\n\nno header at all\n" if number == 150 else mail(number)
        at = UNTIL - timedelta(days=9) + timedelta(minutes=number)
        deliver(dovecot.maildir("support", place), f"{1000 + number}.m", raw, "S", at)
    return IMAP.format(port=dovecot.tls_port, ca=dovecot.ca)


def mail(number: int) -> bytes:
    return (
        f"From: kim{number}@customer.example\nTo: support@nordlicht.example\n"
        f"Subject: Where is order {number}?\nDate: Fri, 13 Nov 2026 17:00:00 +0000\n"
        f"Message-ID: <{number}@customer.example>\n\nWhen will {number} come?\n"
    ).encode()


def bad_items(folder: Path, dovecot: Dovecot) -> str:
    """One in a log, one in an export, one in a Maildir, each between good ones."""
    log = folder / "input/mail.log"
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join([*lines[:40], f"{BAD_LINE}\n", *lines[40:]]))
    orders = folder / "input/fjordkind/orders.csv"
    rows = orders.read_text().splitlines(keepends=True)
    orders.write_text("".join([*rows[:10], "one,row,too,short\n", *rows[10:]]))
    deliver(folder / "input/nordlicht/support", "1.empty", b"", "S", UNTIL)
    return ""


# Each writes its inputs and gives its settings; a new kind of source joins here.
INPUTS: tuple[Callable[[Path, Dovecot], str], ...] = (bad_items, mailbox)


class CrashShop:
    """The shop's inputs, a mail server, and a nursery for the processes that read them."""

    def __init__(self, folder: Path, orders: int = 60):
        self.folder = folder / "shop"
        make(self.folder, orders, 3, 11, UNTIL)
        self.dovecot = Dovecot().start()
        self.settings = self.folder / "trackrecord.toml"
        more = "".join(write(self.folder, self.dovecot) for write in INPUTS)
        said = self.settings.read_text()
        if not SOAK:  # its three exports take a third of the time; the other shop has such too
            left_out = tuple(f"[sources.nordlicht_{e}" for e in ("orders", "items", "shipments"))
            said = "\n\n".join(t for t in said.split("\n\n") if not t.startswith(left_out))
        self.settings.write_text(said + more)
        shutil.rmtree(self.folder / "data")
        self.nursery = subprocess.Popen(
            [sys.executable, HERE / "nursery.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, cwd=HERE.parents[1], env=os.environ | {
                "CRASH_PASSWORD": self.dovecot.password,
                "PYTHONPATH": f"{HERE.parents[1]}:{HERE.parent}"},
        )  # fmt: skip

    def run(self, do: str, step: str | None = None, n: int = 0, seed: int = 0) -> dict:
        """`do` in a process of its own, which dies at the step's n-th time if one is given."""
        job = {"do": do, "step": step, "n": n, "seed": seed, "settings": str(self.settings),
               "polled_at": UNTIL.isoformat(), "answer": str(self.folder / "answer.json")}
        assert self.nursery.stdin and self.nursery.stdout
        self.nursery.stdin.write(json.dumps(job) + "\n")
        self.nursery.stdin.flush()
        return json.loads(self.nursery.stdout.readline())

    def told(self, do: str = "ingest") -> dict[str, list]:
        """What the store holds once `do` ran to its end."""
        ended = self.run(f"{do} tell")
        assert ended["code"] == 0, ended
        return json.loads((self.folder / "answer.json").read_text())

    def forget_all(self) -> None:
        shutil.rmtree(self.folder / "data", ignore_errors=True)

    def keep(self, name: str) -> None:
        """Put the data aside as they are; `bring` brings them back."""
        shutil.copytree(self.folder / "data", self.folder / name)

    def bring(self, name: str) -> None:
        self.forget_all()
        shutil.copytree(self.folder / name, self.folder / "data")

    def close(self) -> None:
        assert self.nursery.stdin
        self.nursery.stdin.close()
        self.nursery.wait(30)
        self.dovecot.stop()


def differences(held: dict, wanted: dict) -> dict:
    return {key: (held.get(key), value) for key, value in wanted.items() if held.get(key) != value}
