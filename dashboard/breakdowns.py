"""Sections that split a figure: by carrier, reason, rule, verdict, step or channel."""

from datetime import date
from typing import Any

from dashboard import bars, behind, charts, columns, look, read, sentences, tables
from dashboard.filters import EVERY, Chosen
from dashboard.measures import Measure, Week
from dashboard.palette import Palette, palette
from dashboard.read import Frame
from dashboard.sections import LONGER, NOTHING
from sql import wording
from sql.wording_tracking import LOST_REASONS, RUNGS

STEPS = {**RUNGS, "none": "shipped"}


def losses(question: str, chosen: Chosen, until: date, measure: Measure) -> None:
    """Which carrier's parcels left without working tracking, and what was missing."""
    week: dict[str, Any] = {"week_start_day": until, "measure": measure.name}
    rows = read.table("metrics.tracking_losses_weekly", week_start_day=until, **chosen.only_shop)
    judged = read.table("metrics.rates_weekly", **week, **chosen.slice)
    said = sentences.losses(rows, 0 if judged.empty else judged["denominator"].iloc[0])
    with look.section(question, said):
        if rows.empty:
            look.empty("No lost tracking to show.", "Other weeks may have some: see Tracking.")
            return
        split = read.table(
            "metrics.rates_weekly", **week, dimension="carrier", **chosen.only_shop
        )
        named = barred(split, "dimension_value", chosen)["bar"]
        shares = [f"{wording.share(one)} with tracking" for one in split["share"]]
        chart = bars.stacked(
            barred(rows, "carrier", chosen), palette(), part="lost_reason", value="shipments",
            parts=LOST_REASONS, notes=dict(zip(named, shares, strict=True)),
        )  # fmt: skip
        charts.draw(chart, f"losses_{measure.name}", question)
        behind.rows(measure, chosen, until, until, part="losses")


def barred(rows: Frame, column: str, chosen: Chosen) -> Frame:
    """Rows with the bar they belong to; over all shops each shop has its own bars."""
    shops = read.settings().shops
    several = chosen.shop == EVERY and len(shops) > 1
    of = [shops[shop].name if several and shop in shops else "" for shop in rows["shop"]]
    return rows.assign(bar=list(zip(rows[column], of, strict=True)))


def verdicts(question: str, answer: str, chosen: Chosen, measure: Measure, until: date) -> None:
    """What became of all of them, week by week: counted, undecided and not counted."""
    rows = read.table(
        "metrics.verdicts_weekly", measure=measure.members, order="week_start_day",
        since={"week_start_day": chosen.first_day(until)}, **chosen.only_shop,
    )  # fmt: skip
    with look.section(question, answer):
        if rows.empty:
            look.empty(NOTHING, LONGER)
            return
        colours = palette()
        words = {word: (_said(measure.members, word), colour) for word, colour in _colours(colours)}
        parts = [wording.reason(one) if one else "" for one in rows["excluded_reason"].fillna("")]
        rows = rows.assign(part=parts)
        chart = bars.weekly_verdicts(rows, colours, words)
        charts.draw(chart, f"verdicts_{measure.name}", question)
        behind.rows(measure, chosen, chosen.first_day(until), until, part="verdicts")


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


def ladder(question: str, chosen: Chosen, week: Week, until: date) -> None:
    """Of all that was shipped: how far up to full tracking its mails came."""
    rows = read.table("metrics.ladder_weekly", week_start_day=until, **chosen.only_shop)
    with look.section(question, sentences.ladder(week)):
        if rows.empty:
            look.empty("No shipment was seen in this week.", LONGER)
            return
        rows = barred(rows, "carrier", chosen)
        charts.draw(bars.steps(rows, palette(), STEPS), "ladder", question)
        behind.rows(week.measure, chosen, until, until, part="ladder")


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
