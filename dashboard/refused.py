"""Refused items: what each was, why, and the decision to read it again after a fix."""

import json
from typing import Any

import streamlit as st

from dashboard import decisions, look, read, tables, trust_columns
from dashboard.filters import Chosen
from dashboard.read import Frame
from sql import wording
from sql.desk import Decision

NEXT = "The next `trackrecord ingest` reads it again; until then it can be undone."


def quarantine(chosen: Chosen) -> None:
    asked = decisions.asked_again()
    rows = waiting(asked)
    waits = wording.plural(len(rows), "item waits", "items wait")
    answer = f"{waits} for a person; everything else was read." if len(rows) else ""
    with look.section("What was refused, and why?", answer):
        if rows.empty:
            look.empty("No refused item waits.", "What cannot be read shows here with its reason.")
        else:
            _table(rows, chosen)
        _decided(asked)


def waiting(asked: list[Decision]) -> Frame:
    """What was refused and not read since, newest first, with what was decided about it."""
    rows = read.table("raw.quarantine", order="-quarantined_at", replayed_at=None)
    if rows.empty:
        return rows
    told = [json.loads(decision.payload) for decision in asked]
    wanted = {(one["source"], one.get("key") or one.get("reason")) for one in told}
    states = [
        "to be read again"
        if {(row.source, row.quarantine_key), (row.source, row.reason)} & wanted else "waits"
        for row in rows[["source", "quarantine_key", "reason"]].itertuples()
    ]  # fmt: skip
    return rows.assign(state=states)


def _table(rows: Frame, chosen: Chosen) -> None:
    picked = tables.show_many(
        rows, trust_columns.QUARANTINE, chosen, key="quarantine", name="Refused items"
    )
    if not picked:
        st.caption(
            "Mended the settings, or installed a newer program? Select rows to read again, or take"
            " all of one reason."
        )
    groups: Any = rows.groupby(["source", "reason"], sort=True).size()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if picked:
            st.button(
                f"Read {wording.plural(len(picked), 'item')} again", icon=":material/replay:",
                key="read_again", on_click=decisions.read_again(rows.iloc[picked]),
            )  # fmt: skip
        else:
            chosen_group: Any = st.selectbox(
                "All of one reason", list(groups.index), key="refused_reason",
                format_func=lambda group: _in_words(group, groups[group]),
            )  # fmt: skip
            if chosen_group:
                st.button(
                    "Read all of them again", icon=":material/replay:", key="read_all_again",
                    on_click=decisions.read_reason_again(*chosen_group),
                )  # fmt: skip


def _in_words(group: tuple[str, str], items: int) -> str:
    source, reason = group
    return f"{source}: {wording.reason(reason)} ({wording.count(items)})"


def _decided(asked: list[Decision]) -> None:
    """What is to be read again, each to be taken back."""
    if not asked:
        return
    with st.expander("To be read again", icon=":material/undo:", type="compact"):
        st.caption(NEXT)
        for decision in reversed(asked[-20:]):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{decision.made_by}, {wording.moment(decision.made_at)}", width="stretch")
                st.text(decision.reason)
                st.button("Undo", key=f"undo_{decision.decision_id}",
                          on_click=decisions.undo(decision))  # fmt: skip
