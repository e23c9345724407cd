"""Orders, their lines and their parcels as the two shop systems export them."""

import csv
import os
from calendar import timegm
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .cast import Brand
from .clock import local
from .events import Order, Script
from .order_versions import order_versions
from .part_versions import item_versions, shipment_versions
from .record_columns import COLUMNS

Row = dict[str, Any]


def write_records(script: Script, brand: Brand, folder: Path) -> None:
    orders = list(script.of(brand.shop))
    makers: dict[str, Callable[[Order, datetime], Iterator[Row]]] = {
        "orders": order_versions, "items": item_versions, "shipments": shipment_versions,
    }  # fmt: skip
    for table, rows_of in makers.items():
        rows = [row for order in orders for row in rows_of(order, script.until)]
        path = folder / f"{table}.csv"
        _write(path, rows, COLUMNS[brand.shop][table], brand)
        exported = timegm(script.until.timetuple())
        os.utime(path, (exported, exported))


def _write(path: Path, rows: list[Row], columns: dict[str, str], brand: Brand) -> None:
    is_german = brand.shop == "nordlicht"
    with path.open("w", newline="", encoding="cp1252" if is_german else "utf-8") as file:
        writer = csv.writer(file, delimiter=";" if is_german else ",")
        writer.writerow(columns.values())
        for row in rows:
            writer.writerow([_cell(row[field], brand, is_german) for field in columns])


def _cell(value: Any, brand: Brand, is_german: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            here = local(value, brand.zone)
            if not is_german:
                return here.isoformat()
            day = f"{here.day:02}.{here.month:02}.{here.year}"
            return f"{day} {here.hour:02}:{here.minute:02}:{here.second:02}"
        case date():  # a day alone, as the second brand's system writes it
            return value.isoformat()
        case float():
            return f"{value:.2f}".replace(".", "," if is_german else ".")
        case _:
            return str(value)
