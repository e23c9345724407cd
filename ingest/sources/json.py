"""Orders and what belongs to them from JSON exports, with a mapping of paths."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ingest.export_reading import ExportReader, fault_of
from ingest.export_walk import read_files
from ingest.file_probe import PROBED, probe_files
from ingest.json_export import JsonForm
from ingest.json_options import JsonOptions as Options
from ingest.json_replay import read_records_again
from sql.raw.facts import Batch, Refused
from sql.settings import Probe

__all__ = ["Options", "probe", "read", "reread"]


def read(
    options: Options, name: str, cursors: dict[str, dict], now: datetime
) -> Iterator[Batch]:
    """Every file that changed, whole."""
    return read_files(
        options, name, cursors, now, lambda file: ExportReader(JsonForm(file, options), options)
    )


def reread(
    options: Options, name: str, refused: Sequence[Refused], now: datetime
) -> Iterator[Batch]:
    """Refused records, each by itself."""
    return read_records_again(options, refused)


def probe(options: Options, name: str) -> list[Probe]:
    """What each pattern finds: how many files, the newest, and what is wrong with them."""
    return [
        probe_files(pattern, lambda file: fault_of(file, JsonForm(file, options, PROBED), options))
        for pattern in options.files
    ]
