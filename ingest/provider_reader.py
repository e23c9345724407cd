"""Records of a provider as outcomes: every record gets exactly one."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ingest.json_records import Record
from ingest.json_refusals import JSON_DETAILS
from ingest.postfix_allowed import wanted
from ingest.provider_events import Provider, Said, Told, mail_event
from ingest.provider_labels import Labeller
from ingest.provider_options import ProviderOptions
from ingest.provider_values import Unreadable
from sql.raw.facts import Batch, MailEvent, Refused

LONGEST_PAYLOAD = 256 << 10
STRANGE_SHARE = 0.01
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_ /-]{0,39}")
DETAILS = JSON_DETAILS | {
    "event.no_type": "names no type of event; is it this provider's?",
    "event.no_time": "names no time",
    "event.no_recipient": "names no recipient",
    "event.empty": "holds no record",
    "event.packed_breaks_off": "packed, and breaks off",
    "time.invalid": "no such time",
    "time.out_of_range": "before the year 2000 or in the future",
}


class Seen:
    """The times of the oldest and newest event, as a cursor keeps them."""

    def __init__(self, saved: Mapping[str, str] | None = None):
        saved = saved or {}
        self.oldest, self.newest = saved.get("oldest", ""), saved.get("newest", "")

    def add(self, oldest: str, newest: str) -> None:
        self.oldest = min(filter(None, (self.oldest, oldest)), default="")
        self.newest = max(self.newest, newest)

    def saved(self) -> dict[str, str]:
        return {"oldest": self.oldest, "newest": self.newest}


class Reader:
    """Sorts records into batches, and knows how many were of unknown types."""

    def __init__(self, provider: Provider, options: ProviderOptions, name: str, now: datetime):
        self._provider, self._options, self._name, self._now = provider, options, name, now
        self._labels = Labeller(options)
        self.events = 0
        self.strange: Counter[str] = Counter()

    def take(self, batch: Batch, place: str, record: Record, seen: Seen) -> None:
        """Count a record in; an envelope counts as the events that it holds."""
        try:
            if record.value is None:
                raise Unreadable(record.reason)
            inner = self._provider.unwrap(record.value)
        except Unreadable as reason:
            batch.refused.append(refusal(place, str(reason), record.text))
            return
        if not inner:
            inner = "empty"
        if isinstance(inner, str):
            batch.ignored[inner] += 1
            return
        for said in inner:
            try:
                self._take_one(batch, said, seen)
            except Unreadable as reason:
                batch.refused.append(refusal(place, str(reason), record.text))

    def _take_one(self, batch: Batch, said: Said, seen: Seen) -> None:
        found = self._provider.told(said, self._now)
        self.events += 1
        if isinstance(found, str):
            batch.ignored[found] += 1
            return
        for told in found:
            seen.add(told.at.isoformat(), told.at.isoformat())
        if found[0].is_strange:
            self.strange[_name(found[0].word)] += 1
        kept, reason = self._kept(found, said)
        if kept:
            batch.items.append(tuple(kept))
        else:
            batch.ignored[reason] += 1

    def _kept(self, found: list[Told], said: Said) -> tuple[list[MailEvent], str]:
        """What may be kept of a record's events, and why not the rest."""
        labels = self._labels.of(self._provider.given(said))
        kept: list[MailEvent] = []
        reason = ""
        for told in found:
            event = mail_event(self._provider, told, labels, self._name, self._options.shop)
            judged = wanted(event, self._options)
            if isinstance(judged, MailEvent):
                kept.append(judged)
            else:
                reason = judged
        return kept, reason


def strangeness(counted: Mapping[str, Any]) -> list[str]:
    """In words, where more than one event in a hundred was of a type that we do not know."""
    events, strange = counted.get("events", 0), counted.get("strange", {})
    number = sum(strange.values())
    if number <= events * STRANGE_SHARE:
        return []
    names = ", ".join(sorted(strange)[:5])
    return [
        f"{number} of the last {events} events are of unknown types ({names}); they are kept as"
        " unknown: a newer trackrecord may know them"
    ]


def refusal(place: str, reason: str, content: str) -> Refused:
    payload = content.encode(errors="surrogateescape")[:LONGEST_PAYLOAD]
    return Refused(place, reason, DETAILS[reason], payload)


def _name(word: str) -> str:
    return word if _NAME.fullmatch(word) else "a type without a plain name"
