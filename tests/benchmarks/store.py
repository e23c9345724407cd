"""Batches onto a raw store that holds five million events: what one `store.commit` takes.

Each contestant commits six batches and gives the medians of the last five in milliseconds: wall
(the disk's sync included) and CPU. They add to one store, which hardly grows by it.
"""

import statistics
import time
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from hashlib import md5
from pathlib import Path

from sql.raw.columns import Columns
from sql.raw.facts import Batch, MailEvent, Message
from sql.raw.opening import open_store

HELD, HELD_MAILS, EVENTS, MAILS = 5_000_000, 200_000, 20_000, 500
BATCHES = 6
BEGIN = datetime(2026, 1, 1)
UNTIL = datetime(2026, 11, 22)
PEER = None

HOLD_EVENTS = """
    insert into raw.mail_events by name
    select
        md5(n::varchar) as event_key, 'log/mx1' as path, 'mx1' as host, 'postfix' as instance,
        substr(md5('q' || n // 2), 1, 12) as queue_id,
        (timestamp '2026-01-01' + to_seconds(n * 3))::varchar as generation,
        if(n % 2 = 0, 'accepted', 'sent') as event,
        timestamp '2026-01-01' + to_seconds(n * 3) as event_at,
        substr(md5('m' || n // 2), 1, 22) || '@nordlicht.example' as message_id,
        'orders@nordlicht.example' as sender,
        if(n % 2 = 1, substr(md5('r' || n % 100000), 1, 9) || '@post.example', null) as recipient,
        if(n % 2 = 1, 'mx.post.example[203.0.113.9]:25', null) as relay,
        if(n % 2 = 1, '250 2.0.0 Ok: queued as ' || substr(md5('c' || n), 1, 11), null) as reply,
        'log' as source, 'r' as run_id, n // 20000 as batch_id, timestamp '2026-11-01' as read_at
    from range({held}) as numbers (n)"""
HOLD_MAILS = """
    insert into raw.messages by name
    select
        md5('k' || n) as message_key, n || '@kunde.example' as message_id,
        'mia@kunde.example' as from_address, 'Question' as subject, repeat('Hello ', 90) as text,
        timestamp '2026-01-01' + to_seconds(n * 60) as received_at, 900 as size,
        'mails' as source, 'r' as run_id, n // 500 as batch_id, timestamp '2026-11-01' as read_at
    from range({held}) as numbers (n)"""


def prepare(folder: Path) -> None:
    with open_store(folder / "raw.duckdb") as store:
        store.db.execute("set enable_progress_bar = false")
        store.db.execute(HOLD_EVENTS.format(held=HELD))
        store.db.execute(HOLD_MAILS.format(held=HELD_MAILS))


def new_events(folder: Path) -> dict[str, float]:
    return committed(folder, (events(HELD + EVENTS * number, f"{number}/{time.time()}/")
                              for number in range(BATCHES)))  # fmt: skip


def held_events(folder: Path) -> dict[str, float]:
    return committed(folder, (events(EVENTS * 40 * number, "") for number in range(BATCHES)))


def new_mails(folder: Path) -> dict[str, float]:
    return committed(folder, (mails(f"{number}/{time.time()}/") for number in range(BATCHES)))


def committed(folder: Path, batches: Iterator[Batch]) -> dict[str, float]:
    seen: list[tuple[float, float, float]] = []
    with open_store(folder / "raw.duckdb") as store:
        run = store.start("log", "postfix", UNTIL)
        for batch in batches:
            wall, cpu = time.monotonic(), time.process_time()
            counts = store.commit(run, batch, UNTIL)
            seen.append((time.monotonic() - wall, time.process_time() - cpu, counts["accepted"]))
        store.finish(run, UNTIL)
    wall, cpu, accepted = (statistics.median(column) for column in zip(*seen[1:], strict=True))
    return {"commit_wall_ms": wall * 1000, "commit_cpu_ms": cpu * 1000, "accepted": accepted}


def events(start: int, salt: str) -> Batch:
    """As a log of the same server goes on, or was read before."""
    columns = Columns(MailEvent)
    for n in range(start, start + EVENTS):
        at, code = BEGIN + timedelta(seconds=n * 3), md5(f"{salt}{n}".encode()).hexdigest()
        columns.add([(
            code, None, "log/mx1", "mx1", "postfix", code[:12], at.isoformat(), "sent", at,
            f"{code[:22]}@nordlicht.example", "orders@nordlicht.example",
            f"{code[:9]}@post.example", None, "mx.post.example[203.0.113.9]:25", 0.5, "2.0.0",
            "250", f"250 2.0.0 Ok: queued as {code[:11]}", None, None, None, None,
        )])  # fmt: skip
    return Batch("log", {"offset": start}, columns=[columns])


def mails(salt: str) -> Batch:
    nothing = dict.fromkeys(field.name for field in fields(Message))
    names = ("reference_ids", "to_addresses", "links", "auto_headers", "flags")
    lists: dict[str, list[str]] = {name: [] for name in names}
    return Batch("inbox", {"uid": 1}, items=[
        (Message(**nothing | lists | {
            "message_key": f"{salt}{n}", "message_id": f"{n}@kunde.example", "received_at": UNTIL,
            "subject": "Question", "text": "Hello " * 90, "size": 900,
        }),)
        for n in range(MAILS)
    ])  # fmt: skip


CONTESTANTS = {
    "20,000 new events": new_events, "20,000 held events": held_events,
    "500 new mails": new_mails,
}  # fmt: skip
