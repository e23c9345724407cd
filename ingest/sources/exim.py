"""Exim's main log: when a mail was taken, and what became of it for each recipient."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest import exim_stamps
from ingest.exim_events import Events
from ingest.exim_lives import Lives
from ingest.exim_reader import Reader
from ingest.file_probe import probe_files
from ingest.files import File
from ingest.log_places import Places
from ingest.log_walk import Block, Walk
from ingest.relays import KNOWN, Relays
from sql.raw.facts import Batch, Fact, Poll, Refused
from sql.settings import Probe, SourceOptions, Zone
from sql.trouble import Trouble

PLACE = "log"


class Options(SourceOptions):
    """Main logs by pattern, rotated and packed ones included, of one host."""

    files: tuple[str, ...]
    zone: Zone | None = None  # of stamps that name none, which is Exim's habit
    host: str | None = None  # the log does not name it; else the source's name stands for it
    relays: tuple[str, ...] = KNOWN  # hand a mail on: NAME, IP or transport, also with :PORT


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """Everything written since the cursor, oldest file first; then one line for all troubles."""
    cursor = cursors.get(PLACE, {})
    places = Places(cursor.get("places", {}), now)
    walk = Walk(options.files, options.zone, places, now, exim_stamps)
    reader = _reader(options, name, cursor)
    for block in walk.blocks():
        outcome = reader.block(block)
        items: list[tuple[Fact, ...]] = [(event,) for event in outcome.events]
        yield Batch(PLACE, _cursor(walk, reader), items, outcome.ignored, outcome.refused)
    yield _last(options, name, walk, reader, now)
    if walk.troubles:
        raise Trouble(f"[sources.{name}] " + "; ".join(walk.troubles))


def probe(options: Options, name: str) -> list[Probe]:
    """What each pattern finds: how many files, the newest, and what cannot be read."""
    def fault_of(file: File) -> str | None:
        needs_zone = not options.zone and exim_stamps.names_no_zone(file.head)
        return 'has times that name no zone; set zone = "Europe/..."' if needs_zone else None

    return [probe_files(pattern, fault_of) for pattern in options.files]


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused lines once more, each for itself: its mail is known by Exim's identifier."""
    for line in refused:
        clock = exim_stamps.Clock(options.zone, now)
        text = line.payload.decode(errors="surrogateescape") + "\n"
        outcome = _reader(options, name, {}).block(Block(line.location, 0, text, clock))
        items: list[tuple[Fact, ...]] = [(event,) for event in outcome.events]
        again = [Refused(line.location, found.reason, found.detail, line.payload)
                 for found in outcome.refused]
        yield Batch("", None, items, outcome.ignored, again)


def _reader(options: Options, name: str, cursor: dict) -> Reader:
    host = options.host or name
    events = Events(_path(options, name), host, options.shop, Lives(cursor.get("lives", {})),
                    Relays(options.relays))
    return Reader(events, options, [datetime.fromisoformat(at) for at in cursor.get("seen", [])])


def _path(options: Options, name: str) -> str:
    return f"{name}/{options.host}" if options.host else name


def _last(options: Options, name: str, walk: Walk, reader: Reader, now: datetime) -> Batch:
    """The batch that says how far the log was looked at. Half a look proves nothing: no poll."""
    polls: list[Poll] = []
    if reader.seen:
        oldest, newest = reader.seen
        lost = reader.events.lives.forget_before(newest)
        holes = [*walk.places.holes, *walk.notes]
        holes += [f"the end of {lost} mails was never logged"] if lost else []
        polls = [Poll(_path(options, name), "log", options.shop, now, oldest, newest,
                      options.complete_until, holes)]
    return Batch(
        PLACE, _cursor(walk, reader), deferred=walk.deferred, polls=[] if walk.troubles else polls
    )


def _cursor(walk: Walk, reader: Reader) -> dict:
    return {
        "places": walk.places.saved(),
        "lives": reader.events.lives.saved(),
        "seen": [at.isoformat() for at in reader.seen],
    }
