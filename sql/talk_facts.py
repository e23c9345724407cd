"""From tables of messages and their links to the facts by which they become conversations."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sql.talk_numbers import by_way, earlier, grouped, in_places, places, youngest_alike
from sql.talks import NONE, NOT_SEEKING, SEVERAL, SURE

Columns = dict[str, np.ndarray]


@dataclass(frozen=True)
class Links:
    """Of each message, at its place, to what it may belong, and what it may begin."""

    before: Columns  # way: the earlier message, or NONE
    answers: dict[int, list[int]]  # of a mail that lies behind its answers by the clocks
    is_sure: np.ndarray
    is_touched: np.ndarray  # it has a link, or is awaited; all others stand for themselves
    is_awaited: np.ndarray  # another message of its customer may seek it, or it seeks one
    is_plain: np.ndarray  # it answers one, and nothing speaks for a new topic
    is_knot: np.ndarray  # it is tied up with others otherwise than by a plain answer


def message_columns(messages: pa.Table) -> Columns:
    """What is told of each message by its place."""
    known = in_places(messages, {"happened": "happened_at", "order": "order_number"})
    for name in ("conversation", "likely"):
        known[f"{name}_within"] = (known.pop(f"{name}_seconds") * 1e6).astype(np.int64)
    best = np.where(known["names_order"], known["order"], NONE)
    is_named = known["is_named"]
    return known | {
        "only": np.where(known["names_several"], SEVERAL, best), "best": best,
        "named": np.where(is_named, known["order"], NONE),
        "likely": np.where(is_named, NONE, known["order"]),
    }  # fmt: skip


def links_of(known: Columns, others: pa.Table, marks: pa.Table, links: pa.Table) -> Links:
    is_joinable = known["is_joinable"]
    at = np.concatenate([np.arange(len(is_joinable)), places(others, "number")])
    people = np.concatenate([known["customer"], places(others, "customer")])
    ways = by_way(links)
    answers = grouped(ways.get("answered_before"))
    before = {way: earlier(ways.get(way), len(is_joinable))
              for way in (*SURE, "reference", "same_words")}  # fmt: skip
    before["order"] = youngest_alike(people, known["best"][at], at, is_joinable)
    marked = (places(marks, name) for name in ("customer", "ticket", "number"))
    before["ticket"] = youngest_alike(*marked, is_joinable)
    is_turned = np.zeros_like(is_joinable)
    is_turned[[*answers, *(answer for found in answers.values() for answer in found)]] = True
    is_linked = np.logical_or.reduce([is_turned, *(found >= 0 for found in before.values())])
    known["seeks"] = seeking(known, is_linked)
    is_sure = np.logical_or.reduce([before[way] >= 0 for way in SURE])
    is_plain = plain(known, before["reference"]) & ~is_sure
    is_awaited = awaited(known)
    is_knot = is_turned | is_awaited | is_linked & ~is_plain
    return Links(before, answers, is_sure, is_linked | is_awaited, is_awaited, is_plain, is_knot)


def plain(known: Columns, parent: np.ndarray) -> np.ndarray:
    """Which answers can begin no new topic: not a customer's, or soon and of no other order."""
    happened, only = known["happened"], known["only"]
    is_soon = happened - happened[parent] <= known["conversation_within"]
    names_no_other = (only == NONE) | (only == only[parent]) & (only != SEVERAL)
    return (parent >= 0) & (~known["is_customers"] | is_soon & names_no_other)


def seeking(known: Columns, is_linked: np.ndarray) -> np.ndarray:
    """What a person's message without any link may join: a talk on its likely order, or any."""
    is_open = known["is_from_person"] & ~is_linked & ~known["is_named"]
    is_strangers = ~known["is_customers"] & ~known["has_orders"]
    seeks = np.where(is_open & (known["order"] >= 0), known["order"], NOT_SEEKING)
    return np.where(is_open & (known["order"] < 0) & is_strangers, NONE, seeks)


def awaited(known: Columns) -> np.ndarray:
    """The messages of customers of whom one seeks another that came shortly before."""
    customer, happened = known["customer"], known["happened"]
    is_seeking = (known["seeks"] != NOT_SEEKING) & (customer >= 0)
    at = np.flatnonzero(np.isin(customer, customer[is_seeking]))
    before = youngest_alike(customer[at], np.zeros_like(at), at, known["is_joinable"])
    can_find = is_seeking & (before >= 0)
    can_find &= happened - happened[before] <= known["likely_within"]
    return np.isin(customer, customer[can_find])
