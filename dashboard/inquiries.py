"""The queue of inquiries: who waits for an answer, and how much time is left."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import behind, cards, columns, decisions, look, measures, read, tables
from dashboard.filters import Chosen
from dashboard.read import Frame, Row
from sql import wording
from sql.wording_signs import visible

TABS = {
    "Overdue": {"queue": "overdue"},
    "Due soon": {"queue": "due_soon"},
    "All open": {"queue": ("overdue", "due_soon", "open")},
    "Cannot be seen": {"outcome": "unknown"},
}
OLDEST = 8
UNSEEN = ("Nobody can be seen waiting yet.", "Start says what to connect for it.")


def waiting(chosen: Chosen, tab: str) -> Frame:
    """The waits of a tab, oldest first, as the desk and the clock have them now."""
    waits = read.table(
        "facts.waits", is_history=False, order="started_at", **TABS[tab], **chosen.only_shop
    )
    waits = decisions.overlaid(waits).reset_index(drop=True)
    now = datetime.now(UTC).replace(tzinfo=None)
    return waits.assign(time_left=[_time_left(due, now) for due in waits["due_at"]])


def _time_left(due_at: datetime, now: datetime) -> str:
    seconds = (due_at - now).total_seconds()
    if seconds >= 0:
        return f"{wording.duration(seconds)} left"
    return f"{wording.duration(-seconds)} over"


def oldest(chosen: Chosen) -> None:
    """The first rows of the queue, for the page of the week."""
    waits = waiting(chosen, "All open")
    if measures.queue(chosen).empty:
        look.empty(*UNSEEN)
        return
    if waits.empty:
        look.empty("Nobody waits for an answer.", "New inquiries show here once they were read.")
        return
    tables.show(waits.head(OLDEST), columns.QUEUE, chosen, key="oldest", name="Oldest inquiries")


def queue(chosen: Chosen, tab: str) -> None:
    """One tab of the queue, and what can be done with the selected row."""
    waits = waiting(chosen, tab)
    if measures.queue(chosen).empty:
        look.empty(*UNSEEN)
    elif waits.empty:
        look.empty(_nothing(tab), "This page looks again every minute.")
    else:
        picked = tables.show(
            waits, columns.QUEUE, chosen, key="queue", name=f"Inquiries, {tab.lower()}",
            select=True,
        )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="center"):
            _actions(None if picked is None else waits.iloc[picked])
    _decided()


def _nothing(tab: str) -> str:
    return {
        "Overdue": "Nothing is overdue.",
        "Due soon": "Nothing is due soon.",
        "All open": "Nobody waits for an answer.",
    }.get(tab, "Nothing here.")


def _actions(wait: Row | None) -> None:
    if wait is None:
        st.caption("Select a row to open its order or its mail, or to mark it.")
        return
    behind.order_link(wait)
    if link := read.mail_link(wait["wait_id"]):
        st.link_button("Open the mail", link, icon=":material/open_in_new:")
    st.button(
        "No answer needed", icon=":material/done_all:", key="no_answer",
        on_click=decisions.no_answer_needed(wait),
    )  # fmt: skip


def _decided() -> None:
    """What was decided since the build, each to be taken back."""
    made = decisions.active()
    if not made:
        return
    with st.expander("Marked as no answer needed", icon=":material/undo:", type="compact"):
        for decision in reversed(made[-20:]):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{decision.made_by}, {wording.moment(decision.made_at)}", width="stretch")
                st.text(visible(read.order_of(decision.subject)))
                st.button("Undo", key=f"undo_{decision.decision_id}",
                          on_click=decisions.undo(decision))  # fmt: skip


def choose_tab() -> str:
    chosen = st.segmented_control(
        "Show", list(TABS), default="Overdue", required=True, key="tab", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    return chosen or "Overdue"


def head(chosen: Chosen) -> None:
    """How many wait, in cards; counted from the rows below, so that both always agree."""
    if measures.queue(chosen).empty:
        return
    waits = {tab: waiting(chosen, tab) for tab in TABS}
    with cards.row(4):
        late = len(waits["Overdue"])
        cards.plain("Overdue", wording.count(late), "past the promise", warn=late > 0)
        cards.plain("Due soon", wording.count(len(waits["Due soon"])), "answer these next")
        cards.plain("All open", wording.count(len(waits["All open"])), "overdue ones too")
        oldest = waits["All open"].head(1)
        since = wording.moment(oldest["started_at"].iloc[0], chosen.zone) if len(oldest) else ""
        cards.plain("Oldest waits", _waited(oldest), since)


def _waited(oldest: Frame) -> str:
    now = datetime.now(UTC).replace(tzinfo=None)
    return wording.age(oldest["started_at"].iloc[0], now) if len(oldest) else wording.NONE
