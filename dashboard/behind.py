"""Behind a figure: its rows, the rows that it does not count and why, and its definition."""

from datetime import date

import streamlit as st

from dashboard import columns, filters, read, tables
from dashboard.column import Columns
from dashboard.filters import Chosen
from dashboard.measures import Measure
from dashboard.navigation import view
from dashboard.read import Frame, Row
from sql import wording

VIEWS = ("Counted", "Not counted", "Definition")


def rows(measure: Measure, chosen: Chosen, first: date, last: date, *, part: str) -> None:
    """A button that opens the rows; `part` is the section that they stand behind."""
    if _button(f"{measure.name}_{part}"):
        _rows(measure, chosen, first, last)


def findings(chosen: Chosen, first: date, last: date) -> None:
    """The same for the findings of these weeks."""
    if _button("findings"):
        _findings(chosen, first, last)


def counted(key: str, *models: str) -> None:
    """A button that opens how a table's figures are counted."""
    if st.button("How is this counted?", key=f"counted_{key}", icon=":material/function:",
                 type="tertiary"):  # fmt: skip
        _counted(models)


@st.dialog("How is this counted?", width="large")
def _counted(models: tuple[str, ...]) -> None:
    definition(*models)


def _button(key: str) -> bool:
    return st.button(
        "Show the rows behind this", key=f"open_{key}", icon=":material/table_rows:",
        type="tertiary",
    )  # fmt: skip


@st.dialog("The rows behind this figure", width="large")
def _rows(measure: Measure, chosen: Chosen, first: date, last: date) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = st.segmented_control(
            "Rows", VIEWS, default=VIEWS[0], required=True, key="behind",
            label_visibility="collapsed",
        )  # fmt: skip
        st.text(f"{measure.title}, {_weeks(first, last)}")
    if shown == VIEWS[2]:
        definition(measure.facts, measure.counted_in)
        return
    found = _found(measure, chosen, first, last, is_counted=shown == VIEWS[0])
    name = f"{measure.title}, {str(shown).lower()}, {_weeks(first, last)}"
    _table(found, columns.OF_FACTS[measure.facts], chosen, key=f"rows_{shown}", name=name)


@st.dialog("The findings behind this figure", width="large")
def _findings(chosen: Chosen, first: date, last: date) -> None:
    st.text(_weeks(first, last))
    found = read.table(
        "cases.findings", weeks=("found_at", first, last), order="-found_at", **chosen.only_shop
    )
    _table(found, columns.FINDINGS, chosen, key="rows_findings", name="Findings")


def _table(found: Frame, shown: Columns, chosen: Chosen, key: str, name: str) -> None:
    picked = tables.show(found, shown, chosen, key=key, name=name, select=True)
    if picked is None:
        st.caption("Select a row to open its order.")
    else:
        order_link(found.iloc[picked])
        if "fingerprint" in found:
            error_link(found.iloc[picked])


def order_link(row: Row) -> None:
    """The way from a row to its order, where it has one."""
    if isinstance(row["order_id"], str):
        asked = {"shop": filters.shop_names()[row["shop"]], "order": row["order_id"]}
        st.page_link(
            view("order"), label="Open the order", icon=":material/receipt_long:",
            query_params=asked,
        )  # fmt: skip


def error_link(row: Row) -> None:
    """The way from a finding to the error that it is a case of."""
    st.page_link(
        view("template_review"), label="See the error", icon=":material/rule:",
        query_params={"error": row["fingerprint"]},
    )  # fmt: skip


def _weeks(first: date, last: date) -> str:
    if first == last:
        return wording.week(first)
    return f"weeks of {wording.day(first)} to {wording.day(last)}"


def _found(
    measure: Measure, chosen: Chosen, first: date, last: date, *, is_counted: bool
) -> Frame:
    reason = "not_counted_reason" if measure.facts == "facts.waits" else "excluded_reason"
    found = read.table(
        measure.facts, weeks=(measure.started, first, last), order=f"-{measure.started}",
        **chosen.of_facts,
    )  # fmt: skip
    if "is_first" in found and measure.is_first is not None:
        found = found[found["is_first"] == measure.is_first]
    if reason not in found:
        return found if is_counted else found.head(0)
    return found[found[reason].isna() == is_counted]


def definition(*models: str) -> None:
    """How a figure is counted: the models' own texts, each beginning with its question."""
    for model in models:
        st.text(model)
        st.code(read.definition(model) or "This table is made by the build itself.", language="sql")
