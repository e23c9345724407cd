"""The ranked list of errors that come back, and wording that is sent though it was retired."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import behind, cards, columns_errors, look, measures, read, tables
from dashboard.errors import OPEN, Wanted, narrowed
from dashboard.filters import Chosen
from dashboard.measures import CLEAN
from dashboard.read import Frame
from sql import wording


def head(rows: Frame, chosen: Chosen, until: date | None) -> None:
    """How many mails are clean, and how many errors wait for somebody."""
    is_open = rows["state"].isin(OPEN) if len(rows) else pd.Series(dtype=bool)
    waiting = rows[is_open] if len(rows) else rows
    critical = int((waiting["severity"] == "critical").sum()) if len(rows) else 0
    back = int((waiting["state"] == "come_back").sum()) if len(rows) else 0
    on_probation = int((rows["state"] == "on_probation").sum()) if len(rows) else 0
    old = read.table("cases.old_wording", **chosen.only_shop)
    with cards.row(5):
        if until is not None:
            cards.promise(measures.in_week(chosen, CLEAN, until))
        cards.plain("Open errors", wording.count(len(waiting)),
                    f"{wording.count(critical)} critical", warn=critical > 0)  # fmt: skip
        cards.plain("Came back", wording.count(back), "after they were fixed", warn=back > 0)
        cards.plain("On probation", wording.count(on_probation), "fixed, not proven yet")
        mails = int(old["mails_since"].sum()) if len(old) else 0
        cards.plain("Old wording sent", wording.count(mails),
                    "mails after a newer version was in force", warn=mails > 0)  # fmt: skip


def ranked(question: str, rows: Frame, wanted: Wanted) -> str:
    """The errors by the harm they do; returns the one that is looked at, '' for none."""
    shown = narrowed(rows, wanted)
    at = None
    with look.section(question, _said(shown)):
        if rows.empty:
            look.empty(
                "Nothing wrong was found.",
                "Rules speak only of what was read: Start says what is not connected.",
            )
        elif shown.empty:
            look.empty("No error is in this state.", "Choose another state, template or shop.")
        else:
            at = tables.show(shown, columns_errors.ERRORS, wanted, key="errors", name=question,
                             select=True)  # fmt: skip
            st.caption("First what is worst and touches most customers of the last four weeks. "
                       "Select an error to see its mails and to decide about it.")  # fmt: skip
        behind.counted("errors", "cases.recurring_errors", "cases.error_counts",
                       "cases.error_trends")  # fmt: skip
    return _looked_at(shown, at)


def _looked_at(rows: Frame, at: int | None) -> str:
    """The error in the address; another one only once another row is selected."""
    before, st.session_state["error_row"] = st.session_state.get("error_row"), at
    if at is not None and at != before:
        st.query_params["error"] = str(rows["fingerprint"].iloc[at])
    return st.query_params.get("error", "")


def _said(rows: Frame) -> str:
    if rows.empty:
        return ""
    first = rows.iloc[0]
    customers = wording.plural(first["customers"], "customer")
    rising = int((rows["trend"] == "rising").sum())
    more = f" {wording.plural(rising, 'comes', 'come')} more often than before." if rising else ""
    return f"{wording.plural(len(rows), 'error')}. First: {wording.rule(first['rule'])}, " \
        f"{customers}.{more}"


def old_wording(question: str, chosen: Chosen) -> None:
    """Versions that are still sent after a newer one came into force."""
    rows = read.table("cases.old_wording", order="-mails_since", **chosen.only_shop)
    if rows.empty:
        said = "Since a newer version is in force, no mail went out with the old one."
    else:
        mails = wording.plural(rows["mails_since"].sum(), "mail")
        said = f"{mails} went out with wording that was no longer in force."
    with look.section(question, said):
        if rows.empty:
            look.empty("No old wording is sent.", "Nothing to do.")
            return
        tables.show(rows, columns_errors.OLD_WORDING, chosen, key="old_wording", name=question,
                    height="content")  # fmt: skip
        st.caption("Find the system that still sends it: a job, a shop or a mail provider that "
                   "was not switched over.")  # fmt: skip
