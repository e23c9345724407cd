"""Charts of parts: losses by carrier, verdicts by week, the ladder, hours of arrival."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard import charts
from dashboard.palette import Palette
from sql import wording

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ROW_HEIGHT = 34


def stacked(
    rows: pd.DataFrame, colours: Palette, *, bar: str, part: str, value: str,
    parts: Mapping[str, str], ends: Mapping[str, str] | None = None,
) -> go.Figure:  # fmt: skip
    """Lying bars of `value` per `bar`, split by `part`; `parts` names them, in their order."""
    order = list(dict.fromkeys(rows.sort_values(value, ascending=False)[bar]))
    chart = charts.figure(colours, 70 + ROW_HEIGHT * len(order))
    for number, (key, name) in enumerate(parts.items()):
        some = rows[rows[part] == key]
        if some.empty:
            continue
        chart.add_bar(
            y=[charts.safe(one) for one in some[bar]], x=some[value], orientation="h", name=name,
            marker={"color": colours.warm[number % len(colours.warm)], "cornerradius": 3},
            hovertemplate=f"{name}: %{{x}}<extra></extra>",
        )  # fmt: skip
    labels = [charts.safe(one) for one in order]
    chart.update_layout(barmode="stack", hovermode="y unified")
    chart.update_yaxes(categoryorder="array", categoryarray=labels[::-1], showgrid=False)
    chart.update_xaxes(showticklabels=False, showgrid=False)
    chart.update_yaxes(tickfont={"color": colours.ink})
    for one in order if ends else ():
        _end(chart, colours, rows, bar, value, one, (ends or {}).get(one, ""))
    charts.legend(chart)
    return chart


def _end(
    chart: go.Figure, colours: Palette, rows: pd.DataFrame, bar: str, value: str, one: str,
    text: str,
) -> None:  # fmt: skip
    """Where a bar ends on the page is drawing, not a figure: the words come from the model."""
    length = float(rows.loc[rows[bar] == one, value].sum())
    chart.add_annotation(
        x=length, y=charts.safe(one), text=text, showarrow=False, xanchor="left", xshift=6,
        font={"color": colours.ink, "size": 13},
    )  # fmt: skip
    chart.update_layout(margin={"r": 150})


def weekly_verdicts(
    rows: pd.DataFrame, colours: Palette, verdicts: Mapping[str, tuple[str, str]]
) -> go.Figure:
    """Standing bars per week: each verdict its colour and its word."""
    chart = charts.figure(colours, 270)
    for verdict, (name, colour) in verdicts.items():
        some = rows[rows["verdict"] == verdict]
        if some.empty:
            continue
        chart.add_bar(
            x=some["week_start_day"], y=some["items"], name=name,
            marker={"color": colour}, hovertemplate=f"{name}: %{{y}}<extra></extra>",
        )  # fmt: skip
    chart.update_layout(barmode="stack", bargap=0.25)
    chart.update_xaxes(type="date", tickformat="%-d %b", hoverformat="week of %-d %b %Y")
    charts.legend(chart)
    return chart


def steps(rows: pd.DataFrame, colours: Palette, names: Mapping[str, str]) -> go.Figure:
    """How far shipments came: one bar per step, of all that were shipped."""
    chart = charts.figure(colours, 60 + ROW_HEIGHT * len(names))
    reached = rows.set_index("rung")["shipments"]
    shipped = int(rows["shipped"].max())
    labels = ["Shipped", *names.values()]
    values = [shipped, *(int(reached.get(rung, 0)) for rung in names)]
    chart.add_bar(
        y=labels, x=values, orientation="h", cliponaxis=False, textposition="outside",
        text=[wording.count(value) for value in values], textfont={"color": colours.ink},
        marker={"color": [colours.grey, *[colours.blue] * len(names)], "cornerradius": 3},
        hoverinfo="skip",
    )  # fmt: skip
    chart.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": colours.ink})
    chart.update_xaxes(showticklabels=False, showgrid=False)
    chart.update_layout(margin={"r": 60}, hovermode="closest")
    return chart


def hours(rows: pd.DataFrame, colours: Palette, value: str, words: str) -> go.Figure:
    """Weekday by hour, darker (on dark: lighter) where there are more."""
    chart = charts.figure(colours, 280)
    grid = rows.pivot(index="weekday", columns="hour", values=value)
    grid = grid.reindex(index=range(1, 8), columns=range(24))
    scale = [[n / (len(colours.blues) - 1), one] for n, one in enumerate(colours.blues)]
    chart.add_heatmap(
        z=grid.to_numpy(), x=[f"{hour:02}:00" for hour in grid.columns], y=list(WEEKDAYS),
        colorscale=scale, xgap=2, ygap=2, zmin=0,
        hovertemplate=f"%{{y}} %{{x}}: %{{z}} {words}<extra></extra>",
        colorbar={"thickness": 10, "outlinewidth": 0, "nticks": 5, "len": 1},
    )  # fmt: skip
    chart.update_yaxes(autorange="reversed", showgrid=False)
    chart.update_xaxes(tickvals=[f"{hour:02}:00" for hour in range(0, 24, 3)])
    chart.update_layout(hovermode="closest")
    return chart


def quantiles(row: pd.Series, colours: Palette) -> go.Figure:
    """How long until 50, 90, 95 and 99 of 100 have it, against the target."""
    chart = charts.figure(colours, 270)
    shares = (50, 90, 95, 99)
    seconds = [max(1.0, float(row[f"p{share}_seconds"])) for share in shares]
    names = [f"{share} of 100" for share in shares]
    target = row["target_seconds"]
    over = [bool(target == target and one > target) for one in seconds]
    chart.add_bar(
        x=names, y=seconds, text=[wording.duration(one) for one in seconds], cliponaxis=False,
        textposition="outside", textfont={"color": colours.ink}, hoverinfo="skip",
        marker={"color": [colours.orange if o else colours.blue for o in over], "cornerradius": 3},
    )  # fmt: skip
    ends = [*seconds, *([float(target)] if target == target else [])]
    charts.duration_axis(chart, min(ends) / 2, max(ends) * 1.3)
    if target == target:
        said = f"target {wording.duration(float(target))}"
        charts.target_line(chart, colours, float(target), said, is_log=True)
    chart.update_layout(hovermode="closest", bargap=0.45)
    return chart
