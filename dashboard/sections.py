"""Sections that several pages show: how long customers wait, promises by week, losses, errors."""

from datetime import date

import streamlit as st

from dashboard import bars, behind, charts, columns, lines, look, read, sentences, tables
from dashboard.filters import EVERY, Chosen
from dashboard.measures import Measure, Week, rates
from dashboard.palette import Palette, palette
from sql import wording
from sql.wording_lists import LOST_REASONS, RUNGS, SEVERITIES

STEPS = {rung: words for rung, words in RUNGS.items() if rung != "none"}
NOTHING = "Nothing was counted in this period."
LONGER = "Choose a longer period, or another shop."


def ribbon(question: str, chosen: Chosen, measure: str, thing: str, until: date) -> None:
    """How long customers wait, day by day."""
    since = chosen.first_day(until)
    wanted = {"measure": measure, **chosen.slice}
    daily = read.table("metrics.latencies_daily", since={"day": since}, order="day", **wanted)
    weekly = read.table(
        "metrics.latencies_weekly", week_start_day=until, **wanted
    )
    with look.section(question, sentences.waiting(weekly, thing)):
        if daily.empty or daily["p50_seconds"].isna().all():
            look.empty(NOTHING, LONGER)
            return
        charts.draw(lines.ribbon(daily, palette()), f"ribbon_{measure}", question)


def by_week(question: str, chosen: Chosen, week: Week, what: str, until: date) -> None:
    """The share of promises kept, week by week, with its interval."""
    weekly = rates(chosen, week.measure.name)
    with look.section(question, sentences.share(week, what)):
        first = chosen.first_day(until)
        weekly = weekly[weekly["week_start_day"] >= first] if len(weekly) else weekly
        if weekly.empty or weekly["share"].isna().all():
            look.empty(NOTHING, LONGER)
            return
        chart = lines.weekly_share(weekly, palette())
        charts.draw(chart, f"weekly_{week.measure.name}", question)
        behind.rows(week.measure, chosen, until, until)


def losses(question: str, chosen: Chosen, until: date, measure: Measure) -> None:
    """Which carrier's parcels left without working tracking, and what was missing."""
    rows = read.table("metrics.tracking_losses_weekly", week_start_day=until, shop=chosen.shop)
    rows = rows[rows["shipments"] > 0] if len(rows) else rows
    with look.section(question, sentences.losses(rows)):
        if rows.empty:
            look.empty("No shipment lost its tracking.", "Other weeks may have: see Tracking.")
            return
        carriers = read.table(
            "metrics.rates_weekly", week_start_day=until, shop=chosen.shop,
            measure=measure.name, dimension="carrier",
        )  # fmt: skip
        ends = {
            row.dimension_value: f"{wording.share(row.share)} with tracking"
            for row in carriers.itertuples()
        }
        chart = bars.stacked(
            rows, palette(), bar="carrier", part="lost_reason", value="shipments",
            parts=LOST_REASONS, ends=ends,
        )  # fmt: skip
        charts.draw(chart, f"losses_{measure.page}", question)
        behind.rows(measure, chosen, until, until)


def errors(question: str, chosen: Chosen, until: date) -> None:
    """Which rules were broken most often."""
    rows = read.table(
        "metrics.findings_weekly", week_start_day=until, shop=chosen.shop, order="-findings"
    )
    with look.section(question, sentences.findings(rows)):
        if rows.empty:
            look.empty("No rule was broken.", "Rules and what they need stand on the Trust page.")
            return
        rows = rows.assign(rule=[wording.rule(one) for one in rows["rule"]])
        chart = bars.stacked(
            rows, palette(), bar="rule", part="severity", value="findings", parts=SEVERITIES
        )
        charts.draw(chart, "errors", question)


def verdicts(question: str, answer: str, chosen: Chosen, measure: str, until: date) -> None:
    """What became of all of them, week by week: counted, undecided and not counted."""
    rows = read.table(
        "metrics.verdicts_weekly", measure=measure, shop=chosen.shop,
        since={"week_start_day": chosen.first_day(until)}, order="week_start_day",
    )  # fmt: skip
    with look.section(question, answer):
        if rows.empty:
            look.empty(NOTHING, LONGER)
            return
        colours = palette()
        words = {word: (_said(measure, word), colour) for word, colour in _colours(colours)}
        charts.draw(bars.weekly_verdicts(rows, colours, words), f"verdicts_{measure}", question)


def _said(measure: str, word: str) -> str:
    if measure == "waits":
        return wording.outcome(word)
    return wording.verdict(word, "confirmation" if measure == "confirmations" else "shipping_mail")


def _colours(colours: Palette) -> list[tuple[str, str]]:
    return [
        ("on_time", colours.blue), ("in_time", colours.blue), ("late", colours.warm[2]),
        ("missing", colours.orange), ("overdue", colours.orange), ("bounced", colours.warm[4]),
        ("too_early", colours.teal), ("implausible", colours.teal), ("waiting", colours.blues[2]),
        ("open", colours.blues[2]), ("due_soon", colours.blues[2]), ("bot", colours.teal),
        ("unknown", colours.warm[3]), ("answered_unseen", colours.warm[3]),
        ("answered_elsewhere", colours.teal), ("closed_unanswered", colours.warm[4]),
        ("excluded", colours.line), ("not_counted", colours.line),
    ]  # fmt: skip


def two():
    """Two sections side by side; one below the other where there is less room."""
    return st.grid(2, min_column_width=420, gap="small")


def quantiles(question: str, chosen: Chosen, measure: str, until: date) -> None:
    """How long until 50, 90, 95 and 99 of 100 customers had their mail."""
    rows = read.table(
        "metrics.latencies_weekly", measure=measure, week_start_day=until, **chosen.slice
    )
    with look.section(question, sentences.quantiles(rows)):
        if rows.empty or rows["p50_seconds"].isna().all():
            look.empty(NOTHING, LONGER)
            return
        charts.draw(bars.quantiles(rows.iloc[0], palette()), f"quantiles_{measure}", question)


def ladder(question: str, chosen: Chosen, until: date) -> None:
    """Of all that was shipped: with a mail, a number, a link, a date."""
    rows = read.table(
        "metrics.ladder_weekly", week_start_day=until, shop=chosen.shop, carrier=EVERY
    )
    with look.section(question, sentences.ladder(rows)):
        if rows.empty:
            look.empty("Nothing was shipped in this week.", LONGER)
            return
        charts.draw(bars.steps(rows, palette(), STEPS), "ladder", question)


def by_dimension(
    question: str, chosen: Chosen, measure: Measure, dimension: str, until: date
) -> None:
    """The same share split: each with its interval, so that small ones are not taken for bad."""
    rows = read.table(
        "metrics.rates_weekly", measure=measure.name, week_start_day=until, shop=chosen.shop,
        dimension=dimension, order="share",
    )  # fmt: skip
    with look.section(question, sentences.slowest(rows)):
        if rows.empty:
            look.empty(NOTHING, LONGER)
            return
        key, shown = f"{measure.name}_{dimension}", columns.SPLIT
        tables.show(rows, shown, chosen, key=key, name=question, height="content")
