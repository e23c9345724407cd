"""What people decide about errors that come back: checked, written, audited, undoable."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pandas as pd

from dashboard import read
from dashboard.read import Frame
from sql.desk import Decision
from sql.trouble import Misuse

STATE, JUDGED = "error_state", "finding_judged"
STATES = ("new", "acknowledged", "being_fixed", "fixed", "accepted", "muted", "not_an_error")
WITH_REASON = ("accepted", "muted", "not_an_error")
SOON = timedelta(minutes=1)
TEXTS = ("state", "owner", "reason", "fixed_version")
SHOWN_AS = {"fixed": "on_probation"}  # what a fix is until enough clean mails went out


def fault(
    state: str, reason: str = "", until_day: date | None = None, *, today: date | None = None
) -> str:
    """Why this cannot be decided so, in one line; '' where it can."""
    if state not in STATES:
        return f'error state "{state}": not known; one of {", ".join(STATES)}'
    if state in WITH_REASON and not reason.strip():
        return f"error state {state}: needs a reason; say why in a few words"
    if state == "muted" and until_day is None:
        return "error state muted: needs its last day; give one, so that it is not forgotten"
    if state != "muted" and until_day is not None:
        return f"error state {state}: has no last day; only a mute ends by itself"
    if until_day is not None and until_day <= (today or datetime.now(UTC).date()):
        return f"error state muted: {until_day} is not after today; give a later day"
    return ""


def decide(
    fingerprint: str, state: str, reason: str = "", owner: str = "", due_day: date | None = None,
    until_day: date | None = None, fixed_version: str = "", fixed_at: datetime | None = None,
) -> Callable[[], None]:  # fmt: skip
    """For a button: what becomes of this error. Misuse, when pressed, where `fault` finds one.

    `fixed_version` is the first version of the template with the fix; `fixed_at` in UTC.
    """

    def decided() -> None:
        if found := fault(state, reason, until_day):
            raise Misuse(found)
        if state != "fixed" and (fixed_version or fixed_at):
            raise Misuse(f"error state {state}: has no version or time of a fix; say fixed")
        said = {
            "state": state, "owner": owner.strip(), "due_day": due_day and due_day.isoformat(),
            "until_day": until_day and until_day.isoformat(),
            "fixed_version": fixed_version.strip(),
            "fixed_at": fixed_at and f"{fixed_at:%Y-%m-%d %H:%M:%S}",
        }  # fmt: skip
        _write(STATE, fingerprint, {name: text for name, text in said.items() if text}, reason)

    return decided


def judge(finding_id: str, is_error: bool, reason: str = "") -> Callable[[], None]:
    """For a button: this finding is an error, or the rule was wrong."""
    said = {"is_error": "true" if is_error else "false"}
    return lambda: _write(JUDGED, finding_id, said, reason)


def undo(decision: Decision) -> Callable[[], None]:
    """For a button: what held before holds again."""

    def taken_back() -> None:
        read.desk().undo(decision.decision_id, read.role())
        read.desk().audit("undo", decision.subject, read.role(), decision.kind)

    return taken_back


def history(fingerprint: str) -> list[Decision]:
    """All that was decided about an error and not taken back, oldest first."""
    return read.desk().kept(kind=STATE, subject=fingerprint)


def judged() -> dict[str, bool]:
    """What holds now of single findings: is it an error?"""
    return {one.subject: json.loads(one.payload)["is_error"] == "true"
            for one in read.desk().kept(kind=JUDGED)}  # fmt: skip


def overlaid(errors: Frame) -> Frame:
    """Errors as people have decided since the build; the rest as it was built."""
    if errors.empty:
        return errors
    newest = {one.subject: one for one in read.desk().kept(kind=STATE)}
    shown = errors.astype(dict.fromkeys(TEXTS, object))  # None stays None there
    for index, row in errors.iterrows():
        said = newest.get(row["fingerprint"])
        if (said.decision_id if said else None) != (row["newest_decision_id"] or None):
            for name, value in _as_decided(said).items():
                shown.at[index, name] = value
    return shown


def _as_decided(said: Decision | None) -> dict[str, object]:
    if said is None:
        return {"state": "new", "reason": None}
    payload = json.loads(said.payload)
    state = payload["state"]
    until = payload.get("until_day") if state == "muted" else None
    found: dict[str, object] = {
        "state": SHOWN_AS.get(state, state), "reason": said.reason or None,
        "state_since_at": said.made_at, "fixed_version": payload.get("fixed_version"),
        "muted_until_day": pd.Timestamp(until) if until else pd.NaT,
    }  # fmt: skip
    if "owner" in payload:
        found["owner"] = payload["owner"]
    if "due_day" in payload:
        found["due_day"] = pd.Timestamp(payload["due_day"])
    return found


def _write(kind: str, subject: str, payload: dict[str, str], reason: str) -> None:
    """A fix said again, as the first did not hold, is another one: it begins now."""
    now = datetime.now(UTC).replace(tzinfo=None)
    held = read.desk().kept(kind=kind, subject=subject)
    same = [one for one in held[-1:] if json.loads(one.payload) == payload]
    if payload.get("state") == "fixed" and any(now - one.made_at > SOON for one in same):
        payload = payload | {"fixed_at": f"{now:%Y-%m-%d %H:%M:%S}"}
    read.desk().decide(kind, subject, read.role(), reason.strip(), payload)
    read.desk().audit(kind, subject, read.role(), " ".join(payload.values()))
