"""Refused items: each held once, its bytes until they expire, and found again to be read again."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from sql.raw.facts import Refused

KEPT = timedelta(days=30)
PAYLOAD_BYTES = 10 << 20  # of a longer one only its hash and place are kept
_COLUMNS = (
    "run_id", "source", "location", "reason", "detail", "payload", "quarantined_at", "expires_at",
    "replayed_at", "payload_hash", "batch_id", "quarantine_key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A refused item that waits: what it is named by, and what is known of when it was read."""

    key: str
    source: str
    reason: str
    refused: Refused
    quarantined_at: datetime
    batch_id: int | None
    is_kept: bool  # its bytes are there


def refuse(
    db: duckdb.DuckDBPyConnection, refused: Sequence[Refused], stamp: tuple[str, str, int, datetime]
) -> None:
    """Hold each item once: one that is refused again in its place gets its newest reason."""
    source, run_id, batch_id, at = stamp
    once = {(one.location, _hash(one.payload)): one for one in refused}
    known = _held(db, source, [digest for _, digest in once])
    fresh, again = [], []
    for (location, digest), one in once.items():
        payload = one.payload if len(one.payload) <= PAYLOAD_BYTES else None
        row = (run_id, source, location, one.reason, one.detail, payload, at, at + KEPT, None,
               digest, batch_id)  # fmt: skip
        key = known.get((location, digest))
        (again if key else fresh).append((*row, key or uuid.uuid4().hex))
    columns, marks = ", ".join(_COLUMNS), ", ".join("?" for _ in _COLUMNS)
    if fresh:
        db.executemany(f"insert into raw.quarantine ({columns}) values ({marks})", fresh)
    if again:
        changes = ", ".join(f"{column} = ?" for column in _COLUMNS[:-1])
        db.executemany(f"update raw.quarantine set {changes} where quarantine_key = ?", again)


def _held(
    db: duckdb.DuckDBPyConnection, source: str, digests: list[str]
) -> dict[tuple[str, str], str]:
    found = db.execute(
        """select location, payload_hash, quarantine_key from raw.quarantine
           where source = ? and payload_hash in (select unnest(?::varchar[]))""",
        [source, digests],
    ).fetchall() if digests else []  # fmt: skip
    return {(location, digest): key for location, digest, key in found}


def _hash(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


def forget_expired(db: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Let go of the bytes whose time is over; that something was refused, and why, stays."""
    db.execute(
        "update raw.quarantine set payload = null where payload is not null and expires_at <= ?",
        [now],
    )


def waiting(
    db: duckdb.DuckDBPyConnection, source: str, reason: str | None = None, key: str | None = None
) -> list[str]:
    """The keys of what was refused of a source and not read since, oldest first."""
    found = db.execute(
        """select quarantine_key from raw.quarantine
           where source = $1 and replayed_at is null
               and ($2 is null or reason = $2) and ($3 is null or quarantine_key = $3)
           order by quarantined_at, batch_id, location, quarantine_key""",
        [source, reason, key],
    ).fetchall()
    return [key for (key,) in found]


def items(db: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> list[Quarantined]:
    """The items with these keys, in their order."""
    found = db.execute(
        """select quarantine_key, source, location, reason, detail, coalesce(payload, ''::blob),
               quarantined_at, batch_id, payload is not null
           from raw.quarantine where quarantine_key in (select unnest(?::varchar[]))""",
        [list(keys)],
    ).fetchall()
    made = {
        key: Quarantined(key, source, reason, Refused(location, reason, detail, payload), at,
                         batch_id, is_kept)
        for key, source, location, reason, detail, payload, at, batch_id, is_kept in found
    }  # fmt: skip
    return [made[key] for key in keys if key in made]


def waiting_sources(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many items wait, by source."""
    found = db.execute(
        """select source, count(*) from raw.quarantine where replayed_at is null
           group by source order by source"""
    ).fetchall()
    return dict(found)
