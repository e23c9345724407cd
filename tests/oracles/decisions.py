"""What people decided at the desk: the demo shop's input/decisions.jsonl."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .coverage import plain


@dataclass(frozen=True)
class Decision:
    """The newest word of a kind on one mail, or on the wait that it began."""

    kind: str
    message_id: str  # with < >
    payload: dict
    made_at: datetime


def read_decisions(folder: Path, until: datetime) -> dict[tuple[str, str], Decision]:
    """(kind, Message-ID) -> the last one that was made up to then; a later one replaces it."""
    path, found = folder / "input" / "decisions.jsonl", []
    for line in path.read_text().splitlines() if path.exists() else []:
        told = json.loads(line)
        subject = told["subject"]
        name = subject["message_id"] if isinstance(subject, dict) else str(subject)
        payload = told.get("payload") or {}
        payload = json.loads(payload) if isinstance(payload, str) else payload
        found.append(
            Decision(told["kind"], f"<{name.strip('<>')}>", payload, plain(told["made_at"]))
        )
    found = [one for one in found if one.made_at <= until]
    return {(one.kind, one.message_id): one for one in sorted(found, key=lambda one: one.made_at)}


def moment_of(decision: Decision | None) -> datetime | None:
    """The time that a person wrote down, in UTC."""
    return plain(decision.payload["at"]) if decision and decision.payload.get("at") else None
