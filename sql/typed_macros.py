"""The macros of the typed read, and what plain SQL cannot say."""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

import duckdb

from sql.domains import comparable
from sql.typed_no_rows import no_row_macro

_ADDRESS = re.compile(r"[^\s,;<>\"]+@[^\s,;<>\"]+")


def define_macros(db: duckdb.DuckDBPyConnection) -> None:
    db.create_function("comparable_in", _comparable_in, ["VARCHAR"], "VARCHAR")
    for name in ("typed_read.sql", "typed_values.sql"):
        db.execute(_text(name))
    db.execute(no_row_macro())


def numbering(field: str, fields: Collection[str]) -> str:
    """Rows without an id of their own are counted within their order.

    Not by tracking number: a parcel often gets that later, and would be a second parcel.
    """
    shop = "shop, " * ("shop" in fields)
    number = "order_id || '-' || place" if field == "shipment_id" else "place::varchar"
    return f"""
        update typed set {field} = {number.replace("order_id", "typed.order_id")} from (
            select record, row_number() over (partition by {shop}order_id order by record) as place
            from typed where problem is null and {field} is null
        ) as counted
        where typed.record = counted.record"""


def _comparable_in(cell: str) -> str:
    """The cell with every address in the form in which addresses are compared."""
    return _ADDRESS.sub(lambda found: comparable(found[0]), cell.lower())


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
