"""What is known of messages, as columns of numbers: equal texts become equal numbers."""

from array import array
from collections import defaultdict

import numpy as np
import pyarrow as pa

from sql.talks import NONE

MIXER = 0x9E3779B97F4A7C15 - 2**64  # odd; two numbers become one that hardly any others become


def in_places(messages: pa.Table) -> dict[str, np.ndarray]:
    """Each column with its values at their places."""
    place = places(messages, "number")
    result = {}
    for name in messages.column_names:
        told = messages[name].to_numpy()
        result[name] = np.empty_like(told)
        result[name][place] = told
    return result


def places(table: pa.Table, name: str) -> np.ndarray:
    return table[name].to_numpy()


def by_way(links: pa.Table) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Of each way the messages, and beside them the earlier ones to which they may belong."""
    how = links["how"].dictionary_encode().combine_chunks()
    codes = how.indices.to_numpy(zero_copy_only=False)
    columns = [places(links, name) for name in ("number", "earlier_number")]
    return {way: (columns[0][codes == code], columns[1][codes == code])
            for code, way in enumerate(how.dictionary.to_pylist())}  # fmt: skip


def earlier(pairs: tuple[np.ndarray, np.ndarray] | None, messages: int) -> np.ndarray:
    """For each message the earlier one to which it may belong, or NONE."""
    result = np.full(messages, NONE, np.int32)
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
    keys, at = (customers * MIXER + marks)[is_told], at[is_told]
    order = np.lexsort((at, keys))
    keys, at = keys[order], at[order]
    entries = np.arange(len(at), dtype=np.int32)
    seen = np.maximum.accumulate(np.where(is_joinable[at], entries, NONE))
    before = np.concatenate([[NONE], seen[:-1]])[: len(at)].astype(np.int32)
    is_same = (before >= 0) & (keys[before] == keys)
    result = np.full(len(is_joinable), NONE, np.int32)
    np.maximum.at(result, at[is_same], at[before[is_same]])
    return result


def packed(column: np.ndarray) -> array:
    """As what plain Python reads fastest for its size."""
    return array("q", column.astype(np.int64).tobytes())


def parents_of(before: np.ndarray, is_joined: np.ndarray) -> np.ndarray:
    """Of each place the one that it is joined to, else itself."""
    return np.where(is_joined, before, np.arange(len(before), dtype=np.int32))


def roots(parents: np.ndarray) -> np.ndarray:
    """Of each place the root: every round halves the way that is left."""
    while not np.array_equal(further := parents[parents], parents):
        parents = further
    return parents
