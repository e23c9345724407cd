"""The conversations about an order, for its timeline: who wrote, who answered, how they belong."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dashboard import decided, read, topics
from dashboard.event import Event
from dashboard.read import Frame, Row
from sql import wording, wording_topics, wording_waits

LATE = ("late", "overdue", "closed_unanswered")
ANSWERED = {
    "answered_unseen": "Answered, unseen by us",
    "answered_elsewhere": "Answered elsewhere",
}


def numbers(of_order: dict[str, Any]) -> dict[str, int]:
    """The order's conversations, numbered as they began."""
    mails = read.table("facts.messages", **of_order, order="happened_at")
    said = read.table("facts.ticket_messages", **of_order, order="happened_at")
    began = [(row.happened_at, row.conversation_id) for rows in (mails, said)
             for row in rows.itertuples() if isinstance(row.conversation_id, str)]  # fmt: skip
    return {talk: number for number, talk in
            enumerate(dict.fromkeys(talk for _, talk in sorted(began)), start=1)}  # fmt: skip


def messages(of_order: dict[str, Any]) -> Iterator[Event]:
    """Each message of the customer, and each answer of a person or a bot."""
    talks = numbers(of_order)
    rows = read.table("facts.messages", **of_order, order="happened_at")
    about = {row.message_key: row for row in read.table(
        "facts.topic_mails", **of_order).itertuples()}  # fmt: skip
    ends = {row.answered_by: row for row in read.table("facts.waits", **of_order).itertuples()}
    for row in rows.itertuples():
        how = _how(row, talks)
        if row.direction == "incoming" and row.kind == "inquiry":
            said = _joined(_topic(row.message_key, about), how)
            yield Event(row.happened_at, "Customer wrote", said, "contact_support", "orange")
        elif row.direction == "incoming":
            yield Event(row.happened_at, "Mail came in", _joined(wording.reason(row.kind), how),
                        "inbox")  # fmt: skip
        elif row.is_human:
            said = _joined(_team(row.team), _ended(ends.get(row.message_key)), how)
            yield Event(row.happened_at, "Answered", said, "reply", "green")
        elif row.kind == "auto_reply":
            yield Event(row.happened_at, "Bot answered", how, "smart_toy")


def _how(row: Row, talks: dict[str, int]) -> str:
    """By what it was tied to the order, and to which of the order's conversations."""
    matched = f"matched {wording.match(row.order_match)}"
    number = talks.get(row.conversation_id)
    talk = f"conversation {number}" if number and len(talks) > 1 else ""
    belongs = wording_topics.belongs(row.conversation_how)
    return _joined(talk, belongs if row.conversation_how else "", matched)


def _topic(key: str, about: dict[str, Row]) -> str:
    said = decided.said(decided.TOPIC, "topic").get(key)
    if said:
        return f"{topics.name(said)} ({wording_topics.confidence(None)})"
    row = about.get(key)
    if row is None:
        return ""
    certain = row.confidence if row.topic_how == "model" else None
    return f"{topics.name(row.topic)} ({wording_topics.confidence(certain)})"


def _team(team: str | None) -> str:
    return f"by {team.removeprefix('team:')}" if isinstance(team, str) else ""


def _ended(wait: Row | None) -> str:
    """What an answer means to the customer who waited for it."""
    if wait is None:
        return ""
    target = wording.duration(wait.target_seconds)
    return f"{wording.outcome(wait.outcome)}: {wording.duration(wait.wait_seconds)} of {target}"


def waits(of_order: dict[str, Any]) -> Iterator[Event]:
    """When each wait was due and was not kept, ended out of sight, or was escalated."""
    elsewhere, where = (decided.said(decided.ELSEWHERE, name) for name in ("at", "where"))
    for row in read.table("facts.waits", **of_order, order="started_at").itertuples():
        target = wording.duration(row.target_seconds)
        if row.outcome in LATE:
            said = f"{wording.outcome(row.outcome)}, the target is {target}"
            yield Event(row.due_at, "Answer was due", said, "alarm", "orange")
        if row.outcome in ANSWERED:
            yield Event(row.answered_at, ANSWERED.get(row.outcome, "Answered"),
                        f"{wording.duration(row.wait_seconds)} of {target}", "call", "green")
        elif row.wait_id in elsewhere:
            yield Event(datetime.fromisoformat(elsewhere[row.wait_id]), "Answered elsewhere",
                        f"{wording_topics.elsewhere(where[row.wait_id])}, said here", "call",
                        "green")  # fmt: skip
        if row.escalated_at == row.escalated_at and row.escalated_at is not None:
            yield Event(row.escalated_at, "Inquiry escalated",
                        wording_waits.escalation(row.escalation), "priority_high",
                        "orange")  # fmt: skip


def table(of_order: dict[str, Any]) -> Frame:
    """Every wait of the order's customers with the number of its conversation, oldest first."""
    rows = decided.retold(read.table("facts.waits", **of_order, order="started_at"))
    talks = numbers(of_order)
    return rows.assign(talk=[talks.get(one) for one in rows["conversation_id"]]) \
        if len(rows) else rows


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
