"""Rows of an order export as a record like those of WooCommerce's REST API."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.woo_csv_layouts import Layout, columns_in
from ingest.woo_values import Unreadable

Row = Mapping[str, str | None]

_NUMBERED = re.compile(r"line_item_(\d+)")
_PRODUCT = re.compile(r"(\d+(?:\.\d+)?)\s*[×x]\s*(.+)", re.DOTALL)  # noqa: RUF001
_NEXT_PRODUCT = re.compile(r",\s*(?=\d+(?:\.\d+)?×\s)")  # noqa: RUF001
_PART = re.compile(r"(name|product_id|sku|quantity|total|sub_total|tax|tax_data|refunded"
                   r"|_variation_id|meta:[^:|]*):(.*)", re.DOTALL)  # fmt: skip


class Sheet:
    """One layout over the header of one file."""

    def __init__(self, layout: Layout, names: Sequence[str], statuses: Mapping[str, str]):
        self._layout, self._statuses = layout, statuses
        self._of_order = columns_in(layout.columns, names)
        self._of_line = columns_in(layout.line, names)
        self.number = self._of_order["number"]
        used = {*self._of_order.values(), *self._of_line.values()}
        self._numbered = sorted((name for name in names if _NUMBERED.fullmatch(name)),
                                key=lambda name: int(name.rpartition("_")[2]))  # fmt: skip
        self._others = [name for name in names if name not in used and name not in self._numbered]
        self.repeats_orders = layout.lines == "rows"

    def record(self, rows: Sequence[Row]) -> dict[str, Any]:
        """All rows of one order. Unreadable where they contradict each other."""
        given = {ours: self._agreed(rows, name) for ours, name in self._of_order.items()}
        record: dict[str, Any] = {
            self._plain(name): rows[0][name] for name in self._others if rows[0][name]
        }
        for ours, value in given.items():
            address, _, part = ours.rpartition(".")
            (record.setdefault(address, {}) if address else record)[part] = value
        record["status"] = self._status(record.get("status"))
        record["shipping_lines"] = _ways(record)
        if refunded := record.pop("refunded", None):
            record["refunds"] = [{"total": refunded}] if refunded.strip("0.,- ") else []
        lines = list(self._lines(rows, record))
        if lines or self._layout.lines != "rows" or self._of_line:
            record["line_items"] = lines
        return record

    def _agreed(self, rows: Sequence[Row], name: str) -> str | None:
        """What the order's rows say; of all but the first it may be left out."""
        said = dict.fromkeys(row[name] for row in rows if row[name] is not None)
        if len(said) > 1:
            raise Unreadable("row.conflict", f"rows of one order differ in {name}")
        return next(iter(said), None)

    def _status(self, word: str | None) -> str | None:
        if word is None:
            return None
        plain = word.lower().removeprefix("wc-").replace(" ", "-")
        return {key.lower(): ours for key, ours in self._statuses.items()}.get(word.lower(), plain)

    @staticmethod
    def _plain(name: str) -> str:
        """So that columns that are not kept are known under any spelling."""
        return re.sub(r"\W+", "_", name.lower()).strip("_")

    def _lines(self, rows: Sequence[Row], record: dict[str, Any]) -> Iterator[dict[str, Any]]:
        match self._layout.lines:
            case "rows":
                yield from self._lines_of_rows(rows)
            case "numbered":
                cells = (rows[0][name] for name in self._numbered)
                yield from (_described(cell) for cell in cells if cell)
            case "products":
                for part in _NEXT_PRODUCT.split(record.pop("products", None) or ""):
                    if found := _PRODUCT.fullmatch(part):
                        yield {"quantity": found[1], "name": found[2]}

    def _lines_of_rows(self, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
        seen: dict[str, Row] = {}
        for row in rows:
            line = {ours: row[name] for ours, name in self._of_line.items()}
            if not any(value for ours, value in line.items() if ours != "id"):
                continue
            if (key := line.get("id")) is not None:
                if key in seen and seen[key] != row:
                    raise Unreadable("row.conflict", "rows of one line differ")
                if key in seen:
                    continue
                seen[key] = row
            yield line


def _ways(record: dict[str, Any]) -> list[dict[str, Any]]:
    title, method = record.pop("shipping_title", None), record.pop("shipping_id", None)
    parts = re.search(r"method_id:([^|:]*)", record.pop("shipping_items", None) or "")
    method = method or (parts[1] if parts else None)
    return [{"method_title": title, "method_id": method}] if title or method else []


def _described(cell: str) -> dict[str, Any]:
    """name:Tent|sku:00123|quantity:1|...; a name may hold the sign between the parts."""
    found: dict[str, str] = {}
    last = "name"
    for part in cell.split("|"):
        if named := _PART.fullmatch(part):
            last = named[1]
            found[last] = named[2]
        else:
            found[last] = f"{found[last]}|{part}" if last in found else part
    return {key: found.get(key) or None for key in ("name", "sku", "quantity")}
