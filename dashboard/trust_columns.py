"""Columns of what lies behind all numbers: sources, runs, refused items, builds, the audit log."""

from dashboard.column import Column, Columns
from sql import wording

SOURCES: Columns = {
    "path": Column("Source", width="medium"),
    "shop": Column("Shop", width="small"),
    "role": Column("Holds", words=wording.role),
    "items": Column("Items", "count"),
    "gone": Column("Gone since", "count"),
    "read_from": Column("Read from", "moment"),
    "read_until": Column("Read until", "moment"),
    "newest_item_at": Column("Newest item", "moment"),
    "polled_at": Column("Last looked", "moment"),
    "is_stale": Column("State", words=lambda old: "old" if old else "up to date"),
    "notes": Column("Known gaps", width="large"),
}
CLOCKS: Columns = {
    "shop": Column("Shop", width="small"),
    "earlier_clock": Column("First", width="medium"),
    "later_clock": Column("Then", width="medium"),
    "pairing": Column("Both saw", words=wording.pairing, width="large"),
    "mails": Column("How often", "count"),
    "usual_seconds": Column("Usually between", "duration"),
    "behind_seconds": Column("Behind by", "duration"),
}
RUNS: Columns = {
    "source": Column("Source"),
    "kind": Column("How", words=lambda kind: "read again" if kind == "replay" else "read"),
    "started_at": Column("Started", "moment"),
    "items_read": Column("Read", "count"),
    "accepted": Column("New", "count"),
    "duplicate": Column("Known", "count"),
    "ignored": Column("Ignored", "count"),
    "deferred": Column("Later", "count"),
    "quarantined": Column("Refused", "count"),
    "error": Column("Trouble", width="large"),
}
IGNORED: Columns = {
    "source": Column("Source"),
    "outcome": Column("What", words=wording.not_taken),
    "reason": Column("Why", words=wording.reason, width="medium"),
    "items": Column("Items", "count"),
}
QUARANTINE: Columns = {
    "source": Column("Source"),
    "location": Column("Place"),
    "reason": Column("Reason", words=wording.reason),
    "detail": Column("Detail", width="medium"),
    "state": Column("State"),
    "quarantined_at": Column("Refused", "moment"),
    "tried_at": Column("Last read again", "moment"),
    "expires_at": Column("Kept until", "moment"),
}
BUILDS: Columns = {
    "finished_at": Column("Finished", "moment"),
    "outcome": Column("Result"),
    "detail": Column("Detail", width="large"),
}
AUDIT: Columns = {
    "at": Column("When", "moment"),
    "by": Column("Who"),
    "action": Column("Did"),
    "subject": Column("With", width="medium"),
    "detail": Column("Detail", width="large"),
}
