"""A demo shop's decisions on its desk: about the mails they name, made when they were made."""

import json
from datetime import datetime

from sql.demo_desk import lay_on_desk
from sql.desk import Desk

LINES = [
    {"kind": "mail_kind", "subject": {"message_id": "one@post.example"},
     "payload": {"kind": "spam"}, "made_at": "2026-11-02T10:00:00"},
    {"kind": "mail_kind", "subject": {"message_id": "never.read@post.example"},
     "payload": {"kind": "spam"}, "made_at": "2026-11-02T11:00:00"},
    {"kind": "escalated", "subject": {"message_id": "two@post.example"},
     "payload": {"at": "2026-11-03 09:00:00"}, "made_at": "2026-11-03T12:00:00"},
]  # fmt: skip


def test_decisions_are_about_the_mails_they_name_and_made_at_their_own_time(warehouse, tmp_path):
    warehouse.given("raw.messages", """
        message_key  message_id
        k1           one@post.example
        k2           two@post.example
        """)
    path = tmp_path / "decisions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))

    assert lay_on_desk(warehouse.settings, path) == 2

    desk = Desk(warehouse.settings.desk_url)
    told = [(d.kind, d.subject, json.loads(d.payload), d.made_at) for d in desk.active()]
    desk.close()
    assert told == [
        ("mail_kind", "k1", {"kind": "spam"}, datetime(2026, 11, 2, 10)),
        ("escalated", "k2", {"at": "2026-11-03 09:00:00"}, datetime(2026, 11, 3, 12)),
    ]
