"""Charts over time: how long customers wait, and the share of promises kept."""

import pandas as pd
import plotly.graph_objects as go

from dashboard import charts
from dashboard.palette import Palette
from sql import wording


def ribbon(daily: pd.DataFrame, colours: Palette) -> go.Figure:
    """Half of the customers wait up to the lower line, 95 of 100 up to the upper one."""
    daily = daily.dropna(subset=["p50_seconds", "p95_seconds"])
    chart = charts.figure(colours, 270)
    low = daily["p50_seconds"].clip(lower=1)
    high = daily["p95_seconds"].clip(lower=1)
    chart.add_scatter(x=daily["day"], y=low, **_line(colours.blue, 2, low, "half wait up to"))
    upper = _line(colours.blue, 1.2, high, "95 of 100 wait up to")
    chart.add_scatter(
        x=daily["day"], y=high, fill="tonexty", fillcolor=colours.blue_wash, **upper
    )
    target = daily["target_seconds"].dropna()
    ends = [*low, *high, *target.tail(1)]
    charts.duration_axis(chart, min(ends), max(ends))
    _date_axis(chart)
    for column, label in (("p50_seconds", "half"), ("p95_seconds", "95 of 100")):
        _end_label(chart, colours, daily, column, label)
    if len(target):
        at = float(target.iloc[-1])
        charts.target_line(chart, colours, at, f"target {wording.duration(at)}", is_log=True)
    return chart


def weekly_share(weekly: pd.DataFrame, colours: Palette) -> go.Figure:
    """The share kept each week with its 95 % interval; a week not yet complete is hollow."""
    weekly = weekly.dropna(subset=["share"])
    chart = charts.figure(colours, 270)
    week, share = weekly["week_start_day"], weekly["share"] * 100
    band = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    chart.add_scatter(x=week, y=weekly["low"] * 100, **band)
    chart.add_scatter(
        x=week, y=weekly["high"] * 100, fill="tonexty", fillcolor=colours.blue_wash, **band
    )
    fills = [colours.blue if mature else colours.paper for mature in weekly["is_mature"]]
    texts = [
        f"{wording.share(row.share)} of {wording.count(row.denominator)}"
        + ("" if row.is_mature else " so far")
        for row in weekly.itertuples()
    ]
    chart.add_scatter(
        x=week, y=share, mode="lines+markers", line={"color": colours.blue, "width": 2},
        marker={"size": 8, "color": fills, "line": {"color": colours.blue, "width": 2}},
        text=texts, hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    chart.update_yaxes(ticksuffix=" %", nticks=6)
    _date_axis(chart)
    target = weekly["target_share"].dropna()
    if len(target):
        at = float(target.iloc[-1])
        charts.target_line(
            chart, colours, at * 100, f"target {wording.share(at)}", is_log=False
        )
    return chart


def _line(colour: str, width: float, seconds: pd.Series, words: str) -> dict:
    return {
        "mode": "lines", "line": {"color": colour, "width": width}, "connectgaps": False,
        "text": [f"{words} {wording.duration(one)}" for one in seconds],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _date_axis(chart: go.Figure) -> None:
    chart.update_xaxes(type="date", tickformat="%-d %b", hoverformat="%a %-d %b %Y", nticks=8)


def _end_label(
    chart: go.Figure, colours: Palette, daily: pd.DataFrame, column: str, label: str
) -> None:
    last = daily.iloc[-1]
    chart.add_scatter(
        x=[last["day"]], y=[max(1, last[column])], mode="text", text=[f" {label}"],
        textposition="middle right", textfont={"color": colours.blue, "size": 12},
        cliponaxis=False, hoverinfo="skip",
    )  # fmt: skip
    chart.update_layout(margin={"r": 70})
