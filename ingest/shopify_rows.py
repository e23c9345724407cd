"""Rows of Shopify's order export as facts: the first row of an order holds it, all hold its lines.

The export tells of fulfilment only that and when all of it was sent: it yields no parcel. Lines
have no number there; they are named by SKU, else by title, so that a line keeps its name in every
export, however the rows around it change.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ingest.fact_making import made
from ingest.shopify_columns import HEAD, is_of_line
from ingest.shopify_words import ShopifyWords, order_number
from sql.raw.facts import Fact, OrderItem, OrderVersion
from sql.typed_columns import Column

Row = dict[str, Any]
_NOTED = ("shopify_id", "financial_status", "fulfilment_status", "tags", "note_attributes",
          "risk_level", "discount_code", "location", "device_id", "source")  # fmt: skip


class OrderMaker:
    """Makes the facts of one file's orders."""

    def __init__(self, columns: Sequence[Column], options: ShopifyWords):
        self._fields = [column.field for column in columns]
        self._options = options
        new = [column for column in columns if column.field.startswith("new_")]
        self._new_of_order = {one.field: one.name for one in new if not is_of_line(one)}
        self._new_of_line = {one.field: one.name for one in new if is_of_line(one)}
        self._marks_of_head = [field for field in HEAD if field in self._fields]

    def orders(self, rows: Callable[[], Iterator[tuple]]) -> Iterator[list[Row]]:
        """The rows of each order together, where its last one stands; `rows` gives all anew."""
        key = self._fields.index("order_id")
        last = {row[key]: place for place, row in enumerate(rows())}
        waiting: dict[str, list[Row]] = {}
        for place, row in enumerate(rows()):
            waiting.setdefault(row[key], []).append(self._named(row))
            if last[row[key]] == place:
                yield waiting.pop(row[key])

    def blocks(self, rows: Sequence[Row]) -> list[list[Row]]:
        """An order's rows, each time that the file holds it; its first rows need not come first."""
        heads = [place for place, row in enumerate(rows) if self._is_head(row)]
        starts = [0, *heads[1:]] if heads else [0]
        return [list(rows[start:end])
                for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)]  # fmt: skip

    def facts(self, rows: Sequence[Row], is_whole: bool) -> tuple[Fact, ...]:
        """The order and its lines; the lines alone where the file holds no more of it.

        Only of a whole order all lines are known.
        """
        head = next((row for row in rows if self._is_head(row)), None)
        order_id = order_number(rows[0]["order_id"]) or rows[0]["order_id"]
        lines = list(self._lines(rows, order_id))
        if head is None:
            return tuple(lines)
        line_ids = [line.line_id for line in lines] if is_whole else None
        return (self._version(head, rows, order_id, line_ids), *lines)

    def _named(self, row: tuple) -> Row:
        *values, flags, _ = row
        return dict.fromkeys(_EVERY) | dict(zip(self._fields, values, strict=True)) | {
            "flags": list(dict.fromkeys(flags.split()))}  # fmt: skip

    def _is_head(self, row: Row) -> bool:
        if not self._marks_of_head:
            return row["placed_at"] is not None
        return any(row[field] is not None for field in self._marks_of_head)

    def _lines(self, rows: Sequence[Row], order_id: str) -> Iterator[OrderItem]:
        times: Counter[str] = Counter()
        for row in rows:
            name = row["sku"] or row["title"]
            if name is None:
                continue
            times[name] += 1
            noted = {"fulfilment_status": row["line_status"]}
            yield made(
                OrderItem, shop=self._options.shop, order_id=order_id,
                line_id=name if times[name] == 1 else f"{name} ({times[name]})", sku=row["sku"],
                title=row["title"], quantity=row["quantity"], price=row["price"],
                fulfilment="digital" if row["ships"] is False else None,
                flags=[] if self._is_head(row) else row["flags"],
                extra=_json(noted | _of(row, self._new_of_line)),
            )  # fmt: skip

    def _version(
        self, row: Row, rows: Sequence[Row], order_id: str, line_ids: list[str] | None
    ) -> OrderVersion:
        options, way = self._options, self._way(row, rows)
        return made(
            OrderVersion, shop=options.shop, order_id=order_id,
            **{field: row[field] for field in (
                "placed_at", "paid_at", "cancelled_at", "fulfilled_at", "refunded_total",
                "shipping_method", "street", "city", "postcode", "country", "currency", "total")},
            channel=options.channel_of(row["source"]), is_in_store=_is_in_store(row["source"]),
            payment_method=options.payment_of(row["payment_method"]), fulfilment=way,
            email=row["email"],
            # Whose order it is may stand in the bill alone; where goods go to may not.
            name=row["ship_name"] or row["bill_name"],
            phone=row["ship_phone"] or row["phone"] or row["bill_phone"],
            flags=row["flags"] + ([] if way else ["fulfilment_unknown"]), line_ids=line_ids,
            extra=_json({field: row[field] for field in _NOTED} | _of(row, self._new_of_order)),
        )  # fmt: skip

    def _way(self, row: Row, rows: Sequence[Row]) -> str | None:
        """Goods without an address are fetched, or the address is missing: not for us to say."""
        if chosen := self._options.fulfilment_of(row["shipping_method"]):
            return chosen
        if all(one["ships"] is False for one in rows):
            return "digital"
        return "ship" if row["street"] or row["city"] else None


_EVERY = (*_NOTED, "order_id", "email", "placed_at", "paid_at", "fulfilled_at", "cancelled_at",
          "currency", "total", "refunded_total", "shipping_method", "payment_method", "ship_name",
          "street", "city", "postcode", "country", "ship_phone", "bill_name", "bill_phone", "phone",
          "title", "quantity", "sku", "price", "ships", "line_status")  # fmt: skip


def _is_in_store(source: str | None) -> bool | None:
    return None if source is None else source.strip().lower() == "pos"


def _of(row: Row, names: Mapping[str, str]) -> Row:
    return {name: row[field] for field, name in names.items()}


def _json(values: Row) -> str | None:
    told = {name: value for name, value in values.items() if value is not None}
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None
