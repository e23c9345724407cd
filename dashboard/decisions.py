"""What people decide on the pages: written on the desk, seen at once, undoable."""

import json
from collections.abc import Callable

import pandas as pd

from dashboard import read
from dashboard.read import Frame, Row
from sql import wording
from sql.desk import Decision
from sql.raw.replays import KIND as REPLAY

NO_ANSWER = "no_answer_needed"


def no_answer_needed(wait: Row) -> Callable[[], None]:
    """For a button: this wait asks for no answer, as long as no further mail joins it."""
    subject, keys = str(wait["wait_id"]), [str(key) for key in wait["message_keys"]]

    def decide() -> None:
        read.desk().decide(NO_ANSWER, subject, read.role(), payload=keys)
        read.desk().audit(NO_ANSWER, subject, read.role())

    return decide


def read_again(rows: Frame) -> Callable[[], None]:
    """For a button: the next reading takes these refused items once more."""
    wanted = [(row.source, row.quarantine_key, row.location)
              for row in rows[["source", "quarantine_key", "location"]].itertuples()]

    def decide() -> None:
        for source, key, location in wanted:
            payload = {"source": source, "key": key}
            read.desk().decide(REPLAY, key, read.role(), f"{source}: {location}", payload)
            read.desk().audit("ask to read again", key, read.role(), source)

    return decide


def read_reason_again(source: str, reason: str) -> Callable[[], None]:
    """For a button: all that waits of a source for this reason, also what comes until then."""

    def decide() -> None:
        subject, payload = f"{source}: {reason}", {"source": source, "reason": reason}
        said = f"{source}: all of {wording.reason(reason)}"
        read.desk().decide(REPLAY, subject, read.role(), said, payload)
        read.desk().audit("ask to read again", subject, read.role())

    return decide


def asked_again() -> list[Decision]:
    """What is to be read again and was not yet."""
    return read.desk().active(REPLAY)


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
