"""Where each log file was left: found again by its first bytes, under whatever name."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ingest.files import File

FORGOTTEN_AFTER = timedelta(days=60)
_HOLES_KEPT = 20


class Places:
    """Rotation renames and packs a file; what was read of it stays known by its fingerprint.

    The fingerprint covers only bytes that were read (at most 1 KiB), so that it still holds when
    the file grows.
    """

    def __init__(self, saved: Mapping[str, Any], now: datetime):
        self._now = now
        self._prints: dict[str, dict] = {print_: dict(entry) for print_, entry
                                         in saved.get("prints", {}).items()}  # fmt: skip
        self._paths: dict[str, dict] = {path: dict(entry) for path, entry
                                        in saved.get("paths", {}).items()}  # fmt: skip
        self.holes: list[str] = list(saved.get("holes", []))

    def is_done(self, file: File) -> bool:
        """Nothing was written to it since it was read to its end."""
        known = self._paths.get(str(file.path))
        return known is not None and known["done"] == file.state

    def offset(self, file: File) -> int:
        """Where to go on; 0 in a file never seen, or emptied in place."""
        known = self._entry(file)
        offset = known["offset"] if known else 0
        is_cut = not file.is_packed and file.size < offset
        before = self._paths.get(str(file.path))
        was_read = before is not None and before["offset"] and before["inode"] == file.inode
        # Another log may have got the inode: its copy is not cut, it is still being written.
        if before and was_read and (known is None or is_cut and _begins_as(before, file)):
            self._note_emptied(file)
            return 0
        return offset

    def left_at(self, file: File, offset: int, *, is_done: bool) -> None:
        """All lines before `offset` are read."""
        start = file.head[:offset]
        entry = {
            "print": _fingerprint(start), "length": len(start), "offset": offset,
            "seen_at": self._now.isoformat(),
        }  # fmt: skip
        if start:
            self._prints[entry["print"]] = entry
        self._paths[str(file.path)] = {
            **entry, "inode": file.inode, "done": file.state if is_done else None,
        }  # fmt: skip

    def saved(self) -> dict[str, Any]:
        """As JSON for the cursor."""
        since = (self._now - FORGOTTEN_AFTER).isoformat()
        return {
            "prints": {key: kept for key, kept in self._prints.items() if kept["seen_at"] >= since},
            "paths": {key: kept for key, kept in self._paths.items() if kept["seen_at"] >= since},
            "holes": self.holes[-_HOLES_KEPT:],
        }

    def seen(self, file: File) -> None:
        """It is still there: remember it for longer."""
        for entry in (self._paths.get(str(file.path)), self._entry(file)):
            if entry:
                entry["seen_at"] = self._now.isoformat()

    def _entry(self, file: File) -> dict | None:
        known = [entry for entry in self._prints.values() if _begins_as(entry, file)]
        return max(known, key=lambda entry: (entry["length"], entry["offset"]), default=None)

    def _note_emptied(self, file: File) -> None:
        hole = (
            f"lines may have been lost by the rotation method: {file.path.name} was emptied in"
            f" place (copytruncate) before {self._now:%Y-%m-%d %H:%M} UTC; let it rotate by rename"
        )
        self._note(hole)

    def note_zeros(self, file: File, count: int) -> None:
        """A file system that went down leaves zeros where lines should be."""
        self._note(
            f"lines may have been lost: {file.path.name} held {count} zero bytes, as a crash leaves"
            f" them, before {self._now:%Y-%m-%d %H:%M} UTC"
        )

    def _note(self, hole: str) -> None:
        if hole not in self.holes:
            self.holes.append(hole)


def _begins_as(entry: Mapping[str, Any], file: File) -> bool:
    """The file starts with the bytes that the entry's file started with."""
    start = file.head[: entry["length"]]
    return len(start) == entry["length"] and _fingerprint(start) == entry["print"]


def _fingerprint(start: bytes) -> str:
    return hashlib.blake2b(start, digest_size=16).hexdigest()
