"""Templates: how many of their mails are clean, how clear they are, and what changed in them."""

import streamlit as st

from dashboard import changes, columns_errors, look, mails, read, tables
from dashboard.filters import Chosen
from dashboard.read import Frame, Row
from dashboard.tables import FEW
from sql import wording, wording_errors
from sql.wording_signs import visible

TEXT = """
    select kind || '.' || locale || ' ' || version as message_key, subject, text
    from private.template_texts where shop = ? and kind || '.' || locale = ? and version = ?
"""
EXPLAINED = (
    "Clean: without a critical or major fault, with the range in which the true share lies; grey "
    "where fewer than 20 were judged. Reading: LIX counts words per sentence and long words (under "
    "40 easy, over 50 hard); English has Flesch's ease (over 60 plain, under 50 hard). First: in "
    "the first screen, which holds about 60 words. Text changed: the share of its words that mails "
    "made of it lack or have otherwise."
)


def rows(chosen: Chosen) -> Frame:
    """Every version that was sent, the newest of each template first."""
    found = read.table("metrics.template_versions", order="-valid_from_at", **chosen.only_shop)
    if found.empty:
        return found
    found = found.sort_values(["shop", "template"], kind="stable").reset_index(drop=True)
    return found.assign(
        likely=[wording.interval(row.low, row.high) for row in found.itertuples()],
        reading=[wording_errors.reading(row.lix, row.ease) for row in found.itertuples()],
    )


def table(question: str, chosen: Chosen) -> None:
    """All versions; the selected one shows its wording, what changed, and a mail made of it."""
    found = rows(chosen)
    with look.section(question, _said(found)):
        if found.empty:
            look.empty(
                "No mail fits a template of the shop's own.",
                "Connect a source of kind templates, or name what was learnt from the mails.",
            )
            return
        at = tables.show(found, columns_errors.TEMPLATES, chosen, key="templates", name=question,
                         select=True)  # fmt: skip
        st.caption(EXPLAINED)
        if at is None:
            st.caption("Select a version to read it and to see what changed in it.")
        else:
            _one(found.iloc[at])


def _said(found: Frame) -> str:
    if found.empty:
        return ""
    judged = found[found["judged"] >= FEW]
    versions = wording.plural(len(found), "version was", "versions were")
    if judged.empty:
        return f"{versions} sent; none often enough to say how many of its mails are clean."
    worst = judged.sort_values("clean_share").iloc[0]
    return (
        f"{versions} sent. Least clean: {wording_errors.template(worst['template'])}, version "
        f"{worst['version']}, {wording.share(worst['clean_share'])} of "
        f"{wording.plural(worst['judged'], 'mail')}."
    )


def _one(row: Row) -> None:
    name = wording_errors.template(row["template"])
    st.text(visible(f"{name}, version {row['version']}"))
    if not mails.choose("template"):
        return
    wording_tab, changed, filled = st.tabs(["Wording", "What changed", "Newest mail made of it"])
    with wording_tab:
        mails.show_plain(_text(row))
    with changed:
        changes.show(row["shop"], row["template"], row["version"])
    with filled:
        newest = read.table("cases.mail_verdicts", shop=row["shop"], template=row["template"],
                            version=row["version"], order="-sent_at", limit=1)  # fmt: skip
        keys = [str(key) for key in newest["message_key"]] if len(newest) else []
        mails.show_plain(next(iter(mails.texts(keys).values()), None))


def _text(row: Row) -> dict | None:
    return mails.first(TEXT, [row["shop"], row["template"], row["version"]])
