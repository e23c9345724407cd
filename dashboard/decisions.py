"""What people decide on the pages: written on the desk, seen at once, undoable."""

import json
from collections.abc import Callable

import pandas as pd

from dashboard import read
from dashboard.read import Frame, Row
from sql.desk import Decision

NO_ANSWER = "no_answer_needed"


def no_answer_needed(wait: Row) -> Callable[[], None]:
    """For a button: this wait asks for no answer, as long as no further mail joins it."""
    subject, keys = str(wait["wait_id"]), [str(key) for key in wait["message_keys"]]

    def decide() -> None:
        read.desk().decide(NO_ANSWER, subject, read.role(), payload=keys)
        read.desk().audit(NO_ANSWER, subject, read.role())

    return decide


def undo(decision: Decision) -> Callable[[], None]:
    def taken_back() -> None:
        read.desk().undo(decision.decision_id, read.role())
        read.desk().audit("undo", decision.subject, read.role(), decision.kind)

    return taken_back


def overlaid(waits: Frame) -> Frame:
    """Waits without those that need no answer, by the desk as it is now, not as it was built."""
    decided = {decision.subject: json.loads(decision.payload) for decision in active()}
    if waits.empty:
        return waits
    undecided = pd.Series([
        not set(row.message_keys) <= set(decided.get(row.wait_id) or ())
        for row in waits[["wait_id", "message_keys"]].itertuples()
    ], index=waits.index)  # fmt: skip
    reason = waits["not_counted_reason"]
    return waits[undecided & (reason.isna() | (reason == NO_ANSWER))]


def active() -> list[Decision]:
    return read.desk().active(NO_ANSWER)
