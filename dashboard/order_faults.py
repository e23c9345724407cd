"""What was found wrong in the mails of an order, for its timeline."""

from collections.abc import Iterator
from typing import Any

from dashboard import error_decisions, read
from dashboard.event import Event
from sql import wording, wording_errors

# What these find stands in the timeline already: what was due, came back or is awaited.
TOLD = {
    "CONF_MISSING", "CONF_LATE", "SHIP_MISSING", "SHIP_LATE", "BOUNCED", "WAIT_OVERDUE",
    "PROMISE_PASSED",
}  # fmt: skip


def found(of_order: dict[str, Any]) -> Iterator[Event]:
    """Each fault at the time of what it stands in; not what people said is none."""
    rows = read.table("cases.findings", **of_order, order="happened_at")
    said = error_decisions.judged() if len(rows) else {}
    for row in rows.itertuples():
        if row.rule in TOLD or not said.get(row.finding_id, row.is_error):
            continue
        about = f"{wording.rule(row.rule)}, {wording_errors.field(row.field)}"
        weight = wording.severity(row.severity)
        colour = "orange" if row.severity == "critical" else "gray"
        yield Event(row.happened_at, "Fault found", f"{about} ({weight})", "report", colour)
