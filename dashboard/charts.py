"""How every chart looks: fonts, axes, targets, and its way onto the page."""

import html
import math
from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go
import streamlit as st

from dashboard.palette import Palette
from sql import wording

FONT = "Source Sans, Source Sans Pro, sans-serif"
ROOM_FOR_LABELS = 78
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
DAY_MS = 86_400_000
LONGEST_LABEL = 44
LEGEND_SIGNS = 66  # of legend text on one line, in the narrowest section
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
    st.plotly_chart(chart, theme=None, config=CONFIG, key=key, alt=alt, height="stretch")


def safe(label: object) -> str:
    """Plotly reads tags and links in its texts; a name from data is text only, and short."""
    text = str(label)
    short = text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
    return html.escape(short)


def labelled(bar: tuple[str, str], note: str, colours: Palette) -> str:
    """A bar's name; below it, smaller, whose it is and what is to be said of it."""
    name, of = bar
    small = safe(", ".join(text for text in (of, note) if text))
    style = f"font-size:11px;color:{colours.grey}"
    return f'{safe(name)}<br><span style="{style}">{small}</span>' if small else safe(name)


def joined(bar: tuple[str, str]) -> str:
    return " · ".join(text for text in bar if text)


def target_line(
    chart: go.Figure, colours: Palette, at: float, label: str, *, is_log: bool,
) -> None:  # fmt: skip
    """A dashed line with its name; on log axes plotly takes notes in log10, shapes as they are."""
    chart.add_hline(y=at, line={"color": colours.orange, "width": 1.5, "dash": "6px,5px"})
    chart.add_annotation(
        x=1, xref="paper", xanchor="left", xshift=5, y=math.log10(at) if is_log else at,
        text=f"target<br>{label}", showarrow=False, align="left", yanchor="middle",
        font={"color": colours.orange_text, "size": 12},
    )  # fmt: skip
    chart.update_layout(margin={"r": ROOM_FOR_LABELS})


def duration_axis(chart: go.Figure, low_seconds: float, high_seconds: float) -> None:
    """A log axis in words: 30 s, 5 min, 1 h."""
    steps = [s for s in STEPS_SECONDS if low_seconds / 1.6 <= s <= high_seconds * 1.6]
    chart.update_yaxes(
        type="log",
        tickvals=steps,
        ticktext=[wording.duration(step) for step in steps],
        range=[math.log10(low_seconds / 1.6), math.log10(high_seconds * 1.6)],
    )


def legend(chart: go.Figure, height: int, parts: Sequence[tuple[str, str]]) -> None:
    """The names of the parts above the chart, each after its colour, with as much room as needed.

    Plotly's own legend gives every name the width of the longest one.
    """
    lines, signs = [""], 0
    for name, colour in parts:
        if signs + len(name) + 4 > LEGEND_SIGNS and signs:
            lines, signs = [*lines, ""], 0
        swatch = f'<span style="color:{colour};font-size:16px">■</span>'
        lines[-1] += f"{swatch} {safe(name)}\u2003"
        signs += len(name) + 4
    room = 14 + 21 * len(lines)
    chart.update_layout(
        height=height + room,
        margin={"t": room},
        title={
            "text": "<br>".join(lines), "font": {"size": 13, "weight": "normal"},
            "x": 0, "xref": "container", "xanchor": "left",
            "y": 1, "yref": "container", "yanchor": "top",
            "pad": {"t": 4 if len(lines) == 1 else 16, "l": 2},
        },
    )  # fmt: skip


def week_axis(chart: go.Figure, days: Sequence[date]) -> None:
    """Ticks on Mondays, at most about seven."""
    first, last = min(days), max(days)
    every = max(1, math.ceil(((last - first).days // 7 + 1) / 7))
    chart.update_xaxes(
        type="date", tick0=str(first), dtick=every * 7 * DAY_MS, tickformat="%-d %b",
        hoverformat="%a %-d %b %Y",
    )  # fmt: skip
