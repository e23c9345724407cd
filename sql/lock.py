"""One writer at a time over a data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from sql.trouble import Trouble


@contextmanager
def only_writer(data: Path) -> Iterator[None]:
    """Hold the folder's lock, or Trouble with the id of the process that does."""
    with _opened(data) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise Trouble(
                f"{data}: process {holder} is reading or building; wait for it, or end it"
            ) from None
        with suppress(OSError):  # on a full disk the lock holds without a name on it
            os.ftruncate(file.fileno(), 0)
            os.pwrite(file.fileno(), str(os.getpid()).encode(), 0)
        yield


def _opened(data: Path) -> TextIO:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return (data / "writer.lock").open("a+")
    except OSError as error:
        raise Trouble(
            f"{data} cannot be written ({error.strerror}); make room or mend the disk, then try"
            " again"
        ) from error
