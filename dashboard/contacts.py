"""How often customers must ask where their order is: the rate, its weeks, before and after."""

from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard import bars, behind, cards, charts, look, read
from dashboard.filters import Chosen
from dashboard.measures import CONTACTS
from dashboard.palette import Palette, palette
from dashboard.read import Frame
from dashboard.sections import LONGER
from sql import wording
from sql.wording_topics import per_hundred

WEEKLY = "metrics.where_is_my_order_weekly"
PARTS = {"before_mail": "before the tracking mail", "after_mail": "after the tracking mail",
         "no_order": "no order known", "repeats": "asked again within 7 days"}  # fmt: skip


def weeks(chosen: Chosen, until: date) -> Frame:
    """Without those that have only begun."""
    rows = read.table(WEEKLY, shop=chosen.shop, order="week_start_day",
                      since={"week_start_day": chosen.first_day(until)})  # fmt: skip
    return rows[rows["week_start_day"] <= until] if len(rows) else rows


def card(chosen: Chosen, until: date) -> None:
    """First contacts per 100 shipments; a rate without a target is only told."""
    rows = weeks(chosen, until)
    this = rows[rows["week_start_day"] == until] if len(rows) else rows
    title = "Where is my order"
    if this.empty or this["per_hundred"].isna().all():
        cards.plain(title, wording.NONE, "no shipments in this week")
        return
    row = this.iloc[0]
    cards.plain(title, f"{per_hundred(row['per_hundred'])} per 100", _span(row))


def _span(row: Any) -> str:
    likely = f"likely {per_hundred(row['low'])} to {per_hundred(row['high'])}"
    asked = wording.count(row["first_contacts"])
    return f"{asked} for {wording.plural(row['shipments'], 'shipment')}, {likely}"


def rate(question: str, chosen: Chosen, until: date) -> None:
    """Week by week, with the interval that chance alone explains."""
    rows = weeks(chosen, until)
    rows = rows[rows["per_hundred"].notna()] if len(rows) else rows
    with look.section(question, _answer(rows, until)):
        if rows.empty:
            look.empty("No week has both shipments and inquiries.", LONGER)
            return
        charts.draw(_line(rows, palette()), "contacts_rate", question)
        behind.rows(CONTACTS, chosen, chosen.first_day(until), until, part="rate")


def _answer(rows: Frame, until: date) -> str:
    this = rows[rows["week_start_day"] == until] if len(rows) else rows
    if this.empty:
        return "Nothing to count in the last whole week."
    row = this.iloc[0]
    return (
        f"{per_hundred(row['per_hundred'])} of 100 shipments led to a first question "
        f"({wording.count(row['first_contacts'])} for {wording.count(row['shipments'])}); chance "
        f"alone explains {per_hundred(row['low'])} to {per_hundred(row['high'])}."
    )


def _line(rows: Frame, colours: Palette) -> go.Figure:
    chart = charts.figure(colours, 270)
    band: dict[str, Any] = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    days = rows["week_start_day"]
    chart.add_scatter(x=days, y=rows["low"], **band)
    chart.add_scatter(x=days, y=rows["high"], fill="tonexty", fillcolor=colours.blue_wash, **band)
    chart.add_scatter(
        x=days, y=rows["per_hundred"], mode="lines+markers", cliponaxis=False,
        line={"color": colours.blue, "width": 2}, marker={"size": 8, "color": colours.blue},
        text=[f"{per_hundred(row.per_hundred)} per 100: {wording.count(row.first_contacts)} of "
              f"{wording.count(row.shipments)}" for row in rows.itertuples()],
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    chart.update_yaxes(rangemode="tozero", nticks=6)
    charts.week_axis(chart, list(days))
    return chart


def phases(question: str, chosen: Chosen, until: date) -> None:
    """Before it, a mail of ours may be missing; after it, the parcel is the matter."""
    rows = weeks(chosen, until)
    with look.section(question, _before(rows, until)):
        if rows.empty or not rows[list(PARTS)].to_numpy().any():
            look.empty("Nobody asked in this period.", LONGER)
            return
        colours = palette()
        shown = (colours.orange, colours.blue, colours.line, colours.blues[2])
        words = dict(zip(PARTS, zip(PARTS.values(), shown, strict=True), strict=True))
        long = rows.melt(["week_start_day"], list(PARTS), "verdict", "items").assign(part="")
        charts.draw(bars.weekly_verdicts(long[long["items"] > 0], colours, words),
                    "contacts_phases", question)  # fmt: skip
        behind.rows(CONTACTS, chosen, chosen.first_day(until), until, part="phases")


def _before(rows: Frame, until: date) -> str:
    this = rows[rows["week_start_day"] == until] if len(rows) else rows
    if this.empty:
        return ""
    row = this.iloc[0]
    return (
        f"Of {wording.plural(row['first_contacts'], 'first question')}, "
        f"{wording.count(row['before_mail'])} came before any tracking mail; "
        f"{wording.plural(row['repeats'], 'customer had', 'customers had')} to ask again."
    )
