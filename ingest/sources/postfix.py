"""Postfix's log files: when a mail was taken, and what became of it for each recipient."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest.file_probe import probe_files
from ingest.files import File
from ingest.log_places import Places
from ingest.log_stamps import Clock, names_no_zone
from ingest.log_walk import Block, Walk
from ingest.postfix_events import Events
from ingest.postfix_lives import Lives
from ingest.postfix_reader import Reader
from ingest.relays import KNOWN, Relays
from ingest.still_refused import still_refused
from sql.raw.facts import Batch, Fact, Poll, Refused
from sql.settings import Probe, SourceOptions, Zone
from sql.trouble import Trouble

PLACE = "log"


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
    reader = Reader(
        Events(name, options.shop, Lives(cursor.get("lives", {})), Relays(options.relays)),
        options, options.hosts, _hosts(cursor),
    )  # fmt: skip
    for block in walk.blocks():
        outcome = reader.block(block)
        items: list[tuple[Fact, ...]] = [(event,) for event in outcome.events]
        yield Batch(PLACE, _cursor(walk, reader), items, outcome.ignored, outcome.refused)
    yield _last(options, name, walk, reader, now)
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
        reader = Reader(Events(name, options.shop, Lives({})), unfiltered, options.hosts, {})
        line = one.payload.decode(errors="surrogateescape") + "\n"
        outcome = reader.block(Block(one.location, 0, line, Clock(options.zone, now)))
        if outcome.refused:
            yield still_refused(one, outcome.refused[0].reason, outcome.refused[0].detail)
        else:
            yield Batch("", None, [(event,) for event in outcome.events], outcome.ignored)


def probe(options: Options, name: str) -> list[Probe]:
    """What each pattern finds: how many files, the newest, and what cannot be read."""
    def fault_of(file: File) -> str | None:
        needs_zone = not options.zone and names_no_zone(file.head)
        return 'has times that name no zone; set zone = "Europe/..."' if needs_zone else None

    return [probe_files(pattern, fault_of) for pattern in options.files]


def _last(options: Options, name: str, walk: Walk, reader: Reader, now: datetime) -> Batch:
    """The batch that says how far the log was looked at. Half a look proves nothing: no poll."""
    newest_by_host = {host: seen[1] for host, seen in reader.hosts.items()}
    lost = reader.events.lives.forget_before(newest_by_host)
    holes = [*walk.places.holes, *walk.notes]
    polls = [
        Poll(f"{name}/{host}", "log", options.shop, now, oldest, newest, options.complete_until,
             holes + ([f"the end of {lost[host]} mails was never logged"] if lost[host] else []))
        for host, (oldest, newest) in reader.hosts.items()
    ]  # fmt: skip
    return Batch(
        PLACE, _cursor(walk, reader), deferred=walk.deferred, polls=[] if walk.troubles else polls
    )


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
