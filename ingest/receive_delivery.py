"""What a provider handed over, and why it may not be taken."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Tell = Callable[[str], None]  # one line for the person who runs it
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request, read to its end. `at` is naive UTC."""

    headers: Mapping[str, str]  # names in lower case
    body: bytes
    at: datetime


class Refusal(Exception):
    """What is answered instead of 200; the reason holds nothing that the sender wrote."""

    def __init__(self, status: int, reason: str, retry_after: int | None = None):
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after


def must_be_recent(delivery: Delivery, signed_at: datetime, window: timedelta) -> None:
    """A signature that was overheard is of no use later."""
    if signed_at < delivery.at - window:
        raise Refusal(401, "was signed too long ago")
    if signed_at > delivery.at + CLOCKS_DIFFER:
        raise Refusal(401, "was signed in the future; is this machine's clock right?")


def json_object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refusal(400, "is no JSON object")
    return found
