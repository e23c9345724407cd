"""Gorgias: tickets with their messages, or messages by themselves."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from ingest.provider_values import Unreadable, address, first, present, several, table, text
from ingest.ticket_making import Said, TicketMaker, body
from ingest.ticket_options import TicketOptions
from ingest.ticket_parts import Part, messages_of, records_of_page
from ingest.ticket_people import People
from sql.raw.facts import TicketEvent

_NOTES = {"internal-note", "internal_note"}
_STEPS = {"ticket-closed": "closed", "ticket-reopened": "reopened"}


class Gorgias:
    """Reads tickets, and lists of messages that name their ticket."""

    def parts(
        self, record: Mapping[str, Any], options: TicketOptions, people: People, now: datetime
    ) -> Iterator[Part]:
        for one in records_of_page(record, "data", "tickets", people=people):
            if "from_agent" in one and "ticket_id" in one:
                maker = TicketMaker(options, people, now, one.get("ticket_id"))
                yield Part(dict(one), partial(_message, maker, one))
            else:
                yield from _ticket(dict(one), options, people, now)


def _ticket(
    ticket: dict[str, Any], options: TicketOptions, people: People, now: datetime
) -> Iterator[Part]:
    if "created_datetime" not in ticket:
        raise Unreadable("ticket.not_a_ticket")
    bare, _, messages = messages_of(ticket, "messages")
    maker = TicketMaker(options, people, now, bare.get("id"))
    maker.customer = first(
        address(table(bare.get("customer")).get("email")),
        address(table(bare.get("requester")).get("email")),
    )
    maker.subject, maker.channel = text(bare.get("subject")), text(bare.get("channel"))
    maker.order_id = _order(options, bare)
    yield Part(bare, partial(_states, maker, bare))
    for message in map(table, messages):
        yield Part(bare | {"messages": [message]}, partial(_message, maker, message))


def _states(maker: TicketMaker, ticket: Mapping[str, Any]) -> list[TicketEvent]:
    created_at = ticket.get("created_datetime")
    changed_at = present(ticket.get("updated_datetime"), created_at)
    is_ours = ticket.get("from_agent")
    role = None if is_ours is None else "agent" if is_ours else "customer"
    found = [maker.event("created", "created", created_at, author_role=role)]
    closed_at = ticket.get("closed_datetime")
    if closed_at is not None or ticket.get("status") == "closed":
        flags = [] if closed_at else ["time_of_record"]
        found.append(maker.event("closed", "closed", present(closed_at, changed_at), flags=flags))
    if ticket.get("trashed_datetime") is not None:
        found.append(maker.event("deleted", "other", ticket["trashed_datetime"],
                                 flags=["deleted"]))  # fmt: skip
    if ticket.get("spam") is True:
        found.append(maker.event("spam", "other", changed_at, flags=["spam"]))
    for step in map(table, several(ticket.get("events"))):
        if event := _STEPS.get(str(step.get("type"))):
            key = f"event:{text(step.get('id')) or text(step.get('created_datetime'))}"
            found.append(maker.event(key, event, step.get("created_datetime")))
    tags = [table(tag).get("name", tag) for tag in several(ticket.get("tags"))]
    team = table(ticket.get("assignee_team"))
    return found + maker.escalated(
        "escalated", changed_at, tags, [team.get("name"), team.get("id")], ticket.get("priority"),
        flags=("time_of_record",),
    )  # fmt: skip


def _message(maker: TicketMaker, message: Mapping[str, Any]) -> list[TicketEvent]:
    source, sender = table(message.get("source")), table(message.get("sender"))
    mail = first(
        address(sender.get("email")), address(table(source.get("from")).get("address"))
    )
    ways = (message.get("channel"), source.get("type"), message.get("via"))
    is_note = not _NOTES.isdisjoint(map(text, ways))
    has_failed = message.get("failed_datetime") is not None
    is_public = message.get("public")
    flags = ("send_failed",) if has_failed else ()
    return [maker.said(Said(
        number=message.get("id"),
        at=present(message.get("sent_datetime"), message.get("created_datetime")),
        role=_role(maker, message, sender.get("id"), mail), author=mail,
        # What could not be sent, no customer has read.
        is_public=False if is_note or has_failed else (
            is_public if isinstance(is_public, bool) else None),
        text=body(message.get("body_text"), message.get("body_html")),
        channel=text(message.get("channel")), message_id=message.get("message_id"),
        subject=message.get("subject"), flags=flags,
    ))]  # fmt: skip


def _role(
    maker: TicketMaker, message: Mapping[str, Any], sender: Any, mail: str | None
) -> str | None:
    is_ours = message.get("from_agent")
    if is_ours is False:
        return "customer"
    is_by_rule = message.get("rule_id") is not None or message.get("via") == "rule"
    if is_by_rule or maker.people.is_bot(sender, mail):
        return "bot"
    return "agent" if is_ours is True else None


def _order(options: TicketOptions, ticket: Mapping[str, Any]) -> str | None:
    """The custom field by its number; Gorgias names them in an object."""
    held = table(ticket.get("custom_fields")).get(options.order_field or "")
    return text(table(held).get("value", held))
