"""The audit log: each row carries the hash of the row before it, so no row can go unseen."""

import hashlib
import json
from datetime import datetime

from sqlalchemy import Connection, select

from sql.desk_tables import audit

FIRST = "0" * 64


def append(
    connection: Connection, at: datetime, action: str, subject: str, by: str, detail: str
) -> None:
    """Add what somebody did; fails with IntegrityError where another writer was quicker."""
    newest = connection.execute(select(audit.c.hash).order_by(audit.c.seq.desc()).limit(1))
    previous = newest.scalar() or FIRST
    row = {"at": at, "action": action, "subject": subject, "by": by, "detail": detail}
    made = {**row, "previous_hash": previous, "hash": _hash(previous, row)}
    connection.execute(audit.insert().values(made))


def first_broken(connection: Connection) -> int | None:
    """The number of the first row that was changed, or follows on a removed one; None: sound."""
    previous = FIRST
    for row in connection.execute(select(audit).order_by(audit.c.seq)).mappings():
        told = {key: row[key] for key in ("at", "action", "subject", "by", "detail")}
        if row["previous_hash"] != previous or row["hash"] != _hash(previous, told):
            return row["seq"]
        previous = row["hash"]
    return None


def _hash(previous: str, row: dict[str, object]) -> str:
    text = json.dumps([previous, *(str(value) for value in row.values())], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
