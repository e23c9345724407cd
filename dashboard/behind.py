"""Behind a figure: its rows, the rows that it does not count and why, and its definition."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import columns, read, tables
from dashboard.filters import Chosen
from dashboard.measures import Measure

VIEWS = ("Counted", "Not counted", "Definition")


def rows(measure: Measure, chosen: Chosen, first: date, last: date, verdicts: tuple = ()) -> None:
    """Closed until asked for; `verdicts` narrows the counted rows to those a section is about."""
    key = f"{measure.page}_{measure.name}"
    opened = st.expander(
        "Show the rows behind this", key=f"open_{key}", icon=":material/table_rows:",
        on_change="rerun", type="compact",
    )  # fmt: skip
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
            found = _found(measure, chosen, first, last, verdicts, is_counted=view == VIEWS[0])
            shown = columns.OF_FACTS[measure.facts]
            name = f"{measure.title}, {str(view).lower()}"
            tables.show(found, shown, chosen, key=f"{key}_{view}", name=name)


def _found(
    measure: Measure, chosen: Chosen, first: date, last: date, verdicts: tuple, *,
    is_counted: bool,
) -> pd.DataFrame:  # fmt: skip
    word = "outcome" if measure.facts == "facts.waits" else "verdict"
    reason = "not_counted_reason" if measure.facts == "facts.waits" else "excluded_reason"
    found = read.table(
        measure.facts, weeks=(measure.started, first, last), order=f"-{measure.started}",
        **chosen.of_facts,
    )  # fmt: skip
    found = found[found[reason].isna() == is_counted]
    return found[found[word].isin(verdicts)] if verdicts and is_counted else found


def definition(model: str) -> None:
    """How a figure is counted: the model's own text."""
    st.caption("This is the text that makes the table. It starts with the question it answers.")
    st.code(read.definition(model) or "This table is made by the build itself.", language="sql")
