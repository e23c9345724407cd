"""Records that are no CSV as the same table `sheet` of text cells, so that one read types them."""

from collections.abc import Iterable, Sequence
from itertools import islice

import duckdb
import pyarrow as pa

ROWS_AT_ONCE = 20_000
Row = Sequence[str | None]


def fill_sheet(db: duckdb.DuckDBPyConnection, width: int, rows: Iterable[Row]) -> None:
    """`sheet` with c0, c1 ... in the rows' order; each row has `width` cells."""
    names = [f"c{number}" for number in range(width)]
    db.execute(f"create temp table sheet ({', '.join(f'{name} varchar' for name in names)})")
    waiting = iter(rows)
    while chunk := list(islice(waiting, ROWS_AT_ONCE)):
        cells = [pa.array(column, pa.string()) for column in zip(*chunk, strict=True)]
        db.register("chunk", pa.table(cells, names))
        db.execute("insert into sheet select * from chunk")
        db.unregister("chunk")
