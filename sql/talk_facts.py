"""From tables of messages and their links to the facts by which they become conversations."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sql.talk_numbers import (
    by_way,
    earlier,
    grouped,
    in_places,
    parents_of,
    places,
    roots,
    youngest_alike,
)
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
    is_free: np.ndarray  # so too, as long as its conversation is made of answers only
    is_knot: np.ndarray  # it is tied up with others otherwise than by such an answer


def message_columns(messages: pa.Table, windows: pa.Table) -> Columns:
    """What is told of each message by its place."""
    known = in_places(messages)
    for name in ("conversation", "likely"):
        seconds = windows[f"{name}_seconds"].fill_null(0).to_numpy()
        of_shops = np.concatenate([[0], seconds * 1e6]).astype(np.int64)  # of no shop none
        known[f"{name}_within"] = of_shops  # at shop_place
    known["only"] = np.where(known["names_order"], known["about"], NONE)
    known["only"][known["names_several"]] = SEVERAL
    return known


def links_of(known: Columns, others: pa.Table, marks: pa.Table, links: pa.Table) -> Links:
    is_joinable, is_naming = known["is_joinable"], known["names_order"]
    naming, at = np.flatnonzero(is_naming), places(others, "number")
    people = [known["customer"][naming], places(others, "customer")[is_naming[at]]]
    at = np.concatenate([naming, at[is_naming[at]]])
    ways = by_way(links)
    answers = grouped(ways.get("answered_before"))
    before = {way: earlier(ways.get(way), len(is_joinable))
              for way in (*SURE, "reference", "same_words")}  # fmt: skip
    before["order"] = youngest_alike(
        np.concatenate(people), known["about"][at], at, is_joinable)  # fmt: skip
    marked, ticket, number = (places(marks, name) for name in ("customer", "ticket", "number"))
    before["ticket"] = youngest_alike(marked, ticket, number, is_joinable)
    is_turned = np.zeros_like(is_joinable)
    is_turned[[*answers, *(answer for found in answers.values() for answer in found)]] = True
    is_linked = np.logical_or.reduce([is_turned, *(found >= 0 for found in before.values())])
    known["seeks"] = seeking(known, is_linked)
    is_sure = np.logical_or.reduce([before[way] >= 0 for way in SURE])
    is_soon = soon(known, before["reference"]) & ~is_sure
    is_plain = is_soon & names_no_other(known, before["reference"])
    is_free = is_plain | is_soon & ~is_mixed(known, parents_of(before["reference"], is_soon))
    is_awaited = awaited(known)
    return Links(
        before, answers, is_sure, is_touched=is_linked | is_awaited, is_awaited=is_awaited,
        is_plain=is_plain, is_free=is_free, is_knot=is_turned | is_awaited | is_linked & ~is_free,
    )  # fmt: skip


def soon(known: Columns, parent: np.ndarray) -> np.ndarray:
    """Which answers can begin no new topic unless they name another order."""
    silence = known["happened"] - known["happened"][parent]
    within = known["conversation_within"][known["shop_place"]]
    return (parent >= 0) & (~known["is_customers"] | (silence <= within))


def names_no_other(known: Columns, parent: np.ndarray) -> np.ndarray:
    only = known["only"]
    return ~known["is_customers"] | (only == NONE) | (only == only[parent]) & (only != SEVERAL)


def is_mixed(known: Columns, parents: np.ndarray) -> np.ndarray:
    """Which messages hang together by answers with two that name different orders."""
    tree, at = roots(parents), np.flatnonzero(known["only"] >= 0)
    trees, only = tree[at], known["only"][at]
    one = np.full(len(tree), NONE)
    one[trees] = only
    result = np.zeros(len(tree), bool)
    result[trees[one[trees] != only]] = True
    return result[tree]


def seeking(known: Columns, is_linked: np.ndarray) -> np.ndarray:
    """What a person's message without any link may join: a talk on its likely order, or any."""
    is_open = known["is_from_person"] & ~is_linked & ~known["is_named"]
    is_strangers = ~known["is_customers"] & ~known["has_orders"]
    seeks = np.where(is_open & (known["about"] >= 0), known["about"], NOT_SEEKING)
    return np.where(is_open & (known["about"] < 0) & is_strangers, NONE, seeks)


def awaited(known: Columns) -> np.ndarray:
    """The messages of customers of whom one seeks another that came shortly before."""
    happened, shop_place = known["happened"], known["shop_place"]
    at = np.flatnonzero(known["customer"] >= 0)
    at = at[np.argsort(known["customer"][at], kind="stable")]  # of each customer, then in time
    customer = known["customer"][at]
    is_first = np.concatenate([[True], customer[1:] != customer[:-1]])[: len(at)]
    entries = np.arange(len(at), dtype=np.int32)
    begun = np.maximum.accumulate(np.where(is_first, entries, 0))
    seen = np.maximum.accumulate(np.where(known["is_joinable"][at], entries, NONE))
    seekers = np.flatnonzero((known["seeks"][at] != NOT_SEEKING) & ~is_first)
    found = seen[seekers - 1]
    seekers, found = (part[found >= begun[seekers]] for part in (seekers, found))
    silence = happened[at[seekers]] - happened[at[found]]
    who = np.zeros(len(at), bool)
    within = known["likely_within"][shop_place[at[seekers]]]
    who[begun[seekers[silence <= within]]] = True
    result = np.zeros(len(happened), bool)
    result[at] = who[begun]
    return result
