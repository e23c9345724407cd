"""One writer at a time over a data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sql.trouble import Trouble


@contextmanager
def only_writer(data: Path) -> Iterator[None]:
    """Hold the folder's lock, or Trouble with the id of the process that does."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = data / "writer.lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise Trouble(
                f"{data}: process {holder} is reading or building; wait for it, or end it"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
