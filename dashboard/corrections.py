"""The mails whose topic is least certain: a person says what they are about."""

import streamlit as st

from dashboard import actions, decided, look, read, tables, topics, words
from dashboard.filters import Chosen
from dashboard.read import Frame, Row
from sql import wording
from sql.wording_signs import visible

SHOWN = 5  # at a time: the next one moves up as soon as one is said
ASKED = 500


def waiting(chosen: Chosen) -> Frame:
    """Of whose topics nobody is sure and nobody said anything yet, the least certain first."""
    rows = read.table("facts.topic_mails", needs_review=True, order="confidence", limit=ASKED,
                      **chosen.only_shop)  # fmt: skip
    if rows.empty:
        return rows
    said = decided.said(decided.TOPIC, "topic")
    return rows[[key not in said for key in rows["message_key"]]].reset_index(drop=True)


def queue(question: str, chosen: Chosen) -> None:
    """Each with the customer's own words, what the classifier would say, and two ways to answer."""
    rows = waiting(chosen)
    with look.section(question, _said(rows)):
        if rows.empty:
            look.empty("No topic waits for a person.", "Uncertain ones show here after a build.")
        else:
            is_shown = words.choose("corrections")
            shown = rows.head(SHOWN)
            texts = words.of(list(shown["message_key"])) if is_shown else {}
            for mail in shown.itertuples():
                _one(mail, chosen, texts.get(mail.message_key), is_shown=is_shown)
        actions.decided_here("topics", decided.TOPIC)


def _said(rows: Frame) -> str:
    waits = wording.plural(len(rows), "mail waits", "mails wait")
    trained_at = read.table("metrics.topic_model", limit=1)["trained_at"].max()  # NaT: never here
    to_learn = [one for one in decided.active(decided.TOPIC) if not one.made_at <= trained_at]
    said = wording.plural(len(to_learn), "correction waits", "corrections wait")
    return f"{waits} for a person. {said} for the next trackrecord train."


def _one(mail: Row, chosen: Chosen, text: str | None, *, is_shown: bool) -> None:
    key, names = str(mail.message_key), topics.names()
    with st.container(border=True, gap="xsmall"):
        order = visible(str(mail.order_id)) if isinstance(mail.order_id, str) else "no order known"
        when = tables.local_day(mail.happened_at, Chosen(shop=mail.shop).zone)
        st.text(f"{when} · {visible(str(mail.shop))} · {order}")
        if is_shown:
            words.show(text)
        with st.container(horizontal=True, vertical_alignment="center"):
            place = list(names).index(mail.topic) if mail.topic in names else 0
            picked = st.selectbox("Topic", list(names), index=place, key=f"as_{key}", width=280,
                                  format_func=lambda one: names[one],
                                  label_visibility="collapsed")  # fmt: skip
            is_same = picked == mail.topic
            label = "Yes, that is it" if is_same else "This is the topic"
            st.button(label, key=f"say_{key}", icon=":material/check:", disabled=picked is None,
                      on_click=decided.topic(key, str(picked)))  # fmt: skip
            sure = topics.sure(mail.topic, mail.confidence)
            st.text(f"Suggested: {topics.name(mail.topic)}, {sure}")
