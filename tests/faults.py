"""The n-th operation fails: a layer between the program and its files, its store, its sockets."""

import builtins
import errno
import io
import os
import ssl
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb


class Faults:
    """Counts operations and lets the n-th one fail; n = 0 lets none fail."""

    def __init__(self, n: int, error: BaseException):
        self.n, self.error, self.calls = n, error, 0

    def pass_by(self) -> None:
        self.calls += 1
        if self.calls == self.n:
            raise self.error


def os_error(name: str) -> OSError:
    number = getattr(errno, name)
    return OSError(number, os.strerror(number))


class FaultyFile(io.RawIOBase):
    """An open file of which every read may be the one that fails."""

    def __init__(self, raw: io.FileIO, faults: Faults):
        self._raw, self._faults = raw, faults

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._faults.pass_by()
        return self._raw.readinto(buffer)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def fileno(self) -> int:
        return self._raw.fileno()

    def close(self) -> None:
        self._raw.close()
        super().close()


def fail_files(patch: Any, folder: Path, faults: Faults) -> None:
    """Opening, listing, stating and reading whatever lies below `folder`."""
    def is_meant(path: Any) -> bool:
        is_path = isinstance(path, str | os.PathLike)
        return is_path and os.fspath(path).startswith(str(folder))

    for name in ("open", "scandir", "stat"):
        patch.setattr(os, name, _counted(getattr(os, name), is_meant, faults))
    real_open, real_fdopen, real_fstat, ours = io.open, os.fdopen, os.fstat, set()

    def opened(path: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        if not is_meant(path) or "w" in mode or "a" in mode:
            return real_open(path, mode, *more, **named)
        faults.pass_by()
        stream = io.BufferedReader(FaultyFile(io.FileIO(path), faults))
        return stream if "b" in mode else io.TextIOWrapper(stream, *more[1:], **named)

    def fdopened(handle: int, mode: str = "r", *more: Any, **named: Any) -> Any:
        if not is_meant(os.readlink(f"/proc/self/fd/{handle}")) or mode != "rb":
            return real_fdopen(handle, mode, *more, **named)
        ours.add(handle)
        return io.BufferedReader(FaultyFile(io.FileIO(handle), faults))

    def fstated(handle: int) -> os.stat_result:
        if is_meant(os.readlink(f"/proc/self/fd/{handle}")):
            faults.pass_by()
        return real_fstat(handle)

    patch.setattr(os, "fdopen", fdopened)
    patch.setattr(os, "fstat", fstated)
    patch.setattr(io, "open", opened)
    patch.setattr(builtins, "open", opened)


def _counted(real: Any, is_meant: Any, faults: Faults) -> Any:
    def counted(path: Any = ".", *more: Any, **named: Any) -> Any:
        if is_meant(path):
            faults.pass_by()
        return real(path, *more, **named)

    return counted


class FaultyStore:
    """A connection to DuckDB of which every statement may be the one that fails."""

    def __init__(self, real: Any, faults: Faults):
        self._real, self._faults = real, faults

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def execute(self, *arguments: Any) -> Any:
        self._faults.pass_by()
        return self._real.execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        self._faults.pass_by()
        return self._real.executemany(*arguments)

    def sql(self, *arguments: Any, **named: Any) -> Any:
        self._faults.pass_by()
        return self._real.sql(*arguments, **named)


def fail_store(patch: Any, faults: Faults) -> None:
    """Every statement to the raw store, and to no other database."""
    def connected(*arguments: Any, **named: Any) -> Any:
        return FaultyStore(duckdb.connect(*arguments, **named), faults)

    ours = SimpleNamespace(**vars(duckdb) | {"connect": connected})
    patch.setattr("sql.raw.opening.duckdb", ours)


def fail_sockets(patch: Any, faults: Faults) -> None:
    """Every reading from a TLS connection."""
    for name in ("recv", "recv_into"):
        real = getattr(ssl.SSLSocket, name)

        def received(self: Any, *arguments: Any, real: Any = real, **named: Any) -> Any:
            faults.pass_by()
            return real(self, *arguments, **named)

        patch.setattr(ssl.SSLSocket, name, received)
