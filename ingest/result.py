"""What reading one source came to."""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What one source gave; `trouble` is the line for a person, None when all went well."""

    source: str
    counts: Counter[str]
    trouble: str | None
    notes: tuple[str, ...] = ()  # to be told, though nothing went wrong
