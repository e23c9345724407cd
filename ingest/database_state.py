"""What is remembered of a relation between two readings: small, whatever the number of rows."""

import base64
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ingest import database_position as position

_MOST_TOUCHED = 20_000


@dataclass
class State:
    """How far was read, and fingerprints of the rows as they were when all were counted."""

    settings: str
    position: Any = None  # of the newest row read, as the driver gave it
    buckets: set[str] = field(default_factory=set)  # each stands for some hundred rows
    touched: set[int] | None = field(default_factory=set)  # read since; None: too many to name
    counted_at: datetime | None = None  # ours: only when to count again depends on it
    rows: int = 0  # when they were counted
    oldest_at: datetime | None = None
    newest_at: datetime | None = None

    @classmethod
    def of(cls, cursor: Mapping[str, Any], settings: str) -> "State":
        """Other settings make other facts of the rows: then nothing counts as read."""
        if cursor.get("settings") != settings:
            return cls(settings)
        return cls(
            settings, position.restored(cursor["position"]), set(cursor["buckets"]),
            _unpacked(cursor["touched"]), _time(cursor["counted_at"]), cursor["rows"],
            _time(cursor["oldest_at"]), _time(cursor["newest_at"]),
        )  # fmt: skip

    def saved(self) -> dict[str, Any]:
        """As JSON for the cursor."""
        return {
            "settings": self.settings, "position": position.saved(self.position),
            "buckets": sorted(self.buckets), "touched": _packed(self.touched), "rows": self.rows,
            "counted_at": _text(self.counted_at), "oldest_at": _text(self.oldest_at),
            "newest_at": _text(self.newest_at),
        }  # fmt: skip

    def is_due(self, now: datetime, every: timedelta) -> bool:
        """Whether all rows are to be counted; after a clock was set back at once."""
        return self.counted_at is None or not now - every < self.counted_at <= now

    def touch(self, key: tuple) -> None:
        """A row was read anew: what its bucket said when it was counted no longer holds."""
        if self.touched is not None:
            self.touched.add(number_of(key))
            if len(self.touched) > _MOST_TOUCHED:
                self.touched = None

    def is_touched(self, number: int) -> bool:
        return self.touched is None or number in self.touched

    def see(self, oldest_at: datetime | None, newest_at: datetime | None) -> None:
        self.oldest_at = min(filter(None, (self.oldest_at, oldest_at)), default=None)
        self.newest_at = max(filter(None, (self.newest_at, newest_at)), default=None)


def number_of(key: tuple) -> int:
    """The same for the same key in every process."""
    return zlib.crc32(repr(key).encode(errors="surrogatepass"))


def _packed(numbers: set[int] | None) -> str | None:
    if numbers is None:
        return None
    return base64.b64encode(zlib.compress(array("I", sorted(numbers)).tobytes())).decode()


def _unpacked(text: str | None) -> set[int] | None:
    if text is None:
        return None
    return set(array("I", zlib.decompress(base64.b64decode(text))))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
