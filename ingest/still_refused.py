"""The batch of a refused item that cannot be read yet either."""

from dataclasses import replace

from sql.raw.facts import Batch, Refused


def still_refused(one: Refused, reason: str = "", detail: str = "") -> Batch:
    """It keeps its place; `reason` and `detail` are new where they are given."""
    again = replace(one, reason=reason or one.reason, detail=detail or one.detail)
    return Batch("", None, refused=[again])
