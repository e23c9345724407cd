"""Orders and their lines from Shopify's order exports."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from ingest.export_files import KnownExports, digest
from ingest.file_probe import probe_files
from ingest.files import File, look, matching
from ingest.shopify_export import PLACE, ShopifyExportReader, fault_of
from ingest.shopify_export_options import ShopifyExportOptions as Options
from ingest.still_refused import still_refused
from sql.raw.facts import Batch, Poll, Refused
from sql.settings import Probe
from sql.trouble import Trouble

__all__ = ["Options", "probe", "read", "reread"]

_WITH_ITS_FILE = "only its whole file can tell; it is read once the file or the settings change"


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
    # The rows name no version: the export that was written last is the newest.
    for file in sorted(files, key=lambda file: (file.modified_at, file.path)):
        try:
            if not known.is_unchanged(file):
                yield from _read_file(file, options, known)
        except (Trouble, OSError) as error:
            last.deferred["file_not_loaded"] += 1
            said = str(error)
            troubles.append(said if said.startswith(str(file.path)) else f"{file.path}: {said}")
    last.cursor = known.saved()
    if not troubles:
        written_at = max(file.modified_at for file in files)
        last.polls = list(_polls(options, name, now, known, written_at))
    yield last
    if troubles:
        raise Trouble(f"[sources.{name}] " + "; ".join(troubles))


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused rows. A file that was refused whole waits in its folder: `read` tries it again."""
    for one in refused:
        is_alone = one.reason not in ("row.conflict", "csv.line_too_long")
        if is_alone and one.payload.startswith(b"sep="):
            yield _again(options, one)
        else:
            yield still_refused(one, "", _WITH_ITS_FILE)


def probe(options: Options, name: str) -> list[Probe]:
    """What each pattern finds: how many files, the newest, and what is wrong with them."""
    return [probe_files(pattern, lambda file: fault_of(file, options)) for pattern in options.files]


def _read_file(file: File, options: Options, known: KnownExports) -> Iterator[Batch]:
    """The file's batches; the last one holds the cursor that says so."""
    content, reader = digest(file), ShopifyExportReader(file, options)
    for batch, is_last in reader.batches():
        if is_last:
            known.remember(file, content, reader.oldest_at)
            batch.cursor = known.saved()
        yield batch


def _polls(
    options: Options, name: str, now: datetime, known: KnownExports, written_at: datetime
) -> Iterator[Poll]:
    """The export's own age tells how fresh the feed is: its newest row may be a quiet day's."""
    for path, role in ((name, "orders"), (f"{name}/items", "items")):
        yield Poll(path, role, options.shop, now, known.oldest_at(), written_at,
                   options.complete_until)  # fmt: skip


def _again(options: Options, one: Refused) -> Batch:
    """The row alone, by the header that it was kept with: its order, or a line of it."""
    as_kept = options.model_copy(update={"delimiter": None, "encoding": "utf-8"})
    separator, header, row = one.payload.split(b"\n", 2)
    try:
        row.decode()
    except UnicodeDecodeError:
        row = row.decode(options.encoding, "replace").encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_bytes(b"\n".join((separator, header, row.rstrip(b"\r\n"), b"")))
        try:
            ((batch, _),) = ShopifyExportReader(look(path), as_kept).batches()
        except Trouble as trouble:
            return still_refused(one, "", str(trouble).replace(f"{path} ", "its file "))
    if batch.refused:
        return still_refused(one, batch.refused[0].reason, batch.refused[0].detail)
    return batch if len(batch.items) + batch.ignored.total() == 1 else still_refused(one)
