"""What customers write about: the topics by rank, what rises, and examples of each."""

from datetime import date

import streamlit as st

from dashboard import (
    behind,
    cards,
    columns_inquiries,
    contacts,
    decided,
    look,
    read,
    tables,
    topics,
    words,
)
from dashboard.filters import Chosen
from dashboard.read import Frame
from dashboard.sections import LONGER, NOTHING
from sql import wording
from sql.wording_topics import FEWEST_MEASURED, right

EXAMPLES = 10


def head(chosen: Chosen, until: date, waiting: int) -> None:
    """How much of all mail is about tracking, about orders, and asks where an order is."""
    rows = read.table("metrics.topic_groups_weekly", shop=chosen.shop, week_start_day=until)
    st.caption(f"Week of {wording.week(until)}.")
    with cards.row(4):
        for group, title in (
            ("tracking_related", "About tracking"), ("order_related", "About an order"),
        ):  # fmt: skip
            some = rows[rows["topic_group"] == group] if len(rows) else rows
            if some.empty:
                cards.plain(title, wording.NONE, "no inquiry in this week")
                continue
            row = some.iloc[0]
            of = f"{wording.count(row['waits'])} of {wording.count(row['of_waits'])} inquiries"
            span = wording.interval(row["low"], row["high"])
            cards.plain(title, wording.share(row["share"]), f"{of}, likely {span}")
        contacts.card(chosen, until)
        cards.plain("To be looked at", wording.count(waiting), "the least certain topics",
                    warn=waiting > 0)  # fmt: skip


def ranked(chosen: Chosen, until: date) -> Frame:
    """The topics of the period, the most frequent first, with their weeks and their precision."""
    of = {"shop": chosen.shop, "week_start_day": until, "over_weeks": chosen.weeks}
    rows = read.table("metrics.topics_over_weeks", order="-waits", **of)
    if rows.empty:
        return rows
    rows = rows[rows["waits"] > 0].reset_index(drop=True)
    weeks = read.table("metrics.topics_weekly", shop=chosen.shop, order="week_start_day",
                       since={"week_start_day": chosen.first_day(until)})  # fmt: skip
    weeks = weeks[weeks["week_start_day"] <= until]
    by_topic = {topic: list(some["waits"]) for topic, some in weeks.groupby("topic")}
    figures = _figures()
    return rows.assign(
        by_week=[by_topic.get(topic, []) for topic in rows["topic"]],
        right=[figures.get(topic, UNMEASURED) for topic in rows["topic"]],
    )


UNMEASURED = right(None, None, None, None)  # not, or only for another model


def _figures() -> dict[str, str]:
    """How often each topic is right: by this shop's own corrections, once these are enough."""
    rows = read.table("metrics.topic_figures", order="-measured_on")  # shipped, then own
    used = read.table("metrics.topic_model", limit=1)["version"]
    rows = rows[rows["model_version"].isin(used)]  # figures of another model say nothing of it
    rows = rows[(rows["measured_on"] == "shipped") | (rows["predicted"] >= FEWEST_MEASURED)]
    return {row.topic: right(row.predicted, row.precision_share, row.precision_low,
                             row.precision_high) for row in rows.itertuples()}  # fmt: skip


def topic_table(question: str, chosen: Chosen, until: date) -> None:
    """All topics; the selected one shows its newest mails below."""
    rows = ranked(chosen, until)
    with look.section(question, _said(rows)):
        if rows.empty:
            look.empty(NOTHING, LONGER)
            return
        picked = tables.show(rows, columns_inquiries.TOPICS, chosen, key="topics", name=question,
                             select=True, height="content")  # fmt: skip
        behind.counted("topics", "metrics.topics_weekly", "metrics.topics_over_weeks")
        if picked is None:
            st.caption("Select a topic to see its newest mails.")
        else:
            _examples(str(rows["topic"].iloc[picked]), chosen)


def _said(rows: Frame) -> str:
    if rows.empty:
        return ""
    first = rows.iloc[0]
    text = f"Most often: {topics.name(first['topic'])}, {wording.share(first['share'])}."
    rising = [f"{topics.name(row.topic)} ({wording.count(row.week_waits)} in the last week)"
              for row in rows[rows["trend"] == "more"].itertuples()]  # fmt: skip
    return f"{text} More than usual: {', '.join(rising) or 'none'}."


def _examples(topic: str, chosen: Chosen) -> None:
    """The newest mails of a topic, and on wish what they say."""
    rows = read.table("facts.topic_mails", topic=topic, order="-happened_at", limit=EXAMPLES,
                      **chosen.only_shop)  # fmt: skip
    said = decided.said(decided.TOPIC, "topic")
    if len(rows):
        rows = rows[[said.get(key, topic) == topic for key in rows["message_key"]]]
    st.text(f"The newest mails about: {topics.name(topic)}")
    if rows.empty:
        look.empty("No mail of this topic is kept.", "Texts and mails are kept for a while only.")
        return
    rows = rows.reset_index(drop=True).assign(topic_sure=[
        topics.sure(row.topic, row.confidence if row.topic_how == "model" else None)
        for row in rows.itertuples()
    ])  # fmt: skip
    picked = tables.show(rows, columns_inquiries.EXAMPLES, chosen, key="examples",
                         name="Newest mails of a topic", select=True, height="content")  # fmt: skip
    if picked is not None:
        behind.order_link(rows.iloc[picked])
        if words.choose("examples"):
            key = str(rows["message_key"].iloc[picked])
            words.show(words.of([key]).get(key))
