"""The log of the first brand's mail server: lives of mails in the queue, line by line."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from .clock import seconds
from .events import Delivery
from .ids import long_queue_id, queue_id

STORE = "store.nordlicht.example[private/dovecot-lmtp]"


class Line(NamedTuple):
    at: datetime
    host: str
    program: str
    text: str


@dataclass
class Life:
    """A mail's way through one instance of Postfix."""

    at: datetime
    message_id: str
    sender: str
    recipient: str
    host: str
    instance: str
    client: str
    delivery: Delivery
    copy_to: str | None = None  # always_bcc
    report_queue: str = ""  # queue id of the delivery report, where one is sent
    is_local: bool = False  # to our own mailbox, by LMTP
    is_report: bool = False
    queue: str = ""


@dataclass
class Queue:
    """Gives out queue ids; short ones come back once their mail is gone."""

    random: Random
    free: deque[tuple[datetime, str]] = field(default_factory=deque)

    def take(self, life: Life) -> None:
        if life.queue:
            return
        if life.instance == "postfix-out" and self.free and self.random.random() < 0.06:
            if self.free[0][0] < life.at - timedelta(days=1):
                life.queue = self.free.popleft()[1]
        if not life.queue:
            make = long_queue_id if life.instance == "postfix" else queue_id
            life.queue = make(self.random)
        if life.instance == "postfix-out" and life.delivery.state == "delivered":
            self.free.append((life.delivery.final_at or life.at + seconds(60), life.queue))


def lines_of(life: Life, queue: Queue, random: Random) -> Iterator[Line]:
    queue.take(life)
    pid = random.randrange(900, 32_000)

    def line(at: datetime, program: str, text: str) -> Line:
        return Line(at, life.host, f"{life.instance}/{program}[{pid}]", text)

    if not life.is_report:
        if random.random() < 0.5:
            yield line(life.at, "smtpd", f"connect from {life.client}")
        yield line(life.at, "smtpd", f"{life.queue}: client={life.client}")
    yield line(life.at, "cleanup", f"{life.queue}: message-id=<{life.message_id}>")
    size, count = random.randrange(1800, 48_000), 2 if life.copy_to else 1
    active = f"{life.queue}: from=<{life.sender}>, size={size}, nrcpt={count} (queue active)"
    yield line(life.at, "qmgr", active)
    if life.copy_to:
        yield line(life.at, "lmtp", _stored(life, life.copy_to, random))
    if life.is_local:
        yield line(life.at, "lmtp", _stored(life, life.recipient, random))
        yield line(life.at, "qmgr", f"{life.queue}: removed")
        return
    for at, program, text in _attempts(life, active, random):
        yield line(at, program, text)


def _stored(life: Life, recipient: str, random: Random) -> str:
    delay = random.randrange(4, 90) / 100
    return (
        f"{life.queue}: to=<{recipient}>, relay={STORE}, delay={delay:g},"
        f" delays={delay / 2:g}/0/0.01/{delay / 2:g}, dsn=2.0.0, status=sent"
        f" (250 2.0.0 <{recipient}> {queue_id(random)} Saved)"
    )


def _attempts(life: Life, active: str, random: Random) -> Iterator[tuple[datetime, str, str]]:
    """Deliveries to the customer until one is final."""
    delivery = life.delivery
    for number, at in enumerate(delivery.deferred_at):
        if number:
            yield at, "qmgr", active
        reply = delivery.reply if delivery.reply.startswith("4") else "451 4.3.0 Try again later"
        yield at, "smtp", _tried(life, at, "deferred", reply.split()[1], reply, random)
    final_at = delivery.final_at or life.at + seconds(random.randrange(0, 4))
    if delivery.deferred_at:
        yield final_at, "qmgr", active
    match delivery.state:
        case "delivered":
            reply = f"250 2.0.0 Ok: queued as {queue_id(random)}"
            yield final_at, "smtp", _tried(life, final_at, "sent", "2.0.0", reply, random)
        case "bounced":
            tried = _tried(life, final_at, "bounced", delivery.status, delivery.reply, random)
            yield final_at, "smtp", tried
        case _:
            gone = f"{life.queue}: from=<{life.sender}>, status=expired, returned to sender"
            yield final_at, "qmgr", gone
    if life.report_queue:
        notice = f"{life.queue}: sender non-delivery notification: {life.report_queue}"
        yield final_at, "bounce", notice
    yield final_at, "qmgr", f"{life.queue}: removed"


def _tried(life: Life, at: datetime, state: str, dsn: str, reply: str, random: Random) -> str:
    host = life.recipient.partition("@")[2]
    relay = f"mx.{host}[203.0.113.{sum(map(ord, host)) % 250}]:25"
    delay = (at - life.at).total_seconds() + random.randrange(1, 99) / 100
    said = reply
    if state != "sent":
        said = f"host mx.{host}[203.0.113.{sum(map(ord, host)) % 250}] said: {reply}"
        said += " (in reply to RCPT TO command)"
    return (
        f"{life.queue}: to=<{life.recipient}>, relay={relay}, delay={delay:g},"
        f" delays={delay - 0.05:g}/0.01/0.02/0.02, dsn={dsn}, status={state} ({said})"
    )
