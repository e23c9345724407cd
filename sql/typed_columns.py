"""What is read of an export: our fields, the columns that hold them, and how values are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal[
    "id", "list", "text", "address", "other_addresses", "staff", "time", "promise", "number",
    "truth", "choice", "currency",
    "counted",  # an id; where it is empty, the row's number within its order
    "key",  # an id; where it is empty, a hash of what the row says
    "extra",  # all columns that are no field of ours
]  # fmt: skip
TRUE = ("true", "1", "yes", "y", "t")
FALSE = ("false", "0", "no", "n", "f")


@dataclass(frozen=True)
class Column:
    """A field of ours and the column of the file that holds it; without a name none does."""

    field: str
    kind: Kind
    name: str = ""
    missing: str | None = None  # the reason to refuse a row without it
    not_before: str | None = None  # the field that holds an earlier time, if both are right
    otherwise: str | None = None  # of a choice: what no word or an unknown one means
    place: int = 0  # among our fields, so that a column which comes or goes changes no other row


@dataclass(frozen=True)
class Wording:
    """How the export writes its values; what it leaves open is not guessed."""

    zone: str | None = None
    date_format: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    true_values: Sequence[str] = TRUE
    false_values: Sequence[str] = FALSE
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # field: its word -> ours
    staff: Mapping[str, str] = field(default_factory=dict)  # own people's address -> team
    now: datetime | None = None  # a time that lies a day after it is no time of the past


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
