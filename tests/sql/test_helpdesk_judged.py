"""From a helpdesk's export to the verdict: read, stored, built and proven as a whole."""

import json

from helpdesk_exports import ANNA, MIA, NOW, comment, zendesk_ticket

from ingest.run import ingest
from ingest.sources import zendesk
from sql.desk import Desk

EXPORT = {"users": [ANNA, MIA], "tickets": [
    zendesk_ticket(5, comments=[
        comment(1, 10, 0, "Where is my tent?"),
        comment(2, 20, 30, "This request was closed and merged into request #7", public=False),
    ], status="closed"),
    zendesk_ticket(7, comments=[
        comment(3, 10, 10, "And the pegs?"), comment(4, 20, 11, "Ask the carrier", public=False),
        comment(5, 20, 40, "Both come tomorrow"),
    ]),
    zendesk_ticket(8, comments=[comment(6, 10, 50, "Is the stove sold out?")]),
]}  # fmt: skip


def test_a_merged_ticket_that_was_answered_and_one_that_was_not_are_judged_so(warehouse, tmp_path):
    path = tmp_path / "tickets.json"
    path.write_text(json.dumps(EXPORT))
    desk = zendesk.Options(kind="zendesk", shop="nordlicht", files=(str(path),),
                           complete_until=NOW, staff={"anna@nordlicht.example": "support"},
                           )  # fmt: skip
    warehouse.settings = warehouse.settings.model_copy(update={"sources": {"desk": desk}})
    for _ in range(2):  # read twice it is the same
        (result,) = ingest(warehouse.settings, Desk(warehouse.settings.desk_url), polled_at=NOW)
        assert result.trouble is None

    assert warehouse.broken_claims() == []
    assert warehouse.rows("""select started_at::varchar, outcome, wait_seconds, messages, team
        from facts.waits order by started_at""") == [
        ("2026-11-20 10:00:00", "in_time", 2400.0, 2, "support"),
        ("2026-11-20 10:50:00", "overdue", None, 1, None),
    ]  # fmt: skip
    assert warehouse.rows("""select state from metrics.measured
        where shop = 'nordlicht' and measure = 'replied_in_time'""") == [("measured",)]  # fmt: skip
    assert warehouse.rows("select role, items from metrics.sources where shop = 'nordlicht'") == [
        ("helpdesk", 11)]  # fmt: skip
