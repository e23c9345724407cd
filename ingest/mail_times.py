"""When a mail was sent, taken by the first server and received, as far as its headers tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.mail_dates import date_of, is_plausible
from ingest.mail_headers import Headers
from ingest.mail_words import header_text

MAX_HOPS = 50
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
    stamps = headers.all("received")  # the newest is on top
    last_hop_at = _first_readable(stamps[:MAX_HOPS], seen_at)
    if times.is_suspect and times.received_at and last_hop_at:
        if times.received_at - last_hop_at > _MOVED_AFTER:  # a migration stamped its own time
            headers.flags.add("internaldate_suspect")
            times = Times(received_at=last_hop_at)
    received_at = times.received_at or last_hop_at or times.file_at
    return received_at, _first_readable(reversed(stamps[-MAX_HOPS:]), seen_at)


def _first_readable(stamps: Iterable[bytes], seen_at: datetime | None) -> datetime | None:
    moments = (received_date(stamp) for stamp in stamps)
    return next((moment for moment in moments if moment and is_plausible(moment, seen_at)), None)


def received_date(stamp: bytes) -> datetime | None:
    """The time in a Received header: what follows its last semicolon."""
    _, semicolon, date = stamp.rpartition(b";")
    return date_of(header_text(date, set()), set()) if semicolon else None


def sent(headers: Headers, received_at: datetime | None) -> datetime | None:
    sent_at = date_of(header_text(headers.first("date") or b"", set()), headers.flags)
    if sent_at is None:
        headers.flags.add("date_from_internaldate")
    elif not is_plausible(sent_at, received_at):
        headers.flags.add("date_implausible")
    return sent_at
