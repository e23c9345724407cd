"""WooCommerce orders as CSV: its own order report, and the exports of widespread plugins."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from ingest.file_probe import probe_files
from ingest.files import File, look
from ingest.still_refused import still_refused
from ingest.woo_csv import INCOMPLETE, batches
from ingest.woo_csv_layouts import layout_of
from ingest.woo_csv_options import CsvOptions as Options
from ingest.woo_files import PLACE, Files
from sql.raw.facts import Batch, Refused
from sql.settings import Probe
from sql.trouble import Trouble
from sql.typed_read import open_export

__all__ = ["Options", "probe", "read", "reread"]
_ONLY_WITH_ITS_FILE = {INCOMPLETE, "row.conflict", "csv.line_too_long"}


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """Every file that changed, whole."""
    files = Files(options, name, cursors.get(PLACE, {}), now)
    return files.batches(lambda file: batches(file, options))


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused orders, each with the header it was kept with."""
    for one in refused:
        yield _again(options, one)


def _again(options: Options, one: Refused) -> Batch:
    if one.reason in _ONLY_WITH_ITS_FILE or not one.payload.startswith(b"sep="):
        return still_refused(one, "", "only its whole file can tell; it is read once that changes")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_bytes(one.payload if one.payload.endswith(b"\n") else one.payload + b"\n")
        as_kept = options.model_copy(update={"delimiter": None, "encoding": "utf-8"})
        try:
            found = list(batches(look(path), as_kept))
        except Trouble as trouble:
            return still_refused(one, "", str(trouble))
    total = Batch("", None)
    for batch in found:
        total.items += batch.items
        total.ignored += batch.ignored
        total.refused += batch.refused
    if len(total.items) + len(total.refused) + total.ignored.total() != 1:
        return still_refused(one)
    if total.refused:
        return still_refused(one, total.refused[0].reason, total.refused[0].detail)
    return total


def probe(options: Options, name: str) -> list[Probe]:
    """How many files each pattern finds, the newest, and what is no such export."""
    return [probe_files(pattern, lambda file: _fault(file, options)) for pattern in options.files]


def _fault(file: File, options: Options) -> str | None:
    try:
        with open_export(file.path, options.delimiter, options.encoding) as export:
            layout_of(export.header.names)
    except Trouble as trouble:
        return str(trouble).removeprefix(f"{file.path} ")
    return None
