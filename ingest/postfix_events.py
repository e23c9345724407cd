"""What a line of Postfix's log says happened to a mail, with what was said of it before."""

import hashlib
from datetime import datetime
from typing import NamedTuple

from ingest import postfix_lines as lines
from ingest.postfix_lives import Life, Lives
from ingest.relays import Relays
from sql.raw.facts import MailEvent

TELLING = frozenset(("cleanup", "qmgr", "postsuper"))  # besides those that deliver
# Postfix asks with this sender whether an address exists; no mail is behind it.
_PROBE_SENDER = "double-bounce@"


class Line(NamedTuple):
    """A log line of Postfix, taken apart."""

    at: datetime
    host: str
    instance: str
    program: str
    message: str


class Unreadable(ValueError):
    """A line that should say something and cannot be read; its text is the reason."""


def is_delivery(message: str) -> bool:
    """It begins as a delivery line does, whatever program writes it (`ABC12: to=<...`)."""
    return message.find(": to=", 5, 30) > 0


class Events:
    """Follows the lives of queue ids and makes an event of each line that tells one."""

    def __init__(self, source: str, shop: str | None, lives: Lives, relays: Relays):
        self._source, self._shop, self.lives = source, shop, lives
        self._relays = relays

    def of(self, line: Line) -> MailEvent | str:
        """The event, or the reason why the line is none. Unreadable where it should be one."""
        if is_delivery(line.message):
            return self._delivered(line)
        if line.program == "cleanup":
            return self._named(line) or line.program
        if queue_id := lines.removed_in(line.message):
            self.lives.end((line.host, line.instance, queue_id))
            return line.program
        if queued := lines.queued_in(line.message):
            return self._queued(line, *queued) or line.program
        return line.program

    def _named(self, line: Line) -> MailEvent | None:
        if not (found := lines.message_id_in(line.message)):
            return None
        queue_id, message_id = found
        life = self.lives.name((line.host, line.instance, queue_id), line.at, message_id)
        return self._accepted(line, queue_id, life)

    def _queued(
        self, line: Line, queue_id: str, sender: str, is_expired: bool
    ) -> MailEvent | str | None:
        life = self.lives.of((line.host, line.instance, queue_id), line.at)
        life.sender = sender
        if sender.startswith(_PROBE_SENDER):
            return "address_probe"
        if is_expired:
            return self._event("expired", line, queue_id, life)
        return self._accepted(line, queue_id, life)

    def _accepted(self, line: Line, queue_id: str, life: Life) -> MailEvent | None:
        """Once per life: as soon as both the Message-ID and the sender are known."""
        if life.is_told or not life.message_id or life.sender is None or not life.named_at:
            return None
        life.is_told = True
        taken = line._replace(at=life.named_at, message=f"{queue_id} {life.message_id}")
        return self._event("accepted", taken, queue_id, life)

    def _delivered(self, line: Line) -> MailEvent | str:
        found = lines.delivery_in(line.message)
        if found is None:
            raise Unreadable("log.truncated" if lines.is_cut(line.message) else "log.unparsed")
        if found.status.startswith(lines.PROBES):
            return "address_probe"
        if found.status not in lines.OUTCOMES:
            raise Unreadable("log.truncated" if lines.is_cut(line.message) else "log.unparsed")
        life = self.lives.of((line.host, line.instance, found.queue_id), line.at)
        event = lines.OUTCOMES[found.status]
        if event == "sent" and self._relays.take(found.relay):
            event = "accepted"
        return self._event(
            event, line, found.queue_id, life,
            recipient=_address(found.recipient),
            original_recipient=_address(found.original_recipient),
            relay=_text(found.relay), delay_seconds=found.delay_seconds, dsn=found.dsn,
            reply_code=lines.reply_code_in(found.reply), reply=_text(found.reply),
        )  # fmt: skip

    def _event(self, event: str, line: Line, queue_id: str, life: Life, **more) -> MailEvent:
        # Not the life: a file that is read again without its beginning must give the same key.
        said = "\0".join((event, line.host, line.instance, line.at.isoformat(), line.message))
        return MailEvent(
            event_key=hashlib.blake2b(said.encode(errors="replace"), digest_size=16).hexdigest(),
            shop=self._shop, path=f"{self._source}/{line.host}", host=line.host,
            instance=line.instance, queue_id=queue_id, generation=life.generation, event=event,
            event_at=line.at, message_id=_text(life.message_id), sender=_address(life.sender),
            **{**_NO_DELIVERY, **more},
        )  # fmt: skip


_NO_DELIVERY = dict.fromkeys((
    "recipient", "original_recipient", "relay", "delay_seconds", "dsn", "reply_code", "reply",
))  # fmt: skip


def _text(text: str | None) -> str | None:
    """Bytes that are no UTF-8 stand as U+FFFD, which the store needs."""
    if text is None or text.isascii():
        return text
    return text.encode(errors="surrogateescape").decode(errors="replace")


def _address(address: str | None) -> str | None:
    text = _text(address)
    return text.lower() if text else text
