"""People's decisions to read refused items again: carried out once, and written down."""

import json
from collections.abc import Mapping
from datetime import datetime

from ingest.replay import read_again
from ingest.result import Result
from sql.desk import Decision, Desk
from sql.raw.quarantine import waiting
from sql.raw.replays import KIND
from sql.raw.store import RawStore
from sql.settings import SourceOptions
from sql.wording import not_taken

BY = "trackrecord"


def carry_out(
    store: RawStore, desk: Desk, sources: Mapping[str, SourceOptions], now: datetime
) -> list[Result]:
    """Each decision about one of the sources. Where the reading failed it stands for next time."""
    results: list[Result] = []
    for decision in desk.active(KIND):
        wanted = json.loads(decision.payload)
        name = wanted["source"]
        if name not in sources:
            continue
        keys = waiting(store.db, name, wanted.get("reason"), wanted.get("key"))
        result = read_again(store, desk, name, sources[name], keys, now)
        results.append(result)
        if not result.trouble:
            _told(desk, decision, result)
    return results


def _told(desk: Desk, decision: Decision, result: Result) -> None:
    # In this order: dying in between leaves a decision that finds nothing more to do.
    came = ", ".join(f"{number} {not_taken(outcome)}" for outcome, number in result.counts.items())
    detail = f"decided by {decision.made_by}: {came or 'nothing waited any more'}"
    desk.audit(KIND, decision.subject, BY, detail)
    desk.carried_out(decision.decision_id, BY)
