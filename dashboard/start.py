"""The start page's parts: what can be answered, what not yet, and what to connect next."""

from typing import Any

import streamlit as st

from dashboard import look, read, sentences, tables, trust_columns
from dashboard.filters import Chosen
from sql import wording

STATES: dict[str, tuple[str, Any]] = {
    "measured": ("check_circle", "green"),
    "partly": ("contrast", "blue"),
    "not_measurable": ("radio_button_unchecked", "gray"),
}
ALL_KNOWN = "What is connected answers all of these questions."
QUESTION_WIDTH = 440
STATE_WIDTH = 250
NOT_BLAMED = "Until then these are left out; nothing is called missing because of it."


def questions(chosen: Chosen) -> None:
    """Each question, and for each shop whether what is connected can answer it."""
    rows = read.table("metrics.measured", order="measure", **chosen.only_shop)
    with look.section("What can be answered?", sentences.measured(rows)):
        for measure in dict.fromkeys(rows["measure"] if len(rows) else ()):
            of_shops = rows[rows["measure"] == measure].sort_values("shop")
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                with st.container(width=QUESTION_WIDTH):
                    st.text(of_shops["question"].iloc[0])
                with st.container(
                    horizontal=True, gap="small", width=STATE_WIDTH * len(of_shops) + 20
                ):
                    for row in of_shops.itertuples():
                        _state(row)


def _state(row: Any) -> None:
    icon, colour = STATES.get(row.state, ("help", "gray"))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width=STATE_WIDTH
    ):
        st.text(_shop_name(row.shop))
        st.badge(wording.state(row.state), icon=f":material/{icon}:", color=colour)


def connect_next(chosen: Chosen) -> None:
    """What is missing for the questions that cannot be answered yet."""
    rows = read.table("metrics.measured", order="shop", **chosen.only_shop)
    rows = rows[rows["state"] != "measured"] if len(rows) else rows
    with look.section("What to connect next?", NOT_BLAMED if len(rows) else ALL_KNOWN):
        for row in rows.drop_duplicates(["shop", "why", "connect_next"]).itertuples():
            with st.container(gap="xxsmall"):
                st.text(f"{_shop_name(row.shop)}: {row.why or wording.NONE}")
                if row.connect_next:
                    st.text(f"→ {row.connect_next}")
        st.caption("`trackrecord doctor` tries every source and says what it would add.")


def _shop_name(shop: str) -> str:
    known = read.settings().shops.get(shop)
    return known.name if known else shop


def sources(chosen: Chosen) -> None:
    """Where the numbers come from, and up to when each place was read."""
    rows = read.table("metrics.sources", order="source", **chosen.only_shop)
    places = rows["path"].nunique() if len(rows) else 0
    answer = f"{wording.plural(places, 'place is', 'places are')} read."
    with look.section("What is connected?", answer):
        if rows.empty:
            look.empty("Nothing is connected.", "Add a [sources.NAME] table to the settings.")
            return
        tables.show(rows, trust_columns.SOURCES, chosen, key="start_sources", name="Sources")
