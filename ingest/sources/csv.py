"""Orders and what belongs to them from CSV exports, with a mapping of columns."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest.export_options import ExportOptions as Options
from ingest.export_reading import ExportReader, TextForm, fault_of
from ingest.export_replay import read_rows_again
from ingest.export_walk import read_files
from ingest.file_probe import probe_files
from sql.raw.facts import Batch, Refused
from sql.settings import Probe

__all__ = ["Options", "probe", "read", "reread"]


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """Every file that changed, whole."""
    return read_files(
        options, name, cursors, now, lambda file: ExportReader(TextForm(file, options), options)
    )


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused rows. A file that was refused whole waits in its folder: `read` tries it again."""
    return read_rows_again(options, refused)


def probe(options: Options, name: str) -> list[Probe]:
    """What each pattern finds: how many files, the newest, and what is wrong with them."""
    return [
        probe_files(pattern, lambda file: fault_of(file, TextForm(file, options), options))
        for pattern in options.files
    ]
