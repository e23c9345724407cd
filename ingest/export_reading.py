"""One export file read as batches of facts: all of it, or where it is no such export nothing."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from ingest.export_options import ExportOptions
from ingest.export_tables import FACTS, KEYS, TIMES, columns_in
from ingest.files import File
from ingest.record_options import RecordOptions
from sql.raw.facts import Batch, Refused
from sql.trouble import Trouble
from sql.typed_read import BadRow, Column, Export, Header, open_export

PLACE = "files"
ROWS_PER_BATCH = 100_000


class Form(Protocol):
    """How the rows of one file are come by, and what is kept of those that are refused."""

    notes: list[str]

    def open(self) -> AbstractContextManager[Export]: ...

    def refused(self, export: Export) -> Batch: ...


class ExportReader:
    """Reads one file; afterwards knows its oldest item."""

    def __init__(self, form: Form, options: RecordOptions):
        self._form, self._options = form, options
        self.oldest_at: datetime | None = None
        self.notes = form.notes
        self.columns: list[str] = []
        self.unmapped: list[str] = []

    def batches(self, now: datetime | None = None) -> Iterator[tuple[Batch, bool]]:
        """Batches without a cursor, and whether it is the last, which holds what was refused.

        `now`: what lies a day after it is flagged. Trouble before the first one where a column is
        missing.
        """
        options = self._options
        with self._form.open() as export:
            columns = _columns(export, options)
            fields = [column.field for column in columns]
            if export.header.lines:
                mapped = {column.name for column in columns if column.name}
                self.columns = export.header.names
                self.unmapped = [name for name in self.columns if name not in mapped]
            key = [field for field in KEYS[options.table] if field in fields]
            version = "valid_from_at" if "valid_from_at" in fields else None
            export.load(columns, replace(options.wording, now=now), key, version)
            for batch in self._facts(export):
                yield batch, False
            yield self._form.refused(export), True

    def _facts(self, export: Export) -> Iterator[Batch]:
        """What lies before `since` is left out: of that time everything is unknown."""
        options, at = self._options, TIMES.get(self._options.table)
        since = (at, options.since) if at in export.fields and options.since else None
        if at in export.fields:
            self.oldest_at = export.oldest(at, options.since)
        maker = export.facts(
            FACTS[options.table], options.shop, ROWS_PER_BATCH, since, _flags(export.header)
        )
        for table in maker:
            yield Batch(PLACE, None, columns=[table])
        if since and (before := export.count_before(*since)):
            yield Batch(PLACE, None, ignored=Counter(before_since=before))


class TextForm:
    """Rows of a text file: CSV."""

    def __init__(self, file: File, options: ExportOptions):
        self._file, self._options = file, options
        self.notes: list[str] = []

    def open(self) -> AbstractContextManager[Export]:
        return open_export(self._file.path, self._options.delimiter, self._options.encoding)

    def refused(self, export: Export) -> Batch:
        batch, header = Batch(PLACE, None), export.header
        if export.blank_rows:
            batch.ignored["blank_row"] = export.blank_rows
        for row in export.bad:
            if _is_half_written(row):
                batch.deferred["half_written_row"] += 1
            else:
                where = f"{self._file.path.name} line {row.line}"
                kept = _with_header(header, _as_it_was(header, row))
                batch.refused.append(Refused(where, row.reason, row.detail, kept))
        return batch


def fault_of(file: File, form: Form, options: RecordOptions) -> str | None:
    """What keeps the file from being loaded, told from its header."""
    try:
        with form.open() as export:
            _columns(export, options)
    except Trouble as trouble:
        return str(trouble).removeprefix(f"{file.path} ")
    return None


def _columns(export: Export, options: RecordOptions) -> list[Column]:
    has_shop = options.shop is not None
    return columns_in(export.header.names, options.table, options.columns, has_shop)


def _flags(header: Header) -> list[str]:
    """An encoding is a guess wherever it is not UTF-8: who finds it wrong must see which it was."""
    used = header.encoding_used
    return [] if used == "utf-8" else [f"encoding_used:{used}"]


def _with_header(header: Header, row: bytes) -> bytes:
    """The row as an export of its own, so that it can be read again without its file."""
    text = io.StringIO()
    csv.writer(text, delimiter=header.delimiter, lineterminator="\n").writerow(header.names)
    return f"sep={header.delimiter}\n{text.getvalue()}".encode() + row


def _as_it_was(header: Header, row: BadRow) -> bytes:
    """In its own encoding, where that was why it was refused."""
    if row.reason != "csv.encoding" or header.encoding_used == "utf-8":
        return row.payload
    text = row.payload.decode(errors="surrogateescape")
    return text.encode(header.encoding_used, "surrogateescape")


def _is_half_written(row: BadRow) -> bool:
    """A last line without its end: the shop still writes. Once changed, the file is read anew."""
    return row.reason.startswith("csv.") and row.is_unended
