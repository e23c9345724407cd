"""The fast reader against a plain one: the same of any mixture of lines, however it is cut."""

import tempfile
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from oracles.plain_postfix import read_plainly
from readings import Source

from ingest.sources import postfix

NOW = datetime(2026, 11, 10, 12)
IDS = ("AB123", "4bX9Yz1QpLz", "CD456")
PEOPLE = ("kim@customer.example", "Lee@Post.example", '"a>, b"@odd.example', "M\xfcller@p.example",
          "")  # fmt: skip
REPLIES = (
    "250 2.0.0 Ok: queued as 12AB", "host mx[1.2.3.4] said: 550 5.1.1 no (in reply to RCPT TO)",
    "host m refused to talk to me: 421 later", "connect to mx:25: Connection timed out",
    "said ))", "550 no) to=<x@y.example>, relay=mx, delay=1, dsn=2.0.0, status=sent (250 ok",
    "delivered, status=bounced (fake)", "r\xe9ponse",
)  # fmt: skip
DELAYS = ("1.9e-05", "0.25", "300", "1e3", "soon")
STATES = ("sent", "sent", "deferred", "bounced", "SOFTBOUNCE", "expired", "undeliverable", "eaten")
STRANGE = (
    b"", b"   ", b"\0\0\0", b"-- MARK --", b"-- Boot 5f0c --", b"no line of a log", b"\xff\xfe\x00",
    b"Nov 10 08:00:01 mx1 last message repeated 3 times", b"Nov 10 08:00:01 mx1 ",
    b"Nov 10 08:00:01 mx1 postfix/smtp[1] no colon", b"x" * 70_000,
    b"Nov 10 08:00:01 mx1 postfix/smtpd[1]: " + b"y" * 66_000,
    b"2026-11-09T08:00:01.5+01:00 mx1 cron[1]: ran",
)  # fmt: skip


def stamp(random: Random) -> str:
    minute, second = random.randrange(60), random.randrange(62)
    return random.choice((
        f"Nov 10 08:{minute:02}:{second:02}", f"Nov  9 08:{minute:02}:{second:02}",
        f"2026-11-09T08:{minute:02}:{second:02}.{random.randrange(1_000_000):06}+00:00",
        f"2026-11-09T08:{minute:02}:{second:02}.000000+01:00",
        f"2026-11-09T08:{minute:02}:{second:02}.25-03:30", f"2026-11-09T08:{minute:02}:01Z",
        f"2026-11-09T25:{minute:02}:01+01:00", f"2026-13-01T08:{minute:02}:01Z",
    ))  # fmt: skip


def said(random: Random) -> tuple[str, str]:
    """Program and message."""
    name, person = random.choice(IDS + ("A", "not-an-id")), random.choice(PEOPLE)
    pick = random.randrange(12)
    if pick < 4:
        to = f"<{person}>" if person != "" or random.random() < 0.5 else "bare@p.example"
        original = random.choice(("", "", f" orig_to=<{random.choice(PEOPLE[:2])}>,"))
        use = random.choice(("", " conn_use=2,"))
        return random.choice(("smtp", "lmtp", "smtpd")), (
            f"{name}: to={to},{original} relay=mx[1.2.3.4]:25,{use} delay={random.choice(DELAYS)},"
            f" delays=0/0/0/1, dsn=2.0.0, status={random.choice(STATES)}"
            + random.choice(("", f" ({random.choice(REPLIES)})")))
    if pick < 8:
        name = IDS[0]
    active = f"{name}: from=<{person}>, size=12, nrcpt=1 (queue active)"
    named = f"{name}: message-id=<{random.randrange(9)}@n.example>"
    if pick < 8:
        return random.choice((("cleanup", named), ("qmgr", active), ("qmgr", active)))
    return random.choice((
        ("cleanup", f"{name}: message-id="), ("cleanup", f"{name}: milter-reject: to=<a>"),
        ("qmgr", f"{name}: from=<a>, size=1, nrcpt=1 (x>, size=2, nrcpt=2 (queue active)"),
        ("qmgr", f"{name}: from=<double-bounce@mx1>, size=1, nrcpt=1 (queue active)"),
        ("qmgr", f"{name}: from=<{person}>, status=expired, returned to sender"),
        ("qmgr", f"{name}: removed"), ("qmgr", f"{name}: removed"),
        ("postsuper", f"{name}: removed"), ("qmgr", f"{name}: skipped, still being delivered"),
        ("smtpd", f"{name}: client=x[1.2.3.4]"),
        ("smtpd", "warning: to=<a@b.example>, relay=x, delay=1, dsn=2.0.0, status=sent (x)"),
        ("smtpd", "connect from x: ABCDE: to=<a@b.example>"), ("pickup", f"{name}: uid=0 from=<r>"),
        ("smtp", f"message repeated 2 times: [ {name}: to=<a@b.example>, status=sent (x)]"),
        ("anvil", "statistics: max connection rate 2/60s"), ("sshd", f"{name}: to=<a@b.example>"),
    ))  # fmt: skip


