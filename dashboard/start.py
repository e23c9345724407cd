"""The start page's parts: what is measured, what is not yet, and what to connect next."""

from typing import Any

import streamlit as st

from dashboard import look, read, tables, trust_columns
from dashboard.filters import Chosen
from dashboard.read import Frame
from sql import wording


def column(title: str, state: str, icon: str, colour: Any, measured: Frame) -> None:
    """The measures in one state, each with why and what to connect."""
    some = measured[measured["state"] == state] if len(measured) else measured
    with st.container(border=True, height="stretch", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.badge(title, icon=f":material/{icon}:", color=colour)
            st.caption(wording.count(len(some)))
        for row in some.itertuples():
            _one(row)
        if some.empty:
            st.caption("Nothing here.")


def _one(row: Any) -> None:
    with st.container(gap="xxsmall"):
        st.text(f"{row.question} ({_shop_name(row.shop)})")
        if row.why == row.why and row.why:
            st.text(f"{row.why[0].upper()}{row.why[1:]}.", help=None)
        if row.connect_next == row.connect_next and row.connect_next:
            st.text(f"→ Connect next: {row.connect_next}")


def _shop_name(shop: str) -> str:
    known = read.settings().shops.get(shop)
    return known.name if known else shop


def sources(chosen: Chosen) -> None:
    """Where the numbers come from, and up to when each place was read."""
    rows = read.table("metrics.sources", order="source", **chosen.only_shop)
    with look.section("What is connected?", f"{wording.plural(len(rows), 'place')} are read."):
        if rows.empty:
            look.empty("Nothing is connected.", "Add a [sources.NAME] table to the settings.")
            return
        tables.show(rows, trust_columns.SOURCES, chosen, key="start_sources", name="Sources")
