"""Zendesk's audits and incremental ticket events: what was done to a ticket, step by step."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from ingest.provider_values import Unreadable, present, several, table, text
from ingest.ticket_making import TicketMaker
from ingest.ticket_options import TicketOptions
from ingest.ticket_parts import Part, messages_of
from ingest.ticket_people import People
from ingest.ticket_zendesk_comments import comment_said, merges
from sql.raw.facts import TicketEvent

_CLOSED = {"solved", "closed"}


def parts(
    update: Mapping[str, Any], options: TicketOptions, people: People, now: datetime
) -> Iterator[Part]:
    """One update of a ticket; each of its steps is a part."""
    bare, name, steps = messages_of(update, "child_events", "events")
    maker = TicketMaker(options, people, now, bare.get("ticket_id"))
    at = present(bare.get("created_at"), bare.get("timestamp"))
    for step in map(table, steps):
        yield Part(bare | {name: [step]}, partial(_step, maker, bare, at, step))
    if not steps:
        raise Unreadable("ticket.not_a_ticket")


def _step(
    maker: TicketMaker, update: Mapping[str, Any], at: Any, step: Mapping[str, Any]
) -> list[TicketEvent]:
    key = f"event:{text(step.get('id')) or text(update.get('id'))}"
    kind = str(present(step.get("event_type"), step.get("type")) or "")
    if kind == "Comment":
        author = present(step.get("author_id"), update.get("updater_id"), update.get("author_id"))
        whole = {"created_at": at, "author_id": author, "via": update.get("via"),
                 "metadata": update.get("metadata"), **step}  # fmt: skip
        said = comment_said(maker.people, whole, None)
        return [maker.said(said), *merges(maker, whole, whole["created_at"], said.text)]
    name = text(step.get("field_name"))
    status = step.get("value") if name == "status" else step.get("status")
    if kind == "Create":
        # Each property of a new ticket has an event of its own; together they are one.
        marks = _marked(maker, key, at, step, name)
        return [maker.event("created", "created", at), *marks]
    if kind == "Change" and status is not None:
        return _changed(maker, key, at, text(status), text(step.get("previous_value")))
    return _marked(maker, key, at, step, name) or [maker.event(key, "other", at)]


def _changed(
    maker: TicketMaker, key: str, at: Any, status: str | None, before: str | None
) -> list[TicketEvent]:
    """A new status: closed, open again, gone, or neither."""
    if status in _CLOSED:
        return [maker.event(key, "other" if before in _CLOSED else "closed", at)]
    if status == "deleted":
        return [maker.event(key, "other", at, flags=["deleted"])]
    return [maker.event(key, "reopened" if before in _CLOSED else "other", at)]


def _marked(
    maker: TicketMaker, key: str, at: Any, step: Mapping[str, Any], name: str | None
) -> list[TicketEvent]:
    """Whether the step escalated the ticket: a tag that it had before marks nothing new."""
    value = step.get("value")
    tags = [*several(step.get("added_tags"))]
    if name == "tags" or "tags" in step:
        now = several(present(step.get("tags"), value))
        tags += [tag for tag in now if tag not in several(step.get("previous_value"))]
    group = value if name == "group_id" else step.get("group_id")
    priority = value if name == "priority" else step.get("priority")
    return maker.escalated(f"escalated:{key}", at, tags, group, priority)
