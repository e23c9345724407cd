"""What changed in a template's wording from one version to the next, line by line."""

from collections.abc import Iterator
from itertools import groupby

import streamlit as st

from dashboard import look, mails, read
from dashboard.read import Row
from sql import wording
from sql.wording_signs import visible

CHANGES = """
    select previous, line_kind, line from private.template_changes
    where shop = ? and template = ? and version = ? order by line_place
"""
SHOWN = ("gone", "new")


def of(shop: str, template: str, version: str) -> list[dict]:
    """The lines of a version beside the one before; none for a role that may not read them."""
    return mails.rows(CHANGES, [shop, template, version])


def show(shop: str, template: str, version: str) -> None:
    """Lines that are gone or new, each with its word and sign; what stayed is only counted."""
    lines = of(shop, template, version)
    if not lines:
        st.caption("Its first version, or an only one: nothing to compare it with.")
        return
    st.text(visible(f"Beside version {lines[0]['previous']}"))
    for kind, said in _parts(lines):
        if kind not in SHOWN:
            st.caption(f"{wording.plural(len(said), 'line')} as before")
            continue
        for line in said:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                with st.container(width=80):
                    _sign(kind)
                st.text(visible(line), width="stretch")


def _sign(kind: str) -> None:
    if kind == "gone":
        st.badge("gone", icon=":material/remove:", color="orange")
    else:
        st.badge("new", icon=":material/add:", color="blue")


def _parts(lines: list[dict]) -> Iterator[tuple[str, list[str]]]:
    for kind, some in groupby(lines, key=lambda line: line["line_kind"]):
        yield str(kind), [str(line["line"]) for line in some]


def section(question: str, error: Row) -> None:
    """The versions of an error's template: which showed it, and what each changed."""
    if not error["template"] or not error["versions"]:
        return
    turns = read.table("facts.template_turns", shop=error["shop"], template=error["template"],
                       order="-turn")  # fmt: skip
    said = f"Seen in version {error['versions']}."
    with look.section(question, visible(said)):
        if len(turns) < 2:
            look.empty("Only one version of this template is known.",
                       "The next one shows here what it changes.")  # fmt: skip
        elif mails.choose("changes"):
            names = list(turns["version"])[:-1]
            picked = st.selectbox("Version", names, key="changed_version", width=260)
            if picked is not None:
                show(error["shop"], error["template"], picked)
