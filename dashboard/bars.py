"""Charts of parts: losses by carrier, verdicts by week, the ladder, quantiles, hours."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard import charts
from dashboard.palette import Palette
from dashboard.read import Frame, Row
from sql import wording

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Bar = tuple[str, str]  # its name, and whose it is where that is not plain
ROW_HEIGHT = 40
QUANTILES = (50, 90, 95, 99)


def stacked(
    rows: Frame, colours: Palette, *, part: str, value: str, parts: Mapping[str, str],
    notes: Mapping[Bar, str] | None = None, fills: Sequence[str] = (),
) -> go.Figure:  # fmt: skip
    """Lying bars of `value` per `bar`, split by `part`; `parts` names these, in their order.

    A note stands below the bar's name: what the model says about the whole bar.
    """
    order = list(dict.fromkeys(rows.sort_values(value, ascending=False)["bar"]))
    height = ROW_HEIGHT * len(order) + 20
    chart = charts.figure(colours, height)
    shown = []
    for number, (key, name) in enumerate(parts.items()):
        some = rows[rows[part] == key]
        if len(some):
            colour = (fills or colours.warm)[number % len(fills or colours.warm)]
            shown.append((name, colour))
            places = [order.index(one) for one in some["bar"]]
            chart.add_bar(**_lying(places, some[value], name, colour, colours))
    said = [charts.labelled(bar, (notes or {}).get(bar, ""), colours) for bar in order]
    chart.update_layout(barmode="stack", hovermode="closest")
    chart.update_xaxes(visible=False)
    chart.update_yaxes(
        tickvals=list(range(len(order))), ticktext=said, autorange="reversed", showgrid=False,
        ticks="", tickfont={"color": colours.ink},
    )  # fmt: skip
    charts.legend(chart, height, shown)
    return chart


def _lying(places: list[int], values: Row, name: str, colour: str, colours: Palette) -> dict:
    return {
        "y": places, "x": values, "orientation": "h", "name": charts.safe(name),
        "marker": {"color": colour, "line": {"color": colours.paper, "width": 1}},
        "text": [wording.count(one) for one in values], "textposition": "inside",
        "insidetextanchor": "middle", "textangle": 0, "textfont": {"color": colours.on(colour)},
        "hovertemplate": f"{charts.safe(name)}: %{{text}}<extra></extra>",
    }  # fmt: skip


def weekly_verdicts(
    rows: Frame, colours: Palette, words: Mapping[str, tuple[str, str]]
) -> go.Figure:
    """Standing bars per week: each verdict its word and its colour."""
    chart = charts.figure(colours, 270)
    for verdict, (name, colour) in words.items():
        of_verdict = rows[rows["verdict"] == verdict]
        for part in sorted(of_verdict["part"].unique()):
            some = of_verdict[of_verdict["part"] == part]
            said = charts.safe(part) or name
            chart.add_bar(
                x=some["week_start_day"], y=some["items"], name=name,
                marker={"color": colour, "line": {"color": colours.paper, "width": 0.5}},
                text=[f"{said}: {wording.count(one)}" for one in some["items"]],
                textposition="none", hovertemplate="%{text}<extra></extra>",
            )  # fmt: skip
    chart.update_layout(barmode="stack", bargap=0.25)
    charts.week_axis(chart, list(rows["week_start_day"]))
    seen = set(rows["verdict"])
    charts.legend(chart, 250, [words[word] for word in words if word in seen])
    return chart


def steps(rows: Frame, colours: Palette, names: Mapping[str, str]) -> go.Figure:
    """How far parcels came, step by step, split by carrier."""
    order = list(names)
    height = ROW_HEIGHT * len(order) + 20
    chart = charts.figure(colours, height)
    shown = []
    for number, bar in enumerate(sorted(rows["bar"].unique())):
        some = rows[(rows["bar"] == bar) & rows["rung"].isin(order)]
        colour = colours.steps[number % len(colours.steps)]
        shown.append((charts.joined(bar), colour))
        places = [order.index(rung) for rung in some["rung"]]
        chart.add_bar(**_lying(places, some["shipments"], charts.joined(bar), colour, colours))
    chart.update_layout(barmode="stack", hovermode="closest")
    chart.update_xaxes(visible=False)
    chart.update_yaxes(
        tickvals=list(range(len(order))), ticktext=list(names.values()), autorange="reversed",
        showgrid=False, ticks="", tickfont={"color": colours.ink},
    )  # fmt: skip
    charts.legend(chart, height, shown)
    return chart


def quantiles(row: Row, colours: Palette) -> go.Figure:
    """How long until 50, 90, 95 and 99 of 100 have it, against the target."""
    chart = charts.figure(colours, 270)
    seconds = [max(1.0, float(row[f"p{share}_seconds"])) for share in QUANTILES]
    target = None if pd.isna(row["target_seconds"]) else float(row["target_seconds"])
    over = [target is not None and one > target for one in seconds]
    chart.add_bar(
        x=[f"{share} of 100" for share in QUANTILES], y=seconds, cliponaxis=False,
        text=[wording.duration(one) for one in seconds], textposition="outside",
        textfont={"color": colours.ink, "size": 13}, hoverinfo="skip", constraintext="none",
        marker={"color": [colours.orange if o else colours.blue for o in over], "cornerradius": 3},
    )  # fmt: skip
    ends = [*seconds, *([target] if target else [])]
    charts.duration_axis(chart, min(ends) / 2, max(ends) * 1.3)
    if target:
        charts.target_line(chart, colours, target, wording.duration(target), is_log=True)
    chart.update_layout(hovermode="closest", bargap=0.45)
    return chart


def hours(rows: Frame, colours: Palette, value: str, words: str) -> go.Figure:
    """Weekday by hour, darker (on dark: lighter) where there are more."""
    chart = charts.figure(colours, 280)
    grid = rows.pivot(index="weekday", columns="hour", values=value)
    grid = grid.reindex(index=range(1, 8), columns=range(24))
    scale = [[n / (len(colours.blues) - 1), one] for n, one in enumerate(colours.blues)]
    chart.add_heatmap(
        z=grid.to_numpy(), x=[f"{hour:02}:00" for hour in range(24)], y=list(WEEKDAYS),
        colorscale=scale, xgap=2, ygap=2, zmin=0,
        hovertemplate=f"%{{y}} %{{x}}: %{{z}} {words}<extra></extra>",
        colorbar={"thickness": 10, "outlinewidth": 0, "nticks": 4, "len": 1, "tickformat": "d"},
    )  # fmt: skip
    chart.update_yaxes(autorange="reversed", showgrid=False, ticks="")
    chart.update_xaxes(tickvals=[f"{hour:02}:00" for hour in range(0, 24, 3)], ticks="")
    chart.update_layout(hovermode="closest")
    return chart
