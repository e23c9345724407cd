"""Real servers for tests: on loopback, on a free port, in a folder of their own, ended by pid."""

import getpass
import grp
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

STARTS_WITHIN_SECONDS = 20


def needed(program: str) -> str:
    """The path of a server program; without it the test is skipped, but fails under CI=true."""
    found = shutil.which(
        program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/lib/postfix/sbin"
    )
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"{program} is not installed")
    return found or pytest.skip(f"{program} is not installed (apt-get install {program})")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(is_ready, what: str, seconds: float = STARTS_WITHIN_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not is_ready():
        assert time.monotonic() < deadline, f"{what} took more than {seconds} s"
        time.sleep(0.02)


def is_listening(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0


class Authority:
    """A certificate authority of the test's own, and certificates for 127.0.0.1 by it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(_pem(self._signed(self.name, self.key.public_key(), is_ca=True)))

    def certificate(self, *names: str) -> tuple[Path, Path]:
        """(certificate, key) for localhost and 127.0.0.1, or for the given names."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = names or ("localhost", "127.0.0.1")
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        certificate, key_file = self.folder / f"{names[0]}.pem", self.folder / f"{names[0]}.key"
        certificate.write_bytes(_pem(self._signed(subject, key.public_key(), names=names)))
        key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        key_file.chmod(0o600)
        return certificate, key_file

    def _signed(self, subject, public_key, names=(), is_ca=False) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        )
        if names:
            known_as = [_general_name(name) for name in names]
            builder = builder.add_extension(x509.SubjectAlternativeName(known_as), critical=False)
        return builder.sign(self.key, hashes.SHA256())


def _general_name(name: str) -> x509.GeneralName:
    is_address = name.replace(".", "").isdigit()
    return x509.IPAddress(ip_address(name)) if is_address else x509.DNSName(name)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = {internal_user}
default_internal_group = {internal_group}
default_login_user = {login_user}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{folder}/mail/%u
mailbox_list_index = no
maildir_stat_dirs = yes
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = .
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service auth {{
  user = {me}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


_WITH_TOKENS = """
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {tokens}
}}
"""
_TOKENS = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
"""


class Dovecot:
    """Debian's Dovecot over Maildirs that lie in `folder`/mail/USER; IMAPS on `tls_port`.

    `port` speaks plain IMAP and STARTTLS. `ca` is the authority's certificate. Started as root or
    not; `password` is every user's.
    """

    password = "correct-horse"

    def __init__(self, users: tuple[str, ...] = ("support",), introspection_url: str = ""):
        self.program = needed("dovecot")
        self.introspection_url = introspection_url  # where it asks whose an access token is
        # Not pytest's folder: only root may enter it, and paths of Unix sockets must be short.
        self.folder = folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        folder.chmod(0o755)
        self.port, self.tls_port = free_port(), free_port()
        for part in ("run", "state", "mail"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        self.authority = Authority(folder)
        self.ca = self.authority.ca
        self.process: subprocess.Popen | None = None
        self.has_tls = True
        for user in users:
            self.add_user(user)

    def add_user(self, user: str) -> None:
        """An account with an empty INBOX; also while the server runs."""
        self.add_folder(user=user)

    def maildir(self, user: str = "support", folder: str = "INBOX") -> Path:
        maildir = self.folder / "mail" / user
        return maildir if folder == "INBOX" else maildir / f".{folder}"

    def add_folder(self, folder: str = "INBOX", user: str = "support") -> Path:
        made = make_maildir(self.maildir(user, folder))
        if os.getuid() == 0:  # Dovecot refuses to serve mail as root
            for path in (made.parent, made, *made.iterdir()):
                shutil.chown(path, *self._owner())
        return made

    def _owner(self) -> tuple[int, int]:
        if os.getuid() != 0:
            return os.getuid(), os.getgid()
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    def start(self, has_tls: bool = True, names: tuple[str, ...] = ()) -> "Dovecot":
        """`names`: what the certificate is for, if not for this machine."""
        self.has_tls = has_tls
        certificate, key = self.authority.certificate(*names)
        for _ in range(3):  # another process may take a port that was free a moment ago
            self._configure(certificate, key)
            self.logged_before = len(self.log())
            self.process = subprocess.Popen(
                [self.program, "-F", "-c", str(self.folder / "dovecot.conf")],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            wait_for(self._is_up_or_ended, "Dovecot")
            if not self._has_ended():
                return self
            self.port, self.tls_port = free_port(), free_port()
        pytest.fail(f"Dovecot does not start:\n{self.log()}")

    def _configure(self, certificate: Path, key: Path) -> None:
        is_root = os.getuid() == 0
        me = getpass.getuser()
        uid, gid = self._owner()
        settings = _DOVECOT.format(
            folder=self.folder, password=self.password, certificate=certificate, key=key,
            uid=uid, gid=gid,
            internal_user="dovecot" if is_root else me,
            internal_group="dovecot" if is_root else _own_group(),
            login_user="dovenull" if is_root else me, me=me,
            port=self.port, tls_port=self.tls_port if self.has_tls else 0,
            ssl="yes" if self.has_tls else "no",
        )  # fmt: skip
        if self.introspection_url:
            tokens = self.folder / "tokens.conf"
            tokens.write_text(_TOKENS.format(url=self.introspection_url))
            settings += _WITH_TOKENS.format(tokens=tokens)
        (self.folder / "dovecot.conf").write_text(settings)

    def _is_up_or_ended(self) -> bool:
        # It says so once the ports are its own; that one answers may be another's doing.
        has_ports = "starting up" in self.log()[self.logged_before :]
        return self._has_ended() or (has_ports and is_listening(self.port))

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def log(self) -> str:
        log = self.folder / "dovecot.log"
        return log.read_text() if log.exists() else ""

    def end(self) -> None:
        """End the server and its children, which die with their master; the mails stay."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(STARTS_WITHIN_SECONDS)
            self.process = None

    def stop(self) -> None:
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def _own_group() -> str:
    return grp.getgrgid(os.getgid()).gr_name


def make_maildir(folder: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    return folder


def deliver(
    maildir: Path, name: str, raw: bytes, flags: str = "", at: datetime | None = None
) -> Path:
    """Put a mail into a Maildir as a deliverer does: written in tmp, renamed into new or cur."""
    written = maildir / "tmp" / name
    written.write_bytes(raw)
    written.chmod(0o644)
    if at is not None:
        moment = at.replace(tzinfo=UTC).timestamp()
        os.utime(written, (moment, moment))
    target = maildir / "cur" / f"{name}:2,{flags}" if flags else maildir / "new" / name
    return written.rename(target)


class Proxy:
    """Forwards TCP to a port, keeps what clients send, and can cut connections.

    The first `cuts` connections break after `cut_after` bytes of answer, or fall silent.
    """

    def __init__(self, target_port: int, cut_after: int = 0, cuts: int = 0, is_silent=False):
        self.target_port, self.cut_after, self.cuts = target_port, cut_after, cuts
        self.is_silent = is_silent
        self.closing = threading.Event()
        self.connections = 0
        self.sent = bytearray()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return  # closed
            self.connections += 1
            allowed = self.cut_after if self.connections <= self.cuts else None
            server = socket.create_connection(("127.0.0.1", self.target_port))
            for ends in ((client, server, None, self.sent), (server, client, allowed, bytearray())):
                threading.Thread(target=self._pump, args=ends, daemon=True).start()

    def _pump(
        self, source: socket.socket, target: socket.socket, allowed: int | None, kept: bytearray
    ) -> None:
        with suppress(OSError):
            while data := source.recv(4096):
                kept += data
                target.sendall(data)
                if allowed is not None and len(kept) > allowed:
                    if self.is_silent:
                        self.closing.wait()
                    break
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.closing.set()
        self.listener.close()


class Agreeing:
    """A server that greets with `greeting` and answers OK to every IMAP command; it keeps them."""

    def __init__(self, greeting: bytes):
        self.greeting = greeting
        self.received = bytearray()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                client.sendall(self.greeting + b"\r\n")
                with client.makefile("rb") as lines:
                    for line in lines:
                        self.received += line
                        tag = line.split(b" ")[0]
                        client.sendall(
                            b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" + tag + b" OK done\r\n"
                        )

    def close(self) -> None:
        self.listener.close()


def trusting(ca: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(ca))
