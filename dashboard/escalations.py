"""What had to be escalated, whether it was, and what is escalated and still open."""

from datetime import date

import pandas as pd

from dashboard import bars, behind, charts, columns_inquiries, inquiries, look, read, tables
from dashboard.filters import Chosen
from dashboard.palette import palette
from dashboard.read import Frame
from dashboard.sections import LONGER
from sql import wording
from sql.wording_waits import ESCALATIONS


def by_week(question: str, chosen: Chosen, until: date) -> None:
    """Of the inquiries that nobody answered in time: who told somebody who decides."""
    rows = read.table(
        "metrics.escalations_weekly", shop=chosen.shop, order="week_start_day",
        since={"week_start_day": chosen.first_day(until)},
    )  # fmt: skip
    with look.section(question, _said(rows, until)):
        if rows.empty:
            look.empty("Nothing had to be escalated in this period.", LONGER)
            return
        colours = palette()
        words = dict(zip(ESCALATIONS, zip(ESCALATIONS.values(), (
            colours.blue, colours.warm[2], colours.orange, colours.blues[2], colours.line,
        ), strict=True), strict=True))  # fmt: skip
        charts.draw(bars.weekly_verdicts(_long(rows), colours, words), "escalations", question)
        behind.counted("escalations", "facts.wait_escalations", "metrics.escalations_weekly")


def _long(rows: Frame) -> Frame:
    """One row per week and verdict, as charts of verdicts take them."""
    long = rows.melt(["week_start_day"], list(ESCALATIONS), "verdict", "items").assign(part="")
    return long[long["items"] > 0]


def _said(rows: Frame, until: date) -> str:
    this = rows[rows["week_start_day"] == until] if len(rows) else rows
    if this.empty:
        return "Nothing had to be escalated in the last whole week."
    row = this.iloc[0]
    text = (
        f"Week of {wording.week(until)}: {wording.count(row['needed'])} had to be, "
        f"{wording.count(row['in_time'])} in time, {wording.count(row['late'])} too late, "
        f"{wording.count(row['missing'])} not at all."
    )
    if row["unknown"]:
        text += f" Of {wording.count(row['unknown'])} it cannot be seen; how a shop escalates"
        text += " stands in your own seeds/escalation_ways.csv."
    if pd.isna(row["median_seconds"]):
        return text
    return f"{text} Half were after {wording.duration(row['median_seconds'])}."


def still_open(question: str, chosen: Chosen) -> None:
    """Escalated, and the customer still waits: the longest first."""
    waits = inquiries.waiting(chosen, "All open")
    rows = waits[waits["escalated_at"].notna()] if len(waits) else waits
    said = f"{wording.plural(len(rows), 'inquiry', 'inquiries')} escalated, not answered."
    with look.section(question, said):
        if rows.empty:
            look.empty("No escalated inquiry is open.", "Mark one in the queue above.")
            return
        rows = rows.sort_values("escalated_at").reset_index(drop=True)
        picked = tables.show(rows, columns_inquiries.ESCALATED, chosen, key="escalated_open",
                             name=question, select=True)  # fmt: skip
        if picked is not None:
            behind.order_link(rows.iloc[picked])
