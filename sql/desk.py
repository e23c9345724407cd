"""The desk: what people decided, who did what, and how runs and builds went."""

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.exc import IntegrityError

from sql import desk_audit, desk_decisions
from sql.desk_decisions import Decision
from sql.desk_engine import open_engine, reading, writing
from sql.desk_tables import audit, builds, runs
from sql.trouble import Trouble

__all__ = ["Decision", "Desk"]


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class Desk:
    """One store for all that is small, written by people and must not be lost."""

    def __init__(self, url: str, clock: Callable[[], datetime] = _utc_now) -> None:
        self._engine = open_engine(url)
        self._clock = clock

    def close(self) -> None:
        self._engine.dispose()

    def decide(
        self, kind: str, subject: str, by: str, reason: str = "", payload: Any = None
    ) -> str:
        """Write a decision down and return its decision_id; the same one twice stays one."""
        text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
        made = Decision(uuid.uuid4().hex, kind, subject, text, reason, self._clock(), by)
        with writing(self._engine) as connection:
            told = desk_decisions.events(connection, kind=kind, subject=subject)
            for held in desk_decisions.active(told):
                if (held.payload, held.reason) == (text, reason):
                    return held.decision_id
            desk_decisions.write(connection, made)
        return made.decision_id

    def undo(self, decision_id: str, by: str) -> None:
        """Take a decision back: the event stays, what it said no longer holds."""
        self._end(decision_id, by, "")

    def carried_out(self, decision_id: str, by: str) -> None:
        """What it asked for is done: it can no longer be undone, and may be asked for again."""
        self._end(decision_id, by, "carried out")

    def _end(self, decision_id: str, by: str, reason: str) -> None:
        with writing(self._engine) as connection:
            found = desk_decisions.events(connection, decision_id=decision_id)
            if not found or found[0].undoes:
                raise Trouble(f"decision {decision_id} is not on the desk; load the page again")
            undone = found[0]
            told = desk_decisions.events(connection, kind=undone.kind, subject=undone.subject)
            if undone in desk_decisions.kept(told):
                made = replace(
                    undone, decision_id=uuid.uuid4().hex, payload="null", reason=reason,
                    made_at=self._clock(), made_by=by, undoes=decision_id,
                )  # fmt: skip
                desk_decisions.write(connection, made)

    def active(self, kind: str | None = None) -> list[Decision]:
        """What holds now: of each kind and subject the newest decision, unless undone."""
        wanted = {} if kind is None else {"kind": kind}
        with reading(self._engine) as connection:
            return desk_decisions.active(desk_decisions.events(connection, **wanted))

    def kept(self, **wanted: str) -> list[Decision]:
        """Every decision not taken back, also those that a newer one replaced, oldest first."""
        with reading(self._engine) as connection:
            return desk_decisions.kept(desk_decisions.events(connection, **wanted))

    def since(self, at: datetime) -> list[Decision]:
        """Every event from `at` on, undos too, oldest first."""
        with reading(self._engine) as connection:
            return desk_decisions.events_since(connection, at)

    def audit(self, action: str, subject: str, by: str, detail: str = "") -> None:
        """Write down who did what; `detail` holds no personal data."""
        for _ in range(20):
            try:
                with writing(self._engine) as connection:
                    desk_audit.append(connection, self._clock(), action, subject, by, detail)
                return
            except IntegrityError:
                continue  # another writer was quicker: chain on to its row
        raise Trouble("desk: too many write the audit log at once; try again")

    def audit_log(self, n: int = 100) -> list[dict[str, Any]]:
        """The newest rows of the audit log, newest first."""
        return self._newest(audit, n)

    def verify(self) -> int | None:
        """The number of the first audit row that does not follow; None where all is sound."""
        with reading(self._engine) as connection:
            return desk_audit.first_broken(connection)

    def record_run(
        self, run_id: str, source: str, started_at: datetime, finished_at: datetime | None,
        outcome: str, detail: str = "",
    ) -> None:  # fmt: skip
        """Write down how a run of a source went."""
        self._add(runs, run_id, source, started_at, finished_at, outcome, detail)

    def record_build(
        self, build_id: str | None, started_at: datetime, finished_at: datetime,
        outcome: str, detail: str = "",
    ) -> None:  # fmt: skip
        """Write down how a build went, also one that published nothing."""
        self._add(builds, build_id, started_at, finished_at, outcome, detail)

    def last_runs(self, n: int = 20) -> list[dict[str, Any]]:
        """The newest runs, newest first."""
        return self._newest(runs, n)

    def last_builds(self, n: int = 20) -> list[dict[str, Any]]:
        """The newest builds, newest first."""
        return self._newest(builds, n)

    def _add(self, table: Table, *values: Any) -> None:
        names = [column.name for column in table.columns if column.name != "seq"]
        with writing(self._engine) as connection:
            connection.execute(table.insert().values(dict(zip(names, values, strict=True))))

    def _newest(self, table: Table, n: int) -> list[dict[str, Any]]:
        seq: Column[int] = table.c.seq
        with reading(self._engine) as connection:
            rows = connection.execute(select(table).order_by(seq.desc()).limit(n)).mappings()
            return [dict(row) for row in rows]
