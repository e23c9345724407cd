"""Rows of text cells written to a file. Alone, for whoever writes it needs no database for that."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa

from sql.trouble import Trouble

_ROWS_AT_ONCE = 20_000
CELL = "c{}".format


def write_rows(path: Path, width: int, rows: Iterable[Sequence[str | None]]) -> None:
    """Rows of `width` cells each, as a stream of Arrow batches."""
    names = [CELL(number) for number in range(width)]
    schema, waiting = pa.schema([(name, pa.string()) for name in names]), iter(rows)
    try:
        with pa.OSFile(str(path), "wb") as target, pa.ipc.new_stream(target, schema) as stream:
            while chunk := list(islice(waiting, _ROWS_AT_ONCE)):
                cells = [pa.array(column, pa.string()) for column in zip(*chunk, strict=True)]
                stream.write_batch(pa.record_batch(cells, names))
    except OSError as error:
        raise Trouble(f"no room to read it ({error}); make room in {path.parent}") from error
