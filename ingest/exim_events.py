"""What a line of Exim's log says happened to a mail, with what was said of it before."""

import hashlib
import re
from datetime import datetime
from typing import NamedTuple

from ingest import exim_lines as lines
from ingest.exim_lives import Life, Lives
from ingest.exim_words import address, codes, recipients, text
from ingest.relays import Relays
from sql.raw.facts import MailEvent

INSTANCE = "exim"

# Exim's words for: nobody tried, this mail only waits for its turn.
_NOT_TRIED = re.compile(
    r"retry time not (?:yet )?reached|domain is in queue_domains|first-pass only routing"
    r"|explicitly queued|reusing SMTP connection skips", re.IGNORECASE)
_GIVEN_UP = re.compile(
    r"retry timeout exceeded|after a long failure period|have been failing for a long time")


class Line(NamedTuple):
    """A line of Exim's log, taken apart."""

    at: datetime
    exim_id: str | None
    rest: str


class Truncated(ValueError):
    """A line that begins as one of a mail's fate and breaks off before it says it."""


class Events:
    """Follows Exim's mails and makes an event of each line that tells one."""

    def __init__(self, path: str, host: str, shop: str | None, lives: Lives, relays: Relays):
        self._path, self._host, self._shop = path, host, shop
        self.lives, self._relays = lives, relays

    def of(self, line: Line) -> MailEvent | str:
        """The event of a line with a flag, or the reason why it is none."""
        assert line.exim_id
        life = self.lives.of(line.exim_id, line.at)
        if line.rest[:2] in ("<=", "(="):
            return self._taken(line, life)
        found = lines.attempt_in(line.rest)
        if found is None:
            raise Truncated
        return self._tried(line, life, found)

    def refused(self, line: Line, found: lines.Refusal) -> MailEvent:
        """Refused at the door: no mail came to be, only its sender and recipient are known."""
        return self._event(
            "rejected", line, Life(line.at, None, found.sender),
            recipient=address(found.recipient), reply=text(found.text), **codes(found.text),
        )

    def _taken(self, line: Line, life: Life) -> MailEvent:
        found = lines.taken_in(line.rest)
        if found is None:
            raise Truncated
        life.sender, life.message_id = found.sender, found.message_id
        return self._event("accepted", line, life)

    def _tried(self, line: Line, life: Life, found: lines.Attempt) -> MailEvent | str:
        if found.flag == lines.SUPPRESSED:
            return "delivery_suppressed"
        recipient, original = recipients(found)
        if recipient is None:
            return "no_recipient"
        if found.address.startswith(">"):
            return "automatic_answer"
        event = _EVENTS[found.flag]
        if event == "deferred" and not self._is_news(life, recipient, found.text):
            return "not_tried"
        if event == "bounced" and found.text and _GIVEN_UP.search(found.text):
            event = "expired"
        relay = found.host or found.transport
        if event == "sent":
            event = self._sent(found, relay)
        return self._event(
            event, line, life, recipient=recipient, original_recipient=original, relay=relay,
            delay_seconds=found.delay_seconds, reply=text(found.text), **codes(found.text),
        )

    def _sent(self, found: lines.Attempt, relay: str | None) -> str:
        if found.address in (":blackhole:", "discarded"):
            return "unknown"  # Exim calls it delivered; nobody got it
        is_relay = self._relays.take(relay) or self._relays.take(found.transport)
        return "accepted" if is_relay else "sent"

    def _is_news(self, life: Life, recipient: str, reason: str | None) -> bool:
        """A skipped recipient is told once: it waits. After that only attempts count."""
        fingerprint = hashlib.blake2b(recipient.encode(), digest_size=4).hexdigest()
        is_known = fingerprint in life.waiting
        life.waiting.add(fingerprint)
        return not (is_known and reason and _NOT_TRIED.search(reason))

    def _event(self, event: str, line: Line, life: Life, **more) -> MailEvent:
        rest = f"{line.exim_id or ''} {line.rest}"
        said = "\0".join((event, self._host, line.at.isoformat(), rest))
        return MailEvent(
            event_key=hashlib.blake2b(said.encode(errors="replace"), digest_size=16).hexdigest(),
            shop=self._shop, path=self._path, host=self._host, instance=INSTANCE,
            queue_id=line.exim_id, generation=None, event=event, event_at=line.at,
            message_id=text(life.message_id), sender=address(life.sender),
            **{**_NO_ATTEMPT, **more},
        )  # fmt: skip


_EVENTS = {**dict.fromkeys(lines.DELIVERED, "sent"), lines.DEFERRED: "deferred",
           lines.FAILED: "bounced"}
_NO_ATTEMPT = dict.fromkeys((
    "recipient", "original_recipient", "relay", "delay_seconds", "dsn", "reply_code", "reply",
))  # fmt: skip
