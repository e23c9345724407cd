"""A refused JSON record read again, alone."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.export_reading import ExportReader
from ingest.export_replay import NOT_ALONE, WITH_ITS_FILE, read_alone
from ingest.export_tables import NUMBERED
from ingest.files import look
from ingest.json_export import JsonForm
from ingest.json_options import JsonOptions
from ingest.json_strict import EXACT
from ingest.record_fields import field_of
from ingest.still_refused import still_refused
from sql.raw.facts import Batch, Refused
from sql.record_cells import Cells


def read_records_again(options: JsonOptions, refused: Sequence[Refused]) -> Iterator[Batch]:
    """One batch for each record: its fact, or why it is refused still."""
    for one in refused:
        if one.reason in NOT_ALONE:
            yield still_refused(one, "", WITH_ITS_FILE.format(NOT_ALONE[one.reason]))
        else:
            yield _read(options.model_copy(update={"records": None}), one)


def _read(options: JsonOptions, one: Refused) -> Batch:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.json"
        path.write_bytes(one.payload)
        reader = ExportReader(JsonForm(look(path), options), options)
        return read_alone(reader, one, path, lambda: _is_numbered_by_its_file(options, one))


def _is_numbered_by_its_file(options: JsonOptions, one: Refused) -> bool:
    """Lines and parcels without a number are counted within their order, row by row."""
    if options.table not in NUMBERED:
        return False
    number = Cells([field_of(NUMBERED[options.table], options, options.rows)], options.rows)
    return any(cells[0] is None for cells in number.of(EXACT.decode(one.payload.decode())))
