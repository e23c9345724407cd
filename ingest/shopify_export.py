"""One order export of Shopify read as batches of facts: all of it, or where it is none nothing."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from ingest.files import File
from ingest.shopify_columns import columns_in
from ingest.shopify_export_options import ShopifyExportOptions
from ingest.shopify_rows import OrderMaker, Row
from ingest.shopify_words import order_number
from sql.raw.facts import Batch, OrderVersion, Refused
from sql.trouble import Trouble
from sql.typed_read import BadRow, Export, Header, Wording, open_export

PLACE = "files"
ORDERS_PER_BATCH = 5_000
# Shopify writes times with their offset and decimals with a point, in every language.
_WORDING = Wording(decimal=".")
_CONFLICT = "the file holds the order twice, and not the same; export the orders again"


class ShopifyExportReader:
    """Reads one file; afterwards knows its oldest order."""

    def __init__(self, file: File, options: ShopifyExportOptions):
        self._file, self._options = file, options
        self.oldest_at: datetime | None = None

    def batches(self) -> Iterator[tuple[Batch, bool]]:
        """Batches without a cursor, and whether it is the last, which holds what was refused.

        Trouble before the first one where a column is missing.
        """
        options = self._options
        with open_export(self._file.path, options.delimiter, options.encoding) as export:
            columns = columns_in(export.header.names)
            export.load(columns, _WORDING)
            maker = OrderMaker(columns, options)
            broken = {_order_of(row, export.header) for row in export.bad}
            orders = maker.orders(lambda: chain.from_iterable(export.rows(ORDERS_PER_BATCH)))
            batch = Batch(PLACE, None)
            order = next(orders, None)
            while order is not None:
                # More of the last one may stand in the next export: Shopify splits long ones.
                following = next(orders, None)
                is_whole = following is not None and _number(order) not in broken
                self._sort_in(batch, maker, order, is_whole, export.header)
                if len(batch.items) >= ORDERS_PER_BATCH:
                    yield batch, False
                    batch = Batch(PLACE, None)
                order = following
            self._refuse(batch, export)
            yield batch, True

    def _sort_in(
        self, batch: Batch, maker: OrderMaker, order: list[Row], is_whole: bool, header: Header
    ) -> None:
        first, *others = blocks = maker.blocks(order)
        if any(other != first for other in others):
            where = f"{self._file.path.name} order {_number(order)}"
            kept = self._as_written(header, _number(order))
            batch.refused.append(Refused(where, "row.conflict", _CONFLICT, kept))
            return
        for block in blocks:
            facts = maker.facts(block, is_whole)
            placed_at = facts[0].placed_at if facts and isinstance(facts[0], OrderVersion) else None
            if not facts:
                batch.ignored["blank_row"] += 1
            elif placed_at and self._options.since and placed_at < self._options.since:
                batch.ignored["before_since"] += 1
            else:
                self._see(placed_at)
                batch.items.append(facts)

    def _refuse(self, batch: Batch, export: Export) -> None:
        if export.blank_rows:
            batch.ignored["blank_row"] += export.blank_rows
        for row in export.bad:
            if row.reason.startswith("csv.") and row.is_unended:
                batch.deferred["half_written_row"] += 1  # the shop still writes
            else:
                where = f"{self._file.path.name} line {row.line}"
                kept = _with_header(export.header, row)
                batch.refused.append(Refused(where, row.reason, row.detail, kept))

    def _as_written(self, header: Header, number: str | None) -> bytes:
        """The rows of an order as they stand in the file, below its header."""
        text, place = io.StringIO(), _place_of_name(header)
        writer = csv.writer(text, delimiter=header.delimiter, lineterminator="\n")
        writer.writerow(header.names)
        encoding = self._options.encoding
        with self._file.path.open(encoding=encoding, errors="replace", newline="") as stream:
            try:
                for row in csv.reader(stream, delimiter=header.delimiter):
                    if place < len(row) and order_number(row[place]) == number:
                        writer.writerow(row)
            except csv.Error:
                pass  # what stands before a row that is none is kept
        return text.getvalue().encode()

    def _see(self, at: datetime | None) -> None:
        if at and (self.oldest_at is None or at < self.oldest_at):
            self.oldest_at = at


def fault_of(file: File, options: ShopifyExportOptions) -> str | None:
    """What keeps the file from being loaded, told from its header."""
    try:
        with open_export(file.path, options.delimiter, options.encoding) as export:
            columns_in(export.header.names)
    except Trouble as trouble:
        return str(trouble).removeprefix(f"{file.path} ")
    return None


def _number(order: list[Row]) -> str | None:
    return order_number(order[0]["order_id"])


def _order_of(row: BadRow, header: Header) -> str | None:
    """The number of the order that a bad row is part of, as far as it can be told."""
    place, text = _place_of_name(header), row.payload.decode(errors="replace")
    try:
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=header.delimiter), [])
    except csv.Error:
        return None
    return order_number(cells[place].removeprefix("'")) if place < len(cells) else None


def _place_of_name(header: Header) -> int:
    return [name.casefold() for name in header.names].index("name")


def _with_header(header: Header, row: BadRow) -> bytes:
    """The row as an export of its own, so that it can be read again without its file."""
    text = io.StringIO()
    csv.writer(text, delimiter=header.delimiter, lineterminator="\n").writerow(header.names)
    return f"sep={header.delimiter}\n{text.getvalue()}".encode() + row.payload
