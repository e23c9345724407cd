"""What is known of messages, as columns of numbers: equal texts become equal numbers."""

from array import array
from collections import defaultdict

import numpy as np
import pyarrow as pa

from sql.talks import NONE


def numbers(*columns: pa.ChunkedArray) -> list[np.ndarray]:
    """The texts of these columns; NONE where there is none."""
    chunks = [chunk for column in columns for chunk in column.chunks]
    codes = pa.chunked_array(chunks, pa.string()).dictionary_encode().combine_chunks()
    codes = codes.indices.fill_null(NONE).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.split(codes, np.cumsum([len(column) for column in columns])[:-1])


def flags(messages: pa.Table, name: str) -> np.ndarray:
    return messages[name].fill_null(False).to_numpy().astype(bool)


def sorted_by(place: np.ndarray, columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Each column with its values at their places."""
    result = {name: np.empty_like(column) for name, column in columns.items()}
    for name, column in columns.items():
        result[name][place] = column
    return result


def places(table: pa.Table, name: str) -> np.ndarray:
    return table[name].to_numpy().astype(np.int64)


def by_way(links: pa.Table) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Of each way the messages, and beside them the earlier ones to which they may belong."""
    how = links["how"].dictionary_encode().combine_chunks()
    codes = how.indices.to_numpy(zero_copy_only=False)
    columns = [places(links, name) for name in ("number", "earlier_number")]
    return {way: (columns[0][codes == code], columns[1][codes == code])
            for code, way in enumerate(how.dictionary.to_pylist())}  # fmt: skip


def earlier(pairs: tuple[np.ndarray, np.ndarray] | None, messages: int) -> np.ndarray:
    """For each message the earlier one to which it may belong, or NONE."""
    result = np.full(messages, NONE, np.int64)
    if pairs:
        result[pairs[0]] = pairs[1]
    return result


def grouped(pairs: tuple[np.ndarray, np.ndarray] | None) -> dict[int, list[int]]:
    """Of each message all the earlier ones to which it may belong."""
    groups = defaultdict(list)
    for number, earlier_number in zip(*(column.tolist() for column in pairs or ()), strict=True):
        groups[number].append(earlier_number)
    return dict(groups)


def youngest_alike(
    customers: np.ndarray, marks: np.ndarray, at: np.ndarray, is_joinable: np.ndarray
) -> np.ndarray:
    """For each message the youngest earlier one of the same customer with the same mark, or NONE.

    The first three go together, one entry for a customer and mark of the message `at` a place.
    """
    is_told = (customers >= 0) & (marks >= 0)
    keys, at = (customers << 32 | marks)[is_told], at[is_told]
    order = np.lexsort((at, keys))
    keys, at = keys[order], at[order]
    entries = np.arange(len(at))
    seen = np.maximum.accumulate(np.where(is_joinable[at], entries, NONE))
    before = np.concatenate([[NONE], seen[:-1]])[: len(at)]
    is_same = (before >= 0) & (keys[before] == keys)
    result = np.full(len(is_joinable), NONE, np.int64)
    np.maximum.at(result, at[is_same], at[before[is_same]])
    return result


def packed(column: np.ndarray) -> array:
    """As what plain Python reads fastest for its size."""
    return array("q", column.astype(np.int64).tobytes())
