"""One error: what is wrong, and whether the fix holds."""

from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import charts, error_chart, look, read, tables
from dashboard.filters import Chosen
from dashboard.palette import palette
from dashboard.read import Row
from sql import wording, wording_errors
from sql.wording_lists import SEVERITIES
from sql.wording_signs import visible

FIXES = ("on_probation", "resolved", "come_back")


def what(row: Row, chosen: Chosen) -> None:
    """What is wrong, where, since when, how many it touched, and what to do about it."""
    with look.section("What is wrong?", row["sentence"]):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.badge(wording_errors.state(row["state"]), color="blue")
            colour = "orange" if row["severity"] == "critical" else "gray"
            st.badge(SEVERITIES.get(row["severity"], "of unknown weight"), color=colour)
            st.text(visible(_where(row)))
        st.text(_how_often(row, chosen))
        rule = read.table("checks.rules", rule=row["rule"], limit=1)
        if len(rule):
            st.text(f"→ {rule['next_step'].iloc[0]}")
        if row["speaks"] == "digest":
            st.caption("People said of this rule that it is often wrong: it is told only in the "
                       "digest.")  # fmt: skip


def _where(row: Row) -> str:
    template = wording_errors.template(row["template"])
    shop = read.settings().shops.get(row["shop"])
    parts = [
        shop.name if shop else row["shop"],
        wording.rule(row["rule"]), f"in {wording_errors.field(row['field'])}",
        template if row["template"] else "",
        f"version {row['versions']}" if row["versions"] else "",
        f"because of {row['cause']}" if row["cause"] else "",
    ]  # fmt: skip
    return " · ".join(part for part in parts if part)


def _how_often(row: Row, chosen: Chosen) -> str:
    things = wording_errors.counted(row["counted"], row["mails"])
    rate = "" if row["per_1000"] is None else f", {row['per_1000']:.1f} per 1,000"
    few = " (too few to say)" if row["mails"] < tables.FEW else ""
    return (
        f"Found {wording.plural(row['findings'], 'time')} in {wording.count(row['mails'])} "
        f"{things}{rate}{few}, {wording.plural(row['customers'], 'customer')} touched; first on "
        f"{tables.local_day(row['first_seen_at'], chosen.zone)}, last on "
        f"{tables.local_day(row['last_seen_at'], chosen.zone)}. "
        f"Trend: {wording_errors.trend(row['trend'])}."
    )


def before_and_after(row: Row, chosen: Chosen) -> None:
    """The rate by week with the new versions and the fix, and how the probation stands."""
    weeks = read.table("metrics.errors_weekly", fingerprint=row["fingerprint"],
                       order="week_start_day")  # fmt: skip
    with look.section("Did it get better?", probation(row, chosen)):
        if weeks.empty:
            look.empty("No week of it is complete yet.", "Weeks show once they were read.")
            return
        things = wording_errors.counted(row["counted"], 2)
        chart = error_chart.by_week(weeks, _turns(row), _fixed_at(row), things, palette())
        charts.draw(chart, "error_weeks", "How often the error was found, week by week")


def _turns(row: Row) -> list[tuple[datetime, str]]:
    turns = read.table("facts.template_turns", shop=row["shop"], template=row["template"],
                       order="turn")  # fmt: skip
    known = turns[turns["valid_from_at"].notna()] if len(turns) else turns
    return [(one.valid_from_at, one.version) for one in known.itertuples()]


def _fixed_at(row: Row) -> Any:
    if row["state"] not in FIXES:
        return None
    return row["fixed_at"] or row["state_since_at"]


def probation(row: Row, chosen: Chosen) -> str:
    """How far the proof is that the fix holds, in a sentence."""
    things = wording_errors.counted(row["counted"], 2)
    clean, needed = row["clean_since_fix"], row["clean_needed"]
    since = tables.local_day(row["state_since_at"], chosen.zone)
    old = row["still_old_findings"]
    late = f" {wording.plural(old, 'more was', 'more were')} found in wording from before the " \
        "fix: that is still being sent." if old else ""
    if row["state"] == "come_back":
        return f"It came back on {since}, after it was fixed.{late}"
    if row["state"] == "resolved":
        return f"Resolved on {since}: {wording.count(needed)} {things} in a row without it.{late}"
    if row["state"] != "on_probation":
        return "Nobody said yet that it is fixed."
    if needed is None:
        return "Said to be fixed: with the next build it is counted how many go out without it."
    left = max(0, needed - clean)
    return (f"{wording.count(clean)} of {wording.count(needed)} clean {things} so far; "
            f"{wording.count(left)} to go.{late}")  # fmt: skip
