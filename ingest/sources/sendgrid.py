"""SendGrid's events: what its webhook posts, as files or received."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest import provider_read
from ingest.provider_options import ProviderOptions
from ingest.provider_sendgrid import SENDGRID
from ingest.receive_options import SendgridReceiver
from sql.raw.facts import Batch, Refused
from sql.settings import Probe


class Options(ProviderOptions, SendgridReceiver):
    pass


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """Yield the events that came since the cursors, then how far they reach."""
    yield from provider_read.read(SENDGRID, options, name, cursors, now)


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """One batch for each refused record: its events, if they can be read by now."""
    yield from provider_read.reread(SENDGRID, options, name, refused, now)


def probe(options: Options, name: str) -> list[Probe]:
    """What the files and the spool hold now, for doctor."""
    return provider_read.probe(options, name)
