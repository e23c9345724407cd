"""Charts over time: how long customers wait, and the share of promises kept."""

from datetime import date, timedelta

import plotly.graph_objects as go

from dashboard import charts
from dashboard.palette import Palette
from dashboard.read import Frame, Row
from sql import wording

HALF = "half wait up to"
MOST = "95 of 100 wait up to"


def ribbon(rows: Frame, colours: Palette, day: str) -> go.Figure:
    """Half of the customers wait up to the lower line, 95 of 100 up to the upper one."""
    rows = rows.dropna(subset=["p50_seconds", "p95_seconds"])
    chart = charts.figure(colours, 270)
    low = rows["p50_seconds"].clip(lower=1)
    high = rows["p95_seconds"].clip(lower=1)
    chart.add_scatter(x=rows[day], y=low, **_line(colours.blue, 2.2, low, HALF))
    upper = _line(colours.blue, 1, high, MOST)
    chart.add_scatter(x=rows[day], y=high, fill="tonexty", fillcolor=colours.blue_wash, **upper)
    target = rows["target_seconds"].dropna()
    ends = [*low, *high, *target.tail(1)]
    charts.duration_axis(chart, min(ends), max(ends))
    charts.week_axis(chart, [_monday(one) for one in rows[day]])
    charts.legend(chart, 250, [(HALF, colours.blue), (MOST, colours.blues[2])])
    if len(target):
        at = float(target.iloc[-1])
        charts.target_line(chart, colours, at, wording.duration(at), is_log=True)
    return chart


def weekly_share(weekly: Frame, colours: Palette) -> go.Figure:
    """The share kept each week with its 95 % interval; a week not yet complete is hollow."""
    weekly = weekly.dropna(subset=["share"])
    chart = charts.figure(colours, 270)
    complete = weekly[weekly["is_mature"]]
    band = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    for column, wash in (("low", {}), ("high", {"fill": "tonexty"})):
        chart.add_scatter(
            x=complete["week_start_day"], y=complete[column] * 100, **wash,
            fillcolor=colours.blue_wash, **band,
        )  # fmt: skip
    # What is not complete yet hangs on the last complete week by a dotted line.
    open_from = max(0, len(complete) - 1)
    chart.add_scatter(**_share_line(weekly.iloc[open_from:], colours, dash="dot"))
    chart.add_scatter(**_share_line(complete, colours, dash="solid"))
    target = weekly["target_share"].dropna().tail(1)
    sure = complete if len(complete) else weekly
    low = min([*sure["low"], *weekly["share"], *target]) * 100
    high = max([*sure["high"], *weekly["share"], *target]) * 100
    chart.update_yaxes(ticksuffix=" %", nticks=6, range=[low - 2, min(high + 2, 101)])
    charts.week_axis(chart, list(weekly["week_start_day"]))
    for at in target:
        charts.target_line(chart, colours, at * 100, wording.share(at), is_log=False)
    return chart


def _share_line(weekly: Frame, colours: Palette, dash: str) -> dict:
    fills = [colours.blue if is_mature else colours.paper for is_mature in weekly["is_mature"]]
    return {
        "x": weekly["week_start_day"], "y": weekly["share"] * 100, "mode": "lines+markers",
        "line": {"color": colours.blue, "width": 2, "dash": dash},
        "cliponaxis": False,
        "marker": {"size": 8, "color": fills, "line": {"color": colours.blue, "width": 2}},
        "text": [
            f"{wording.share(row.share)} of {wording.count(row.denominator)}"
            + ("" if row.is_mature else " so far")
            for row in weekly.itertuples()
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _line(colour: str, width: float, seconds: Row, words: str) -> dict:
    return {
        "mode": "lines", "name": words, "connectgaps": False,
        "line": {"color": colour, "width": width},
        "text": [f"{words} {wording.duration(one)}" for one in seconds],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
