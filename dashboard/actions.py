"""What can be done with an inquiry: look, answer for it, correct it, and take that back."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import behind, decided, decisions, read, topics
from dashboard.filters import Chosen
from dashboard.read import Row
from sql import wording, wording_kinds
from sql.desk import Decision
from sql.wording_signs import visible
from sql.wording_topics import ELSEWHERE, elsewhere

SHOWN = 20  # decisions that can be taken back here, the newest first
DECIDED = {
    decisions.NO_ANSWER: "No answer needed", decided.ELSEWHERE: "Answered elsewhere",
    decided.ESCALATED: "Escalated", decided.TOPIC: "Topic", decided.KIND: "Kind of mail",
}  # fmt: skip


def on(wait: Row | None) -> None:
    """Everything that can be done with the selected row."""
    if wait is None:
        st.caption("Select a row to open its order or its mail, to mark it or to correct it.")
        return
    behind.order_link(wait)
    if link := read.mail_link(wait["wait_id"]):
        st.link_button("Open the mail", link, icon=":material/open_in_new:")
    st.button(
        "No answer needed", icon=":material/done_all:", key="no_answer",
        on_click=decisions.no_answer_needed(wait),
    )  # fmt: skip
    with st.popover("Answered elsewhere", icon=":material/phone_in_talk:"):
        _elsewhere(wait)
    st.button(
        "Escalated", icon=":material/priority_high:", key="escalated",
        disabled=wait["escalated_at"] == wait["escalated_at"] and wait["escalated_at"] is not None,
        on_click=decided.escalated(wait, datetime.now(UTC).replace(tzinfo=None)),
    )  # fmt: skip
    with st.popover("Change topic", icon=":material/label:"):
        _topic(wait)
    with st.popover("Not an inquiry", icon=":material/block:"):
        _kind(wait)


def _elsewhere(wait: Row) -> None:
    """Where, and when by the shop's own clock; not before the customer wrote."""
    shop = Chosen(shop=wait["shop"])
    zone = ZoneInfo(shop.zone)
    began = wait["started_at"].replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    now = max(began, datetime.now(zone).replace(tzinfo=None))
    where = st.segmented_control("Where?", list(ELSEWHERE), default="phone", required=True,
                                 format_func=elsewhere, key="elsewhere_where")  # fmt: skip
    at = st.datetime_input("When?", now.replace(second=0, microsecond=0), key="elsewhere_at",
                           min_value=began.replace(second=0), max_value=now, step=300)  # fmt: skip
    st.caption(f"Time in {shop.zone}")
    said = max(at or now, began).replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    st.button("Answered then", key="elsewhere", type="primary", disabled=at is None,
              on_click=decided.answered_elsewhere(wait, str(where), said))  # fmt: skip


def _topic(wait: Row) -> None:
    names = topics.names()
    known = list(names).index(wait["topic"]) if wait["topic"] in names else 0
    picked = st.selectbox("Topic", list(names), index=known, key=f"topic_{wait['wait_id']}",
                          format_func=lambda one: names[one])  # fmt: skip
    st.button("This is the topic", key="topic", type="primary", disabled=picked is None,
              on_click=decided.topic(decided.told_by(wait), str(picked)))  # fmt: skip


def _kind(wait: Row) -> None:
    picked = st.selectbox("It is", decided.NOT_INQUIRIES, format_func=wording_kinds.kind,
                          key="kind_as")
    st.button("Take it off the list", key="kind", type="primary", disabled=picked is None,
              on_click=decided.kind(list(wait["message_keys"]), str(picked)))  # fmt: skip


def decided_here(place: str, *kinds: str) -> None:
    """What was decided, each to be taken back; `place` tells lists of one page apart."""
    made = decided.active(*kinds)
    if not made:
        return
    with st.expander("Decided here", icon=":material/undo:", type="compact"):
        st.caption("What a build took up already, and is undone, shows again with the next build.")
        for decision in reversed(made[-SHOWN:]):
            with st.container(horizontal=True, vertical_alignment="center"):
                with st.container(width=220):
                    st.badge(DECIDED.get(decision.kind, "Decided"), color="blue")
                st.text(_about(decision), width="stretch")
                st.button("Undo", key=f"undo_{place}_{decision.decision_id}",
                          on_click=decisions.undo(decision))  # fmt: skip


def _about(decision: Decision) -> str:
    said = decided.in_words(decision)
    order = visible(read.order_of(decision.subject).strip())
    when = f"{decision.made_by}, {wording.moment(decision.made_at)}"
    return " · ".join(part for part in (said, order, when) if part)
