"""What customers wrote: only for roles that may read it, and each reading is written down."""

import streamlit as st

from dashboard import read
from sql import readers
from sql.wording_signs import visible

LONGEST = 1_200  # characters of a mail on a page
HIDDEN = "What customers wrote is hidden from your role; support and admins may read it."
TEXTS = "select message_key, new_text from private.new_texts where message_key in ({marks})"


def may_read() -> bool:
    return read.role() in readers.PRIVATE_ROLES


def of(message_keys: list[str]) -> dict[str, str]:
    """The customers' own words by message; none for a role that may not read them."""
    build = read.build()
    if build is None or not message_keys or not may_read():
        return {}
    query = TEXTS.format(marks=", ".join("?" * len(message_keys)))
    rows = build.private_frame(query, message_keys, role=read.role())
    found = dict(zip(rows["message_key"], rows["new_text"], strict=True))
    found = {key: text for key, text in found.items() if isinstance(text, str) and text}
    written_down([key for key in message_keys if key in found])
    return {key: _short(text) for key, text in found.items()}


def _short(text: str) -> str:
    seen = visible(text.strip())
    return seen if len(seen) <= LONGEST else f"{seen[:LONGEST]}…"


def written_down(keys: list[str]) -> None:
    """Once per visit and mail, not again with every minute that the page stays open."""
    told = st.session_state.setdefault("read_mails", set())
    for key in keys:
        if key not in told:
            read.desk().audit("read a mail", key, read.role())
            told.add(key)


def choose(key: str) -> bool:
    """Whether to show what customers wrote; asked for on each page anew."""
    if not may_read():
        st.caption(HIDDEN)
        return False
    return st.toggle("Show what customers wrote", key=f"words_{key}")


def show(text: str | None) -> None:
    """A mail's own words as plain text."""
    if text is None:
        st.caption("Nothing is kept of its text.")
        return
    with st.container(border=True):
        st.text(text)
