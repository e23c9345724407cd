"""Templates that the sent mails show where the shop has no files: a person names them."""

import json
from collections.abc import Callable

import streamlit as st

from dashboard import error_decisions, look, mails, read, tables, words
from dashboard.filters import Chosen
from sql import wording, wording_errors
from sql.desk import Decision
from sql.wording_lists import MAIL_KINDS
from sql.wording_signs import visible

NAMED = "template_named"
KINDS = [kind for kind in MAIL_KINDS if kind != "record"]
LEARNT = """
    select shop, learnt_id, kind, locale, max(version) as version, sum(mails) as mails,
        min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at,
        arg_max(subject, version) as subject, arg_max(text, version) as text
    from private.learnt_templates
    group by shop, learnt_id, kind, locale
    order by sum(mails) desc, learnt_id
"""
SHOWN = 8


def offered(chosen: Chosen) -> list[dict]:
    """What was learnt and nobody named or turned down yet, the most sent first."""
    said = {one.subject for one in read.desk().active(NAMED)}
    shops = chosen.only_shop.values() or read.settings().shops
    rows = mails.rows(LEARNT, [])
    return [row for row in rows if row["shop"] in shops and _subject(row) not in said]


def _subject(row: dict) -> str:
    return f"{row['shop']}/{row['learnt_id']}"


def name(row: dict, said: str, kind: str, locale: str) -> Callable[[], None]:
    """For a button: this wording is a template of ours, called so; counts with the next build."""
    return _written(_subject(row), {"name": said.strip(), "kind": kind, "locale": locale})


def ignore(row: dict) -> Callable[[], None]:
    """For a button: this is no template of ours."""
    return _written(_subject(row), {"ignored": True})


def _written(subject: str, payload: dict) -> Callable[[], None]:
    def written() -> None:
        read.desk().decide(NAMED, subject, read.role(), payload=payload)
        read.desk().audit(NAMED, subject, read.role(), str(payload.get("name", "ignored")))

    return written


def queue(question: str, chosen: Chosen) -> None:
    """Each with its text and a form for its name, and what was named before."""
    rows = offered(chosen) if words.may_read() else []
    with look.section(question, _said(rows)):
        if not words.may_read():
            mails.hidden()
        elif not rows:
            look.empty(
                "No wording waits for a name.",
                "Wording is learnt for kinds of mail of which the shop has no files.",
            )
        for row in rows[:SHOWN]:
            _one(row, chosen)
        _named()


def _said(rows: list[dict]) -> str:
    if not rows:
        return "Mails of a kind without template files are compared with what they have in common."
    sent = wording.plural(sum(row["mails"] for row in rows), "mail")
    return f"{wording.plural(len(rows), 'wording', 'wordings')} found in {sent}. Named, they " \
        "count as templates with the next build."


def _one(row: dict, chosen: Chosen) -> None:
    key = _subject(row)
    with st.container(border=True, gap="xsmall"):
        kind = wording_errors.template(f"{row['kind']}.{row['locale'] or 'und'}")
        days = (tables.local_day(row[at], chosen.zone) for at in ("first_seen_at", "last_seen_at"))
        st.text(visible(f"{kind} · {row['shop']} · {wording.plural(row['mails'], 'mail')} · "
                        f"{' to '.join(days)}"))  # fmt: skip
        with st.expander("Its wording", icon=":material/article:", type="compact"):
            mails.show_plain(row)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            said = st.text_input("Name", key=f"name_{key}", max_chars=80, width=220,
                                 placeholder="such as: Standard")  # fmt: skip
            place = KINDS.index(row["kind"]) if row["kind"] in KINDS else 0
            kind = st.selectbox("Kind of mail", KINDS, index=place, key=f"kind_{key}", width=220,
                                format_func=wording.mail_kind)  # fmt: skip
            usual = row["locale"] if row["locale"] not in (None, "und") else ""
            locale = st.text_input("Language", value=usual, key=f"locale_{key}", max_chars=5,
                                   width=90, placeholder="de")  # fmt: skip
            is_told = bool(said.strip() and kind and locale.strip().isalpha())
            st.button("Use it as a template", key=f"use_{key}", icon=":material/check:",
                      disabled=not is_told,
                      on_click=name(row, said, str(kind), locale.strip().lower()))  # fmt: skip
            st.button("Ignore it", key=f"ignore_{key}", icon=":material/block:",
                      on_click=ignore(row))  # fmt: skip


def _named() -> None:
    """What was named or turned down, each to be taken back."""
    made = read.desk().active(NAMED)
    if not made:
        return
    with st.expander("Named here", icon=":material/undo:", type="compact"):
        for decision in reversed(made):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(_told(decision), width="stretch")
                st.button("Undo", key=f"undo_{decision.decision_id}",
                          on_click=error_decisions.undo(decision))  # fmt: skip


def _told(decision: Decision) -> str:
    said = json.loads(decision.payload)
    called = "ignored" if said.get("ignored") else \
        f"{said.get('name')}: {wording_errors.template(said['kind'] + '.' + said['locale'])}"
    return visible(f"{called} · {decision.made_by}, {wording.moment(decision.made_at)}")
