"""Columns of inquiries: who waits, how replies went, what is escalated, counted and asked."""

from dashboard import topics
from dashboard.column import Column, Columns
from sql import wording, wording_kinds, wording_topics, wording_waits

SHOP: Columns = {"shop": Column("Shop", width="small")}
ORDER: Columns = {**SHOP, "order_id": Column("Order", width="small")}
CUSTOMER: Columns = {"customer_key": Column("Customer", "masked", "small")}
TOPIC: Columns = {
    "topic": Column("Topic", words=topics.name),
    "topic_sure": Column("How sure", width="small"),
}


def yes(value: bool | None) -> str:
    return wording.NONE if value is None else "yes" if value else "no"


QUEUE: Columns = {
    "time_left": Column("Time left", "text", "small"),
    **ORDER,
    **TOPIC,
    "started_at": Column("Received", "moment"),
    "due_at": Column("Due", "moment"),
    "escalated_at": Column("Escalated", words=lambda at: wording.NONE if at is None else "yes",
                           width="small"),
    "asked_by": Column("Asked", words=wording_waits.asked_by),
    "clock": Column("Clock", words=wording_topics.governing),
    "messages": Column("Mails", "count"),
    "is_first": Column("First", words=yes, width="small"),
    **CUSTOMER,
}
OLDEST: Columns = {
    name: QUEUE[name] for name in ("time_left", "shop", "order_id", "topic", "started_at",
                                   "due_at", "messages")
}  # fmt: skip
ESCALATED: Columns = {
    "escalated_at": Column("Escalated", "moment"),
    **{name: QUEUE[name] for name in ("time_left", "shop", "order_id", "topic", "started_at")},
    "escalation": Column("Result", words=wording_waits.escalation),
    **CUSTOMER,
}
WAITS: Columns = {
    **ORDER,
    **{"topic": TOPIC["topic"]},
    "started_at": Column("Received", "moment"),
    "answered_at": Column("Answered", "moment"),
    "wait_seconds": Column("Customer waited", "duration"),
    "business_seconds": Column("In opening hours", "duration"),
    "outcome": Column("Result", words=wording.outcome),
    **CUSTOMER,
    "team": Column("Team", width="small"),
    "not_counted_reason": Column("Why not counted", words=wording.reason),
}
REPLIES: Columns = {
    "reply": Column("Which", words=wording_waits.reply),
    "share": Column("In time", "share"),
    "denominator": Column("Of", "count"),
    "undecided": Column("Not due yet", "count"),
    "unknown": Column("Cannot be seen", "count"),
    "p50_seconds": Column("Half wait up to", "duration"),
    "p90_seconds": Column("9 of 10 up to", "duration"),
    "p50_business_seconds": Column("Half, in opening hours", "duration"),
}
TEAMS: Columns = {
    "team": Column("Team", words=wording_waits.team),
    "waits": Column("Answered", "count"),
    "in_time": Column("In time", "count"),
    "median_seconds": Column("Half wait up to", "duration"),
}
KINDS: Columns = {
    "kind": Column("Taken for", words=wording_kinds.kind),
    "kind_reason": Column("Because", words=wording_kinds.kind_reason, width="medium"),
    "mails": Column("Mails", "count"),
}
NOT_COUNTED: Columns = {
    "received_at": Column("Received", "moment"),
    **ORDER,
    "kind": Column("Taken for", words=wording_kinds.kind),
    "kind_reason": Column("Because", words=wording_kinds.kind_reason, width="medium"),
}
CONTACTS: Columns = {
    **ORDER,
    "started_at": Column("Asked", "moment"),
    "phase": Column("When", words=wording_topics.phase),
    "is_first_contact": Column("First contact", words=yes),
    "is_repeat": Column("Again within 7 days", words=yes),
    **CUSTOMER,
}
TOPICS: Columns = {
    "topic": Column("Topic", words=topics.name, width="medium"),
    "waits": Column("Inquiries", "count"),
    "share": Column("Share", "share"),
    "by_week": Column("Week by week", "trend", "medium"),
    "week_waits": Column("Last week", "count"),
    "usual_waits": Column("Usual", words=wording_topics.per_hundred, width="small"),
    "trend": Column("Against usual", words=wording_topics.trend),
    "right": Column("The classifier is", width="large"),
}
EXAMPLES: Columns = {
    "happened_at": Column("Received", "moment"),
    **ORDER,
    "topic_sure": Column("How sure", width="small"),
}
TALKS: Columns = {
    "talk": Column("Conversation", "count"),
    "topic": TOPIC["topic"],
    "asked_by": QUEUE["asked_by"],
    "started_at": QUEUE["started_at"],
    "answered_at": Column("Answered", "moment"),
    "wait_seconds": Column("Waited", "duration"),
    "target_seconds": Column("Target", "duration"),
    "clock": QUEUE["clock"],
    "outcome": Column("Result", words=wording.outcome),
    "escalation": Column("Escalation", words=wording_waits.escalation),
}
