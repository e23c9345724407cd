"""How often an error showed itself, week by week, with new versions and the fix marked."""

from datetime import datetime

import pandas as pd
import plotly.graph_objects as go

from dashboard import charts
from dashboard.palette import Palette
from dashboard.read import Frame
from dashboard.tables import FEW
from sql import wording

HEIGHT = 270
PER_1000 = "found per 1,000"
GREY = f"under {FEW} in the week: too few to say"


def by_week(
    weeks: Frame, turns: list[tuple[datetime, str]], fixed_at: datetime | None, things: str,
    colours: Palette,
) -> go.Figure:  # fmt: skip
    """`turns` are the moments from which each version was in force, with its name."""
    chart = charts.figure(colours, HEIGHT)
    few = [mails < FEW for mails in weeks["mails"]]
    said = [
        f"{wording.count(row.findings)} of {wording.plural(row.mails, 'one', things)}"
        for row in weeks.itertuples()
    ]
    chart.add_bar(
        x=weeks["week_start_day"], y=weeks["per_1000"].fillna(0),
        marker={"color": [colours.grey if one else colours.blue for one in few]},
        text=said, textposition="none",
        hovertemplate="%{y:.1f} per 1,000: %{text}<extra></extra>",
    )  # fmt: skip
    days = list(weeks["week_start_day"])
    charts.week_axis(chart, days)
    chart.update_yaxes(rangemode="tozero", nticks=5)
    shown = [(PER_1000, colours.blue), (GREY, colours.grey)]
    charts.legend(chart, HEIGHT, shown if any(few) else shown[:1])
    first = pd.Timestamp(min(days))
    for at, name in turns:
        if pd.Timestamp(at) >= first:
            _mark(chart, at, f"version {name}", colours.grey, colours.ink, 0.97)
    if fixed_at is not None:
        _mark(chart, fixed_at, "fixed", colours.teal, colours.teal, 0.84)
    return chart


def _mark(
    chart: go.Figure, at: datetime, name: str, line: str, text: str, height: float
) -> None:  # fmt: skip
    """An upright line with its name; names of fixes stand lower than those of versions."""
    chart.add_vline(x=at, line={"color": line, "width": 1.5, "dash": "6px,5px"})
    chart.add_annotation(
        x=at, y=height, yref="paper", text=charts.safe(name), showarrow=False, xanchor="left",
        xshift=4, font={"size": 12, "color": text},
    )  # fmt: skip
