"""What came in and is taken for no inquiry: counted by reason, and to be corrected by a person."""

from datetime import date

import streamlit as st

from dashboard import actions, columns_inquiries, decided, look, read, tables, words
from dashboard.filters import Chosen
from dashboard.read import Frame, Row
from sql import wording, wording_kinds

NEWEST = 500
ALL = "all"


def section(question: str, chosen: Chosen, until: date | None) -> None:
    """Counts first, then the mails themselves, so that no inquiry hides among them."""
    rows = _list(chosen)
    counts = _counts(chosen, until)
    with look.section(question, _said(counts, until)):
        if rows.empty:
            look.empty("Nothing was left out.", "Automatic mails, spam and thanks show here.")
            return
        if len(counts):
            tables.show(counts, columns_inquiries.KINDS, chosen, key="kinds",
                        name="Not counted, by reason", height="content")  # fmt: skip
        kind = _pick(rows)
        shown = rows if kind == ALL else rows[rows["kind"] == kind].reset_index(drop=True)
        picked = tables.show(shown, columns_inquiries.NOT_COUNTED, chosen, key="not_counted",
                             name="Not counted", select=True)  # fmt: skip
        _correct(None if picked is None else shown.iloc[picked])
        actions.decided_here("kinds", decided.KIND)


def _counts(chosen: Chosen, until: date | None) -> Frame:
    rows = read.table("metrics.incoming_kinds_weekly", shop=chosen.shop, week_start_day=until,
                      order="-mails")  # fmt: skip
    return rows[rows["kind"] != decided.INQUIRY].reset_index(drop=True) if len(rows) else rows


def _list(chosen: Chosen) -> Frame:
    """The newest mails that are taken for something else, but for those a person corrected."""
    rows = read.table("facts.not_counted_mails", order="-received_at", limit=NEWEST,
                      **chosen.only_shop)  # fmt: skip
    if rows.empty:
        return rows
    said = decided.said(decided.KIND, "kind")
    is_still = [said.get(key) != decided.INQUIRY for key in rows["message_key"]]
    return rows[is_still].reset_index(drop=True)


def _said(counts: Frame, until: date | None) -> str:
    if counts.empty or until is None:
        return "None of it is counted as an inquiry; a person can correct each."
    mails = wording.plural(counts["mails"].sum(), "mail")
    return f"{mails} in the week of {wording.week(until)}. A person can correct each."


def _pick(rows: Frame) -> str:
    kinds = [ALL, *sorted(rows["kind"].unique())]
    picked = st.selectbox(
        "Kind", kinds, key="not_counted_kind", bind="query-params", width=260,
        label_visibility="collapsed",
        format_func=lambda one: "Every kind" if one == ALL else wording_kinds.kind(one),
    )  # fmt: skip
    return picked or ALL


def _correct(mail: Row | None) -> None:
    if mail is None:
        st.caption("Select a mail to read it, or to say that it is an inquiry after all.")
        return
    key = str(mail["message_key"])
    with st.container(horizontal=True, vertical_alignment="center"):
        if link := read.mail_link(key):
            st.link_button("Open the mail", link, icon=":material/open_in_new:")
        st.button("It is an inquiry", key="is_inquiry", icon=":material/contact_support:",
                  on_click=decided.kind([key], decided.INQUIRY))  # fmt: skip
    if words.choose("not_counted"):
        words.show(words.of([key]).get(key))
