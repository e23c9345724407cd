"""When inquiries come in that wait too long: weekday by hour, one chart per shop."""

import streamlit as st

from dashboard import bars, charts, look, read, sentences
from dashboard.filters import EVERY, Chosen
from dashboard.palette import palette

QUESTION = "When do inquiries come that wait too long?"


def by_hour(chosen: Chosen) -> None:
    """Each shop has its own clock, so each has its own chart."""
    shops = read.settings().shops
    shown = [chosen.shop] if chosen.shop != EVERY else list(shops)
    with st.grid(min(2, len(shown)), min_column_width=420, gap="small"):
        for name in shown:
            _shop(name, f"{QUESTION} ({shops[name].name})" if len(shown) > 1 else QUESTION)


def _shop(shop: str, question: str) -> None:
    rows = read.table("metrics.arrivals", shop=shop)
    with look.section(question, sentences.arrivals(rows)):
        if rows.empty:
            look.empty("No inquiry was read yet.", "Connect the mailbox that customers write to.")
            return
        chart = bars.hours(rows, palette(), "late", "answered too late")
        charts.draw(chart, f"arrivals_{shop}", QUESTION)
