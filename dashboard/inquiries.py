"""The queue of inquiries: who waits for an answer, and how much time is left."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import (
    actions,
    cards,
    columns_inquiries,
    decided,
    look,
    measures,
    read,
    tables,
    topics,
)
from dashboard.filters import Chosen
from dashboard.read import Frame
from sql import wording

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
    waits = decided.overlaid(waits).reset_index(drop=True)
    now = datetime.now(UTC).replace(tzinfo=None)
    said = zip(waits["topic"], waits["topic_confidence"], strict=True)
    return waits.assign(
        time_left=[_time_left(due, now) for due in waits["due_at"]],
        topic_sure=[topics.sure(topic, certain) for topic, certain in said],
    )


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
    tables.show(waits.head(OLDEST), columns_inquiries.OLDEST, chosen, key="oldest",
                name="Oldest inquiries")  # fmt: skip


def queue(chosen: Chosen, tab: str) -> None:
    """One tab of the queue, and what can be done with the selected row."""
    waits = waiting(chosen, tab)
    if measures.queue(chosen).empty:
        look.empty(*UNSEEN)
    elif waits.empty:
        look.empty(_nothing(tab), "This page looks again every minute.")
    else:
        picked = tables.show(
            waits, columns_inquiries.QUEUE, chosen, key="queue", name=f"Inquiries, {tab.lower()}",
            select=True,
        )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="center"):
            actions.on(None if picked is None else waits.iloc[picked])
    actions.decided_here("queue")


def _nothing(tab: str) -> str:
    return {
        "Overdue": "Nothing is overdue.",
        "Due soon": "Nothing is due soon.",
        "All open": "Nobody waits for an answer.",
    }.get(tab, "Nothing here.")


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
