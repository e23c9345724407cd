"""A real Exim for one test: own queue and log, sending to a scripted server on loopback.

Debian lets Exim stand beside no other mail server: `make debian` lays its files out in .venv.
"""

import os
import pwd
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from servers import needed, wait_for

LAID_OUT = Path(sys.prefix) / "exim/usr/sbin/exim4"
WRAPPER = "libnss_wrapper.so"  # Debian's Exim insists on a user of its own
CONFIG = """
primary_hostname = mx.nordlicht.example
exim_path = {program}
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
keep_environment = LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
timezone = UTC
queue_only = true
acl_smtp_rcpt = recipients
acl_smtp_data = accept
host_lookup =
rfc1413_query_timeout = 0s
{options}
begin acl
recipients:
  deny domains = forbidden.example
       message = 550 5.7.1 no mail for this domain
  warn domains = through.example
       control = cutthrough_delivery
  accept
begin routers
ours:
  driver = accept
  domains = nordlicht.example
  local_parts = orders : support
  transport = maildir
alias:
  driver = redirect
  domains = nordlicht.example
  local_parts = circle
  data = kim@customer.example, gone@customer.example
nowhere:
  driver = redirect
  domains = nordlicht.example
  local_parts = nowhere
  data = :blackhole:
away:
  driver = manualroute
  domains = ! nordlicht.example
  transport = smtp
  route_list = * 127.0.0.1 byname
  self = send
begin transports
maildir:
  driver = appendfile
  directory = {folder}/mail/$local_part_data
  maildir_format
  user = nobody
smtp:
  driver = smtp
  port = {port}
  allow_localhost
begin retry
* * F,{retry_for},1s
"""


def needed_exim() -> str:
    """Exim's path; without it the test is skipped, but fails under CI=true."""
    if os.getuid() != 0:
        assert os.environ.get("CI") != "true", "Exim starts as root only"
        pytest.skip("Exim starts as root only")
    return str(LAID_OUT) if LAID_OUT.is_file() else needed("exim4")


class Customers(socketserver.ThreadingTCPServer):
    """The customers' mail server: answers RCPT by the local part, everything else kindly."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answers: dict[str, str]):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answers = answers
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Conversation(socketserver.StreamRequestHandler):
    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def handle(self) -> None:
        self.say("220 mx.customer.example ESMTP")
        for line in self.rfile:
            match line.decode().partition(" "):
                case ("EHLO", _, _):
                    self.say("250-mx.customer.example", "250 PIPELINING")
                case ("RCPT", _, rest):
                    person = rest.partition("<")[2].partition("@")[0]
                    self.say(self.server.answers.get(person, "250 2.1.5 known"))
                case ("DATA\r\n", _, _):
                    self.say("354 go on")
                    while self.rfile.readline() not in (b".\r\n", b""):
                        pass
                    self.say("250 2.0.0 Ok: queued as 77")
                case ("QUIT\r\n", _, _):
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 2.1.0 fine")


class Exim:
    """Takes mails into its queue and tries them when told; nothing of it runs in between."""

    def __init__(self, answers: dict[str, str], options: str = "", retry_for: str = "1h"):
        self.program = needed_exim()
        # Not pytest's folder: only root may enter it, and Exim gives up being root.
        self.folder = Path(tempfile.mkdtemp(prefix="exim-"))
        self.folder.chmod(0o755)
        self.customers = Customers(dict(answers))
        for name in ("spool", "log", "mail"):
            (self.folder / name).mkdir()
            shutil.chown(self.folder / name, "nobody")
        self.log = self.folder / "log/mainlog"
        (self.folder / "exim.conf").write_text(CONFIG.format(
            program=self.program, folder=self.folder, options=options,
            port=self.customers.port, retry_for=retry_for))
        self.environment = {"PATH": os.environ["PATH"], **self._own_user()}

    def _own_user(self) -> dict[str, str]:
        try:
            pwd.getpwnam("Debian-exim")
            return {}
        except KeyError:
            pass
        nobody = pwd.getpwnam("nobody")
        (self.folder / "passwd").write_text(
            f"Debian-exim:x:{nobody.pw_uid}:{nobody.pw_gid}::/:/bin/false\n"
            + Path("/etc/passwd").read_text())
        (self.folder / "group").write_text(
            Path("/etc/group").read_text() + f"Debian-exim:x:{nobody.pw_gid}:\n")
        found = sorted(Path("/usr/lib").glob(f"*/{WRAPPER}"))
        if not found:
            assert os.environ.get("CI") != "true", f"no {WRAPPER}"
            pytest.skip(f"no {WRAPPER} (apt-get install libnss-wrapper)")
        return {"LD_PRELOAD": str(found[0]), "NSS_WRAPPER_PASSWD": f"{self.folder}/passwd",
                "NSS_WRAPPER_GROUP": f"{self.folder}/group"}

    def __enter__(self) -> "Exim":
        return self

    def __exit__(self, *_) -> None:
        self.customers.shutdown()
        self.customers.server_close()
        shutil.rmtree(self.folder)

    def run(self, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [self.program, "-C", self.folder / "exim.conf", *arguments], input=given, text=True,
            env=self.environment, capture_output=True, timeout=60, cwd=self.folder)
        return done.stdout

    def send(self, name: str, *recipients: str, sender: str = "orders@nordlicht.example") -> str:
        """Queue a mail with Message-ID NAME@nordlicht.example; Exim's identifier of it."""
        before = self.queued()
        self.run("-odq", "-f", sender, *recipients, given=(
            f"From: {sender}\nMessage-ID: <{name}@nordlicht.example>\nSubject: {name}\n\nHi\n"))
        (taken,) = self.queued() - before
        return taken

    def queued(self) -> set[str]:
        return {path.name.removesuffix("-H") for path in (self.folder / "spool").rglob("*-H")}

    def smtp(self, *commands: str) -> str:
        """Hand mails over as the shop's program does, from 10.0.0.5."""
        lines = "".join(f"{command}\r\n" for command in commands)
        return self.run("-bs", "-oMa", "10.0.0.5", given=lines)

    def try_all(self, until_logged: str | None = None) -> None:
        """A queue run, or as many as it takes."""
        if until_logged is None:
            self.run("-qff")
            return

        def is_logged() -> bool:
            self.run("-qff")
            return until_logged in self.log.read_text()

        wait_for(is_logged, f"the log line {until_logged!r}")
