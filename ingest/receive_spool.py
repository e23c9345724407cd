"""The spool: bodies as they came, each whole and on disk before it is acknowledged."""

import errno
import fcntl
import os
import re
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from threading import Lock

from sql.trouble import Trouble

SEEN_DAYS = 9  # longer than the longest window in which a signature is taken
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_numbers = count(1)


class Spool:
    """`<folder>/<yyyy-mm-dd>/<hash>.json`; names with a dot are not for readers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ready: set[str] = set()  # days whose folder is known to be on disk
        self._held = -1  # the open lock file
        self._making = Lock()

    def open(self) -> None:
        """Take the folder for this process alone, and sweep what a dead one left half-written."""
        make_folder(self.folder)
        self._held = os.open(self.folder / ".receiver.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._held, 20).decode().strip() or "unknown"
            os.close(self._held)
            raise Trouble(f"{self.folder}: process {holder} receives into it; end it first"
                          ) from None  # fmt: skip
        os.ftruncate(self._held, 0)
        os.write(self._held, str(os.getpid()).encode())
        for day in self.folder.iterdir():
            if _DAY.fullmatch(day.name):
                for left in day.glob(".*"):
                    left.unlink()

    def close(self) -> None:
        os.close(self._held)

    def keep(self, body: bytes, at: datetime) -> bool:
        """Have the body on disk, once; whether it is new. OSError: it may be lost, say so."""
        name = f"{sha256(body).hexdigest()}.json"
        days = [f"{at - timedelta(days=ago):%Y-%m-%d}" for ago in range(SEEN_DAYS)]
        for day in days:
            if os.path.exists(self.folder / day / name):
                # Whoever wrote it may have died between the rename and these.
                sync_folder(self.folder / day)
                sync_folder(self.folder)
                return False
        self._make(days[0])
        write_whole(self.folder / days[0] / name, body)
        return True

    def is_writable(self) -> bool:
        try:
            make_folder(self.folder)
            write_whole(self.folder / ".health", b"ok\n")
        except OSError:
            return False
        return True

    def _make(self, day: str) -> None:
        with self._making:
            if day not in self._ready or not os.path.isdir(self.folder / day):
                self._ready.discard(day)
                make_folder(self.folder / day)
                sync_folder(self.folder)
                self._ready.add(day)


def write_whole(path: Path, content: bytes) -> None:
    """The file under its name with all of its content on disk, or OSError and no such file."""
    half = path.parent / f".{path.name}.{os.getpid()}-{next(_numbers)}"
    try:
        _write(half, content)
        os.rename(half, path)
    except OSError:
        with suppress(OSError):
            os.unlink(half)
        raise
    sync_folder(path.parent)


def _write(path: Path, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            written = os.write(file, rest)
            if not written:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            rest = rest[written:]
        os.fsync(file)
    finally:
        os.close(file)


def make_folder(folder: Path) -> None:
    """The folder, for its owner alone, and its entry in the one above on disk."""
    if not os.path.isdir(folder):
        make_folder(folder.parent)
        with suppress(FileExistsError):
            os.mkdir(folder, 0o700)
        try:
            sync_folder(folder.parent)
        except OSError:
            with suppress(OSError):  # else the next one would take it for safely there
                os.rmdir(folder)
            raise


def sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
