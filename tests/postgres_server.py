"""A real PostgreSQL on loopback: own port and data, as an unprivileged user, ended by its pid."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
import sqlalchemy
from servers import STARTS_WITHIN_SECONDS, free_port, is_listening, wait_for
from sqlalchemy import URL, Connection, Engine, NullPool, text

USER, PASSWORD = "shop", "correct horse"
_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 30
shared_buffers = 32MB
jit = off
timezone = 'America/New_York'
datestyle = 'SQL, DMY'
"""


def needed_program(name: str) -> Path:
    """Debian keeps them out of PATH. Without them the test is skipped, but fails under CI=true."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
                   key=lambda path: int(path.parts[4]))  # fmt: skip
    if not found and os.environ.get("CI") == "true":
        pytest.fail("PostgreSQL is not installed")
    return found[-1] if found else pytest.skip(
        "PostgreSQL is not installed (apt-get install postgresql)")  # fmt: skip


class Postgres:
    """A server with databases of their own for each test; its zone and date order are odd."""

    def __init__(self):
        self.programs = needed_program("initdb").parent
        # Not pytest's folder: only root may enter it.
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self.data, self.port = self.folder / "data", free_port()
        self.process: subprocess.Popen | None = None
        self._logged_before = 0
        self._numbers = itertools.count(1)

    def start(self) -> "Postgres":
        if not self.data.exists():
            self._init()
        self._logged_before = len(self.log())
        self.process = subprocess.Popen(
            self._unprivileged(self.programs / "postgres", "-D", self.data, "-p", self.port),
            stdout=(self.folder / "log").open("ab"), stderr=subprocess.STDOUT, cwd=self.folder,
        )  # fmt: skip
        wait_for(self._is_up_or_ended, "PostgreSQL")
        assert self.process.poll() is None, self.log()
        return self

    def log(self) -> str:
        log = self.folder / "log"
        return log.read_text(errors="replace") if log.exists() else ""

    def database(self) -> str:
        """A new, empty database; its URL, with the password."""
        name = f"shop{next(self._numbers)}"
        with self.engine("postgres").connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text(f"create database {name}"))
        return self.url(name)

    def url(self, database: str) -> str:
        url = URL.create("postgresql", USER, PASSWORD, "127.0.0.1", self.port, database)
        return url.render_as_string(hide_password=False)

    def engine(self, database: str) -> Engine:
        return engine(self.url(database))

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it and every connection; the data stay. The server's children die with it."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(STARTS_WITHIN_SECONDS)
            self.process = None

    def stop(self) -> None:
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _init(self) -> None:
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        self.folder.chmod(0o755)
        if os.getuid() == 0:  # it refuses to run as root
            entry = pwd.getpwnam("nobody")
            for path in (self.folder, secret):
                os.chown(path, entry.pw_uid, entry.pw_gid)
        subprocess.run(
            self._unprivileged(
                self.programs / "initdb", "-D", self.data, "-U", USER, "-A", "scram-sha-256",
                "--pwfile", secret, "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync",
                "--no-instructions",
            ),
            check=True, capture_output=True, cwd=self.folder,
        )  # fmt: skip
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(_SETTINGS)

    def _unprivileged(self, *command: object) -> list[str]:
        if os.getuid() != 0:
            return [str(part) for part in command]
        as_nobody = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--")
        return [str(part) for part in (*as_nobody, *command)]

    def _is_up_or_ended(self) -> bool:
        # It says so once it takes connections; that the port answers may be another's doing.
        ended = self.process is None or self.process.poll() is not None
        said = self.log()[self._logged_before :]
        return ended or ("ready to accept connections" in said and is_listening(self.port))


def engine(url: str) -> Engine:
    """For the shop's own program: it writes, and never through our reader."""
    return sqlalchemy.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool
    )


def shop_connection(url: str) -> Connection:
    """A session of the shop's; each statement stands at once unless it begins a transaction."""
    return engine(url).connect().execution_options(isolation_level="AUTOCOMMIT")
