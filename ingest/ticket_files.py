"""Exports of a helpdesk: files that changed are read whole, and the store keeps what is new."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest.export_files import KnownExports, digest
from ingest.file_probe import probe_files
from ingest.files import File, look, matching
from ingest.json_records import records_in
from ingest.still_refused import still_refused
from ingest.ticket_options import TicketOptions
from ingest.ticket_parts import Helpdesk
from ingest.ticket_people import People
from ingest.ticket_reading import PLACE, TicketReader
from ingest.ticket_records import fault_of, records
from sql.raw.facts import Batch, Poll, Refused
from sql.settings import Probe
from sql.trouble import Trouble


def read_exports(
    helpdesk: Helpdesk, options: TicketOptions, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """Every file that changed, oldest first, with the people that the other files name."""
    last = Batch(PLACE, None)
    troubles: list[str] = []
    beside = _look(options.people, last, troubles)
    files = _look(options.files, last, troubles)
    settings = " ".join([options.fingerprint, *sorted(map(digest, beside))])
    known = KnownExports(cursors.get(PLACE, {}), settings)
    people: People | None = None
    for file in sorted(files, key=lambda file: (file.modified_at, file.path)):
        try:
            if known.is_unchanged(file):
                continue
            people = people or _people(options, beside)
            content, reader = digest(file), TicketReader(helpdesk, options, people, now)
            for batch, is_last in reader.batches(file):
                if is_last:
                    known.remember(file, content, reader.oldest_at)
                    batch.cursor = known.saved()
                yield batch
        except (Trouble, OSError) as error:
            last.deferred["file_not_loaded"] += 1
            troubles.append(_trouble(file, error))
    last.cursor = known.saved()
    if not troubles and files:
        written_at = max(file.modified_at for file in files)
        last.polls = [Poll(name, "helpdesk", options.shop, now, known.oldest_at(), written_at,
                           options.complete_until)]  # fmt: skip
    yield last
    if troubles:
        raise Trouble(f"[sources.{name}] " + "; ".join(troubles))


def reread_parts(
    helpdesk: Helpdesk, options: TicketOptions, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """What was refused, read again alone: its events as one item, or why it is refused still."""
    people = _people(options, _look(options.people, Batch(PLACE, None), []))
    for one in refused:
        found = records_in(one.payload)
        batch = Batch("", None)
        if len(found) == 1:
            TicketReader(helpdesk, options, people, now).take(batch, one.location, found[0])
        if batch.refused or not (batch.items or batch.ignored):
            again = batch.refused[0] if batch.refused else one
            yield still_refused(one, again.reason, again.detail)
        elif batch.items:
            # The message was refused, not its ticket, which stands there before it.
            facts = [fact for item in reversed(batch.items) for fact in item]
            yield Batch("", None, items=[tuple(facts)])
        else:
            yield Batch("", None, ignored=type(batch.ignored)([min(batch.ignored)]))


def probe_exports(options: TicketOptions) -> list[Probe]:
    """What each pattern finds: how many files, the newest, and what is wrong with them."""
    return [probe_files(pattern, fault_of) for pattern in (*options.files, *options.people)]


def _people(options: TicketOptions, files: Sequence[File]) -> People:
    people = People(options.bots)
    for file in files:
        for record in records(file):
            people.add(record.value or {})
    return people


def _look(patterns: Sequence[str], last: Batch, troubles: list[str]) -> list[File]:
    paths, empty = matching(patterns)
    troubles += [f"no file matches {pattern}; is the path right?" for pattern in empty]
    files: list[File] = []
    for path in paths:
        try:
            files.append(look(path))
        except OSError as error:
            last.deferred["file_unreadable"] += 1
            troubles.append(f"{path} cannot be read ({error.strerror or error}); mend it")
    return files


def _trouble(file: File, error: Trouble | OSError) -> str:
    said = str(error)
    return said if said.startswith(str(file.path)) else f"{file.path}: {said}"
