"""Freshdesk: tickets with their conversations, or with the notes of its own export."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from ingest.provider_values import Unreadable, address, first, present, several, table, text
from ingest.ticket_making import Said, TicketMaker, body, custom_field
from ingest.ticket_options import TicketOptions
from ingest.ticket_parts import Part, messages_of, records_of_page
from ingest.ticket_people import People
from sql.raw.facts import TicketEvent

# As the API numbers them.
_CHANNELS = {"1": "email", "2": "form", "3": "phone", "7": "chat", "9": "form", "10": "email"}
_CLOSED = {"4", "5", "resolved", "closed"}
_PRIORITIES = {"1": "low", "2": "medium", "3": "high", "4": "urgent"}
_OUTBOUND = "10"  # an agent's mail began the ticket
_FORWARDED, _SURVEY = "8", "6"  # sources of conversations: to a third party, from the survey
# The note that Freshdesk leaves in a ticket that another one took in.
_MERGED = re.compile(r"\bmerged into ticket (?:id )?#?(\d{1,18})\b", re.IGNORECASE)


class Freshdesk:
    """Reads tickets as the API gives them, and helpdesk_ticket records of the full export."""

    def parts(
        self, record: Mapping[str, Any], options: TicketOptions, people: People, now: datetime
    ) -> Iterator[Part]:
        for one in records_of_page(record, "tickets", "results", people=people):
            whole = table(one.get("helpdesk_ticket")) or table(one.get("ticket"))
            beside = {key: one[key] for key in ("conversations",) if key in one}
            yield from _ticket({**whole, **beside} if whole else dict(one), options, people, now)


def _ticket(
    ticket: dict[str, Any], options: TicketOptions, people: People, now: datetime
) -> Iterator[Part]:
    if "created_at" not in ticket:
        raise Unreadable("ticket.not_a_ticket")
    bare, name, said = messages_of(ticket, "conversations", "notes", "helpdesk_notes")
    requester = table(bare.get("requester"))
    people.add({"requesters": [requester] if requester else []})
    number = present(bare.get("display_id"), bare.get("id"))
    maker = TicketMaker(options, people, now, number)
    maker.customer = first(
        address(requester.get("email")), address(bare.get("email")),
        people.get(bare.get("requester_id")).address,
    )  # fmt: skip
    maker.subject = text(bare.get("subject"))
    maker.channel = _CHANNELS.get(text(bare.get("source")) or "")
    maker.order_id = custom_field(
        options, present(bare.get("custom_fields"), bare.get("custom_field"))
    )
    yield Part(bare, partial(_states, maker, bare))
    for one in map(table, said):
        note = table(one.get("note")) or table(one.get("helpdesk_note")) or one
        yield Part(bare | {name: [note]}, partial(_conversation, maker, note))


def _states(maker: TicketMaker, ticket: Mapping[str, Any]) -> list[TicketEvent]:
    """The ticket's own record: its description is the first message."""
    is_ours = text(ticket.get("source")) == _OUTBOUND
    role = "agent" if is_ours else "customer"
    created_at, changed_at = ticket.get("created_at"), ticket.get("updated_at")
    author = maker.people.get(ticket.get("responder_id")).address if is_ours else maker.customer
    found = [maker.event("created", "created", created_at, author_role=role,
                         author_address=author)]  # fmt: skip
    described = body(ticket.get("description_text"), ticket.get("description_html")) or body(
        None, ticket.get("description")
    )
    if described:
        found.append(maker.said(Said(
            f"{maker.ticket_id}-description", created_at, role, author, True, described,
            message_id=ticket.get("message_id"),
        )))  # fmt: skip
    stats = table(ticket.get("stats")) or table(ticket.get("ticket_states"))
    closed_at = present(stats.get("resolved_at"), stats.get("closed_at"))
    if text(ticket.get("status")) in _CLOSED or str(ticket.get("status_name")).lower() in _CLOSED:
        at, flags = (closed_at, []) if closed_at else (changed_at, ["time_of_record"])
        found.append(maker.event("closed", "closed", present(at, created_at), flags=flags))
    if stats.get("reopened_at"):
        found.append(maker.event("reopened", "reopened", stats["reopened_at"]))
    for mark in ("deleted", "spam"):
        if ticket.get(mark) is True:
            found.append(maker.event(mark, "other", present(changed_at, created_at), flags=[mark]))
    return found + _escalated(maker, ticket, present(changed_at, created_at))


def _escalated(maker: TicketMaker, ticket: Mapping[str, Any], at: Any) -> list[TicketEvent]:
    tags = [tag.get("name") if isinstance(tag, Mapping) else tag
            for tag in several(ticket.get("tags"))]  # fmt: skip
    number = text(ticket.get("priority")) or ""
    priority = [number, _PRIORITIES.get(number), ticket.get("priority_name")]
    groups = [ticket.get("group_id"), ticket.get("group_name")]
    return maker.escalated("escalated", at, tags, groups, priority, flags=("time_of_record",))


def _conversation(maker: TicketMaker, said: Mapping[str, Any]) -> list[TicketEvent]:
    source, author = text(said.get("source")), said.get("user_id")
    known = maker.people.get(author)
    is_private = said.get("private") is True or source == _FORWARDED
    incoming = said.get("incoming")
    mail = known.address or (address(said.get("from_email")) if incoming is True else None)
    if said.get("auto_response") is True or said.get("automation_id") is not None:
        role = "bot"
    elif maker.people.is_bot(author, mail):
        role = "bot"
    elif isinstance(incoming, bool):
        role = "customer" if incoming else "agent"
    else:
        role = "agent" if is_private else known.role
    words = body(said.get("body_text")) or body(None, present(said.get("body_html"), said.get(
        "body")))  # fmt: skip
    at = said.get("created_at")
    is_public = False if is_private else (True if said.get("private") is False else None)
    flags = ("survey",) if source == _SURVEY else ()
    found = [maker.said(Said(said.get("id"), at, role, mail, is_public, words,
                             message_id=said.get("message_id"), flags=flags))]  # fmt: skip
    told = _MERGED.search(words or "") if role != "customer" and is_private else None
    return found + maker.merged("merged", at, told and told[1])
