"""Zendesk: tickets with their comments, as an export or the API holds them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from ingest import ticket_zendesk_events
from ingest.provider_values import Unreadable, address, first, present, table, text
from ingest.ticket_making import TicketMaker, custom_field
from ingest.ticket_options import TicketOptions
from ingest.ticket_parts import Part, messages_of, records_of_page
from ingest.ticket_people import People
from ingest.ticket_zendesk_comments import channel_of, comment_said, merges, role_of
from sql.raw.facts import TicketEvent

CLOSED = {"solved", "closed"}


class Zendesk:
    """Reads tickets with comments, audits and the incremental ticket events."""

    def parts(
        self, record: Mapping[str, Any], options: TicketOptions, people: People, now: datetime
    ) -> Iterator[Part]:
        lists = ("tickets", "results", "ticket_events", "audits")
        for one in records_of_page(record, *lists, people=people):
            if "child_events" in one or "events" in one:
                yield from ticket_zendesk_events.parts(one, options, people, now)
            else:
                whole = table(one.get("ticket"))
                ticket = {**whole, "comments": present(one.get("comments"), whole.get("comments"))}
                yield from _ticket(ticket if whole else dict(one), options, people, now)


def _ticket(
    ticket: dict[str, Any], options: TicketOptions, people: People, now: datetime
) -> Iterator[Part]:
    if "created_at" not in ticket and "comments" not in ticket:
        raise Unreadable("ticket.not_a_ticket")
    bare, _, comments = messages_of(ticket, "comments")
    requester = table(bare.get("requester"))
    people.add({"requesters": [requester] if requester and "role" not in requester else []})
    maker = TicketMaker(options, people, now, bare.get("id"))
    maker.customer = first(
        address(requester.get("email")), people.get(bare.get("requester_id")).address
    )
    maker.subject = first(bare.get("subject"), bare.get("raw_subject"))
    maker.channel = channel_of(bare.get("via"))
    maker.order_id = custom_field(options, present(bare.get("custom_fields"), bare.get("fields")))
    yield Part(bare, partial(_states, maker, bare))
    for comment in map(table, comments):
        yield Part(bare | {"comments": [comment]}, partial(_comment, maker, bare, comment))


def _states(maker: TicketMaker, ticket: Mapping[str, Any]) -> list[TicketEvent]:
    """What the ticket's own record tells: that it is there, closed, escalated or deleted."""
    author = present(ticket.get("submitter_id"), ticket.get("requester_id"))
    role, mail = role_of(maker.people, author, ticket.get("requester_id"))
    found = [maker.event("created", "created", ticket.get("created_at"), author_role=role,
                         author_address=mail)]  # fmt: skip
    changed_at = present(ticket.get("updated_at"), ticket.get("created_at"))
    solved_at = present(table(ticket.get("metric_set")).get("solved_at"), ticket.get("solved_at"))
    status = text(ticket.get("status"))
    if status in CLOSED:
        flags = [] if solved_at else ["time_of_record"]
        found.append(maker.event("closed", "closed", present(solved_at, changed_at), flags=flags))
    if status == "deleted":
        found.append(maker.event("deleted", "other", changed_at, flags=["deleted"]))
    group = table(ticket.get("group"))
    groups = [group.get("name"), group.get("id"), ticket.get("group_id")]
    return found + maker.escalated(
        "escalated", changed_at, ticket.get("tags"), groups, ticket.get("priority"),
        flags=("time_of_record",),
    )  # fmt: skip


def _comment(
    maker: TicketMaker, ticket: Mapping[str, Any], comment: Mapping[str, Any]
) -> list[TicketEvent]:
    said = comment_said(maker.people, comment, ticket.get("requester_id"))
    return [maker.said(said), *merges(maker, comment, comment.get("created_at"), said.text)]
