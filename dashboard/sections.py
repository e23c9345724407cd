"""Sections that several pages show: how long customers wait, and promises week by week."""

from datetime import date

import streamlit as st

from dashboard import bars, behind, charts, lines, look, read, sentences
from dashboard.filters import Chosen
from dashboard.measures import Measure, Week, rates
from dashboard.palette import palette

WEEKLY = "metrics.latencies_weekly"
NOTHING = "Nothing was counted in this period."
LONGER = "Choose a longer period or another shop; Start says what is not connected."


def ribbon(
    question: str, chosen: Chosen, measure: Measure, thing: str, until: date, *,
    by_day: bool = True,
) -> None:  # fmt: skip
    """How long customers wait, day by day; week by week where a day has too few to tell."""
    table, day = ("metrics.latencies_daily", "day") if by_day else (WEEKLY, "week_start_day")
    wanted = {"measure": measure.clock, **chosen.slice}
    rows = read.table(table, since={day: chosen.first_day(until)}, order=day, **wanted)
    weekly = read.table(WEEKLY, week_start_day=until, **wanted)
    with look.section(question, sentences.waiting(weekly, thing)):
        if rows.empty or rows["p50_seconds"].isna().all():
            look.empty(NOTHING, LONGER)
            return
        charts.draw(lines.ribbon(rows, palette(), day), f"ribbon_{measure.name}", question)
        behind.rows(measure, chosen, chosen.first_day(until), until, part="ribbon")


def by_week(question: str, chosen: Chosen, week: Week, what: str, until: date) -> None:
    """The share of promises kept, week by week, with its interval."""
    weekly = rates(chosen, week.measure.name)
    with look.section(question, sentences.share(week, what)):
        first = chosen.first_day(until)
        # Later weeks have only begun: compared with whole ones, they always seem to fall.
        weekly = weekly[weekly["week_start_day"].between(first, until)] if len(weekly) else weekly
        if weekly.empty or weekly["share"].isna().all():
            look.empty(NOTHING, LONGER)
            return
        chart = lines.weekly_share(weekly, palette())
        charts.draw(chart, f"weekly_{week.measure.name}", question)
        behind.rows(week.measure, chosen, first, until, part="weekly")


def two():
    """Two sections side by side; one below the other where there is less room."""
    return st.grid(2, min_column_width=420, gap="small")


def quantiles(question: str, chosen: Chosen, measure: Measure, until: date) -> None:
    """How long until 50, 90, 95 and 99 of 100 customers had their mail."""
    rows = read.table(WEEKLY, measure=measure.clock, week_start_day=until, **chosen.slice)
    with look.section(question, sentences.quantiles(rows)):
        if rows.empty or rows["p50_seconds"].isna().all():
            look.empty(NOTHING, LONGER)
            return
        charts.draw(bars.quantiles(rows.iloc[0], palette()), f"quantiles_{measure.name}", question)
        behind.rows(measure, chosen, until, until, part="quantiles")
