"""Which errors came back most often in one week, with the way to the page about them."""

from datetime import date

import streamlit as st

from dashboard import bars, behind, breakdowns, charts, look, read
from dashboard import errors as recurring
from dashboard.filters import Chosen
from dashboard.navigation import view
from dashboard.palette import palette
from dashboard.read import Frame
from sql import wording, wording_errors
from sql.wording_lists import SEVERITIES

SHOWN = 8


def most(question: str, chosen: Chosen, until: date) -> None:
    """The open errors that were found most often in this week, each with its template."""
    rows = _found(chosen, until)
    with look.section(question, _said(rows)):
        if rows.empty:
            look.empty("No open error showed itself.", "Rules speak only of what was read.")
        else:
            shown = breakdowns.barred(rows.head(SHOWN), "error", chosen)
            notes = dict(zip(shown["bar"], _notes(shown), strict=True))
            chart = bars.stacked(shown, palette(), part="severity", value="in_week",
                                 parts=SEVERITIES, notes=notes)  # fmt: skip
            charts.draw(chart, "errors", question)
        with st.container(horizontal=True, vertical_alignment="center"):
            behind.findings(chosen, until, until)
            st.page_link(view("template_review"), label="Fix them",
                         icon=":material/arrow_forward:")  # fmt: skip


def _found(chosen: Chosen, until: date) -> Frame:
    rows = recurring.listed(chosen)
    weeks = read.table("metrics.errors_weekly", week_start_day=until, **chosen.only_shop)
    if rows.empty or weeks.empty:
        return rows.head(0)
    in_week = dict(zip(weeks["fingerprint"], weeks["findings"], strict=True))
    touched = dict(zip(weeks["fingerprint"], weeks["customers"], strict=True))
    rows = rows.assign(
        in_week=[in_week.get(key, 0) for key in rows["fingerprint"]],
        touched=[touched.get(key, 0) for key in rows["fingerprint"]],
        error=[_named(row) for row in rows.itertuples()],
    )
    is_here = rows["state"].isin(recurring.OPEN) & (rows["in_week"] > 0)
    return rows[is_here].sort_values(["in_week", "rank"], ascending=[False, True])


def _named(row) -> str:
    """A rule, and the part of the mail where one rule is broken in several."""
    return f"{wording.rule(row.rule)}: {wording_errors.field(row.field)}"


def _notes(rows: Frame) -> list[str]:
    """The template below the bar, where the error stands in one."""
    return [wording_errors.template(one) if one else "" for one in rows["template"]]


def _said(rows: Frame) -> str:
    if rows.empty:
        return "No open error was found in what can be seen of this week."
    worst = rows.iloc[0]
    return (
        f"{wording.plural(len(rows), 'open error')} in this week. Most often: {worst['error']}, "
        f"{wording.plural(worst['in_week'], 'time')}, "
        f"{wording.plural(worst['touched'], 'customer')}."
    )
