"""From tables of messages and their links to the facts by which they become conversations."""

import numpy as np
import pyarrow as pa

from sql.talk_numbers import (
    answers_before,
    earlier,
    flags,
    micros,
    numbers,
    packed,
    places,
    youngest_alike,
)
from sql.talks import NONE, NOT_SEEKING, SEVERAL, SURE, Facts


def facts_of(messages: pa.Table, others: pa.Table, marks: pa.Table, links: pa.Table) -> Facts:
    total = messages.num_rows
    named, likely = numbers(messages["named_order"], messages["likely_order"])
    customers, other, marked = numbers(*(t["customer"] for t in (messages, others, marks)))
    is_joinable, is_customers = flags(messages, "is_joinable"), flags(messages, "is_customers")
    best = np.where(flags(messages, "names_order"), named, NONE)
    at = np.concatenate([np.arange(total), places(others, "number")])
    before = {way: earlier(links, way, total) for way in (*SURE, "reference", "same_words")}
    before["ticket"] = youngest_alike(
        marked, places(marks, "ticket"), places(marks, "number"), is_joinable)  # fmt: skip
    before["order"] = youngest_alike(
        np.concatenate([customers, other]), best[at], at, is_joinable)  # fmt: skip
    answers = answers_before(links)
    is_linked = np.logical_or.reduce([found >= 0 for found in before.values()])
    is_linked[[*answers, *(answer for found in answers.values() for answer in found)]] = True
    seeks = seeking(messages, is_linked, named, likely)
    is_awaited = np.isin(customers, customers[seeks != NOT_SEEKING])
    happened = messages["happened_at"].cast(pa.int64()).fill_null(-1).to_numpy()
    within = micros(messages, "conversation_seconds")
    is_sure = np.logical_or.reduce([before[way] >= 0 for way in SURE])
    # What answers a mail of the same order, or names none, soon enough, begins no new topic.
    parent = before["reference"]
    is_calm = ((best == NONE) | (best == best[parent])) & (happened - happened[parent] <= within)
    several = flags(messages, "names_several")
    is_plain = (parent >= 0) & ~is_sure & (~is_customers | is_calm & ~several & ~several[parent])
    columns = {
        "happened": happened, "named": named, "likely": likely, "seeks": seeks,
        "only": np.where(several, SEVERAL, best), "conversation_within": within,
        "likely_within": micros(messages, "likely_seconds"),
        "customer": np.where(is_awaited, customers, NONE),
    }  # fmt: skip
    masks = {
        "is_customers": is_customers, "is_joinable": is_joinable, "is_sure": is_sure,
        "is_plain": is_plain, "is_touched": is_linked | is_awaited,
    }  # fmt: skip
    return Facts(
        **{name: packed(column) for name, column in columns.items()},
        **{name: mask.tobytes() for name, mask in masks.items()},
        before={way: packed(found) for way, found in before.items()},
        answers=answers,
    )


def seeking(
    messages: pa.Table, is_linked: np.ndarray, named: np.ndarray, likely: np.ndarray
) -> np.ndarray:
    """What a person's message without any link may join: a talk on its likely order, or any."""
    is_open = flags(messages, "is_from_person") & ~is_linked & (named == NONE)
    is_strangers = ~flags(messages, "is_customers") & ~flags(messages, "has_orders")
    seeks = np.where(is_open & (likely >= 0), likely, NOT_SEEKING)
    return np.where(is_open & (likely < 0) & is_strangers, NONE, seeks)
