"""One Parquet file as rows for the typed read, and what is kept of its refused rows."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import Field

from ingest.export_reading import PLACE
from ingest.export_walk import WholeFileRefused
from ingest.file_options import FileOptions
from ingest.files import File
from ingest.record_fields import EXTRA, columns_met, fields_for
from sql.parquet_read import BadFile, Limits, parquet_rows
from sql.raw.facts import Batch, Refused
from sql.typed_encoding import no_table
from sql.typed_read import Export
from sql.typed_spool import open_spooled

_MAGIC = b"PAR1"


class ParquetOptions(FileOptions):
    """Files of one table."""

    rows: str | None = Field(default=None, min_length=1)  # path of a list in each record: its rows
    memory_mb: int = Field(default=1024, ge=64, le=1 << 20)  # a file that needs more is refused
    seconds: int = Field(default=600, ge=1, le=86400)  # likewise, of CPU time


class ParquetForm:
    """The rows of one file."""

    def __init__(self, file: File, options: ParquetOptions, most_records: int | None = None):
        self._file, self._options, self._most = file, options, most_records
        self._batch = Batch(PLACE, None)
        self.notes: list[str] = []

    @contextmanager
    def open(self) -> Iterator[Export]:
        """WholeFileRefused where the file is none that can be read within the limits."""
        options, fields = self._options, fields_for(self._options, self._options.rows)
        if not self._file.head.startswith(_MAGIC):
            fault = no_table(self._file.head) or "does not begin as a Parquet file"
            raise WholeFileRefused("parquet.damaged", fault)
        limits = Limits(options.memory_mb << 20, options.seconds)
        try:
            with parquet_rows(
                self._file.path, fields, options.rows, options.decimal, limits, self._most
            ) as rows:
                self._batch.ignored += Counter(no_rows=rows.empty)
                self._batch.refused += [self._unfit(one) for one in rows.unfit]
                met = rows.met if rows.are_any else {field.name for field in fields}
                columns = columns_met(options, fields, met, rows.keys)
                with open_spooled(rows.path, columns) as export:
                    yield export
        except BadFile as fault:
            raise WholeFileRefused(fault.reason, fault.detail) from fault

    def refused(self, export: Export) -> Batch:
        """A refused row is kept as a flat JSON object, so that it can be read again alone."""
        batch, names = self._batch, export.header.names
        batch.ignored += Counter(blank_row=export.blank_rows)
        for row in export.bad:
            text = io.StringIO(row.payload.decode(), newline="")
            cells = next(csv.reader(text, delimiter=export.header.delimiter))
            kept = {name: cell for name, cell in zip(names, cells, strict=True)
                    if cell and name != EXTRA}  # fmt: skip
            payload = json.dumps(kept, ensure_ascii=False).encode()
            batch.refused.append(Refused(self._place(row.line), row.reason, row.detail, payload))
        return batch

    def _unfit(self, one: dict) -> Refused:
        reason, _, detail = one["fault"].partition(":")
        payload = one["record"].encode()
        return Refused(f"{self._file.path.name} record {one['row']}", reason, detail, payload)

    def _place(self, number: int) -> str:
        return f"{self._file.path.name} row {number}"
