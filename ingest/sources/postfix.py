"""Postfix's log files: when a mail was taken, and what became of it for each recipient."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest.file_probe import probe_files
from ingest.files import File
from ingest.log_places import Places
from ingest.log_stamps import Clock, names_no_zone
from ingest.log_walk import Block, Walk
from ingest.postfix_events import Events
from ingest.postfix_lives import Lives
from ingest.postfix_origins import Origins
from ingest.postfix_reader import Outcome, Reader
from ingest.relays import KNOWN, Relays
from ingest.still_refused import still_refused
from sql.raw.facts import Batch, Poll, Refused
from sql.settings import Probe, SourceOptions, Zone
from sql.trouble import Trouble

PLACE = "log"
# A batch ends at whichever comes first. Two are in memory at once: one read, one being stored.
BATCH_EVENTS, BATCH_BYTES = 20_480, 32 << 20


class Options(SourceOptions):
    """Log files by pattern, rotated and packed ones included."""

    files: tuple[str, ...]
    zone: Zone | None = None  # of stamps that name none
    hosts: tuple[str, ...] = ()  # allow-list of host names; empty allows all
    relays: tuple[str, ...] = KNOWN  # hops that hand a mail on: NAME or IP, also with :PORT


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """Everything written since the cursor, oldest file first; then one line for all troubles."""
    cursor = cursors.get(PLACE, {})
    walk = Walk(options.files, options.zone, Places(cursor.get("places", {}), now), now)
    lives = Lives(cursor.get("lives", {}))
    reader = _reader(options, name, lives, _hosts(cursor))
    outcome, size = Outcome(), 0
    for block in walk.blocks():
        reader.block(block, outcome)
        size += len(block.text)
        if size >= BATCH_BYTES or len(outcome.events) >= BATCH_EVENTS:
            yield _batch(walk, reader, outcome)
            outcome, size = Outcome(), 0
    lost = lives.forget_before({host: seen[1] for host, seen in reader.hosts.items()})
    last = _batch(walk, reader, outcome)
    last.deferred = walk.deferred
    # Half a look proves nothing: no poll.
    last.polls = [] if walk.troubles else _polls(options, name, walk, reader, now, lost)
    yield last
    if walk.troubles:
        raise Trouble(f"[sources.{name}] " + "; ".join(walk.troubles))


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Each line alone, as of `now`. The store knows its mail, and whose may be kept by that."""
    unfiltered = options.model_copy(update={"addresses": (), "staff": {}})
    for one in refused:
        if not options.zone and names_no_zone(one.payload):
            said = 'its time names no zone; set zone = "Europe/..."'
            yield still_refused(one, "time.no_zone", said)
            continue
        line = one.payload.decode(errors="surrogateescape") + "\n"
        block, outcome = Block(one.location, 0, line, Clock(options.zone, now)), Outcome()
        _reader(unfiltered, name, Lives({}), {}).block(block, outcome)
        if outcome.refused:
            yield still_refused(one, outcome.refused[0].reason, outcome.refused[0].detail)
        else:
            yield Batch("", None, [(event,) for event in outcome.events.facts()], outcome.ignored)


def _reader(
    options: Options, name: str, lives: Lives, hosts: dict[str, list[datetime]]
) -> Reader:
    events = Events(lives, options, Relays(options.relays))
    return Reader(events, Origins(name, options.hosts), hosts)


def probe(options: Options, name: str) -> list[Probe]:
    """What each pattern finds: how many files, the newest, and what cannot be read."""
    def fault_of(file: File) -> str | None:
        needs_zone = not options.zone and names_no_zone(file.head)
        return 'has times that name no zone; set zone = "Europe/..."' if needs_zone else None

    return [probe_files(pattern, fault_of) for pattern in options.files]


def _batch(walk: Walk, reader: Reader, outcome: Outcome) -> Batch:
    """All that became of the lines since the last one."""
    return Batch(
        PLACE, _cursor(walk, reader), columns=[outcome.events], ignored=outcome.ignored,
        refused=outcome.refused,
    )  # fmt: skip


def _polls(
    options: Options, name: str, walk: Walk, reader: Reader, now: datetime, lost: Counter[str]
) -> list[Poll]:
    holes = [*walk.places.holes, *walk.notes]
    return [
        Poll(f"{name}/{host}", "log", options.shop, now, oldest, newest, options.complete_until,
             holes + ([f"the end of {lost[host]} mails was never logged"] if lost[host] else []))
        for host, (oldest, newest) in reader.hosts.items()
    ]  # fmt: skip


def _cursor(walk: Walk, reader: Reader) -> dict:
    return {
        "places": walk.places.saved(),
        "lives": reader.events.lives.saved(),
        "hosts": {host: [at.isoformat() for at in seen] for host, seen in reader.hosts.items()},
    }


def _hosts(cursor: dict) -> dict[str, list[datetime]]:
    return {
        host: [datetime.fromisoformat(at) for at in seen]
        for host, seen in cursor.get("hosts", {}).items()
    }
