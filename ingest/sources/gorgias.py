"""Tickets of a helpdesk at Gorgias, from JSON exports."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest.ticket_files import probe_exports, read_exports, reread_parts
from ingest.ticket_gorgias import Gorgias
from ingest.ticket_options import TicketOptions as Options
from sql.raw.facts import Batch, Refused
from sql.settings import Probe

__all__ = ["Options", "probe", "read", "reread"]


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    return read_exports(Gorgias(), options, name, cursors, now)


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    return reread_parts(Gorgias(), options, refused, now)


def probe(options: Options, name: str) -> list[Probe]:
    return probe_exports(options)
