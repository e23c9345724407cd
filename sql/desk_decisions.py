"""Decisions as events: what was decided, what was taken back, what holds now."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from sql.desk_tables import decisions


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided; `undoes` names the decision that it takes back."""

    decision_id: str
    kind: str
    subject: str
    payload: str  # JSON
    reason: str
    made_at: datetime
    made_by: str
    undoes: str | None = None


def events(connection: Connection, **wanted: Any) -> list[Decision]:
    """Decisions and undos, oldest first; `wanted` is columns and the value they must have."""
    query = select(decisions).order_by(decisions.c.seq)
    for name, value in wanted.items():
        query = query.where(decisions.c[name] == value)
    return [_decision(row) for row in connection.execute(query).mappings()]


def events_since(connection: Connection, at: datetime) -> list[Decision]:
    """Decisions and undos from `at` on, oldest first."""
    query = select(decisions).where(decisions.c.made_at >= at).order_by(decisions.c.seq)
    return [_decision(row) for row in connection.execute(query).mappings()]


def write(connection: Connection, event: Decision) -> None:
    connection.execute(decisions.insert().values(asdict(event)))


def active(told: Iterable[Decision]) -> list[Decision]:
    """Of each kind and subject the newest decision, unless that one was taken back."""
    held: dict[tuple[str, str], Decision] = {}
    for event in told:
        place = event.kind, event.subject
        if event.undoes is None:
            held[place] = event
        elif place in held and held[place].decision_id == event.undoes:
            del held[place]
    return sorted(held.values(), key=lambda decision: (decision.made_at, decision.decision_id))


def kept(told: Iterable[Decision]) -> list[Decision]:
    """Every decision that was not taken back, in the order in which they were made."""
    told = list(told)
    undone = {event.undoes for event in told}
    return [one for one in told if one.undoes is None and one.decision_id not in undone]


def _decision(row: Any) -> Decision:
    return Decision(**{name: row[name] for name in Decision.__slots__})
