"""When a mail was sent, taken by the first server and received, as far as its headers tell."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.mail_dates import date_of, is_plausible, received_date
from ingest.mail_headers import Headers
from ingest.mail_words import header_text

_MOVED_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Times:
    """When a mail was received, as its place knows it."""

    received_at: datetime | None = None  # the server's INTERNALDATE
    is_suspect: bool = False  # most mails beside it were received in the same minute
    file_at: datetime | None = None  # only where neither server nor header says


def received(headers: Headers, times: Times) -> tuple[datetime | None, datetime | None]:
    """When it was received here, and when the first server took it."""
    seen_at = times.received_at or times.file_at
    hops = [
        moment if moment and is_plausible(moment, seen_at) else None for moment in _hops(headers)
    ]
    if times.is_suspect and times.received_at and hops and hops[0]:
        if times.received_at - hops[0] > _MOVED_AFTER:  # a migration stamped its own time
            headers.flags.add("internaldate_suspect")
            times = Times(received_at=hops[0])
    received_at = times.received_at or (hops[0] if hops else None) or times.file_at
    return received_at, next(filter(None, reversed(hops)), None)


def _hops(headers: Headers) -> list[datetime | None]:
    """The first and the last hop, top first; the ones between tell nothing that is asked."""
    stamps = headers.all("received")
    ends = stamps[:1] if len(stamps) < 2 else [stamps[0], stamps[-1]]
    return [received_date(header_text(stamp, set()), headers.flags) for stamp in ends]


def sent(headers: Headers, received_at: datetime | None) -> datetime | None:
    sent_at = date_of(header_text(headers.first("date") or b"", set()), headers.flags)
    if sent_at is None:
        headers.flags.add("date_from_internaldate")
    elif not is_plausible(sent_at, received_at):
        headers.flags.add("date_implausible")
    return sent_at
