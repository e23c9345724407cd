"""Refused items read again after a fix, by their own kind, each stored exactly once."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from ingest.kinds import kinds
from ingest.postfix_allowed import wanted
from ingest.result import Result
from sql.desk import Desk
from sql.raw import quarantine, replays
from sql.raw.facts import Batch, Fact, MailEvent
from sql.raw.quarantine import Quarantined
from sql.raw.store import RawStore
from sql.settings import SourceOptions
from sql.trouble import StoreTrouble, Trouble

TOGETHER = 200  # items in one transaction
Pairs = list[tuple[Quarantined, Batch]]


def read_again(
    store: RawStore, desk: Desk, name: str, options: SourceOptions, keys: Sequence[str],
    now: datetime,
) -> Result:
    """Read the items with these keys again: a run of its own, which looked at no source."""
    source: Any = kinds()[options.kind]
    counts: Counter[str] = Counter()
    if not keys:
        return Result(name, counts, None)
    if not hasattr(source, "reread"):
        return Result(name, counts, None, (_not_alone(name, options.kind),))
    run = store.start(name, replays.KIND, now)
    lost, trouble = 0, None
    try:
        for start in range(0, len(keys), TOGETHER):
            held = quarantine.items(store.db, keys[start : start + TOGETHER])
            kept = [item for item in held if item.is_kept]
            lost += len(held) - len(kept)
            pairs = _in_their_lives(store, options, list(_pairs(source, name, options, kept)))
            counts += replays.commit(store, run, pairs, now)
    except StoreTrouble:
        raise
    except (Trouble, OSError) as error:
        trouble = str(error)
    store.finish(run, now, trouble, looked=False)
    desk.record_run(run.run_id, name, now, now, "failed" if trouble else "done", trouble or "")
    return Result(name, counts, trouble, (_lost(name, lost),) if lost else ())


def no_longer_read(store: RawStore, sources: Collection[str]) -> list[Result]:
    """A line for each source that left the settings while items of it wait."""
    return [
        Result(name, Counter(), None, (
            f"{name}: {items} of its refused items wait, but the settings have no such source;"
            " connect it again, or let them expire",
        ))
        for name, items in quarantine.waiting_sources(store.db).items() if name not in sources
    ]  # fmt: skip


def _pairs(
    source: Any, name: str, options: SourceOptions, items: list[Quarantined]
) -> Iterator[tuple[Quarantined, Batch]]:
    """Each item with its batch. For the source it is still the moment when it was refused."""
    for refused_at, group in groupby(items, key=lambda item: item.quarantined_at):
        together = list(group)
        batches = source.reread(options, name, [item.refused for item in together], refused_at)
        yield from zip(together, batches, strict=True)


def _in_their_lives(store: RawStore, options: SourceOptions, pairs: Pairs) -> Pairs:
    """A line read alone knows no sender: with it, whose mail may be kept is asked once more."""
    events = [item[0] for _, batch in pairs for item in batch.items]
    lives = replays.in_their_lives(store.db, [e for e in events if isinstance(e, MailEvent)])
    for _, batch in pairs:
        kept: list[tuple[Fact, ...]] = []
        for fact, *rest in batch.items:
            is_event = isinstance(fact, MailEvent)
            judged = _judged(lives[fact.event_key], options) if is_event else fact
            if isinstance(judged, str):
                batch.ignored[judged] += 1
            else:
                kept.append((judged, *rest))
        batch.items = kept
    return pairs


def _judged(event: MailEvent, options: SourceOptions) -> MailEvent | str:
    """`wanted` knows people by address: what already stands as a team is given back one of its."""
    one_of = {f"team:{team}": address for address, team in options.staff.items()}
    people = (event.sender, event.recipient, event.original_recipient)
    sender, recipient, original = (one_of.get(person or "", person) for person in people)
    named = replace(event, sender=sender, recipient=recipient, original_recipient=original)
    return wanted(named, options)


def _not_alone(name: str, kind: str) -> str:
    return (
        f"{name}: items of kind {kind} cannot be read again from what was kept of them; mend the"
        " source, and its next reading takes them"
    )


def _lost(name: str, lost: int) -> str:
    return (
        f"{name}: {lost} of its refused items cannot be read again: of them only hash and place"
        " are kept, for they were too long or their time is over"
    )
