"""Whatever stands in a helpdesk's record: events or a reason, and never a crash."""

import json
import random

import pytest
from helpdesk_exports import (
    ANNA,
    MIA,
    NOW,
    comment,
    conversation,
    freshdesk_ticket,
    gorgias_ticket,
    message,
    zendesk_ticket,
)

from ingest.json_records import records_in
from ingest.ticket_freshdesk import Freshdesk
from ingest.ticket_gorgias import Gorgias
from ingest.ticket_options import TicketOptions
from ingest.ticket_people import People
from ingest.ticket_reading import TicketReader
from ingest.ticket_zendesk import Zendesk
from sql.raw.facts import Batch
from sql.raw.tables import arrow_table, columns_of

JUNK = (None, True, 0, -1, 10**30, 1.5, "", "x", "\ud800\0", [], [None], {}, {"id": []}, [[1]])
UPDATE = {"id": 1, "ticket_id": 7, "updater_id": 20, "created_at": "2026-11-20T10:00:00Z",
          "child_events": [{"id": 2, "event_type": "Comment", "body": "x", "via": {"a": {}}},
                           {"id": 3, "event_type": "Change", "status": "open", "tags": ["a"],
                            "previous_value": "solved"}]}  # fmt: skip
GOOD = {
    Zendesk: [
        {"users": [ANNA, MIA], "tickets": [zendesk_ticket(
            comments=[comment(1, 10, 0, "x", metadata={"system": {"message_id": "<a@b>"}},
                              email={"headers": {"Message-ID": "<a@b>"}})],
            tags=["a"], group={"name": "b"}, metric_set={"solved_at": None}, status="solved")]},
        {"users": [ANNA], "ticket_events": [UPDATE]},
    ],
    Freshdesk: [{"agents": [{"id": 20, "contact": {"email": "a@b.example"}}], "tickets": [
        freshdesk_ticket(conversations=[conversation(1, 2, "x")], tags=["a"], status=5,
                         stats={"closed_at": "2026-11-20T10:00:00Z", "reopened_at": None})]}],
    Gorgias: [{"data": [gorgias_ticket(messages=[message(1, 2, "x", True)], tags=[{"name": "a"}],
                                       events=[{"type": "ticket-closed", "id": 1}])]},
              message(1, 2, "x")],
}  # fmt: skip


def spoiled(value, dice):
    """The record with junk in one or a few of its places."""
    value = json.loads(json.dumps(value))
    for _ in range(dice.randint(1, 3)):
        place, key = value, None
        while isinstance(place, dict | list) and place and (key is None or dice.random() < 0.8):
            holder = place
            key = dice.choice(list(place) if isinstance(place, dict) else range(len(place)))
            place = holder[key]
        if key is not None:
            holder[key] = json.loads(json.dumps(dice.choice(JUNK)))
    return value


@pytest.mark.parametrize("helpdesk", GOOD, ids=lambda kind: kind.__name__)
def test_junk_in_any_place_gives_events_or_a_reason(helpdesk):
    dice = random.Random(7)
    options = TicketOptions(
        kind="x", shop="nordlicht", files=("x",), order_field="1", bots=("9",),
        escalations={"tags": ["a"], "groups": ["b"], "priorities": ["high"]},
    )
    kept, refused = 0, 0
    for _ in range(600):
        text = json.dumps(spoiled(dice.choice(GOOD[helpdesk]), dice))
        reader, batch = TicketReader(helpdesk(), options, People(("9",)), NOW), Batch("", None)
        for record in records_in(text.encode(errors="surrogatepass")):
            reader.take(batch, "x", record)
        assert batch.items or batch.refused or batch.ignored
        events = [event for (event,) in batch.items]
        if events:
            stamp = ("desk", "run", 1, NOW)
            arrow_table(columns_of(type(events[0]), events), stamp)  # the store can hold them
        kept, refused = kept + len(events), refused + len(batch.refused)
        assert "@" not in "".join(one.detail for one in batch.refused)
    assert kept > 300 and refused > 30
