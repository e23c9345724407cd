"""Orders and what belongs to them from Parquet exports, with a mapping of columns."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest.export_reading import ExportReader, fault_of
from ingest.export_walk import read_files
from ingest.file_probe import PROBED, probe_files
from ingest.files import File
from ingest.parquet_export import ParquetForm
from ingest.parquet_export import ParquetOptions as Options
from ingest.parquet_replay import read_rows_again
from sql.raw.facts import Batch, Refused
from sql.settings import Probe

__all__ = ["Options", "probe", "read", "reread"]


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """Every file that changed, whole."""
    return read_files(
        options, name, cursors, now, lambda file: ExportReader(ParquetForm(file, options), options)
    )


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused rows. A file that was refused whole is read again once it or the settings change."""
    return read_rows_again(options, refused)


def probe(options: Options, name: str) -> list[Probe]:
    """What each pattern finds: how many files, the newest, and what is wrong with them."""
    def fault(file: File) -> str | None:
        return fault_of(file, ParquetForm(file, options, PROBED), options)

    return [probe_files(pattern, fault) for pattern in options.files]
