"""Cards: one figure each, coloured by its target, with an arrow by its change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import read
from dashboard.filters import Chosen
from dashboard.measures import Measure, Week
from dashboard.navigation import view
from dashboard.read import Frame
from sql import wording

SMALLEST_CARD = 188
ARROW = ":material/arrow_forward:"


def row(cards: int):
    """Cards side by side; fewer beside each other where there is less room."""
    return st.grid(cards, min_column_width=SMALLEST_CARD, gap="small")


def about(week_start_day: date) -> None:
    """Which week a row of cards is about."""
    st.caption(
        f"Week of {wording.week(week_start_day)}. "
        "A promise that is still open for it shows the last week that is complete."
    )


@contextmanager
def _title(title: str) -> Iterator[None]:
    """One line, as high with a badge as without, so that figures stand side by side."""
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall", height=28,
        border=False,
    ):  # fmt: skip
        st.caption(title, width="stretch")
        yield


def promise(week: Week, *, links: bool = False) -> None:
    """A share against its target. The word says what the colour says.

    `links` where the card stands on another page than the one that explains it.
    """
    word, icon, colour = _judgement(week)
    with st.container(border=True, height="stretch", gap="xsmall"):
        with _title(week.measure.title):
            st.badge(word, icon=f":material/{icon}:", color=colour)
        st.metric(
            week.measure.title, wording.share(_of(week, "share")), label_visibility="collapsed",
            delta_color=colour, chart_data=week.trend or None, **_change(week),
        )  # fmt: skip
        if week.is_earlier:
            st.caption(wording.week(_of(week, "week_start_day")))
        if links:
            st.page_link(view(week.measure.page), label="Show why", icon=ARROW)


def plain(
    title: str, value: str, note: str = "", *, warn: bool = False, page: str = ""
) -> None:
    """A number without a target; `warn` where it asks for somebody."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        with _title(title):
            if warn:
                st.badge("to do", icon=":material/priority_high:", color="orange")
        st.metric(title, value, label_visibility="collapsed")
        if note:
            st.caption(note)
        if page:
            st.page_link(view(page), label="Show them", icon=ARROW)


def _of(week: Week, column: str) -> Any:
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
    if week.row is None or pd.isna(week.row["share"]):
        return {}
    if week.before is None:
        return {**said, "delta": "new", "delta_arrow": "off"}
    moved = week.row["share"] - week.before["share"]
    words = wording.points(moved)
    if words == wording.points(0.0):
        return {**said, "delta": words, "delta_arrow": "off"}
    return {**said, "delta": words, "delta_arrow": "up" if moved > 0 else "down"}


def overdue(queue: Frame) -> None:
    """How many customers wait past the promise, now."""
    if queue.empty:
        plain("Overdue now", wording.NONE, "not measured yet")
        return
    row = queue.iloc[0]
    note = f"{wording.count(row['due_soon'])} due soon · {wording.count(row['open'])} more open"
    plain("Overdue now", wording.count(row["overdue"]), note, warn=bool(row["overdue"]),
          page="inquiries")  # fmt: skip


def latency(chosen: Chosen, measure: Measure, until: date) -> None:
    """Two cards: how long the slowest wait, never without how many got nothing."""
    rows = read.table(
        "metrics.latencies_weekly", measure=measure.clock, week_start_day=until, **chosen.slice
    )
    if rows.empty:
        plain("95 of 100 wait up to", wording.NONE, "no data")
        plain("Not found", wording.NONE, "no data")
        return
    row = rows.iloc[0]
    half = f"half wait up to {wording.duration(row['p50_seconds'])}"
    plain("95 of 100 wait up to", wording.duration(row["p95_seconds"]), half)
    plain("Not found", wording.count(row["missing"]), "due, and nothing seen",
          warn=bool(row["missing"] > 0))  # fmt: skip


def uncounted(week: Week) -> None:
    """What the share leaves out, so that nothing hides there."""
    note = f"{wording.count(_of(week, 'unknown'))} cannot be seen"
    undecided = wording.plural(_of(week, "undecided"), "is not due yet", "are not due yet")
    plain("Not counted", wording.count(_of(week, "excluded")), f"{note} · {undecided}")


def words(title: str, rows: Frame, column: str, measure: str) -> None:
    """The verdict on one order's mail, or how many there are where there is not just one."""
    if rows.empty:
        plain(title, wording.NONE, "none for this order")
        return
    said = rows[column].iloc[0]
    text = wording.verdict(said, measure) if measure else wording.outcome(said)
    many = wording.plural(len(rows), "in all", "in all") if len(rows) > 1 else ""
    plain(title, text, many, warn=said in ("missing", "late", "bounced", "overdue"))
