"""One order export as batches: orders of one row or of several, each accepted or refused whole."""

import csv
import io
from collections.abc import Iterator, Sequence

from ingest.files import File
from ingest.woo_csv_layouts import layout_of
from ingest.woo_csv_options import CsvOptions
from ingest.woo_csv_rows import Row, Sheet
from ingest.woo_files import BATCH, PLACE
from ingest.woo_reading import take
from ingest.woo_values import Unreadable
from sql.raw.facts import Batch, Refused
from sql.trouble import Trouble
from sql.typed_read import BadRow, Column, Header, Wording, open_export

INCOMPLETE = "order.incomplete"


def batches(file: File, options: CsvOptions) -> Iterator[Batch]:
    """Trouble before the first where its header is none that we know."""
    with open_export(file.path, options.delimiter, options.encoding) as export:
        names = export.header.names
        sheet = Sheet(layout_of(names), names, options.statuses)
        columns = [Column(f"c_{place}", "text", name) for place, name in enumerate(names)]
        export.load(_once(columns), Wording())
        kept = [column.name for column in _once(columns)]
        rows = [dict(zip(kept, cells, strict=False)) for some in export.rows(BATCH)
                for cells in some]  # fmt: skip
        orders = _orders(rows, sheet, has_gaps=bool(export.bad))
        batch = _bad_rows(export.bad, export.header, sheet, orders, file)
        if export.blank_rows:
            batch.ignored["blank_row"] += export.blank_rows
        for number, (order_id, found) in enumerate(orders.items(), start=1):
            _take(batch, order_id, found, export.header, sheet, options, file)
            if number % BATCH == 0:
                yield batch
                batch = Batch(PLACE, None)
        yield batch


def _once(columns: Sequence[Column]) -> list[Column]:
    return list({column.name: column for column in reversed(columns)}.values())[::-1]


def _orders(rows: Sequence[Row], sheet: Sheet, *, has_gaps: bool) -> dict[str, list[Row]]:
    """Rows by order; further lines of an order may leave its number out."""
    found: dict[str, list[Row]] = {}
    last = ""
    for row in rows:
        number = row[sheet.number]
        if number is None and sheet.repeats_orders and last:
            if has_gaps:
                raise Trouble(
                    "has rows that cannot be read between rows without an order number; mend it, or"
                    " let the plugin fill in the order's columns in all rows"
                )
            number = last
        if not sheet.repeats_orders and number is None:
            number = f"?{len(found)}"
        last = number or ""
        found.setdefault(last, []).append(row)
    return found


def _take(
    batch: Batch, order_id: str, rows: Sequence[Row], header: Header, sheet: Sheet,
    options: CsvOptions, file: File,
) -> None:
    where, payload = f"{file.path.name} order {order_id}", _as_export(header, rows)
    try:
        record = sheet.record(rows)
    except Unreadable as fault:
        batch.refused.append(Refused(where, fault.reason, fault.detail, payload))
        return
    take(batch, record, where, options, payload)


def _bad_rows(
    bad: Sequence[BadRow], header: Header, sheet: Sheet, orders: dict[str, list[Row]], file: File
) -> Batch:
    """Rows that are none; an order that lacks one of its rows is none either."""
    batch = Batch(PLACE, None)
    for row in bad:
        is_half = row.reason.startswith("csv.") and row.is_unended  # the shop still writes
        order_id = _number_in(row, header, sheet)
        rest = orders.pop(order_id, None) if order_id else None
        if is_half:
            batch.deferred["half_written_row"] += 1 + (rest is not None)
            continue
        where = f"{file.path.name} line {row.line}"
        kept = _as_export(header, []) + row.payload
        batch.refused.append(Refused(where, row.reason, row.detail, kept))
        if rest is not None:
            where = f"{file.path.name} order {order_id}"
            detail = f"its line {row.line} cannot be read"
            batch.refused.append(Refused(where, INCOMPLETE, detail, _as_export(header, rest)))
    return batch


def _number_in(row: BadRow, header: Header, sheet: Sheet) -> str | None:
    line = row.payload.decode(errors="replace").splitlines()
    try:
        cells = next(csv.reader(line, delimiter=header.delimiter), [])
    except csv.Error:
        return None
    place = header.names.index(sheet.number)
    return (cells[place].strip() or None) if place < len(cells) else None


def _as_export(header: Header, rows: Sequence[Row]) -> bytes:
    """An export of its own, so that it can be read again without its file."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=header.delimiter, lineterminator="\n")
    writer.writerow(header.names)
    writer.writerows([row.get(name) or "" for name in header.names] for row in rows)
    return f"sep={header.delimiter}\n{text.getvalue()}".encode()
