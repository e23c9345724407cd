"""Postmark's events as they were received."""

from collections.abc import Iterator
from datetime import datetime

from ingest.receive_options import PostmarkReceiver
from sql.raw.facts import Batch
from sql.settings import Probe


class Options(PostmarkReceiver):
    """Event files by pattern, and the spool of `trackrecord receive`."""

    files: tuple[str, ...] = ()


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    yield from ()


def probe(options: Options, name: str) -> list[Probe]:
    return []
