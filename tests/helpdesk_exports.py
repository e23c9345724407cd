"""A helpdesk's export as a source reads it, and records such as each vendor writes them."""

import json
import os
from datetime import datetime

from readings import Source

NOW = datetime(2026, 11, 23, 12)


class Export:
    """An export file, the people beside it, and the source that reads both."""

    def __init__(self, folder, kind, **options):
        self.folder, self.path = folder, folder / "export.json"
        chosen = {"kind": kind.__name__.rpartition(".")[2], "shop": "nordlicht",
                  "files": (str(self.path),), **options}  # fmt: skip
        self.source = Source(kind, "desk", kind.Options(**chosen))

    def write(self, content, path=None):
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (path or self.path).write_bytes(data)
        return self

    def lines(self, *records):
        return self.write(b"".join(json.dumps(record).encode() + b"\n" for record in records))

    def read(self, **more):
        return self.source.read(NOW, **more)

    def reread(self, *refused):
        options = self.source.options
        return list(self.source.kind.reread(options, "desk", list(refused), NOW))

    def age(self, seconds):
        at = NOW.timestamp() - seconds
        os.utime(self.path, (at, at))


def brief(events):
    """(ticket, event, who, whether the customer sees it) of each message, note and step."""
    return [(e.ticket_id, e.event, e.author_role, e.is_public) for e in events]


ANNA = {"id": 20, "email": "anna@nordlicht.example", "role": "agent"}
MIA = {"id": 10, "email": "Mia@Mail.example", "role": "end-user"}


def comment(number, author, minute, body, public=True, **more):
    return {"id": number, "author_id": author, "public": public, "body": body,
            "created_at": f"2026-11-20T10:{minute:02}:00Z", **more}  # fmt: skip


def zendesk_ticket(number=7, comments=(), **more):
    return {
        "id": number, "subject": "Where is it?", "requester_id": 10, "submitter_id": 10,
        "created_at": "2026-11-20T10:00:00Z", "updated_at": "2026-11-20T12:00:00Z",
        "status": "open", "via": {"channel": "email"}, "comments": list(comments), **more,
    }  # fmt: skip


def conversation(number, minute, body, incoming=False, private=False, **more):
    return {"id": number, "body_text": body, "incoming": incoming, "private": private,
            "user_id": 10 if incoming else 20, "source": 0,
            "created_at": f"2026-11-20T10:{minute:02}:00Z", **more}  # fmt: skip


def freshdesk_ticket(number=7, conversations=(), **more):
    return {
        "id": number, "subject": "Where is it?", "description_text": "Where is my tent?",
        "requester_id": 10, "requester": {"id": 10, "email": "mia@mail.example"}, "source": 1,
        "status": 2, "priority": 1, "created_at": "2026-11-20T10:00:00Z",
        "updated_at": "2026-11-20T12:00:00Z", "conversations": list(conversations), **more,
    }  # fmt: skip


def message(number, minute, body, from_agent=False, public=True, **more):
    mail = "anna@nordlicht.example" if from_agent else "mia@mail.example"
    return {
        "id": number, "ticket_id": 7, "public": public, "from_agent": from_agent,
        "channel": "email", "via": "email", "body_text": body,
        "source": {"type": "email", "from": {"address": mail}},
        "created_datetime": f"2026-11-20T10:{minute:02}:00+00:00", **more,
    }  # fmt: skip


def gorgias_ticket(number=7, messages=(), **more):
    return {
        "id": number, "subject": "Where is it?", "status": "open", "channel": "email",
        "customer": {"id": 10, "email": "mia@mail.example"}, "from_agent": False,
        "created_datetime": "2026-11-20T10:00:00+00:00",
        "updated_datetime": "2026-11-20T12:00:00+00:00", "messages": list(messages), **more,
    }  # fmt: skip
