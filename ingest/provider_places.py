"""Where each file of records was left, and whether it is still the file it was."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from ingest.files import File
from ingest.json_records import Splitter

FORGOTTEN_AFTER = timedelta(days=60)
_HOLES_KEPT = 20
Place = dict[str, Any]


class Places:
    """A file is known by its path; a renamed or packed one by how it begins.

    Reading goes on where it stopped only while the bytes before that point are still the same:
    whatever was written anew is read anew, and what is held already counts as duplicate.
    """

    def __init__(self, saved: Mapping[str, Any], now: datetime):
        self._now = now.isoformat()
        self._forgotten = (now - FORGOTTEN_AFTER).isoformat()
        self._before: dict[str, Place] = dict(saved.get("files", {}))
        self._after: dict[str, Place] = {}
        self._holes: list[str] = list(saved.get("holes", []))
        self._heads: dict[tuple[int, str], list[str]] = defaultdict(list)
        for path, place in self._before.items():
            self._heads[place["length"], place["head"]].append(path)

    def known(self, file: File, others: Mapping[str, File]) -> Place | None:
        """What was kept of it under this path, else of a file that has lost its name to it."""
        own = self._before.get(str(file.path))
        if own and begins_as(own, file):
            return own
        for length in {length for length, _ in self._heads}:
            key = (length, _print(file.head[:length]))
            for path in self._heads.get(key, ()) if length <= len(file.head) else ():
                place = self._before[path]
                still = others.get(path)
                if place["inode"] == file.inode or not (still and begins_as(place, still)):
                    return place
        return None

    def start(self, place: Place | None, file: File, stream: BinaryIO) -> int:
        """The offset to go on at: 0 unless all that was read is still there."""
        if place is None or not begins_as(place, file):
            self._note_emptied(file)
            return 0
        stream.seek(place["offset"] - place["tail_length"])
        is_same = _print(stream.read(place["tail_length"])) == place["tail"]
        return place["offset"] if is_same else 0

    def leave(self, file: File, splitter: Splitter, records: int, *, is_done: bool) -> None:
        """Everything before the splitter's offset is read; `is_done`: and nothing waits behind."""
        length, tail = min(splitter.offset, len(file.head)), splitter.before
        tail = tail[-splitter.offset :] if splitter.offset else b""
        self._after[str(file.path)] = {
            "inode": file.inode, "head": _print(file.head[:length]), "length": length,
            "offset": splitter.offset, "tail": _print(tail), "tail_length": len(tail),
            "lines": records if tail.endswith(b"}\n") else 0,
            "state": file.state if is_done else None, "seen_at": self._now,
        }  # fmt: skip

    def keep(self, file: File, place: Place) -> None:
        """Nothing was written to it."""
        self._after[str(file.path)] = {**place, "inode": file.inode, "seen_at": self._now}

    def saved(self) -> dict[str, Any]:
        """As JSON for the cursor."""
        files = {path: place for path, place in self._before.items()
                 if place["seen_at"] >= self._forgotten}  # fmt: skip
        return {"files": files | self._after, "holes": self._holes[-_HOLES_KEPT:]}

    @property
    def holes(self) -> list[str]:
        return self._holes

    def _note_emptied(self, file: File) -> None:
        """A growing file that was cut may have held more than was read; a document was replaced."""
        before = self._before.get(str(file.path))
        if before and before["inode"] == file.inode and before["lines"] > 1:
            hole = (
                f"events may be lost: {file.path.name} was emptied in place (copytruncate)"
                f" before {self._now[:16].replace('T', ' ')} UTC; let it rotate by rename"
            )
            if hole not in self._holes:
                self._holes.append(hole)


def begins_as(place: Place, file: File) -> bool:
    head = file.head[: place["length"]]
    return len(head) == place["length"] and _print(head) == place["head"]


def by_path(files: Iterable[File]) -> dict[str, File]:
    return {str(file.path): file for file in files}


def _print(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
