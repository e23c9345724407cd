"""Parquet files made for tests: sound ones, and such that should never be read to the end."""

import io
import struct
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

MAGIC = b"PAR1"


def parquet_of(columns: Mapping[str, Any], **writing) -> bytes:
    """Lists or arrays by their column's name."""
    target = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), target, **writing)
    return target.getvalue()


def orders(*numbers: str, **more) -> bytes:
    at = pa.array([1_763_632_800_000_000] * len(numbers), pa.timestamp("us", "UTC"))
    return parquet_of({"order_id": list(numbers), "placed_at": at, **more})


def with_footer(content: bytes, change) -> bytes:
    """The file with its footer's bytes changed, and their length with them."""
    (length,) = struct.unpack("<I", content[-8:-4])
    footer = change(content[-8 - length : -8])
    return content[: -8 - length] + footer + struct.pack("<I", len(footer)) + MAGIC


def dictionary_bomb(size: int, times: int) -> bytes:
    """A few kilobytes that hold one value of `size` bytes `times` times."""
    value = pa.DictionaryArray.from_arrays(
        pa.array([0] * times, pa.int32()), pa.array(["x" * size])
    )
    at = pa.array([1_763_632_800_000_000] * times, pa.timestamp("us", "UTC"))
    return parquet_of(
        {"order_id": [str(number) for number in range(times)], "placed_at": at, "note": value},
        compression="zstd", store_schema=False,
    )  # fmt: skip
