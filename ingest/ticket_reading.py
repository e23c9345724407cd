"""One export of a helpdesk read as batches of events, each record and message with one outcome."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ingest.files import File
from ingest.json_records import Record
from ingest.provider_reader import DETAILS, LONGEST_PAYLOAD
from ingest.provider_values import Unreadable, table
from ingest.ticket_options import TicketOptions
from ingest.ticket_parts import Helpdesk, Part
from ingest.ticket_people import People
from ingest.ticket_records import HALF, records
from sql.raw.facts import Batch, Refused, TicketEvent

PLACE = "files"
EVENTS_PER_BATCH = 5_000
_DETAILS = DETAILS | {
    "ticket.no_id": "names no ticket",
    "ticket.not_a_ticket": "no ticket and no message of one; is it this helpdesk's?",
}


class TicketReader:
    """Reads records into batches; afterwards knows the oldest event."""

    def __init__(
        self, helpdesk: Helpdesk, options: TicketOptions, people: People, now: datetime
    ):
        self._helpdesk, self._options, self._people, self._now = helpdesk, options, people, now
        self.oldest_at: datetime | None = None

    def batches(self, file: File) -> Iterator[tuple[Batch, bool]]:
        """Batches without a cursor, and whether it is the last."""
        batch = Batch(PLACE, None)
        for record in records(file):
            self.take(batch, f"{file.path.name} byte {record.start}", record)
            if len(batch.items) >= EVENTS_PER_BATCH:
                yield batch, False
                batch = Batch(PLACE, None)
        yield batch, True

    def take(self, batch: Batch, where: str, record: Record) -> None:
        """Count a record in: its events, or why it gives none."""
        if record.reason == HALF:
            batch.deferred[HALF] += 1
            return
        if record.value is None:
            batch.refused.append(_refused(where, record.reason or "json.broken", record.text))
            return
        count = 0
        try:
            for part in self._helpdesk.parts(
                record.value, self._options, self._people, self._now
            ):
                count += 1
                self._take_part(batch, where, part)
        except Unreadable as reason:
            batch.refused.append(_refused(where, str(reason), record.text))
            return
        if not count:
            batch.ignored["no_ticket"] += 1

    def _take_part(self, batch: Batch, where: str, part: Part) -> None:
        try:
            events = part.make()
        except Unreadable as reason:
            batch.refused.append(_refused(where, str(reason), self._alone(part.record)))
            return
        for event in events:
            if reason := self._not_wanted(event):
                batch.ignored[reason] += 1
                continue
            self.oldest_at = min(filter(None, (self.oldest_at, event.event_at)))
            batch.items.append((event,))

    def _not_wanted(self, event: TicketEvent) -> str | None:
        allowed, options = self._options.addresses, self._options
        if options.since and event.event_at < options.since:
            return "before_since"
        people = (event.customer_address or "", event.author_address or "")
        named = {*people, *(one.rpartition("@")[2] for one in people)}
        return "address_not_allowed" if allowed and named.isdisjoint(allowed) else None

    def _alone(self, record: dict[str, Any]) -> str:
        """The part as a page of its own, with those who are named in it."""
        inner = [record, *(table(one) for value in record.values() if isinstance(value, list)
                           for one in value)]  # fmt: skip
        numbers = [value for one in inner for key, value in one.items()
                   if key.endswith("_id") and isinstance(value, int | str)]  # fmt: skip
        page = {"users": self._people.records(*numbers), "tickets": [record]}
        return json.dumps(page)  # in ASCII: half a surrogate pair is no UTF-8


def _refused(where: str, reason: str, content: str) -> Refused:
    payload = content.encode(errors="surrogateescape")[:LONGEST_PAYLOAD]
    return Refused(where, reason, _DETAILS[reason], payload)
