"""Behind a figure: its rows, the rows that it does not count and why, and its definition."""

from datetime import date

import streamlit as st

from dashboard import columns, read, tables
from dashboard.filters import Chosen
from dashboard.measures import Measure
from dashboard.read import Frame

VIEWS = ("Counted", "Not counted", "Definition")


def rows(measure: Measure, chosen: Chosen, first: date, last: date, *, part: str) -> None:
    """Closed until asked for; `part` is the section that they stand behind."""
    key = f"{measure.name}_{part}"
    opened = _closed(key)
    if not opened.open:
        return
    with opened:
        view = st.segmented_control(
            "Rows", VIEWS, default=VIEWS[0], required=True, key=f"view_{key}",
            label_visibility="collapsed",
        )  # fmt: skip
        if view == "Definition":
            definition(measure.facts)
        else:
            found = _found(measure, chosen, first, last, is_counted=view == VIEWS[0])
            shown = columns.OF_FACTS[measure.facts]
            name = f"{measure.title}, {str(view).lower()}"
            tables.show(found, shown, chosen, key=f"{key}_{view}", name=name)


def _closed(key: str):
    return st.expander(
        "Show the rows behind this", key=f"open_{key}", icon=":material/table_rows:",
        on_change="rerun", type="compact",
    )  # fmt: skip


def _found(
    measure: Measure, chosen: Chosen, first: date, last: date, *, is_counted: bool
) -> Frame:
    reason = "not_counted_reason" if measure.facts == "facts.waits" else "excluded_reason"
    found = read.table(
        measure.facts, weeks=(measure.started, first, last), order=f"-{measure.started}",
        **chosen.of_facts,
    )  # fmt: skip
    return found[found[reason].isna() == is_counted]


def findings(chosen: Chosen, first: date, last: date) -> None:
    """The findings of these weeks, one by one."""
    opened = _closed("findings")
    if opened.open:
        with opened:
            found = read.table(
                "cases.findings", weeks=("found_at", first, last), order="-found_at",
                **chosen.only_shop,
            )  # fmt: skip
            tables.show(found, columns.FINDINGS, chosen, key="week_findings", name="Findings")


def definition(model: str) -> None:
    """How a figure is counted: the model's own text."""
    st.caption("This is the text that makes the table. It starts with the question it answers.")
    st.code(read.definition(model) or "This table is made by the build itself.", language="sql")
