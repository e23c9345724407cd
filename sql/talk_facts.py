"""From tables of messages and their links to the facts by which they become conversations."""

import numpy as np
import pyarrow as pa

from sql.talk_numbers import (
    by_way,
    earlier,
    flags,
    grouped,
    numbers,
    packed,
    places,
    sorted_by,
    youngest_alike,
)
from sql.talks import NONE, NOT_SEEKING, SEVERAL, SURE, Facts

FLAGS = ("is_customers", "is_joinable", "is_named", "names_order", "names_several",
         "is_from_person", "has_orders")  # fmt: skip
Columns = dict[str, np.ndarray]


def facts_of(
    messages: pa.Table, others: pa.Table, marks: pa.Table, windows: pa.Table, links: pa.Table
) -> Facts:
    known, other, marked = columns_of(messages, others, marks, windows)
    best = np.where(known["names_order"], known["order"], NONE)
    at = np.concatenate([np.arange(len(best)), places(others, "number")])
    people = np.concatenate([known["customer"], other])
    ways = by_way(links)
    before = {way: earlier(ways.get(way), len(best)) for way in (*SURE, "reference", "same_words")}
    before["order"] = youngest_alike(people, best[at], at, known["is_joinable"])
    before["ticket"] = youngest_alike(
        marked, places(marks, "ticket"), places(marks, "number"), known["is_joinable"])  # fmt: skip
    answers = grouped(ways.get("answered_before"))
    is_linked = np.logical_or.reduce([found >= 0 for found in before.values()])
    is_linked[[*answers, *(answer for found in answers.values() for answer in found)]] = True
    seeks = seeking(known, is_linked)
    is_awaited = np.isin(known["customer"], known["customer"][seeks != NOT_SEEKING])
    is_sure = np.logical_or.reduce([before[way] >= 0 for way in SURE])
    columns = known | {
        "named": np.where(known["is_named"], known["order"], NONE),
        "likely": np.where(known["is_named"], NONE, known["order"]),
        "only": np.where(known["names_several"], SEVERAL, best), "seeks": seeks,
        "customer": np.where(is_awaited, known["customer"], NONE),
    }  # fmt: skip
    masks = {
        "is_customers": known["is_customers"], "is_joinable": known["is_joinable"],
        "is_sure": is_sure, "is_touched": is_linked | is_awaited,
        "is_plain": plain(columns, before["reference"]) & ~is_sure,
    }  # fmt: skip
    return Facts(
        **{name: packed(columns[name]) for name in Facts.__annotations__
           if name in columns and name not in masks},
        **{name: mask.tobytes() for name, mask in masks.items()},
        before={way: packed(found) for way, found in before.items()},
        answers=answers,
    )  # fmt: skip


def columns_of(
    messages: pa.Table, others: pa.Table, marks: pa.Table, windows: pa.Table
) -> tuple[Columns, np.ndarray, np.ndarray]:
    """What is told of each message by its place, and the customers of `others` and of `marks`."""
    tables = (messages, others, marks)
    *shops, shop_of_window = numbers(*(table["shop"] for table in (*tables, windows)))
    customers = [  # an address is one customer in each shop
        np.where(code == NONE, NONE, code * (len(windows) + 1) + shop)
        for code, shop in zip(numbers(*(table["customer_key"] for table in tables)), shops,
                              strict=True)
    ]  # fmt: skip
    (order,) = numbers(messages["order_id"])
    known = {name: flags(messages, name) for name in FLAGS} | {
        "customer": customers[0],
        "order": np.where(order == NONE, NONE, order * (len(windows) + 1) + shops[0]),
        "happened": messages["happened_at"].cast(pa.int64()).fill_null(-1).to_numpy(),
    }
    for name in ("conversation", "likely"):
        seconds = np.zeros(len(windows) + 1)
        seconds[shop_of_window] = windows[f"{name}_seconds"].fill_null(0).to_numpy()
        known[f"{name}_within"] = (seconds * 1e6)[shops[0]]
    return sorted_by(places(messages, "number"), known), customers[1], customers[2]


def plain(columns: Columns, parent: np.ndarray) -> np.ndarray:
    """Which answers can begin no new topic: not a customer's, or soon and of no other order."""
    happened, only = columns["happened"], columns["only"]
    is_soon = happened - happened[parent] <= columns["conversation_within"]
    names_no_other = (only == NONE) | (only == only[parent]) & (only != SEVERAL)
    return (parent >= 0) & (~columns["is_customers"] | is_soon & names_no_other)


def seeking(known: Columns, is_linked: np.ndarray) -> np.ndarray:
    """What a person's message without any link may join: a talk on its likely order, or any."""
    is_open = known["is_from_person"] & ~is_linked & ~known["is_named"]
    is_strangers = ~known["is_customers"] & ~known["has_orders"]
    seeks = np.where(is_open & (known["order"] >= 0), known["order"], NOT_SEEKING)
    return np.where(is_open & (known["order"] < 0) & is_strangers, NONE, seeks)
