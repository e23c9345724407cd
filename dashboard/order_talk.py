"""The conversations about an order, for its timeline: who wrote, who answered, how they belong."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dashboard import decided, read, topics
from dashboard.event import Event
from dashboard.read import Frame, Row
from sql import wording, wording_topics, wording_waits

DOUBTFUL = ("recipient_time",)  # no mail of the conversation names the order
LATE = ("late", "overdue", "closed_unanswered")


def numbers(of_order: dict[str, Any]) -> dict[str, int]:
    """The order's conversations, numbered as they began; order mails alone are none."""
    began: list[tuple[Any, str]] = []
    for name in ("facts.messages", "facts.ticket_messages"):
        for row in read.table(name, **of_order, order="happened_at").itertuples():
            if row.direction == "incoming" or row.is_human:
                began.append((row.happened_at, str(row.conversation_id)))
    talks = dict.fromkeys(talk for _, talk in sorted(began))
    return {talk: number for number, talk in enumerate(talks, start=1)}


def messages(of_order: dict[str, Any]) -> Iterator[Event]:
    """Each message of the customer, and each answer of a person or a bot."""
    talks = numbers(of_order)
    rows = read.table("facts.messages", **of_order, order="happened_at")
    about = {row.message_key: row for row in read.table(
        "facts.topic_mails", **of_order).itertuples()}  # fmt: skip
    corrected = decided.said(decided.TOPIC, "topic")
    ends = {row.answered_by: row for row in read.table(
        "facts.waits", **of_order, order="-started_at").itertuples()}  # the oldest comes last
    for row in rows.itertuples():
        how = _how(row, talks)
        if row.direction == "incoming" and row.kind == "inquiry":
            said = _joined(_topic(row.message_key, about, corrected), how)
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
    number = talks.get(row.conversation_id)
    talk = f"conversation {number}" if number and len(talks) > 1 else ""
    belongs = wording_topics.belongs(row.conversation_how) if row.conversation_how else ""
    is_told = row.conversation_how in ("first", "order", None) or row.order_match in DOUBTFUL
    return _joined(talk, belongs, f"matched {wording.match(row.order_match)}" if is_told else "")


def _topic(key: str, about: dict[str, Row], said: dict[str, str]) -> str:
    """What a message is about; a person's word holds at once."""
    row = about.get(key)
    if key in said or row is None:
        return f"{topics.name(said[key])} (by a person)" if key in said else ""
    certain = row.confidence if row.topic_how == "model" else None
    return f"{topics.name(row.topic)} ({topics.sure(row.topic, certain)})"


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
        if row.outcome == "answered_elsewhere":
            yield Event(row.answered_at, "Answered elsewhere",
                        f"{wording.duration(row.wait_seconds)} of {target}", "call", "green")
        elif row.wait_id in elsewhere:
            yield Event(datetime.fromisoformat(elsewhere[row.wait_id]), "Answered elsewhere",
                        f"{wording_topics.elsewhere(where[row.wait_id])}, said here", "call",
                        "green")  # fmt: skip
        if row.escalated_at == row.escalated_at and row.escalated_at is not None:
            yield Event(row.escalated_at, "Inquiry escalated",
                        wording_waits.escalation(row.escalation), "priority_high",
                        "orange")  # fmt: skip


def unseen(of_order: dict[str, Any]) -> Iterator[Event]:
    """Answers that we know of only because the customer refers to them."""
    for row in read.table("facts.unseen_answers", **of_order, order="happened_at").itertuples():
        yield Event(row.happened_at, "Answered, unseen by us",
                    "the customer names a mail of ours that lies in no folder we read",
                    "visibility_off", "green")  # fmt: skip


def table(of_order: dict[str, Any]) -> Frame:
    """Every wait of the order's customers with the number of its conversation, oldest first."""
    rows = decided.retold(read.table("facts.waits", **of_order, order="started_at"))
    talks = numbers(of_order)
    return rows.assign(talk=[talks.get(one) for one in rows["conversation_id"]]) \
        if len(rows) else rows


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
