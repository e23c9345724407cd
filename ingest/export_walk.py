"""The way through a source's export files: each that changed is read whole, or not at all."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from ingest.export_files import KnownExports, digest
from ingest.export_places import Places
from ingest.export_reading import PLACE
from ingest.file_options import FileOptions
from ingest.files import HEAD_BYTES, File, look
from sql.raw.facts import Batch, Poll, Refused
from sql.raw.quarantine import PAYLOAD_BYTES
from sql.trouble import Trouble

EMPTY = "empty"
INCOMPLETE = "record_incomplete"  # deferred: its rest may come


class FileReader(Protocol):
    """Reads one file; afterwards knows what there is to know of it."""

    oldest_at: datetime | None
    notes: list[str]
    columns: list[str]  # of a text file
    unmapped: list[str]

    def batches(self, now: datetime) -> Iterator[tuple[Batch, bool]]: ...


class WholeFileRefused(Trouble):
    """A file that is bad as a whole: it goes to quarantine and keeps no other from being read."""

    def __init__(self, reason: str, detail: str):
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def read_files(
    options: FileOptions, name: str, cursors: dict[str, dict], now: datetime,
    reader_of: Callable[[File], FileReader],
) -> Iterator[Batch]:
    """Exports are rewritten, and the store keeps what is new."""
    known = KnownExports(cursors.get(PLACE, {}), options.fingerprint)
    places, last = Places(options, known.has), Batch(PLACE, None)
    files = places.files()
    troubles, last.deferred = places.troubles, places.deferred
    for file in files:
        try:
            if not known.is_unchanged(file):
                yield from _read_file(file, known, reader_of(file), now)
        except (Trouble, OSError) as error:
            last.deferred["file_not_loaded"] += 1
            troubles.append(_trouble(file, error))
    last.cursor = known.saved()
    if not troubles and files:
        # The export's own age tells how fresh the feed is: its newest row may be a quiet day's.
        last.polls = [Poll(
            name, options.table, options.shop, now, known.oldest_at(),
            max(file.modified_at for file in files), options.complete_until,
            [*known.notes(), *places.notes],
        )]  # fmt: skip
    yield last
    if troubles:
        raise Trouble(f"[sources.{name}] " + "; ".join(troubles))


def _read_file(
    file: File, known: KnownExports, reader: FileReader, now: datetime
) -> Iterator[Batch]:
    """The file's batches; the last one holds the cursor that says so."""
    content, rows = digest(file), 0
    if is_blank(file):
        known.remember(file, content, None, 0)
        yield Batch(PLACE, known.saved(), ignored=Counter({EMPTY: 1}))
        return
    try:
        for batch, is_last in reader.batches(now):
            rows += len(batch.items) + len(batch.refused) + batch.ignored["before_since"]
            rows += sum(len(columns) for columns in batch.columns) + batch.deferred.total()
            if is_last:
                _is_still_the_same(file)
                if not rows:
                    batch.ignored[EMPTY] += 1
                known.remember(
                    file, content, reader.oldest_at, rows, reader.notes, reader.columns,
                    reader.unmapped,
                )  # fmt: skip
                if batch.deferred[INCOMPLETE]:
                    known.try_again(file)
                batch.cursor = known.saved()
            yield batch
    except WholeFileRefused as fault:
        _is_still_the_same(file)
        note = f"{file.path.name} was refused whole: {fault.detail}"
        known.remember(file, content, None, None, [note])
        yield Batch(PLACE, known.saved(), refused=[_whole(file, content, fault)])


def is_blank(file: File) -> bool:
    """Nothing stands in it, but for a byte order mark and line ends."""
    if file.is_packed or len(file.head) == HEAD_BYTES:
        return False
    return not file.head.strip(b"\xef\xbb\xbf\xff\xfe\0\r\n\t ")


def _is_still_the_same(file: File) -> None:
    """What was written to while it was read may be half old and half new."""
    if look(file.path).state != file.state:
        raise Trouble("was written to while it was read; it is read again the next time")


def _whole(file: File, content: str, fault: WholeFileRefused) -> Refused:
    """Its bytes; of a large file its hash, and that it lies where it lay."""
    if file.size > PAYLOAD_BYTES:
        kept = f"{file.path.name}: {file.size} bytes, blake2b {content}\n".encode()
    else:
        kept = file.path.read_bytes()
    return Refused(file.path.name, fault.reason, fault.detail, kept)


def _trouble(file: File, error: Trouble | OSError) -> str:
    said = str(error)
    return said if said.startswith(str(file.path)) else f"{file.path}: {said}"
