"""A real Postfix on loopback for one test: own queue, own log, delivering into Maildirs."""

import os
import pwd
import shutil
import signal
import smtplib
import subprocess
from email.message import EmailMessage
from pathlib import Path

from servers import free_port, is_listening, make_maildir, needed, wait_for

MAIN_CF = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.nordlicht.example
mydestination =
mynetworks = 127.0.0.0/8
local_recipient_maps =
smtpd_reject_unlisted_recipient = no
virtual_mailbox_domains = nordlicht.example, customer.example
virtual_mailbox_base = {folder}
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
transport_maps = texthash:{folder}/transport
sender_bcc_maps = texthash:{folder}/copies
disable_dns_lookups = yes
smtputf8_enable = no
"""
MASTER_CF = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """Mail for a mailbox lands in its Maildir; mail to a host in `refusing` is deferred.

    `mailboxes`: address -> Maildir below `folder`; `copies`: sender -> address that gets a copy.
    """

    def __init__(self, folder: Path, mailboxes: dict[str, str], refusing: tuple[str, ...] = (),
                 copies: dict[str, str] | None = None, owner: str = "nobody"):
        self.program = needed("postfix")
        self.folder, self.port = folder, free_port()
        entry = pwd.getpwnam(owner)
        for name in ("config", "queue", "data"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        shutil.chown(folder / "data", "postfix")
        for place in mailboxes.values():
            made = make_maildir(folder / place)
            for part in (made, *made.iterdir()):
                shutil.chown(part, entry.pw_uid, entry.pw_gid)
        self.log = folder / "mail.log"
        table(folder / "mailboxes", {address: f"{place}/" for address, place in mailboxes.items()})
        table(folder / "transport", {host: f"smtp:[127.0.0.1]:{free_port()}" for host in refusing})
        table(folder / "copies", copies or {})
        values = {"folder": folder, "uid": entry.pw_uid, "gid": entry.pw_gid, "port": self.port}
        (folder / "config/main.cf").write_text(MAIN_CF.format(**values))
        (folder / "config/master.cf").write_text(MASTER_CF.format(**values))

    def __enter__(self) -> "Postfix":
        self.process = subprocess.Popen(
            [self.program, "-c", self.folder / "config", "start-fg"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: is_listening(self.port), "Postfix's start")
        return self

    def __exit__(self, *_) -> None:
        # The master makes a session of its own; its children end with it.
        master = int((self.folder / "queue/pid/master.pid").read_text())
        os.kill(master, signal.SIGTERM)
        self.process.wait(timeout=20)
        wait_for(lambda: not Path(f"/proc/{master}").exists(), "Postfix's end")

    def send(self, mail: EmailMessage, sender: str, recipient: str) -> None:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as smtp:
            smtp.send_message(mail, sender, [recipient])

    def wait_until_logged(self, text: str, times: int = 1) -> None:
        wait_for(lambda: self.log.read_text().count(text) >= times, f"the log line {text!r}")


def table(path: Path, rows: dict[str, str]) -> None:
    path.write_text("".join(f"{key} {value}\n" for key, value in rows.items()))
