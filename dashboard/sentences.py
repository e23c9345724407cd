"""The line under a chart: its answer in a sentence. Each takes rows and returns plain text."""

import pandas as pd

from dashboard.measures import Week
from dashboard.read import Frame
from sql import wording


def verdict(week: list[Week]) -> str:
    """How many of the promises were kept, counted from the same list as the cards."""
    judged = [one for one in week if one.is_judged]
    missed = [one.measure.title.lower() for one in judged if not one.meets_target]
    if not judged:
        return "No promise can be judged yet: too few cases, or the week is not complete."
    if not missed:
        return f"{wording.plural(len(judged), 'target')} judged, all met."
    return f"{len(missed)} of {wording.plural(len(judged), 'target')} missed: {', '.join(missed)}."


def waiting(weekly: Frame, thing: str) -> str:
    """For a latency; never without the count of what is missing."""
    if weekly.empty:
        return ""
    last = weekly.iloc[-1]
    missing = " None is missing."
    if last["missing"] > 0:
        missing = f" For {wording.count(last['missing'])}, none was found."
    if pd.isna(last["p50_seconds"]):
        return f"Nothing to measure in this week.{missing if last['missing'] > 0 else ''}"
    return (
        f"Half of the customers wait up to {wording.duration(last['p50_seconds'])} for {thing}, "
        f"95 of 100 up to {wording.duration(last['p95_seconds'])}.{missing}"
    )


def share(week: Week, what: str) -> str:
    """For a rate: the share, of how many, and how far it is from its target."""
    row = week.row
    if row is None or pd.isna(row["share"]):
        return "Nothing could be judged in this week."
    text = (
        f"{wording.share(row['share'])} of {wording.count(row['denominator'])} {what}; "
        f"the target is {wording.share(row['target_share'])}."
    )
    if week.is_earlier:
        text = f"In the week of {wording.week(row['week_start_day'])}, newer ones are open: {text}"
    if not row["is_mature"]:
        waiting = wording.plural(row["undecided"], "is", "are")
        return f"{text} The week is not complete: {waiting} not due yet."
    if not week.has_verdict:
        return f"{text} These are too few for a verdict."
    away = row["share"] - row["target_share"]
    if pd.isna(away) or week.meets_target:
        return text
    return f"{text} That is {wording.points(abs(away)).lstrip('+')} short."


def losses(rows: Frame, judged: int) -> str:
    """Which carrier's customers miss tracking most often, of so many judged shipments."""
    if not judged:
        return "No shipment of this week could be judged."
    if rows.empty:
        return "Every shipment of this week had a mail with the right number, link and date."
    worst = rows.sort_values("shipments", ascending=False).iloc[0]
    return (
        f"Most often at {worst['carrier']}: {wording.lost_reason(worst['lost_reason'])}, "
        f"{wording.plural(worst['shipments'], 'shipment')} of {wording.count(worst['shipped'])}."
    )


def queue(rows: Frame) -> str:
    """What stands before the support lead now."""
    if rows.empty:
        return "Inquiries are not measured yet."
    row = rows.iloc[0]
    return (
        f"{wording.count(row['overdue'])} overdue, {wording.count(row['due_soon'])} due soon, "
        f"{wording.count(row['open'])} with more time."
    )


def arrivals(rows: Frame) -> str:
    if rows.empty:
        return ""
    late = rows[rows["late"] > 0]
    if late.empty:
        return "No inquiry was answered too late."
    worst = late.sort_values("late", ascending=False).iloc[0]
    day = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
    return (
        f"Most of those answered too late come in on {day[int(worst['weekday']) - 1]} "
        f"around {int(worst['hour']):02}:00: {wording.count(worst['late'])} "
        f"of {wording.count(worst['waits'])}."
    )


def measured(rows: Frame) -> str:
    """How much can be known with what is connected."""
    if rows.empty:
        return "Nothing can be measured yet."
    known = rows[rows["state"] == "measured"]
    asked = wording.plural(len(rows), "question")
    return f"{wording.count(len(known))} of {asked} can be answered with what is connected."


def quantiles(rows: Frame) -> str:
    if rows.empty or pd.isna(rows["p99_seconds"].iloc[0]):
        return "Nothing to measure in this week."
    row = rows.iloc[0]
    return (
        f"99 of 100 customers have it after {wording.duration(row['p99_seconds'])}; "
        f"{wording.plural(row['items'], 'mail')} in this week."
    )


def ladder(week: Week) -> str:
    row = week.row
    if row is None or not row["denominator"]:
        return ""
    return (
        f"{wording.count(row['numerator'])} of {wording.plural(row['denominator'], 'shipment')} "
        "had a mail with the right number, link and date."
    )


def slowest(rows: Frame) -> str:
    """Only of those with enough cases for a word."""
    judged = rows[rows["meets_target"].notna()] if len(rows) else rows
    if judged.empty:
        return "None has enough cases for a verdict."
    worst = judged.iloc[0]
    return f"{worst['dimension_value']} does least well: {wording.share(worst['share'])}."