def line(random: Random) -> bytes:
    if random.random() < 0.15:
        return random.choice(STRANGE)
    program, message = said(random)
    instance = random.choice(("postfix", "postfix", "postfix-out"))
    tag = "sshd" if program == "sshd" else f"{instance}/{program}"
    head = f"{stamp(random)} {random.choice(('mx1', 'mx1', 'mx2'))} {tag}[{random.randrange(9)}]"
    whole = f"{head}: {message}".encode(random.choice(("utf-8", "latin-1")))
    if random.random() < 0.1:
        whole = whole[: random.randrange(len(whole))]  # the writer was stopped
    if random.random() < 0.05:
        whole = whole.replace(b"e", b"e\0", 1)
    return whole + random.choice((b"", b"", b" ", b"\r"))


@pytest.mark.parametrize("seed", range(60))
def test_l20_l21_any_mixture_of_lines_is_read_as_line_by_line(seed, monkeypatch):
    random = Random(seed)
    content = b"".join(line(random) + b"\n" for _ in range(random.randrange(1, 250)))
    monkeypatch.setattr("ingest.file_bytes.BLOCK_BYTES", random.choice((1, 300, 5000, 1 << 20)))
    monkeypatch.setattr("ingest.file_bytes.PIECE_BYTES", random.choice((70, 1000, 1 << 20)))
    monkeypatch.setattr(postfix, "BATCH_BYTES", random.choice((1, 1000, 1 << 20)))
    cuts = sorted(random.choices(range(len(content) + 1), k=random.randrange(4)))

    readings = read_in_pieces(content, [*cuts, len(content)])

    expected = read_plainly(content)
    assert sum((reading.ignored for reading in readings), expected.ignored - expected.ignored) == (
        expected.ignored)
    refused = [(row.reason, row.payload) for reading in readings for row in reading.refused]
    assert refused == expected.refused
    facts = [fact for reading in readings for fact in reading.facts]
    assert [told(fact) for fact in facts] == expected.events
    assert sum(reading.items_read for reading in readings) == content.count(b"\n") + expected.untold
    whole = read_in_pieces(content, [len(content)])
    assert [fact.event_key for fact in facts] == [fact.event_key for fact in whole[0].facts]


def read_in_pieces(content: bytes, ends: list[int]) -> list:
    """The log grows to each of the ends, and is read each time."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "mail.log"
        options = postfix.Options(kind="postfix", files=(str(log),), zone="UTC")
        source, readings = Source(postfix, "log", options), []
        for end in ends:
            log.write_bytes(content[:end])
            readings.append(source.read(NOW))
        return readings


def told(fact) -> tuple:
    return (
        fact.event, fact.event_at, fact.host, fact.instance, fact.queue_id, fact.generation,
        fact.message_id, fact.sender, fact.recipient, fact.original_recipient, fact.relay,
        fact.delay_seconds, fact.dsn, fact.reply_code, fact.reply,
    )  # fmt: skip
