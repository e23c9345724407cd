"""Zendesk's comments, whether they stand in a ticket or among its events."""

import re
from collections.abc import Mapping
from typing import Any

from ingest.provider_values import address, first, present, table, text
from ingest.ticket_making import Said, TicketMaker, body
from ingest.ticket_people import People
from sql.raw.facts import TicketEvent

_BOTS = ("answer_bot", "rule", "automatic_solution_suggestions")
_BY_RULES = {"trigger", "automation", "rule"}
# Written by Zendesk itself into a ticket that another one took in.
_MERGED = re.compile(r"\bmerged into (?:request|ticket) #?(\d{1,18})\b", re.IGNORECASE)


def comment_said(people: People, comment: Mapping[str, Any], requester: Any) -> Said:
    """A comment, whether in a ticket or among its events."""
    is_public = present(comment.get("public"), comment.get("comment_public"))
    author = comment.get("author_id")
    role, mail = role_of(people, author, requester)
    via = comment.get("via")
    source = table(table(via).get("source"))
    if text(author) == "-1" or _is_by_rule(via) or people.is_bot(author, mail):
        role = "bot"
    elif role is None and is_public is False:
        role = "agent"  # nobody else can
    system = table(table(comment.get("metadata")).get("system"))
    headers = {key.lower(): value for key, value in table(
        table(comment.get("email")).get("headers")).items()}  # fmt: skip
    return Said(
        number=comment.get("id"), at=comment.get("created_at"), role=role, author=first(
            mail, address(table(source.get("from")).get("address")) if role == "customer" else None
        ),
        is_public=is_public if isinstance(is_public, bool) else None,
        text=body(first_text(comment, "plain_body", "body", "value"), comment.get("html_body")),
        channel=channel_of(via),
        message_id=present(system.get("message_id"), headers.get("message-id")),
    )  # fmt: skip


def first_text(record: Mapping[str, Any], *names: str) -> str | None:
    found = (record.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value.strip()), None)


def role_of(people: People, author: Any, requester: Any) -> tuple[str | None, str | None]:
    """Who wrote it, as far as anybody says, and from which address."""
    known = people.get(author)
    if people.is_bot(author, known.address):
        return "bot", known.address
    is_requester = text(author) is not None and text(author) == text(requester)
    return known.role or ("customer" if is_requester else None), known.address


def merges(
    maker: TicketMaker, event: Mapping[str, Any], at: Any, said: str | None
) -> list[TicketEvent]:
    """That this ticket went into another, as the comment that says so tells."""
    source = table(table(event.get("via")).get("source"))
    is_merge = channel_of(event.get("via")) == "merge" or source.get("rel") == "merge"
    into = table(source.get("to")).get("ticket_id") if is_merge else None
    told = _MERGED.search(said or "") if event.get("public") is not True else None
    return maker.merged("merged", at, into if into is not None else told and told[1])


def channel_of(via: Any) -> str | None:
    return text(via.get("channel")) if isinstance(via, Mapping) else text(via)


def _is_by_rule(via: Any) -> bool:
    rel = text(table(table(via).get("source")).get("rel"))
    return rel in _BY_RULES or (channel_of(via) or "").startswith(_BOTS)
