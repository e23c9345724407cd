"""Cards: one figure each, coloured by its target, with an arrow by its change."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import read
from dashboard.filters import Chosen
from dashboard.measures import Week
from sql import wording

SMALLEST_CARD = 215


def row():
    """Cards side by side; fewer beside each other where there is less room."""
    return st.grid("auto", min_column_width=SMALLEST_CARD, gap="small")


def promise(week: Week) -> None:
    """A share against its target. The word says what the colour says."""
    word, icon, colour = _judgement(week)
    with st.container(border=True, height="stretch", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.caption(week.measure.title, width="stretch")
            st.badge(word, icon=f":material/{icon}:", color=colour)
        st.metric(
            week.measure.title, wording.share(_of(week, "share")), label_visibility="collapsed",
            delta_color=colour, chart_data=week.trend or None, **_change(week),
        )  # fmt: skip


def plain(title: str, value: str, note: str = "", *, warn: bool = False) -> None:
    """A number without a target; `warn` where it asks for somebody."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.caption(title, width="stretch")
            if warn:
                st.badge("to do", icon=":material/priority_high:", color="orange")
        st.metric(title, value, label_visibility="collapsed")
        if note:
            st.caption(note)


def _of(week: Week, column: str) -> float | None:
    return None if week.row is None else week.row[column]


def _judgement(week: Week) -> tuple[str, str, Any]:
    if week.row is None or pd.isna(week.row["share"]):
        return "no data", "remove", "gray"
    if not week.row["is_mature"]:
        return "not complete", "hourglass_top", "gray"
    if not week.has_verdict:
        return "too few", "remove", "gray"
    return ("met", "check", "green") if week.meets_target else ("missed", "close", "orange")


def _change(week: Week) -> dict[str, Any]:
    target = wording.share(_of(week, "target_share"))
    said = {"delta_description": f"target {target}"}
    if week.row is None or week.before is None or pd.isna(week.row["share"]):
        return {**said, "delta": "new", "delta_arrow": "off"}
    moved = week.row["share"] - week.before["share"]
    words = wording.points(moved)
    if words == wording.points(0.0):
        return {**said, "delta": words, "delta_arrow": "off"}
    return {**said, "delta": words, "delta_arrow": "up" if moved > 0 else "down"}


def overdue(queue: pd.DataFrame) -> None:
    """How many customers wait past the promise, now."""
    if queue.empty:
        plain("Overdue now", wording.NONE, "no inquiries are read yet")
        return
    row = queue.iloc[0]
    note = f"{wording.count(row['due_soon'])} due soon · {wording.count(row['open'])} more open"
    plain("Overdue now", wording.count(row["overdue"]), note, warn=bool(row["overdue"]))


def latency(chosen: Chosen, measure: str, until: date) -> None:
    """How long the slowest wait; never without the count of those for whom nothing was found."""
    rows = read.table(
        "metrics.latencies_weekly", measure=measure, week_start_day=until, **chosen.slice
    )
    if rows.empty:
        plain("95 of 100 wait up to", wording.NONE, "no data")
        return
    row = rows.iloc[0]
    plain(
        "95 of 100 wait up to", wording.duration(row["p95_seconds"]),
        f"half wait up to {wording.duration(row['p50_seconds'])}",
    )  # fmt: skip


def verdicts(chosen: Chosen, measure: str, until: date) -> None:
    """What is missing, and what is not counted."""
    rows = read.table(
        "metrics.verdicts_weekly", measure=measure, week_start_day=until, shop=chosen.shop
    )
    found = {
        word: wording.count(rows.loc[rows["verdict"] == word, "items"].sum() if len(rows) else None)
        for word in ("missing", "bounced", "unknown", "excluded")
    }
    plain("Not found", found["missing"], f"{found['bounced']} came back undelivered")
    plain("Not counted", found["excluded"], f"{found['unknown']} cannot be seen")
