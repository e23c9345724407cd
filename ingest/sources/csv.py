"""Orders, their lines and their shipments from CSV exports, with a mapping of columns."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest.export_files import KnownExports, digest
from ingest.export_options import ExportOptions as Options
from ingest.export_reading import PLACE, ExportReader, fault_of
from ingest.export_replay import read_rows_again
from ingest.file_probe import probe_files
from ingest.files import File, look, matching
from sql.raw.facts import Batch, Poll, Refused
from sql.settings import Probe
from sql.trouble import Trouble

__all__ = ["Options", "probe", "read", "reread"]


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """Every file that changed, whole: exports are rewritten, and the store keeps what is new."""
    known = KnownExports(cursors.get(PLACE, {}), options.fingerprint)
    paths, empty = matching(options.files)
    troubles = [f"no file matches {pattern}; is the path right?" for pattern in empty]
    last = Batch(PLACE, None)
    files: list[File] = []
    for path in paths:
        try:
            files.append(look(path))
        except OSError as error:
            last.deferred["file_unreadable"] += 1
            troubles.append(f"{path} cannot be read ({error.strerror or error}); mend it")
    # Where rows name no version, the export that was written last is the newest.
    for file in sorted(files, key=lambda file: (file.modified_at, file.path)):
        try:
            if not known.is_unchanged(file):
                yield from _read_file(file, options, known)
        except (Trouble, OSError) as error:
            last.deferred["file_not_loaded"] += 1
            troubles.append(_trouble(file, error))
    last.cursor = known.saved()
    if not troubles:
        written_at = max(file.modified_at for file in files)
        last.polls = [_poll(options, name, now, known, written_at)]
    yield last
    if troubles:
        raise Trouble(f"[sources.{name}] " + "; ".join(troubles))


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused rows. A file that was refused whole waits in its folder: `read` tries it again."""
    return read_rows_again(options, refused)


def probe(options: Options, name: str) -> list[Probe]:
    """What each pattern finds: how many files, the newest, and what is wrong with them."""
    return [probe_files(pattern, lambda file: fault_of(file, options)) for pattern in options.files]


def _trouble(file: File, error: Trouble | OSError) -> str:
    said = str(error)
    return said if said.startswith(str(file.path)) else f"{file.path}: {said}"


def _read_file(file: File, options: Options, known: KnownExports) -> Iterator[Batch]:
    """The file's batches; the last one holds the cursor that says so."""
    content, reader = digest(file), ExportReader(file, options)
    for batch, is_last in reader.batches():
        if is_last:
            known.remember(file, content, reader.oldest_at)
            batch.cursor = known.saved()
        yield batch


def _poll(
    options: Options, name: str, now: datetime, known: KnownExports, written_at: datetime
) -> Poll:
    """The export's own age tells how fresh the feed is: its newest row may be a quiet day's."""
    return Poll(
        name, options.table, options.shop, now, known.oldest_at(), written_at,
        options.complete_until,
    )  # fmt: skip
