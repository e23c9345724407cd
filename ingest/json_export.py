"""One file of JSON records as rows for the typed read; what was refused is kept as it stands."""

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from ingest import export_places
from ingest.export_reading import PLACE
from ingest.export_walk import INCOMPLETE
from ingest.file_bytes import DAMAGED, chunks, open_regular, unpacked
from ingest.files import File, refuse_bomb
from ingest.json_options import JsonOptions
from ingest.json_records import Record, Splitter
from ingest.json_refusals import refused_record, with_one_row
from ingest.json_strict import EXACT
from ingest.json_within import WithinSplitter
from ingest.record_fields import columns_met, fields_for
from sql.raw.facts import Batch
from sql.record_cells import Cells
from sql.record_paths import Unfit
from sql.trouble import Trouble
from sql.typed_encoding import no_table
from sql.typed_read import Export
from sql.typed_spool import open_spooled, spooled

SETTLED_AFTER = 600.0  # seconds: a record that is half there by then stays so


class JsonForm:
    """The rows of one file, each with the place of its record."""

    def __init__(self, file: File, options: JsonOptions, most_records: int | None = None):
        self._file, self._options, self._most = file, options, most_records
        self._starts, self._numbers = array("Q"), array("L")  # of each row: its record, its place
        self._batch = Batch(PLACE, None)
        self.notes: list[str] = []

    @contextmanager
    def open(self) -> Iterator[Export]:
        """Trouble where it holds no such records, or breaks off."""
        fields = fields_for(self._options, self._options.rows)
        cells = Cells(fields, self._options.rows, self._options.decimal)
        with spooled(len(fields) + 1, self._rows(cells)) as path:
            names = {field.name for field in fields}
            met = cells.met if cells.keys else names  # without records nothing is missing
            columns = columns_met(self._options, fields, met, cells.keys)
            with open_spooled(path, columns) as export:
                yield export

    def refused(self, export: Export) -> Batch:
        batch = self._batch
        if export.blank_rows:
            batch.ignored["blank_row"] += export.blank_rows
        rows = {row.line - 1: row for row in export.bad}
        texts = self._texts({self._starts[number] for number in rows})
        for number, row in rows.items():
            start, place = self._starts[number], self._place(self._starts[number])
            text = texts[start]
            if self._options.rows:
                place = f"{place} row {self._numbers[number] + 1}"
                text = with_one_row(text, self._options.rows, self._numbers[number])
            batch.refused.append(refused_record(place, row.reason, text, row.detail))
        return batch

    def _rows(self, cells: Cells) -> Iterator[list[str | None]]:
        for record in islice(self._records(), self._most):
            place = self._place(record.start)
            if record.value is None:
                reason = record.reason or "json.broken"
                self._batch.refused.append(refused_record(place, reason, record.text))
                continue
            try:
                rows = list(cells.of(record.value))
            except Unfit as unfit:
                reason, _, detail = str(unfit).partition(":")
                self._batch.refused.append(refused_record(place, reason, record.text, detail))
                continue
            if not rows:
                self._batch.ignored["no_rows"] += 1
            for number, row in enumerate(rows):
                self._starts.append(record.start)
                self._numbers.append(number)
                yield row

    def _records(self) -> Iterator[Record]:
        if fault := _no_json(self._file.head):
            raise Trouble(fault)
        within = WithinSplitter(self._options.records) if self._options.records else None
        splitter = within or Splitter(decoder=EXACT)
        try:
            yield from self._fed(splitter)
        except DAMAGED as damage:
            raise Trouble("is packed and breaks off; it is read once it is whole") from damage
        if splitter.has_rest:
            self._batch.deferred[INCOMPLETE] += 1
        elif within and not within.is_found:
            there = ", ".join(within.keys) or "none"
            raise Trouble(f"no list {self._options.records} in it (keys found: {there})")

    def _fed(self, splitter: Splitter | WithinSplitter) -> Iterator[Record]:
        size = 0
        with open_regular(self._file.path) as raw:
            for chunk in chunks(unpacked(raw)):
                size += len(chunk)
                refuse_bomb(self._file, size)
                yield from splitter.feed(chunk)
        is_settled = export_places.clock() - self._file.written_at > SETTLED_AFTER
        if splitter.has_rest and is_settled:
            yield from splitter.feed(b"", is_final=True)

    def _texts(self, starts: set[int]) -> dict[int, str]:
        """The records that begin at these bytes, as they stand there."""
        if not starts:
            return {}
        within = self._options.records
        splitter = WithinSplitter(within) if within else Splitter(decoder=EXACT)
        return {record.start: record.text for record in self._fed(splitter)
                if record.start in starts}  # fmt: skip

    def _place(self, start: int) -> str:
        return f"{self._file.path.name} byte {start}"


def _no_json(head: bytes) -> str | None:
    if fault := no_table(head):
        return fault
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "is in UTF-16; let it be exported in UTF-8"
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x1e\0")[:1]
    return None if begins in (b"", b"{", b"[") else "is no JSON: it begins with neither { nor ["
