"""Reads a Parquet file in a process of its own: a crafted one may crash or fill whoever reads it.

`python -m sql.parquet_child`: a request as JSON on standard input, the answer on standard output.
"""

import errno
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from sql.record_cells import Cells, Field
from sql.record_paths import Unfit
from sql.record_values import Number, as_json
from sql.row_file import write_rows
from sql.trouble import Trouble

_ROWS = 2_000  # at a time: a small file may hold large values
_OF_THE_MACHINE = {
    errno.ENOENT, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOSPC, errno.EMFILE, errno.ENFILE,
    errno.ESTALE,
}  # fmt: skip


def main() -> None:
    request = json.load(sys.stdin)
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    _limit(request)
    try:
        answer = _read(request)
    except (MemoryError, pa.ArrowMemoryError):
        answer = {"fault": "parquet.too_large", "detail": "needs more memory than memory_mb allows"}
    except OSError as error:
        answer = _answer_to(error)
    except Trouble as trouble:  # nowhere to write to
        cause = trouble.__cause__
        answer = _answer_to(cause) if isinstance(cause, OSError) else {"trouble": str(trouble)}
    except (pa.ArrowException, ValueError, OverflowError, KeyError) as error:
        answer = _damaged(error)
    json.dump(answer, sys.stdout)


def _read(request: dict[str, Any]) -> dict[str, Any]:
    """Rows go to the file `out`, records that give none to `unfit`; the answer says the rest."""
    source = pq.ParquetFile(
        request["file"], pre_buffer=False, coerce_int96_timestamp_unit="us",
        thrift_string_size_limit=16 << 20, thrift_container_size_limit=1 << 20,
    )  # fmt: skip
    names = source.schema_arrow.names
    fields = [Field(name, tuple(paths), is_number) for name, paths, is_number in request["fields"]]
    cells = Cells(fields, request["rows"], request["decimal"])
    counts = {"empty": 0, "rows": 0}
    with Path(request["unfit"]).open("w", encoding="utf-8") as unfit:
        rows = _rows(source, cells, unfit, counts, request["most"])
        write_rows(Path(request["out"]), len(fields) + 1, rows)
    return {"met": sorted(cells.met), "keys": names, **counts}


def _rows(
    source: pq.ParquetFile, cells: Cells, unfit: TextIO, counts: dict[str, int], most: int | None
) -> Iterator[list[str | None]]:
    number = 0
    for batch in source.iter_batches(batch_size=min(_ROWS, most or _ROWS), use_threads=False):
        batch.validate(full=True)
        for record in _in_microseconds(batch).to_pylist():
            number += 1
            plain = {key: _plain(value) for key, value in record.items()}
            try:
                made = list(cells.of(plain))
            except Unfit as fault:
                line = {"row": number, "fault": str(fault), "record": as_json(plain)}
                unfit.write(json.dumps(line) + "\n")
                continue
            counts["empty"] += not made
            counts["rows"] += len(made)
            yield from made
        if most and number >= most:
            return
    if number != source.metadata.num_rows:
        raise ValueError("its footer names another number of rows")


def _in_microseconds(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Finer times are none of Python's."""
    columns = [
        column.cast(pa.timestamp("us", column.type.tz), safe=False)
        if pa.types.is_timestamp(column.type) and column.type.unit == "ns" else column
        for column in batch.columns
    ]
    return pa.record_batch(columns, batch.schema.names)


def _plain(value: Any) -> Any:
    """As JSON holds it; a time keeps its offset, and has none where it is local."""
    match value:
        case None | str() | bool():
            return value
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case float():
            return Number(repr(value).upper())
        case int() | Decimal():
            return Number(value)
        case bytes():
            return value.decode()
        case datetime():
            return value.isoformat(" ", "microseconds")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _limit(request: dict[str, Any]) -> None:
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    for limit, value in (
        (resource.RLIMIT_AS, held + request["memory"]), (resource.RLIMIT_CPU, request["seconds"]),
        (resource.RLIMIT_FSIZE, request["out_bytes"]), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(limit, (value, value))


def _answer_to(error: OSError) -> dict[str, Any]:
    if error.errno == errno.EFBIG:
        return {"fault": "parquet.too_large", "detail": "unpacks to over 500 times its size"}
    if error.errno in _OF_THE_MACHINE:
        return {"trouble": error.strerror or type(error).__name__}
    return _damaged(error)


def _damaged(error: Exception) -> dict[str, Any]:
    # Not in its own words: they may hold a value.
    return {"fault": "parquet.damaged", "detail": f"no sound Parquet ({type(error).__name__})"}


if __name__ == "__main__":
    main()
