"""Events of one ticket as facts: what every helpdesk's records have in common."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from ingest.mail_html import html_text
from ingest.mail_look import Look
from ingest.mail_part import Part
from ingest.mail_text import MAX_TEXT
from ingest.provider_values import Unreadable, message_id, moment, several, text
from ingest.ticket_options import TicketOptions
from ingest.ticket_people import People
from sql.domains import comparable
from sql.raw.facts import TicketEvent

CHANNELS = {
    "mail": "email", "web": "form", "web_form": "form", "web_service": "api", "voice": "phone",
    "portal": "form", "contact_form": "form", "native_messaging": "chat",
}  # fmt: skip


class Said(NamedTuple):
    """A message or note as a record holds it."""

    number: Any
    at: Any
    role: str | None
    author: str | None  # address
    is_public: bool | None
    text: str | None
    channel: str | None = None
    message_id: Any = None
    subject: Any = None
    flags: tuple[str, ...] = ()


class TicketMaker:
    """Makes the facts of one ticket; people of ours stand there as their team."""

    def __init__(self, options: TicketOptions, people: People, now: datetime, number: Any):
        self.ticket_id = text(number)
        if self.ticket_id is None:
            raise Unreadable("ticket.no_id")
        self._options, self._now = options, now
        self.people = people
        self.customer: str | None = None
        self.subject: str | None = None
        self.channel: str | None = None
        self.order_id: str | None = None

    def event(self, key: str, event: str, at: Any, **more: Any) -> TicketEvent:
        """A fact; what `more` leaves out is as the ticket has it, or unknown."""
        given: dict[str, Any] = {
            "author_role": None, "author_address": None, "is_public": False, "text": None,
            "message_id": None, "merged_into": None, "flags": [], "extra": None,
            "channel": self.channel, "subject": self.subject,
        } | more  # fmt: skip
        given["author_address"] = self._team(given["author_address"])
        return TicketEvent(
            shop=self._options.shop or "", ticket_id=self.ticket_id or "", event_key=key,
            event=event, event_at=moment(at, self._now), order_id=self.order_id,
            customer_address=self._team(self.customer), **given,
        )  # fmt: skip

    def said(self, said: Said) -> TicketEvent:
        """A message, or a note that no customer sees. One of unknown author may be told later."""
        key = f"message:{text(said.number) or _hash(said)}"
        role = "bot" if self.people.is_bot(None, said.author) else said.role
        return self.event(
            key if role else f"{key}?", "note" if said.is_public is False else "message", said.at,
            author_role=role, author_address=said.author, is_public=said.is_public,
            text=said.text, message_id=message_id(said.message_id),
            channel=CHANNELS.get(said.channel or "", said.channel) or self.channel,
            subject=text(said.subject) or self.subject, flags=list(said.flags),
        )  # fmt: skip

    def escalated(
        self, key: str, at: Any, tags: Any = (), groups: Any = (), priority: Any = None,
        flags: tuple[str, ...] = (),
    ) -> list[TicketEvent]:  # fmt: skip
        """The event that the ticket was marked so, if its marks are among the settings'."""
        marks = self._options.escalations
        asked = (("tag", marks.tags, tags), ("group", marks.groups, groups),
                 ("priority", marks.priorities, priority))  # fmt: skip
        by = [f"{name}:{word}" for name, wanted, found in asked
              for word in sorted({w.lower() for w in map(text, several(found)) if w} & {*wanted})]
        if not by:
            return []
        extra = json.dumps({"by": by}, ensure_ascii=False)
        return [self.event(key, "escalated", at, flags=list(flags), extra=extra)]

    def merged(self, key: str, at: Any, into: Any) -> list[TicketEvent]:
        target = text(into)
        if target is None or target == self.ticket_id:
            return []
        return [self.event(key, "merged", at, author_role="system", merged_into=target)]

    def _team(self, found: str | None) -> str | None:
        team = found and self._options.staff.get(comparable(found))
        return f"team:{team}" if team else found


def body(plain: Any, html: Any = None) -> str | None:
    """The text that a person sees; of a form that holds only HTML what it shows."""
    said = plain if isinstance(plain, str) and plain.strip() else None
    if said is None and isinstance(html, str):
        data = html.encode(errors="replace")
        said = html_text(Part("text/html", "text/html; charset=utf-8", False, data=data), Look())
    if said is None:
        return None
    clean = said.encode(errors="replace").decode().replace("\0", "\ufffd").replace("\r\n", "\n")
    return clean.strip()[:MAX_TEXT] or None


def custom_field(options: TicketOptions, fields: Any) -> str | None:
    """The order's number in a custom field: of a list by id, of an object by its key."""
    wanted = options.order_field
    if wanted is None:
        return None
    if isinstance(fields, Mapping):
        held = fields.get(wanted)
        return text(held.get("value")) if isinstance(held, Mapping) else text(held)
    rows = [row for row in several(fields) if isinstance(row, Mapping)]
    return next((text(row.get("value")) for row in rows if text(row.get("id")) == wanted), None)


def _hash(said: Said) -> str:
    return hashlib.blake2b(repr((said.at, said.text)).encode(), digest_size=8).hexdigest()
