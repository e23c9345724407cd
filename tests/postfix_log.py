"""A busy shop's Postfix log, made up line by line: two hosts, two instances, and what surrounds."""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random

BEGIN = datetime(2026, 11, 2, 6)
SECONDS_BETWEEN_MAILS = 2.2
HOSTS, INSTANCES = ("mx1", "mx2"), ("postfix", "postfix-out")
DOMAINS = [f"{word}{number}.example" for word in ("post", "mail", "kunde", "box")
           for number in range(60)]  # fmt: skip
_LETTERS = "BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789"
Said = tuple[float, str, str]  # seconds after the mail came in, program, text
Stamp = Callable[[datetime], str]

REPLIES = {
    "sent": ("2.0.0", "250 2.0.0 Ok: queued as {code}"),
    "deferred": ("4.2.2", "host mx.{domain}[203.0.113.{n}] said: 452 4.2.2 <{to}>: Mailbox full"
                          " (in reply to RCPT TO command)"),
    "bounced": ("5.1.1", "host mx.{domain}[203.0.113.{n}] said: 550 5.1.1 <{to}>: Recipient address"
                         " rejected: User unknown in local recipient table (in reply to RCPT TO"
                         " command)"),
}  # fmt: skip
NOISE = (
    ("postfix/smtpd", "NOQUEUE: reject: RCPT from unknown[203.0.113.{n}]: 554 5.7.1 <a@b.example>:"
                      " Relay access denied; from=<x{n}@bulk.example> to=<a@b.example> proto=ESMTP"
                      " helo=<[203.0.113.{n}]>"),
    ("postfix/smtpd", "warning: hostname host{n}.pool.example does not resolve to address"
                      " 203.0.113.{n}: Name or service not known"),
    ("postfix/postscreen", "CONNECT from [203.0.113.{n}]:41222 to [192.0.2.25]:25"),
    ("postfix/anvil", "statistics: max connection rate 2/60s for (smtp:192.0.2.10) at Nov 2"),
    ("postfix-out/scache", "statistics: domain lookup hits=0 miss={n} success=0%"),
    ("dovecot", "imap-login: Login: user=<support>, method=PLAIN, rip=192.0.2.{n}, TLS"),
    ("opendkim", "DKIM-Signature field added (s=mail, d=nordlicht.example)"),
)  # fmt: skip


def rfc3339(at: datetime) -> str:
    return f"{at.isoformat(timespec='microseconds')}+00:00"


def classic(at: datetime) -> str:
    return f"{at:%b} {at.day:2d} {at:%H:%M:%S}"


def write_log(path: Path, lines: int, stamp: Stamp, seed: int = 1) -> None:
    with path.open("w") as file:
        file.writelines(islice(log(stamp, Random(seed)), lines))


def log(stamp: Stamp, random: Random) -> Iterator[str]:
    """Lines in the order of time, without end."""
    pending: list[tuple[float, int, str]] = []
    numbers, now, pids = count(), 0.0, Pids(random)
    while True:
        now += random.expovariate(1 / SECONDS_BETWEEN_MAILS)
        for after, origin, text in [*_mail(random, pids), *_noise(random, pids)]:
            heapq.heappush(pending, (now + after, next(numbers), f"{origin}: {text}\n"))
        while pending and pending[0][0] <= now:
            at, _, said = heapq.heappop(pending)
            yield f"{stamp(BEGIN + timedelta(seconds=at))} {said}"


class Pids:
    """A process of Postfix ends after it served a hundred; the queue manager stays."""

    def __init__(self, random: Random):
        self._random, self._uses, self._held = random, dict[str, int](), dict[str, int]()

    def of(self, origin: str) -> str:
        uses = self._uses[origin] = self._uses.get(origin, 0) + 1
        if origin not in self._held or uses % 100 == 0 and not origin.endswith("qmgr"):
            self._held[origin] = self._random.randrange(900, 32_000)
        return f"{origin}[{self._held[origin]}]"


def _noise(random: Random, pids: Pids) -> Iterator[Said]:
    if random.random() < 0.8:
        program, text = random.choice(NOISE)
        yield 0, pids.of(f"{random.choice(HOSTS)} {program}"), text.format(n=random.randrange(250))


def _mail(random: Random, pids: Pids) -> Iterator[Said]:
    """From the shop's connection to the end of the mail's life, and of its bounce's."""
    host, instance = random.choice(HOSTS), random.choice(INSTANCES)
    origins: dict[str, str] = {}

    def said(after: float, program: str, text: str) -> Said:
        if program not in origins:
            origins[program] = pids.of(f"{host} {instance}/{program}")
        return after, origins[program], text

    queue_id, sender = _code(random, 12), f"orders@{random.choice(('nordlicht', 'sued'))}.example"
    client = f"shop.nordlicht.example[192.0.2.{random.randrange(4)}]"
    yield said(0, "smtpd", f"connect from {client}")
    yield said(0.01, "smtpd", f"{queue_id}: client={client}")
    yield said(0.02, "cleanup", f"{queue_id}: message-id=<{_code(random, 22)}@nordlicht.example>")
    people = [f"{_code(random, 9)}@{random.choice(DOMAINS)}" for _ in range(random.choice(
        (1,) * 9 + (3,)))]  # fmt: skip
    size = random.randrange(1800, 48_000)
    active = f"{queue_id}: from=<{sender}>, size={size}, nrcpt={len(people)} (queue active)"
    yield said(0.03, "qmgr", active)
    yield said(0.04, "smtpd", f"disconnect from {client} ehlo=1 mail=1 rcpt=1 data=1 commands=4")
    after = 0.5
    for state in _states(random):
        if after > 1:
            yield said(after, "qmgr", active)
        after += random.uniform(0.2, 4)
        yield said(after - 0.1, "smtp", f"Trusted TLS connection established to mx{after:.0f}.mail."
                   "example[203.0.113.9]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256"
                   " bits)")
        for person in people:
            yield said(after, "smtp", _tried(queue_id, person, after, state, random))
        end, after = after, after + random.uniform(300, 2400)
    if state == "bounced":
        report = _code(random, 12)
        yield said(end, "cleanup", f"{report}: message-id=<2026.{report}@{host}.nordlicht.example>")
        yield said(end, "bounce", f"{queue_id}: sender non-delivery notification: {report}")
        yield said(end, "qmgr", f"{report}: from=<>, size=4000, nrcpt=1 (queue active)")
        yield said(end, "lmtp", _tried(report, sender, 0.1, "sent", random))
        yield said(end, "qmgr", f"{report}: removed")
    yield said(end, "qmgr", f"{queue_id}: removed")


def _states(random: Random) -> tuple[str, ...]:
    """What becomes of a mail's attempts, one after the other."""
    ways = (("sent",), ("deferred", "sent"), ("deferred", "deferred", "sent"), ("bounced",))
    return random.choices(ways, (80, 10, 5, 5))[0]


def _tried(queue_id: str, person: str, delay: float, state: str, random: Random) -> str:
    domain, n = person.partition("@")[2], random.randrange(250)
    dsn, reply = REPLIES[state]
    said = reply.format(code=_code(random, 11), domain=domain, n=n, to=person)
    return (
        f"{queue_id}: to=<{person}>, relay=mx.{domain}[203.0.113.{n}]:25, delay={delay:.2g},"
        f" delays={delay / 2:.2g}/0.01/0.02/{delay / 2:.2g}, dsn={dsn}, status={state} ({said})"
    )


def _code(random: Random, length: int) -> str:
    return "".join(random.choices(_LETTERS, k=length))
