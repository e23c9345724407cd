"""Our own order mails as they were sent: for roles that may read them, the fault marked."""

import re
from dataclasses import dataclass

import streamlit as st

from dashboard import read, words
from sql import wording
from sql.wording_signs import visible

SHOWN = 900  # characters before and after a fault
HIDDEN = "What mails say is hidden from your role; support and admins may read it."
FOUND = """
    select finding_id, expected_value, observed_value, span
    from private.findings where finding_id in ({marks})
"""
TEXTS = """
    select message_key, subject, text, html_text
    from private.messages where message_key in ({marks})
"""


@dataclass(frozen=True)
class Marked:
    """A text around its fault: the lines before, the faulty ones with signs, the lines after."""

    before: str
    fault: str
    after: str


def hidden() -> None:
    st.caption(HIDDEN)


def choose(key: str) -> bool:
    """Whether to show what the mails say; asked for on each page anew."""
    if not words.may_read():
        hidden()
        return False
    return st.toggle("Show what the mails say", key=f"mails_{key}")


def found(finding_ids: list[str]) -> dict[str, dict]:
    """What exactly was expected and seen, by finding; none for a role that may not read it."""
    return _private(FOUND, finding_ids, "finding_id")


def texts(message_keys: list[str]) -> dict[str, dict]:
    """The mails themselves; each reading is written down."""
    rows = _private(TEXTS, message_keys, "message_key")
    words.written_down(list(rows))
    return rows


def _private(query: str, keys: list[str], key: str) -> dict[str, dict]:
    found = rows(query.format(marks=", ".join("?" * len(keys))), keys) if keys else []
    return {row[key]: row for row in found}


def rows(query: str, values: list[str]) -> list[dict]:
    """Rows of the private file; none for a role that may not read them."""
    build = read.build()
    if build is None or not words.may_read():
        return []
    found = build.private_frame(query, values, role=read.role())
    return read.plain(found).to_dict("records")


def first(query: str, values: list[str]) -> dict | None:
    return next(iter(rows(query, values)), None)


def marked(text: str | None, *faults: str | None) -> Marked | None:
    """The text cut around the first of these faults that stands in it; None where none does."""
    said = (text or "").replace("\r\n", "\n")
    for fault in faults:
        parts = [re.escape(part) for part in (fault or "").split()]
        place = re.search(r"\s+".join(parts), said, re.IGNORECASE) if parts else None
        if place:
            start, end = place.span()
            first = said.rfind("\n", 0, start) + 1
            last = said.find("\n", end)
            last = len(said) if last < 0 else last
            return Marked(
                said[:first].strip("\n"),
                f"{said[first:start]}▸{said[start:end]}◂{said[end:last]}",
                said[last:].strip("\n"),
            )
    return None


def show(mail: dict | None, *faults: str | None) -> None:
    """A mail as text; where the fault stands in it, between two signs beside a word."""
    if mail is None or not (mail["text"] or mail["html_text"] or mail["subject"]):
        st.caption("Nothing is kept of its text.")
        return
    said, subject = mail["text"] or mail["html_text"], mail["subject"]
    in_subject, in_text = marked(subject, *faults), marked(said, *faults)
    with st.container(border=True, gap="xsmall"):
        st.caption("Subject")
        _part(subject, None if in_text else in_subject)
        st.caption("Text")
        _part(said, in_text)
        if not in_text and not in_subject and (in_html := marked(mail["html_text"], *faults)):
            st.caption("Text of the HTML part")
            _part(mail["html_text"], in_html)
        elif not in_text and not in_subject:
            st.caption("There is no single place to mark: it is missing, or it is the whole.")


def show_plain(mail: dict | None) -> None:
    """A mail or a template as text."""
    if mail is None:
        st.caption("Nothing is kept of its text.")
        return
    with st.container(border=True, gap="xsmall"):
        st.text(visible(mail["subject"] or wording.NONE))
        st.text(visible((mail["text"] or mail.get("html_text") or "").replace("\r\n", "\n")))


def _part(text: str | None, place: Marked | None) -> None:
    if place is None:
        st.text(_cut(text or wording.NONE))
        return
    if place.before:
        st.text(_cut(place.before, is_end=True))
    with st.container(horizontal=True, border=True, vertical_alignment="center", gap="small"):
        st.badge("Here", icon=":material/report:", color="orange")
        st.text(visible(place.fault), width="stretch")
    if place.after:
        st.text(_cut(place.after))


def _cut(text: str, *, is_end: bool = False) -> str:
    seen = visible(text.replace("\r\n", "\n").strip("\n"))
    if len(seen) <= SHOWN:
        return seen
    return f"…{seen[-SHOWN:]}" if is_end else f"{seen[:SHOWN]}…"
