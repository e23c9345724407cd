"""A refused row of a Parquet file read again, alone, from the JSON that it was kept as."""

from collections.abc import Iterator, Sequence

from ingest.export_replay import WITH_ITS_FILE
from ingest.json_options import JsonOptions
from ingest.json_replay import read_records_again
from ingest.parquet_export import ParquetOptions
from ingest.still_refused import still_refused
from sql.raw.facts import Batch, Refused


def read_rows_again(options: ParquetOptions, refused: Sequence[Refused]) -> Iterator[Batch]:
    """One batch for each row: its fact, or why it is refused still."""
    given = options.model_dump(exclude={"memory_mb", "seconds", "rows"}) | {"kind": "json"}
    for one in refused:
        if one.reason.startswith("parquet."):
            yield still_refused(one, "", WITH_ITS_FILE.format("it was refused whole"))
        else:
            # A row was kept flat; a record that gave no rows was kept as it is.
            rows = options.rows if one.reason.startswith("record.") else None
            as_json = JsonOptions.model_validate(given | {"rows": rows})
            yield from read_records_again(as_json, [one])
