"""A Maildir as a mail server writes it; the same run writes the same names."""

import os
from calendar import timegm
from datetime import datetime
from pathlib import Path


class Maildir:
    """Files of one folder, with their times set to when the mail came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = 0
        for name in ("cur", "new", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def add(self, raw: bytes, at: datetime, *, is_read: bool = True) -> None:
        stamp = timegm(at.timetuple())
        self.written += 1
        name = f"{stamp}.M{self.written:06d}P4711.store"
        name = f"cur/{name}:2,S" if is_read else f"new/{name}"
        path = f"{self.folder}/{name}"
        with open(path, "wb") as file:
            file.write(raw)
        os.utime(path, (stamp, stamp))
