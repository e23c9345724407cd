"""What people decide about inquiries: kinds of decisions, each written, audited and undoable."""

import json
from collections.abc import Callable
from datetime import datetime

import pandas as pd

from dashboard import decisions, read, topics
from dashboard.read import Frame, Row
from sql import wording_kinds, wording_topics
from sql.desk import Decision

ELSEWHERE, ESCALATED, TOPIC, KIND = "answered_elsewhere", "escalated", "topic", "mail_kind"
KINDS = (decisions.NO_ANSWER, ELSEWHERE, ESCALATED, TOPIC, KIND)
INQUIRY = "inquiry"
NOT_INQUIRIES = tuple(kind for kind in wording_kinds.CORRECTABLE if kind != INQUIRY)


def _written(kind: str, subjects: list[str], payload: dict[str, str]) -> Callable[[], None]:
    def decide() -> None:
        for subject in subjects:
            read.desk().decide(kind, subject, read.role(), payload=payload)
            read.desk().audit(kind, subject, read.role(), " ".join(payload.values()))

    return decide


def answered_elsewhere(wait: Row, where: str, at: datetime) -> Callable[[], None]:
    """For a button: a person answered this customer by phone or the like, at this time in UTC."""
    said = {"at": f"{at:%Y-%m-%d %H:%M:%S}", "where": where}
    return _written(ELSEWHERE, [str(wait["wait_id"])], said)


def escalated(wait: Row, at: datetime) -> Callable[[], None]:
    """For a button: somebody who decides has this inquiry now."""
    return _written(ESCALATED, [str(wait["wait_id"])], {"at": f"{at:%Y-%m-%d %H:%M:%S}"})


def topic(message_key: str, said: str) -> Callable[[], None]:
    """For a button: what this mail is about; the next training learns from it."""
    return _written(TOPIC, [message_key], {"topic": said})


def told_by(wait: Row) -> str:
    """The mail of a wait that tells its topic: the one that a correction is about."""
    rows = read.table("facts.wait_topics", wait_id=wait["wait_id"], limit=1)
    return str(rows["topic_message_key"].iloc[0] if len(rows) else wait["wait_id"])


def kind(message_keys: list[str], said: str) -> Callable[[], None]:
    """For a button: these mails are inquiries, or what else they are."""
    return _written(KIND, [str(key) for key in message_keys], {"kind": said})


def said(kind: str, name: str) -> dict[str, str]:
    """What holds now by subject: the value called `name` of each decision of this kind."""
    found: dict[str, str] = {}
    for decision in read.desk().active(kind):
        payload = json.loads(decision.payload)
        if isinstance(payload, dict) and name in payload:
            found[decision.subject] = str(payload[name])
    return found


def active(*kinds: str) -> list[Decision]:
    """Everything decided about inquiries, oldest first."""
    wanted = kinds or KINDS
    return [one for one in read.desk().active() if one.kind in wanted]


def in_words(decision: Decision) -> str:
    """What exactly was decided, where its kind does not say it all."""
    payload = json.loads(decision.payload)
    if not isinstance(payload, dict):
        return ""
    match decision.kind:
        case "topic":
            return topics.name(payload.get("topic"))
        case "mail_kind":
            return wording_kinds.kind(str(payload.get("kind")))
        case "answered_elsewhere":
            return wording_topics.elsewhere(payload.get("where"))
    return ""


def overlaid(waits: Frame) -> Frame:
    """Waits as people have decided since the build: who is answered, and about what."""
    waits = decisions.overlaid(waits)
    if waits.empty:
        return waits
    elsewhere, kinds = said(ELSEWHERE, "at"), said(KIND, "kind")
    is_open = [
        row.wait_id not in elsewhere
        and any(kinds.get(key, INQUIRY) == INQUIRY for key in row.message_keys)
        for row in waits[["wait_id", "message_keys"]].itertuples()
    ]
    return retold(waits[pd.Series(is_open, index=waits.index)])


def retold(waits: Frame) -> Frame:
    """Each wait about what a person said it is about, and since when it is escalated."""
    if waits.empty:
        return waits
    corrected, escalations = said(TOPIC, "topic"), said(ESCALATED, "at")
    about = [next((corrected[key] for key in keys if key in corrected), None)
             for keys in waits["message_keys"]]  # fmt: skip
    since = [escalations.get(key) for key in waits["wait_id"]]
    certain = waits["topic_confidence"].where([one is None for one in about], float("nan"))
    return waits.assign(
        topic=[one or built for one, built in zip(about, waits["topic"], strict=True)],
        topic_confidence=certain,
        escalated_at=waits["escalated_at"].fillna(pd.to_datetime(pd.Series(since, waits.index))),
    )
