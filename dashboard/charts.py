"""How every chart looks: fonts, axes, targets, and its way onto the page."""

import html
import math

import plotly.graph_objects as go
import streamlit as st

from dashboard.palette import Palette
from sql import wording

FONT = "Source Sans, Source Sans Pro, sans-serif"
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
LONGEST_LABEL = 26
STEPS_SECONDS = (
    1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 432000,
    864000,
)  # fmt: skip


def figure(colours: Palette, height: int) -> go.Figure:
    """An empty chart in the colours of the theme."""
    chart = go.Figure()
    chart.update_layout(
        height=height,
        margin={"l": 8, "r": 12, "t": 12, "b": 4},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": colours.grey},
        hovermode="x unified",
        hoverlabel={
            "bgcolor": colours.paper,
            "bordercolor": colours.line,
            "font": {"family": FONT, "size": 13, "color": colours.ink},
        },
        dragmode=False,
        showlegend=False,
        bargap=0.35,
    )
    axis = {
        "fixedrange": True, "automargin": True, "zeroline": False, "showline": False,
        "gridcolor": colours.line, "tickcolor": colours.line,
    }  # fmt: skip
    chart.update_xaxes(**axis, showgrid=False)
    chart.update_yaxes(**axis)
    return chart


def draw(chart: go.Figure, key: str, alt: str) -> None:
    """`alt` names the chart for who cannot see it; it is a constant, never data."""
    st.plotly_chart(chart, theme=None, config=CONFIG, key=key, alt=alt)


def safe(label: object) -> str:
    """Plotly reads tags and links in its texts; a name from data is text only, and short."""
    text = str(label)
    short = text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
    return html.escape(short)


def target_line(chart: go.Figure, colours: Palette, at: float, label: str, *, is_log: bool) -> None:
    """A dashed line with its name; on log axes plotly takes notes in log10, shapes as they are."""
    chart.add_hline(y=at, line={"color": colours.orange, "width": 1.5, "dash": "6px,5px"})
    chart.add_annotation(
        x=0, xref="paper", xanchor="left", y=math.log10(at) if is_log else at, yanchor="bottom",
        text=label, showarrow=False, font={"color": colours.orange_text, "size": 12},
        bgcolor=colours.paper, opacity=0.9, borderpad=1,
    )  # fmt: skip


def duration_axis(chart: go.Figure, low_seconds: float, high_seconds: float) -> None:
    """A log axis in words: 30 s, 5 min, 1 h."""
    steps = [s for s in STEPS_SECONDS if low_seconds / 1.6 <= s <= high_seconds * 1.6]
    chart.update_yaxes(
        type="log",
        tickvals=steps,
        ticktext=[wording.duration(step) for step in steps],
        range=[math.log10(low_seconds / 1.6), math.log10(high_seconds * 1.6)],
    )


def legend(chart: go.Figure) -> None:
    chart.update_layout(
        showlegend=True,
        margin={"t": 34},
        legend={
            "orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom",
            "traceorder": "normal", "itemclick": False, "itemdoubleclick": False,
        },
    )  # fmt: skip
