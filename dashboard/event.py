"""One line of an order's timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Event:
    """`what` is ours, `detail` may hold data."""

    at: datetime
    what: str
    detail: str = ""
    icon: str = "circle"
    colour: Any = "gray"
