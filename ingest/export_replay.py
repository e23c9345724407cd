"""A refused row of an export read again, alone, by the header that it was kept with."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ingest.export_options import ExportOptions
from ingest.export_reading import ExportReader, TextForm
from ingest.export_tables import NUMBERED, columns_in
from ingest.files import look
from ingest.still_refused import still_refused
from sql.raw.facts import Batch, Refused
from sql.trouble import Trouble

WITH_ITS_FILE = "{}: only its whole file can tell; it is read once the file or the settings change"
# What other rows say decides about these, and of these not all was kept.
NOT_ALONE = {
    "row.conflict": "rows of one number that contradict each other",
    "csv.line_too_long": "a row over 2 MB",
}


def read_rows_again(options: ExportOptions, refused: Sequence[Refused]) -> Iterator[Batch]:
    """One batch for each row: its fact, or why it is refused still."""
    for one in refused:
        if one.reason in NOT_ALONE:
            yield still_refused(one, "", WITH_ITS_FILE.format(NOT_ALONE[one.reason]))
        elif not one.payload.startswith(b"sep="):
            yield still_refused(one, "", WITH_ITS_FILE.format("it was kept without its header"))
        else:
            yield _read(options, one)


def _read(options: ExportOptions, one: Refused) -> Batch:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_bytes(_in_utf8(one.payload, options.encoding))
        as_kept = options.model_copy(update={"delimiter": None, "encoding": "utf-8"})
        reader = ExportReader(TextForm(look(path), as_kept), as_kept)
        return read_alone(reader, one, path, lambda: _is_numbered_by_its_file(options, one))


def read_alone(
    reader: ExportReader, one: Refused, path: Path, is_numbered_by_its_file: Callable[[], bool]
) -> Batch:
    """What a file that holds nothing but the refused item comes to."""
    total = Batch("", None)
    try:
        for batch, _ in reader.batches():
            total.items += [(fact,) for table in batch.columns for fact in table.facts()]
            total.ignored += batch.ignored
            total.refused += batch.refused
    except Trouble as trouble:
        return still_refused(one, "", str(trouble).replace(f"{path} ", "its file "))
    if len(total.items) + len(total.refused) + total.ignored.total() != 1:
        return still_refused(one)
    if total.refused:
        return still_refused(one, total.refused[0].reason, total.refused[0].detail)
    if total.items and is_numbered_by_its_file():
        return still_refused(one, "", WITH_ITS_FILE.format("it has no number of its own"))
    return total


def _is_numbered_by_its_file(options: ExportOptions, one: Refused) -> bool:
    """Lines and parcels without a number are counted within their order, row by row."""
    if options.table not in NUMBERED:
        return False
    text = io.StringIO(one.payload.decode(errors="replace"), newline="")
    stated = text.readline()
    names, row = list(csv.reader(text, delimiter=stated[4]))[:2]
    columns = columns_in(names, options.table, options.columns, options.shop is not None)
    stands = {column.field: column.name for column in columns}
    name = stands.get(NUMBERED[options.table])
    return not (name and row[names.index(name)].strip())


def _in_utf8(payload: bytes, encoding: str) -> bytes:
    """The header is in UTF-8; the row as well, unless its encoding was why it was refused.

    What the encoding does not know either is left as it is, and refused again.
    """
    try:
        payload.decode()
        return payload if payload.endswith(b"\n") else payload + b"\n"
    except UnicodeDecodeError:
        separator, header, row = payload.split(b"\n", 2)
        text = row.decode(encoding, "surrogateescape").encode(errors="surrogateescape")
        return b"\n".join((separator, header, text, b""))
